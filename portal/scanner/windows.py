"""A large text in windows: what searching one takes in time and memory then depends on the window alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from portal.scanner.page import NEAR_CHARACTERS, Page
from portal.scanner.texts import encoding

SIZE = 5_000_000
# What is seen on either side: all that can be near, in characters of up to four bytes
_AROUND = 4 * (NEAR_CHARACTERS + 1000)
_CONTINUES = range(0x80, 0xC0)  # the bytes of UTF-8 that begin no character


class _Placed(Protocol):
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    def moved(self, down: int, right: int) -> Self: ...


Placed = TypeVar("Placed", bound=_Placed)


@dataclass(frozen=True)
class Window:
    """A part of a text with what stands around it, and the line and the column that the part begins at.

    In `data`, `before` bytes stand before the part and `size` bytes are its own.
    """

    data: bytes
    before: int
    size: int
    line: int = 1
    column: int = 1

    def own(self, page: Page, items: Iterable[Placed]) -> list[Placed]:
        """Give what begins in the part itself, with its place in the whole text. `page` is the window's."""
        if self.size == len(self.data):
            return list(items)
        first, last = (page.place(len(self.data[:end].decode(page.encoding))) for end in self._ends)
        down, right = self.line - first[0], self.column - first[1]
        return [
            item.moved(down, right if item.line == first[0] else 0)
            for item in items
            if first <= (item.line, item.column) < last
        ]

    @property
    def _ends(self) -> tuple[int, int]:
        return self.before, self.before + self.size


def windows(data: bytes) -> Iterator[Window]:
    """Give a text in one window or more."""
    line, column = 1, 1
    begin = 0
    while begin < len(data) or not begin:
        end = _cut(data, begin + SIZE)
        left, right = _cut(data, max(0, begin - _AROUND)), _cut(data, end + _AROUND)
        yield Window(data[left:right], begin - left, end - begin, line, column)
        if end == len(data):
            return
        break_ = data.rfind(b"\n", begin, end)
        line += data.count(b"\n", begin, end)
        rest = data[begin if break_ < 0 else break_ + 1 : end]
        column = len(rest.decode(encoding(rest))) + (column if break_ < 0 else 1)
        begin = end


def _cut(data: bytes, place: int) -> int:
    """Give the place itself, or the next one that is in no character of UTF-8."""
    for at in range(place, min(place + 4, len(data))):
        if data[at] not in _CONTINUES:
            return at
    return min(place, len(data))
