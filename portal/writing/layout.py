"""The one layout of a data file: the first line, the order of fields, quotes, blocks, and where comments go.

How a text is written, plain, in quotes, or as a block below its key, depends on nothing but the text and the
room that it has, so that a text is always written alike. A layout says the same and keeps every comment.
"""

import io
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yaml import ScalarNode
from yaml.emitter import Emitter
from yaml.resolver import Resolver

from portal.problems import FieldPath, InvalidData, Problem
from portal.reading.yamltext import Value
from portal.writing.shape import Shape
from portal.writing.yaml_source import YamlComments, read_source

_MARK = "# yaml-language-server:"
WIDTH = 100
# In quotes always, so that nobody has to know why `1.0.11` would be text without them and `1.0` not.
_VERSION_OR_DATE = re.compile(r"\d+[./-]\d|\d{4}~")
# JSON leaves these as they are; YAML cannot.
_NEEDS_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# These cannot stand outside quotes at all, but for a line feed and a tab.
_NEEDS_QUOTES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A line of a block may end where one space stands between two words: the reader makes a space of the end.
_FOLD = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_INDENT = 2
_emitter = Emitter(io.StringIO(), allow_unicode=True)
_resolver = Resolver()


def format_data(data: bytes, path: str, kind: str, shape: Shape) -> bytes:
    """Return a data file of a kind in its layout. Raises `InvalidData` where it cannot be read."""
    source = read_source(data, path)
    comments = source.comments.without(_MARK)
    written = render(source.value, path, kind, shape, comments)
    _compare(written, path, source.value, comments)
    return written


def render(value: Value, path: str, kind: str, shape: Shape, comments: YamlComments) -> bytes:
    """Return the bytes of a data file. Its first line tells editors the schema."""
    to_root = "../" * path.count("/")
    first = f"{_MARK} $schema={to_root}schema/authored/{kind}.schema.json"
    return "\n".join([first, *lay_out(value, shape, comments), ""]).encode()


def _compare(written: bytes, path: str, value: Value, comments: YamlComments) -> None:
    """Read again what was written: whatever else is wrong here, it must not lose anything."""
    try:
        again = read_source(written, path)
        same = again.value == value and again.comments.without(_MARK).all() == comments.all()
    except InvalidData:
        same = False
    if not same:
        hint = "leave the file as it is, and report this with the file"
        raise InvalidData([Problem(path, 1, 1, "", "cannot be laid out without losing something", hint)])


def lay_out(value: Value, shape: Shape, comments: YamlComments, indent: int = 0) -> list[str]:
    """Return the lines of a mapping or list: same value, same lines. Unknown fields come last."""
    return list(_Writer(comments).entry(value, _At((), shape, "", indent)))


@dataclass(frozen=True)
class _At:
    """Where a value is written.

    `lead` is what stands before it in its line: nothing, or a key, or dashes. `indent` is that of what
    stands below its line.
    """

    path: FieldPath
    shape: Shape
    lead: str
    indent: int

    @property
    def is_item(self) -> bool:
        return self.lead.endswith("- ")

    @property
    def has_key(self) -> bool:
        return self.lead.endswith(": ")

    def inside(self, number: int, name: str | int, shape: Shape, lead: str) -> "_At":
        """Return where a field or item of this value goes; the first of an item goes beside the dash."""
        start = self.lead if number == 0 and self.is_item else " " * self.indent
        return _At((*self.path, name), shape, start + lead, self.indent + _INDENT)


