"""A patch: new texts in a file's fields and new items in its lists. All else stays as it is written."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from portal.problems import InvalidData, Refusal, Refused
from portal.reading.yamltext import Value
from portal.writing.layout import lay_out, render_inline
from portal.writing.shape import Shape
from portal.writing.source import SourceText, YamlComments, read_source

_BLOCK = ("|", ">")


def patch(source: SourceText, shape: Shape, texts: Mapping[str, str], items: Mapping[str, Value]) -> bytes:
    """Return the file with other `texts` in its fields, and with `items` at the end of its lists.

    Fields and lists are those of the file's outermost level. Raises `Refused` where the file is written in
    such a way that only its layout as a whole could be changed.
    """
    changes = [_replaced(source, field, text) for field, text in texts.items()]
    changes += [_appended(source, field, item, shape.field(field)) for field, item in items.items()]
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


def _wanted(value: Any, texts: Mapping[str, str], items: Mapping[str, Value]) -> Value:
    wanted: dict[str, Any] = deepcopy(value) | dict(texts)
    for field, item in items.items():
        wanted[field].append(item)
    return wanted


def _replaced(source: SourceText, field: str, text: str) -> tuple[int, int, str]:
    """Return where a text stands, and what takes its place."""
    node = source.node((field,))
    end_of_line = _line_end(source.text) if node.style in _BLOCK else ""
    return node.start_mark.index, node.end_mark.index, render_inline(text) + end_of_line


def _appended(source: SourceText, field: str, item: Value, shape: Shape) -> tuple[int, int, str]:
    """Return where a list ends, and the lines of one item more."""
    node = source.node((field,))
    column = node.start_mark.column
    lines = lay_out([item], shape, YamlComments(), column)
    at = _end_of_list(source.text, node, column)
    return at, at, "".join(_line_end(source.text) + line for line in lines)


def _end_of_list(text: str, node: Any, column: int) -> int:
    """Return the end of the last line of a list, with the comments of its last item."""
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
