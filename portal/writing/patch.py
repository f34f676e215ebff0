"""A patch: new texts in a file's fields and new items in its lists. All else stays as it is written."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from portal.problems import FieldPath, InvalidData, Refusal, Refused
from portal.reading.yamltext import Value
from portal.writing.layout import lay_out, render_inline
from portal.writing.shape import Shape
from portal.writing.yaml_source import SourceText, YamlComments, read_source

_BLOCK = ("|", ">")


def patch(
    source: SourceText, shape: Shape, texts: Mapping[FieldPath, str], items: Mapping[FieldPath, Value]
) -> bytes:
    """Return the file with other `texts` in its fields, and with `items` at the end of its lists.

    A field that is not there comes after those that it follows by its `shape`. Raises `Refused` where the
    file is written in such a way that only its layout as a whole could be changed.
    """
    changes = [_replaced(source, shape, path, text) for path, text in texts.items()]
    changes += [_appended(source, shape, path, item) for path, item in items.items()]
    written = source.text
    for start, end, new in sorted(changes, reverse=True):
        written = written[:start] + new + written[end:]
    wanted = _wanted(source.value, texts, items)
    data = source.data[: -len(source.text.encode())] + written.encode()
    # A list in brackets, for one, cannot be added to like this.
    try:
        again = read_source(data, source.path)
    except InvalidData:
        raise _unusual(source.path) from None
    if again.value != wanted or again.comments.all() != source.comments.all():
        raise _unusual(source.path)
    return data


def _at(value: Any, path: FieldPath) -> Any:
    for part in path:
        value = value[part]
    return value


def _wanted(value: Any, texts: Mapping[FieldPath, str], items: Mapping[FieldPath, Value]) -> Value:
    wanted: Value = deepcopy(value)
    for path, text in texts.items():
        _at(wanted, path[:-1])[path[-1]] = text
    for path, item in items.items():
        _at(wanted, path).append(item)
    return wanted


def _replaced(source: SourceText, shape: Shape, path: FieldPath, text: str) -> tuple[int, int, str]:
    """Return where a text stands, and what takes its place."""
    if path[-1] not in _at(source.value, path[:-1]):
        return _inserted(source, shape, path, text)
    node = source.node(path)
    end_of_line = _line_end(source.text) if node.style in _BLOCK else ""
    return node.start_mark.index, node.end_mark.index, render_inline(text) + end_of_line


def _inserted(source: SourceText, shape: Shape, path: FieldPath, text: str) -> tuple[int, int, str]:
    """Return where the field ends that a new one comes after, and the lines of that."""
    *above, name = path
    holder = source.node(tuple(above))
    if holder.flow_style:
        raise _unusual(source.path)
    fields = shape.at(tuple(above)).fields
    before = fields[: fields.index(str(name))]
    there = [pair for pair in holder.value if pair[0].value in before] or holder.value[:1]
    column = holder.value[0][0].start_mark.column
    lines = lay_out({str(name): text}, shape.at(tuple(above)), YamlComments(), column)
    at = _end(source.text, there[-1][1], column)
    return at, at, "".join(_line_end(source.text) + line for line in lines)


def _appended(source: SourceText, shape: Shape, path: FieldPath, item: Value) -> tuple[int, int, str]:
    """Return where a list ends, and the lines of one item more."""
    node = source.node(path)
    column = node.start_mark.column
    lines = lay_out([item], shape.at(path), YamlComments(), column)
    at = _end(source.text, node, column)
    return at, at, "".join(_line_end(source.text) + line for line in lines)


def _end(text: str, node: Any, column: int) -> int:
    """Return the end of the last line of a value, with the comments of its last part."""
    last = node
    while not isinstance(last, yaml.ScalarNode) and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    at = len(text[: last.end_mark.index].rstrip())
    rest = re.compile(rf"[^\r\n]*(?:\r?\n {{{column + 1},}}#[^\r\n]*)*").match(text, at)
    return rest.end() if rest else at


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _unusual(path: str) -> Refused:
    message = "is written in an unusual way, which cannot be edited without changing the rest of it"
    return Refused(Refusal(path, message, f"make format ARGS={path}, and then this again"))
