"""Dates that are as exact as they are known: days, months, quarters, half years, years and ranges.

Source: Extended Date/Time Format (EDTF), ISO 8601-2:2019, level 1 and the sub-year groupings of level 2.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Self

_POINT = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<part>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<about>~)?")
_OPEN = ".."
# Sub-year groupings of EDTF: code -> (name, first month, last month)
_GROUPS = {33 + q: (f"Q{q + 1}", 3 * q + 1, 3 * q + 3) for q in range(4)} | {
    40 + h: (f"H{h + 1}", 6 * h + 1, 6 * h + 6) for h in range(2)
}
# How many months a grouping has -> how exact it is
_PRECISION = {3: "quarter", 6: "half-year"}


@dataclass(frozen=True, slots=True)
class _Point:
    start: date
    end: date
    words: str
    precision: str
    month: str = ""  # the month's name, where the point is a month


@total_ordering
@dataclass(frozen=True, slots=True)
class When:
    """A date with its precision.

    `text` is the EDTF text; `start` and `end` are the first and the last day that it can mean, None where it
    is open: one of them is always a day. `words` says it in English. `precision` is `day`, `month`,
    `quarter`, `half-year` or `year`; `month-range` and so on between two that are equally exact,
    `mixed-range` between others, and `open-range` where one end is open. Compared by `day`, then `end` (open
    last), then `text`.
    """

    text: str
    start: date | None
    end: date | None
    words: str
    precision: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an EDTF date. Raises `ValueError` with a message for editors."""
        first, slash, second = text.partition("/")
        if first == _OPEN and slash and second != _OPEN:
            finish = _point(second)
            return cls(text, None, finish.end, f"by {finish.words}", "open-range")
        begin = _point(first)
        if not slash:
            return cls(text, begin.start, begin.end, begin.words, begin.precision)
        if second == _OPEN:
            return cls(text, begin.start, None, f"from {begin.words}", "open-range")
        finish = _point(second)
        if finish.start < begin.start or finish.end < begin.end:
            raise ValueError(f"{text} ends before it begins")
        precision = begin.precision if begin.precision == finish.precision else "mixed"
        return cls(text, begin.start, finish.end, _range_words(begin, finish), f"{precision}-range")

    @property
    def is_day(self) -> bool:
        """Whether it is exact to the day."""
        return self.start == self.end

    @property
    def is_open(self) -> bool:
        """Whether its begin or its end is open. Its words then have a preposition of their own."""
        return self.start is None or self.end is None

    @property
    def day(self) -> date:
        """The day to sort it by, and to date by it: its first, or its last where the begin is open."""
        return self.start or self.known[1]

    @property
    def known(self) -> tuple[date, date]:
        """The first and the last day that it can mean; of an open one, those of the end that it has."""
        points = [_point(end) for end in self.text.split("/") if end != _OPEN]
        return points[0].start, points[-1].end

    @property
    def begin(self) -> Self | None:
        """The begin of a range as a date of its own, None where it is open; any other date itself."""
        begin, slash, _ = self.text.partition("/")
        if not slash:
            return self
        return None if begin == _OPEN else self.parse(begin)

    @property
    def finish(self) -> Self | None:
        """The end of a range as a date of its own, None where it is open; any other date itself."""
        _, slash, end = self.text.partition("/")
        if not slash:
            return self
        return None if end == _OPEN else self.parse(end)

    @property
    def is_approximate(self) -> bool:
        """Whether the source says "about" of it, or of one of its ends."""
        return "~" in self.text

    def is_past(self, as_of: Self) -> bool:
        """Whether every day that it can mean is before those of another, such as the facts' date."""
        return self.end is not None and as_of.start is not None and self.end < as_of.start

    def __lt__(self, other: "When") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[date, date, str]:
        return self.day, self.end or date.max, self.text

    def __str__(self) -> str:
        return self.words


def _point(text: str) -> _Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date such as 2024-07-15, 2024-07 or 2024")
    year, part = int(match["year"]), int(match["part"] or 0)
    if year == 0:
        raise ValueError(f"{text}: there is no year 0")
    about = "about " if match["about"] else ""
    if not match["part"]:
        return _Point(date(year, 1, 1), date(year, 12, 31), f"{about}{year}", "year")
    if match["day"]:
        day = _day(year, part, int(match["day"]), text)
        return _Point(day, day, f"{about}{day.day} {calendar.month_name[day.month]} {year}", "day")
    if part in _GROUPS:
        name, first, last = _GROUPS[part]
        precision = _PRECISION[last - first + 1]
        return _Point(date(year, first, 1), _month_end(year, last), f"{about}{name} {year}", precision)
    if not 1 <= part <= 12:
        raise ValueError(f"{text}: there is no month {match['part']}")
    month = calendar.month_name[part]
    end, words = _month_end(year, part), f"{about}{month} {year}"
    return _Point(date(year, part, 1), end, words, "month", "" if about else month)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{text}: there is no such day") from None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _range_words(begin: _Point, finish: _Point) -> str:
    if begin.words == finish.words:
        return begin.words
    if begin.month and finish.month and begin.start.year == finish.start.year:
        return f"{begin.month}–{finish.words}"
    joint = "–" if begin.words.isdigit() and finish.words.isdigit() else " – "
    return f"{begin.words}{joint}{finish.words}"
