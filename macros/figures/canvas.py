"""What the figures are laid out on: an axis of time, texts that know how much room they take, and lanes.

Across, everything is in percent of the drawing's width, so that a drawing grows with its page; down, in em,
so that it grows with its text. Texts keep their size: those that do not meet at the least width never meet.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from portal.model.dates import When

# The least width of a drawing in em, as figures.css has it too: it fits a phone of 320 px.
NARROWEST = 22.0
# The width of a character in em. Wide fonts take this much on average, most take less.
CHARACTER = 0.65
# The least room between two things in em
GAP = 0.5
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Box:
    """The room that something takes at the least width, in em."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Return whether the two have a place in common."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


@dataclass(frozen=True)
class Span:
    """A stretch of the width, in percent."""

    x: float
    width: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width


@dataclass(frozen=True)
class Text:
    """A line of text at `x` percent, moved by `shift` em, with its baseline at `y` em. `name` stands out."""

    name: str
    words: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"] = "start"
    shift: float = 0.0

    @property
    def box(self) -> Box:
        """The room that it takes."""
        width = text_width(f"{self.name} {self.words}".strip())
        left = em(self.x) + self.shift - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - 1, left + width, self.y + 0.3)


@dataclass(frozen=True)
class Tick:
    """A line across an axis, with a label where there is room for one."""

    x: float
    label: Text | None = None


@dataclass(frozen=True)
class Axis:
    """Time from the first day of the year `first` to the last day of the year `last`."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return date(self.last, 12, 31).toordinal() + 1 - date(self.first, 1, 1).toordinal()

    def length(self, days: int) -> float:
        """Return how long a number of days is, in percent."""
        return 100 * days / self.days

    def x(self, day: date, after: int = 0) -> float:
        """Return where the day begins that is `after` days later; outside of the axis, its nearest end."""
        passed = day.toordinal() + after - date(self.first, 1, 1).toordinal()
        return self.length(min(max(passed, 0), self.days))

    def span(self, first: date, last: date) -> Span:
        """Return the stretch from one day to another, both included."""
        x = self.x(first)
        return Span(x, self.x(last, after=1) - x)

    def has(self, when: When) -> bool:
        """Return whether all that is known of a date is on the axis."""
        return self.first <= when.known[0].year and when.known[1].year <= self.last

    def before(self, x: float, days: int) -> Span:
        """Return the stretch of some days that ends at a place."""
        start = max(x - self.length(days), 0)
        return Span(start, x - start)

    def after(self, x: float, days: int) -> Span:
        """Return the stretch of some days that begins at a place."""
        return Span(x, min(self.length(days), 100 - x))

    def years(self, y: float) -> tuple[Tick, ...]:
        """Return a tick at the start of each year, with as many labels as fit."""
        count = self.last - self.first + 1
        room = (text_width("2024") + GAP) * count / NARROWEST
        step = next((step for step in _STEPS if step >= room), count)
        # Of thousands of years, only those with a label get a line.
        years = range(self.first, self.last + 1, 1 if step <= 10 else step)
        return tuple(self._year(year, y, labeled=year % step == 0) for year in years)

    def _year(self, year: int, y: float, *, labeled: bool) -> Tick:
        x = self.x(date(year, 1, 1))
        label = Text(str(year), "", x, y, shift=0.2)
        return Tick(x, label if labeled and label.box.right <= NARROWEST else None)

    def months(self, y: float) -> tuple[Tick, ...]:
        """Return a tick at the start of each month, and at each quarter's a label if it fits."""
        quarter = NARROWEST / (self.last - self.first + 1) / 4
        fits = quarter >= text_width("Q1") + GAP
        ticks = []
        for year in range(self.first, self.last + 1):
            for month in range(1, 13):
                x = self.x(date(year, month, 1))
                label = Text("", f"Q{month // 3 + 1}", x, y, shift=0.2) if fits and month % 3 == 1 else None
                ticks.append(Tick(x, label))
        return tuple(ticks)


def em(percent: float) -> float:
    """Return how far a percentage is at the least width, in em."""
    return NARROWEST * percent / 100


def text_width(text: str) -> float:
    """Return the width of a text in em, rather too large than too small."""
    return CHARACTER * len(text)


def beside(name: str, words: str, span: Span, y: float) -> Text | None:
    """Return a text right of a stretch, or left where it does not fit; None if it fits on neither side."""
    width = text_width(f"{name} {words}")
    if em(span.end) + GAP + width <= NARROWEST:
        return Text(name, words, span.end, y, "start", GAP)
    if em(span.x) - GAP - width >= 0:
        return Text(name, words, span.x, y, "end", -GAP)
    return None


def inside(text: Text) -> Text:
    """Return a text moved into the drawing; one that is wider than that begins at its left."""
    to_left = max(text.box.right - NARROWEST, 0)
    return replace(text, shift=text.shift - to_left + max(to_left - text.box.left, 0))


def as_of_label(when: When, span: Span, y: float) -> Text:
    """Return the label of the date as of which the facts hold."""
    words = f"as of {short(when)}"
    return beside("", words, span, y) or Text("", words, 0, y)


def fitting(name: str, ways: Sequence[str]) -> str:
    """Return the first way to say something that fits into the drawing after a name, or else the last one."""
    return next((words for words in ways if text_width(f"{name} {words}") <= NARROWEST), ways[-1])


def ways_to_say(when: When) -> tuple[str, ...]:
    """Return a date's words for labels, then shorter: without "about", which marks show, and by its years."""
    words, years = short(when), sorted({day.year for day in when.known})
    by_years = "–".join(map(str, years))
    if when.is_open:
        by_years = f"from {years[0]}" if when.start else f"by {years[-1]}"
    return words, words.replace("about ", ""), by_years


def free_lane(lanes: list[list[Box]], box: Box, gap: float = GAP) -> int:
    """Put a box into the first lane in which it keeps its distance, and return the lane's number."""
    wider = Box(box.left - gap, 0, box.right + gap, 1)
    for number, lane in enumerate(lanes):
        if not any(wider.meets(other) for other in lane):
            lane.append(Box(box.left, 0, box.right, 1))
            return number
    lanes.append([Box(box.left, 0, box.right, 1)])
    return len(lanes) - 1


def short(when: When) -> str:
    """Return a date's words with the months' names cut to three letters, for labels."""
    words = when.words
    for name, cut in zip(calendar.month_name[1:], calendar.month_abbr[1:], strict=True):
        words = words.replace(name, cut)
    return words


def years_of(dates: Iterable[When]) -> tuple[int, int]:
    """Return the first and the last year that is known of dates."""
    years = [day.year for when in dates for day in when.known]
    return min(years), max(years)