class _Writer:
    def __init__(self, comments: YamlComments) -> None:
        self.comments = comments

    def entry(self, value: Value, at: _At) -> Iterator[str]:
        """Return the lines of a field or an item with its comments."""
        above = " " * (len(at.lead) - len(at.lead.lstrip(" ")))
        yield from (above + comment for comment in self.comments.above.get(at.path, []))
        beside = self.comments.beside.get(at.path, [])
        is_below = isinstance(value, dict | list) and value and not self._fits_in_line(value, at)
        # Only one comment fits beside a value, and none beside a dash with a whole entry after it.
        moved = beside if is_below and not at.has_key else beside[:-1]
        yield from (above + comment for comment in moved)
        yield from self._value(value, at)
        # Below a text, deeper, a comment could become part of it.
        below = " " * (at.indent if is_below else at.indent - _INDENT)
        yield from (below + comment for comment in self.comments.below.get(at.path, []))

    def _value(self, value: Value, at: _At) -> Iterator[str]:
        """Return the lines of a value with what stands before it."""
        if isinstance(value, dict | list) and value and not self._fits_in_line(value, at):
            if at.has_key:
                yield at.lead.rstrip() + self._beside(at.path)
            if isinstance(value, dict):
                yield from self._fields(value, at)
            else:
                for number, item in enumerate(value):
                    yield from self.entry(item, at.inside(number, number, at.shape.item, "- "))
        elif isinstance(value, str):
            room = WIDTH - len(at.lead)
            text = render_text(value, room, at.indent, is_sample=at.shape.is_sample)
            yield at.lead + text.head + self._beside(at.path)
            yield from (" " * at.indent + line if line else "" for line in text.block)
        else:
            yield at.lead + _in_line(value) + self._beside(at.path)

    def _fields(self, value: Mapping[str, Value], at: _At) -> Iterator[str]:
        known = [name for name in at.shape.fields if name in value]
        names = [*known, *(name for name in value if name not in known)]
        for number, name in enumerate(names):
            lead = f"{render_inline(name)}: "
            yield from self.entry(value[name], at.inside(number, name, at.shape.field(name), lead))

    def _beside(self, path: FieldPath) -> str:
        return "".join(f" {comment}" for comment in self.comments.beside.get(path, [])[-1:])

    def _fits_in_line(self, value: Value, at: _At) -> bool:
        """Whether a value is the row of a table that has room in a line."""
        if not isinstance(value, list) or not at.is_item:
            return False
        if not all(isinstance(cell, str) and "\n" not in cell for cell in value):
            return False
        cells = [(*at.path, number) for number in range(len(value))]
        # What is below its last cell is below the row itself when it is read again.
        is_plain = at.path not in self.comments.below and not any(self.comments.at(cell) for cell in cells)
        return is_plain and len(at.lead) + len(_in_line(value)) <= WIDTH


def _in_line(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(render_quoted(str(cell)) for cell in value)}]"
    return "{}" if isinstance(value, dict) else str(value).lower()


@dataclass(frozen=True)
class Rendered:
    """A text as it stands in a file: what follows the key, and the lines of a block, without their indent."""

    head: str
    block: tuple[str, ...] = ()


def render_text(value: str, room: int, indent: int, *, is_sample: bool = False) -> Rendered:
    """Return a text that has `room` columns beside its key, or else begins at `indent` below it.

    A sample is a block, line by line, whatever room there is.
    """
    inline = render_inline(value)
    if is_sample or "\n" in value:
        is_long = any(len(line) + indent > WIDTH for line in value.split("\n"))
        if is_long and not is_sample and _can_fold(value):
            return _folded(value, indent)
        return _literal(value) if _can_be_literal(value) else Rendered(inline)
    if len(inline) > room and _can_fold(value) and _FOLD.search(value):
        return _folded(value, indent)
    return Rendered(inline)


def render_inline(value: str) -> str:
    """Return a text in one line, such as the name of a field."""
    return value if _can_be_plain(value) else render_quoted(value)


def render_quoted(value: str) -> str:
    """Return a text in double quotes, which can hold every text."""
    return _NEEDS_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _can_be_plain(value: str) -> bool:
    if _VERSION_OR_DATE.match(value) or not _emitter.analyze_scalar(value).allow_block_plain:
        return False
    tag: str = _resolver.resolve(ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str"


def _can_fold(value: str) -> bool:
    """Whether the lines of a text can be broken and put together again without loss."""
    if _NEEDS_QUOTES.search(value) or not value:
        return False
    return all(line == line.strip(" \t") for line in value.split("\n")) and value == value.strip("\n")


def _can_be_literal(value: str) -> bool:
    """Whether a text can stand line by line: spaces that nobody sees get lost too easily."""
    if _NEEDS_QUOTES.search(value) or value.endswith("\n\n") or not value.strip():
        return False
    return all(line.strip() or not line for line in value.split("\n"))


def _folded(value: str, indent: int) -> Rendered:
    lines: list[str] = []
    for number, paragraph in enumerate(value.split("\n")):
        # An end of a line in the text is one more in the block.
        lines += [""] * (number > 0)
        lines += _filled(paragraph, max(WIDTH - indent, 1)) if paragraph else []
    return Rendered(">-", tuple(lines))


def _filled(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for word in _FOLD.split(paragraph):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _literal(value: str) -> Rendered:
    begins_deeper = re.match(r"\n*[ \t]", value)
    head = "|" + (str(_INDENT) if begins_deeper else "") + ("" if value.endswith("\n") else "-")
    return Rendered(head, tuple(value.removesuffix("\n").split("\n")))


def render_comment(text: str) -> list[str]:
    """Return a text as lines of comments."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False)]
