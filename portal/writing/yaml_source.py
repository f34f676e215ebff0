"""A data file as its editor wrote it: its text, what that says, where each value stands, and the comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from portal.problems import FieldPath
from portal.reading.yamltext import Value, read_yaml

# Between two tokens stand only spaces and marks such as dashes, so that the first `#` begins a comment.
_COMMENT = re.compile(r"#.*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class YamlComments:
    """The comments of a file, by the field or item that they stand `above`, `beside` or `below`.

    One below stands at the end of a field or item, such as after the last item of a list.
    """

    above: dict[FieldPath, list[str]] = field(default_factory=dict)
    beside: dict[FieldPath, list[str]] = field(default_factory=dict)
    below: dict[FieldPath, list[str]] = field(default_factory=dict)

    def at(self, path: FieldPath) -> bool:
        """Whether there is any at a field or item."""
        return any(path in place for place in (self.above, self.beside, self.below))

    def without(self, beginning: str) -> "YamlComments":
        """Return them without those that begin so."""
        return YamlComments(*(_without(place, beginning) for place in (self.above, self.beside, self.below)))

    def all(self) -> list[str]:
        """Return all comments, sorted."""
        places = (self.above, self.beside, self.below)
        return sorted(text for place in places for texts in place.values() for text in texts)


def find_comments(text: str, root: Any) -> YamlComments:
    """Return the comments of a text, whose tree is at hand, each at what it belongs to."""
    comments = YamlComments()
    columns: dict[FieldPath, int] = {}
    tokens = list(_tokens(root, (), -1, columns))
    for before, after in zip([None, *tokens], [*tokens, None], strict=True):
        _sort_gap(text, before, after, columns, comments)
    return comments


class _Token(NamedTuple):
    """A key, a text or a bracket, with the paths of the field or item that it is of, and that it begins."""

    start: int
    end: int
    path: FieldPath
    begins: FieldPath
    closes: bool = False
    is_block: bool = False


class _Line(NamedTuple):
    """A line between two tokens: its comment, if any, and whether that stands alone in it."""

    comment: str
    column: int
    alone: bool
    blank: bool


def _tokens(node: Any, path: FieldPath, column: int, columns: dict[FieldPath, int]) -> Iterator[_Token]:
    """Return the tokens of a field or item in the order of the text, and fill in the columns of all."""
    columns[path] = column
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        yield _Token(start, end, path, path, is_block=node.style in ("|", ">"))
        return
    if node.flow_style:
        yield _Token(start, start + 1, path, path)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            at = key.start_mark.column
            name = (*path, key.value)
            yield _Token(key.start_mark.index, key.end_mark.index, name, name)
            yield from _tokens(value, name, at, columns)
    else:
        for number, item in enumerate(node.value):
            # An item begins at its dash, which stands two columns before what it holds.
            inside = _tokens(item, (*path, number), item.start_mark.column - 2, columns)
            # What is above the first field of an item is above the item.
            yield next(inside)._replace(begins=(*path, number))
            yield from inside
    if node.flow_style:
        yield _Token(end - 1, end, path, path, closes=True)


def _sort_gap(
    text: str,
    before: _Token | None,
    after: _Token | None,
    columns: dict[FieldPath, int],
    comments: YamlComments,
) -> None:
    """Put each comment between two tokens to the one that it belongs to."""
    if before and before.is_block:
        header = _BLOCK_HEADER.match(text, before.start)
        if header:
            _add(comments.beside, before.path, header[1].rstrip())
    lines = list(_lines(text[before.end if before else 0 : after.start if after else len(text)]))
    begins_inside = before is not None and text[before.end - 1 : before.end] not in ("\n", "\r")
    if before and begins_inside and lines:
        first = lines.pop(0)
        if first.comment:
            _add(comments.beside, before.path, first.comment)
    for number, line in enumerate(lines):
        if not line.comment:
            continue
        # The indent of what follows: of the next line that is not only a comment
        below = next((other.column for other in lines[number + 1 :] if not (other.alone or other.blank)), -1)
        is_inside = before and after and after.path[: len(before.path)] == before.path
        is_end = after is None or after.closes or (line.alone and line.column > below and not is_inside)
        if is_end and before:
            _add(comments.below, _holder(before.path, line.column, columns), line.comment)
        elif after:
            _add(comments.above, after.begins, line.comment)


def _lines(gap: str) -> Iterator[_Line]:
    lines = _BREAK.split(gap)
    for number, text in enumerate(lines, 1):
        found = _COMMENT.search(text)
        column = len(text) - len(text.lstrip(" \t"))
        alone = found is not None and found.start() == column
        # The last is what the next token's line begins with, not a line of its own.
        blank = not text.strip() and number < len(lines)
        yield _Line(found[0].rstrip() if found else "", column, alone, blank)


def _holder(path: FieldPath, column: int, columns: dict[FieldPath, int]) -> FieldPath:
    """Return the innermost of what holds `path` that a comment is indented below."""
    return next(path[:length] for length in range(len(path), -1, -1) if columns[path[:length]] < column)


def _add(place: dict[FieldPath, list[str]], path: FieldPath, comment: str) -> None:
    place.setdefault(path, []).append(comment)


def _without(place: dict[FieldPath, list[str]], beginning: str) -> dict[FieldPath, list[str]]:
    kept = {path: [text for text in texts if not text.startswith(beginning)] for path, texts in place.items()}
    return {path: texts for path, texts in kept.items() if texts}


@dataclass(frozen=True)
class SourceText:
    """A file: its `text` without a byte order mark, its value, and its tree with the place of every node."""

    path: str
    data: bytes
    text: str
    value: Value
    root: Any

    def node(self, path: FieldPath) -> Any:
        """Return the node of the library at a path that the value has."""
        node: Any = self.root
        for part in path:
            if isinstance(part, int):
                node = node.value[part]
            else:
                node = next(value for key, value in node.value if key.value == part)
        return node

    @cached_property
    def comments(self) -> YamlComments:
        """The comments, each at what it belongs to."""
        return find_comments(self.text, self.root)


def read_source(data: bytes, path: str) -> SourceText:
    """Return the source of a file. Raises `InvalidData` for what `read_yaml` refuses."""
    value = read_yaml(data, path).value
    text = data.decode("utf-8").removeprefix("\ufeff")
    return SourceText(path, data, text, value, yaml.compose(text, yaml.CLoader))
