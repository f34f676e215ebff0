"""The one layout of a data file: the order of fields, quotes, blocks, and where comments stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.problems import FieldPath
from portal.reading.yamltext import Value
from portal.writing.shape import Shape
from portal.writing.texts import WIDTH, render_inline, render_quoted, render_text
from portal.writing.yaml_comments import Comments

_INDENT = 2


def lay_out(value: Value, shape: Shape, comments: Comments, indent: int = 0) -> list[str]:
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
    def __init__(self, comments: Comments) -> None:
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
