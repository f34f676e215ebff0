"""The releases of two or three years, month by month, a lane each on the tracks that they come on."""

from dataclasses import dataclass, replace

from macros.figures.canvas import (
    Axis,
    Box,
    Span,
    Text,
    Tick,
    as_of_label,
    beside,
    em,
    fitting,
    free_lane,
    inside,
    ways_to_say,
)
from portal.model import Catalog, Outlook, Release
from portal.model.dates import When

_TOP = 4.8
_HEADING = 1.6
_LANE = 1.7
_FADE_DAYS = 61


@dataclass(frozen=True)
class DatedRelease:
    """A release on a track, at a date."""

    release: Release
    track: str
    date: When
    outlook: Outlook

    @property
    def planned(self) -> bool:
        """Whether the facts do not know it to be out."""
        return self.outlook != "out"


@dataclass(frozen=True)
class Mark:
    """An event as drawn: a stretch as long as the date is inexact, at `y` em, and its label.

    Of a date with an open begin or end, the stretch is the end that it has, and the other one fades.
    """

    event: DatedRelease
    span: Span
    y: float
    label: Text
    about: bool
    fade_in: Span | None
    fade_out: Span | None


@dataclass(frozen=True)
class TrackMarks:
    """A track with its marks, from `y` em on."""

    heading: Text
    marks: tuple[Mark, ...]
    y: float


@dataclass(frozen=True)
class ReleasesFigure:
    """The figure: what is drawn, what is dated but lies outside of it, and what has no date."""

    height: float
    years: tuple[Tick, ...]
    months: tuple[Tick, ...]
    first: int
    last: int
    as_of: Span
    as_of_label: Text
    as_of_about: bool
    groups: tuple[TrackMarks, ...]
    outside: tuple[DatedRelease, ...]
    undated: tuple[Release, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text in it."""
        ticks = [tick.label for tick in (*self.years, *self.months) if tick.label]
        inside = [text for group in self.groups for text in (group.heading, *(m.label for m in group.marks))]
        return (*ticks, self.as_of_label, *inside)

    @property
    def events(self) -> tuple[DatedRelease, ...]:
        """Every event that is drawn, as drawn from the top down."""
        return tuple(mark.event for group in self.groups for mark in group.marks)


def lay_out_releases(catalog: Catalog) -> ReleasesFigure:
    """Lay out the releases of the years around the data's date; the last one only where something comes."""
    as_of = catalog.portal.data_as_of
    events = dated_events(catalog)
    shown = range(as_of.day.year - 1, as_of.day.year + 2)
    ends = [event.date.day.year for event in events if event.date.day.year in shown]
    axis = Axis(shown[0], max([as_of.day.year, *ends]))
    inside = [event for event in events if axis.has(event.date)]
    today = axis.span(*as_of.known)
    groups: list[TrackMarks] = []
    y = _TOP
    for track in dict.fromkeys(event.track for event in inside):
        group, y = _lay_out_group(track, [event for event in inside if event.track == track], axis, y)
        groups.append(group)
    dated = {event.release.version for event in events if event.track == active_name(catalog)}
    undated = [one for one in catalog.releases if one.version not in dated and one.status != "canceled"]
    return ReleasesFigure(
        height=y,
        years=axis.years(1.1),
        months=axis.months(2.5),
        first=axis.first,
        last=axis.last,
        as_of=today,
        as_of_label=as_of_label(as_of, today, 3.9),
        as_of_about=as_of.is_approximate,
        groups=tuple(groups),
        outside=tuple(event for event in events if event not in inside),
        undated=tuple(undated),
    )


def dated_events(catalog: Catalog) -> list[DatedRelease]:
    """Return every release with a date: on the active track first, then on the others as listed; by date."""
    active = active_name(catalog)
    names = {track.id: active if track.kind == "active" else track.name for track in catalog.tracks.tracks}
    events = [
        DatedRelease(release, names[slot.track], slot.date, catalog.outlook(release, slot))
        for release in catalog.releases
        for slot in release.schedule
        if slot.date
    ]
    order = [active, *names.values()]
    return sorted(events, key=lambda event: (order.index(event.track), event.date, event.release.version))


def active_name(catalog: Catalog) -> str:
    """Return the name of the active track."""
    return next(kind.name for kind in catalog.tracks.kinds if kind.id == "active")


def _lay_out_group(name: str, events: list[DatedRelease], axis: Axis, y: float) -> tuple[TrackMarks, float]:
    """Lay out one track's events from `y` em on, and return where the next track begins.

    A label that fits on neither side of its mark stands in a lane of its own above it.
    """
    lanes: list[list[Box]] = []
    marks = []
    for event in events:
        span = axis.span(*event.date.known)
        fade_in = None if event.date.start else axis.before(span.x, _FADE_DAYS)
        fade_out = None if event.date.end else axis.after(span.end, _FADE_DAYS)
        whole = Span((fade_in or span).x, (fade_out or span).end - (fade_in or span).x)
        drawn = Box(em(whole.x), 0, em(whole.end), 1)
        version = f"{event.release.version}{'?' if event.outlook == 'due' else ''}"
        words = fitting(version, ways_to_say(event.date))
        label = beside(version, words, whole, 0)
        if label:
            taken = Box(min(label.box.left, drawn.left), 0, max(label.box.right, drawn.right), 1)
            named = lane = free_lane(lanes, taken)
        else:
            label = inside(Text(version, words, whole.x, 0))
            named, lane = len(lanes), len(lanes) + 1
            lanes += [[label.box], [drawn]]
        top = y + _HEADING + _LANE * lane
        label = replace(label, y=y + _HEADING + _LANE * named + 1.1)
        about = event.date.is_approximate
        marks.append(Mark(event, span, top + 0.25, label, about, fade_in, fade_out))
    heading = Text(name, "", 0, y + 1.2)
    return TrackMarks(heading, tuple(marks), y), y + _HEADING + _LANE * len(lanes) + 0.4
