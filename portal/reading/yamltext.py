"""YAML as text: a hardened reader that keeps every value as it is written and knows where it stands.

Reads the event stream of PyYAML's C parser once and builds plain values from it. Scalars stay text
(`11.10`, `NO`, `2024-07`), but for an unquoted `true` or `false`. Refused, each with its place: anchors,
aliases, tags, duplicate keys, keys that are not plain text, more than one document, and files that are too
large or nested too deep.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml

from portal.problems import FieldPath, InvalidData, printable
from portal.reading.yaml_faults import Place, explain, fault, may_swallow_text, place_of, swallowed_text

try:
    from yaml import CLoader
except ImportError as error:  # pragma: no cover - depends on how PyYAML was built
    raise ImportError(
        "PyYAML was installed without its C parser; install the PyYAML wheel from PyPI, "
        "or libyaml and its headers before building it"
    ) from error

Value: TypeAlias = "str | bool | list[Value] | dict[str, Value]"

MAX_BYTES = 262_144
MAX_DEPTH = 16
_LINE_BREAK = re.compile(r"\r\n?|\n")
# YAML 1.1 ends a line at these too, so that a field could hide in what looks like another's text.
_HIDDEN_BREAK = re.compile(r"[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and where: the parser's marks of values and of keys, by path into `value`.

    Few are ever asked for, so a mark becomes a place only then.
    """

    value: Value
    marks: dict[FieldPath, Any]
    key_marks: dict[FieldPath, Any]

    def place(self, path: FieldPath) -> Place:
        """Where the value at `path` stands, or the nearest one that holds it."""
        while path and path not in self.marks:
            path = path[:-1]
        return place_of(self.marks.get(path))

    def key_place(self, path: FieldPath) -> Place:
        """Where the key of the value at `path` stands; for an item of a list, where the item stands."""
        return place_of(self.key_marks[path]) if path in self.key_marks else self.place(path)

    def texts(self, without: Collection[str] = ()) -> Iterator[tuple[FieldPath, str]]:
        """Return every text with its path, but for what is in the fields named in `without`."""
        return _texts(self.value, (), without)


def read_yaml(data: bytes, path: str) -> Document:
    """Read a YAML file's bytes. Raises `InvalidData`, which names `path`, for anything refused."""
    try:
        return _Reader(_decode(data)).read()
    except InvalidData as invalid:
        raise InvalidData(replace(problem, path=path) for problem in invalid.problems) from None


def field_name(path: FieldPath) -> str:
    """Return a path as people write it: `surface[2].name`, counted from 0."""
    name = ""
    for part in path:
        name += f"[{part}]" if isinstance(part, int) else f".{printable(part)}" if name else printable(part)
    return name


_NO_SIGN = "write the value out, or put text that begins with {} in double quotes"


def _texts(value: Value, path: FieldPath, without: Collection[str]) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, (*path, number), without)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in without:
                yield from _texts(item, (*path, name), without)


def _refused(place: Place, message: str, hint: str = "") -> InvalidData:
    return InvalidData([fault(place, message, hint)])


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _refused(Place(1, 1), f"has {len(data):,} bytes; the limit is {MAX_BYTES:,}", "split the entry")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused(
            _end_of(data[: error.start].decode("utf-8")),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        ) from None
    if hidden := _HIDDEN_BREAK.search(text):
        what = f"line break U+{ord(hidden[0]):04X}, which editors do not show"
        raise _refused(_end_of(text[: hidden.start()]), what, "remove it, or begin a new line")
    return text


def _end_of(text: str) -> Place:
    """Return the place behind a text, whose lines end as those of YAML do."""
    lines = _LINE_BREAK.split(text)
    return Place(len(lines), len(lines[-1]) + 1)


