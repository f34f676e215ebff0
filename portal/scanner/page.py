"""A text with its lines, its comments, and what is near a place in it."""

import re
from bisect import bisect_right
from functools import cached_property

from portal.scanner.code_comments import Comments
from portal.scanner.patterns import nearby
from portal.scanner.texts import encoding

NEAR_LINES = 15
NEAR_CHARACTERS = 3000
_SHOWN = 160


class Page:
    """A text with its lines."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.encoding = encoding(data)
        self.text = data.decode(self.encoding)
        self._near: dict[tuple[str, ...], list[int]] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def comments(self) -> Comments:
        """The comments of the text."""
        return Comments(self.path, self.text)

    def line(self, offset: int) -> int:
        """The number of the line that an offset is in, from 1."""
        return bisect_right(self.starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, from 1."""
        line = self.line(offset)
        return line, offset - self.starts[line - 1] + 1

    def has_near(self, spellings: tuple[str, ...], offset: int) -> bool:
        """Whether one of the spellings is near an offset."""
        places = self._near.get(spellings)
        if places is None:
            places = [match.start() for match in nearby(spellings).finditer(self.text)]
            self._near[spellings] = places
        index = bisect_right(places, offset)
        return any(
            abs(place - offset) <= NEAR_CHARACTERS and abs(self.line(place) - self.line(offset)) <= NEAR_LINES
            for place in places[max(0, index - 1) : index + 1]
        )

    def shown(self, line: int, column: int = 1) -> str:
        """Return a line for a report: without space around it, and near the column if long."""
        start = self.starts[line - 1]
        stop = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        begin = max(start, start + column - 1 - _SHOWN // 2) if stop - start > _SHOWN else start
        end = min(stop, begin + _SHOWN)
        cut = self.text[begin:end].strip()
        return f"{'…' if begin > start else ''}{cut}{'…' if end < stop else ''}"