class _Reader:
    """Builds values from events with a stack of its own, so that depth costs no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _LINE_BREAK.split(text) if may_swallow_text(text) else []
        self.marks: dict[FieldPath, Any] = {}
        self.key_marks: dict[FieldPath, Any] = {}
        self.root: Value | None = None
        self.stack: list[list[Value] | dict[str, Value]] = []
        self.path: list[str | int] = []
        self.key: str | None = None
        self.last: yaml.ScalarEvent | None = None

    def read(self) -> Document:
        for event in self._events():
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                self._open({}, event)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open([], event)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                self.stack.pop()
                self._leave()
            elif isinstance(event, yaml.AliasEvent):
                what = f"*{printable(event.anchor or '', 40)} is an alias, which is not allowed here"
                raise _refused(_place(event), what, _NO_SIGN.format("*"))
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise _refused(_place(event), "a second document begins here", "one file holds one entry")
        if self.root is None:
            raise _refused(Place(1, 1), "the file is empty", "write an entry, or delete the file")
        return Document(self.root, self.marks, self.key_marks)

    def _events(self) -> Iterator[yaml.Event]:
        loader = CLoader(self.text)
        try:
            while event := loader.get_event():
                yield event
        except yaml.MarkedYAMLError as error:
            raise InvalidData([explain(error, _LINE_BREAK.split(self.text), self.last)]) from None
        except yaml.reader.ReaderError as error:
            raise self._unprintable(error) from None
        finally:
            loader.dispose()

    def _unprintable(self, error: yaml.reader.ReaderError) -> InvalidData:
        """Find the character that the parser stumbled over: it tells only a byte's number, if that."""
        found = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
        if found:
            what = f"control character U+{ord(found[0]):04X}"
            return _refused(_end_of(self.text[: found.start()]), what, "remove it")
        return _refused(Place(1, 1), printable(str(error.reason), 200))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self.last = event
        self._refuse_extras(event)
        if self.lines and (swallowed := swallowed_text(event, self.lines)):
            raise InvalidData([swallowed])
        if self.stack and isinstance(self.stack[-1], dict) and self.key is None:
            self._take_key(event)
            return
        value: Value = event.value
        if not event.style and event.value in ("true", "false"):
            value = event.value == "true"
        self._put(value, event)
        self._leave()

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        holder = self.stack[-1]
        if event.value in holder:
            first = place_of(self.key_marks[(*self.path, event.value)]).line
            hint = f"keep one of the two; the other is in line {first}"
            raise _refused(_place(event), f"{printable(event.value)}: is here twice", hint)
        self.key = event.value
        self.key_marks[(*self.path, event.value)] = event.start_mark

    def _open(self, value: list[Value] | dict[str, Value], event: yaml.CollectionStartEvent) -> None:
        self._refuse_extras(event)
        if self.stack and isinstance(self.stack[-1], dict) and self.key is None:
            raise _refused(_place(event), "a key is not plain text", "write it as a word and a colon")
        if len(self.stack) >= MAX_DEPTH:
            raise _refused(_place(event), f"nested more than {MAX_DEPTH} levels deep", "entries are flat")
        self._put(value, event)
        self.stack.append(value)

    def _put(self, value: Value, event: yaml.Event) -> None:
        """Hang a value where the last key or list item says, and step into its path."""
        if not self.stack:
            self.root = value
        elif isinstance(holder := self.stack[-1], list):
            self.path.append(len(holder))
            holder.append(value)
        elif self.key is not None:
            self.path.append(self.key)
            holder[self.key] = value
            self.key = None
        self.marks[tuple(self.path)] = event.start_mark

    def _leave(self) -> None:
        if self.path:
            self.path.pop()

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            what = f"&{printable(event.anchor, 40)} is an anchor, which is not allowed here"
            raise _refused(_place(event), what, _NO_SIGN.format("&"))
        if event.tag:
            what = f"{printable(event.tag, 40)} is a tag, which is not allowed here"
            raise _refused(_place(event), what, "remove it, or put text that begins with ! in double quotes")


def _place(event: yaml.Event) -> Place:
    return place_of(event.start_mark)
