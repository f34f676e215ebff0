"""The tracks over the years: a bar each for as long as it is known to last; what is not known fades out."""

from collections.abc import Iterator
from dataclasses import dataclass

from macros.figures.canvas import (
    Axis,
    Span,
    Text,
    Tick,
    as_of_label,
    fitting,
    ways_to_say,
    years_of,
)
from macros.figures.timeline import active_name, dated_events
from portal.model import Catalog, Track, TrackKindId
from portal.model.dates import When
from portal.model.versions import Version
from portal.words import product_name, was_due

_TOP = 3.4
_HEADING = 1.8
_ROW = 2.9
_FADE_DAYS = 365


@dataclass(frozen=True)
class Life:
    """A track, or the time of a major version on the active track: what is known of when it lasts.

    `words` say it for labels, in full and then shorter. `seen` are dates at which it is there, which says
    something where its begin or end is not known.
    """

    name: str
    words: tuple[str, ...]
    kind: TrackKindId
    status: str
    begins: When | None
    ends: When | None
    seen: tuple[When, ...]


@dataclass(frozen=True)
class InexactEnd:
    """A part of a bar in which the track begins or ends: as long as that date is inexact."""

    span: Span
    about: bool


@dataclass(frozen=True)
class Bar:
    """A life as drawn at `y` em: `sure` is the time for which it is known to last."""

    life: Life
    y: float
    label: Text
    sure: Span | None
    ranges: tuple[InexactEnd, ...]
    fade_in: Span | None
    fade_out: Span | None

    @property
    def unknown(self) -> bool:
        """Whether no date is known at all."""
        return not self.sure and not self.ranges


@dataclass(frozen=True)
class KindBars:
    """The bars of one kind of track, from `y` em on."""

    kind: TrackKindId
    heading: Text
    bars: tuple[Bar, ...]
    y: float


@dataclass(frozen=True)
class TracksFigure:
    """The figure."""

    height: float
    first: int
    last: int
    years: tuple[Tick, ...]
    as_of: Span
    as_of_label: Text
    as_of_about: bool
    groups: tuple[KindBars, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars from the top down."""
        return tuple(bar for group in self.groups for bar in group.bars)

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every text in it."""
        ticks = [tick.label for tick in self.years if tick.label]
        inside = [text for group in self.groups for text in (group.heading, *(b.label for b in group.bars))]
        return (*ticks, self.as_of_label, *inside)


def lay_out_tracks(catalog: Catalog) -> TracksFigure:
    """Lay out the active track's major versions and the other tracks, from the first known date on."""
    as_of = catalog.portal.data_as_of
    lives = tuple(find_lives(catalog))
    known = [when for life in lives for when in (life.begins, life.ends, *life.seen) if when]
    first, last = years_of([as_of, *known])
    axis = Axis(max(first - 1, 1), min(last + 1, 9999))  # a year more on each side, for what fades
    today = axis.span(*as_of.known)
    groups = []
    y = _TOP
    for kind in catalog.tracks.kinds:
        chosen = [life for life in lives if life.kind == kind.id]
        if chosen:
            bars = [_lay_out_bar(life, axis, y + _HEADING + _ROW * row) for row, life in enumerate(chosen)]
            groups.append(KindBars(kind.id, Text(kind.name, "", 0, y + 1.2), tuple(bars), y))
            y += _HEADING + _ROW * len(chosen) + 0.4
    return TracksFigure(
        height=y,
        first=axis.first,
        last=axis.last,
        years=axis.years(1.1),
        as_of=today,
        as_of_label=as_of_label(as_of, today, 2.7),
        as_of_about=as_of.is_approximate,
        groups=tuple(groups),
    )


def _lay_out_bar(life: Life, axis: Axis, y: float) -> Bar:
    """Lay out a bar below its label; it fades where it has no begin or no end."""
    sure = _sure(life, axis)
    ranges = _inexact_ends(life, axis, sure)
    drawn = [span for span in (sure, *(part.span for part in ranges)) if span]
    fade_in = fade_out = None
    if drawn and not (life.begins and life.begins.start):
        fade_in = axis.before(min(span.x for span in drawn), _FADE_DAYS)
    if drawn and not (life.ends and life.ends.end):
        fade_out = axis.after(max(span.end for span in drawn), _FADE_DAYS)
    label = Text(life.name, fitting(life.name, life.words), 0, y + 1)
    return Bar(life, y + 1.5, label, sure, ranges, fade_in, fade_out)


def _inexact_ends(life: Life, axis: Axis, sure: Span | None) -> tuple[InexactEnd, ...]:
    """Return what is known of the begin and the end. One that ends "by" a day may do so from its begin on."""
    dates = dict.fromkeys(when for when in (life.begins, life.ends) if when)
    spans = {when: axis.span(*when.known) for when in dates}
    if life.ends and life.ends.start is None:
        before = [span.end for when, span in spans.items() if when != life.ends] + (
            [sure.end] if sure else []
        )
        end = spans[life.ends]
        x = min(max(before, default=end.x), end.x)
        spans[life.ends] = Span(x, end.end - x)
    return tuple(InexactEnd(span, when.is_approximate) for when, span in spans.items())


def _sure(life: Life, axis: Axis) -> Span | None:
    """Return the stretch between begin and end, or, where one is not known, the first or last day seen."""
    first = axis.x(life.begins.known[1], after=1) if life.begins else None
    last = axis.x(life.ends.start) if life.ends and life.ends.start else None
    if first is None and life.seen:
        first = axis.x(min(when.known[0] for when in life.seen))
    if last is None and life.seen:
        last = axis.x(max(when.known[1] for when in life.seen), after=1)
    if first is None or last is None or last <= first:
        return None
    return Span(first, last - first)


def find_lives(catalog: Catalog) -> Iterator[Life]:
    """Return the major versions of the active track, then the other tracks as listed."""
    yield from _lives_of_majors(catalog)
    for track in catalog.tracks.tracks:
        if track.kind != "active":
            yield _life_of_track(catalog, track)


def _lives_of_majors(catalog: Catalog) -> Iterator[Life]:
    """Return the major versions that have a dated release on the active track.

    One begins with its first release, numbered 0, and ends when the next major version begins: `kinds` of
    `data/tracks.yml` says that a new active track follows with the next major version. Of what was due, the
    facts do not say whether it came, so it begins and ends nothing, and is listed without dates.
    """
    on_track = [event for event in dated_events(catalog) if event.track == active_name(catalog)]
    events = [event for event in on_track if event.outlook in ("out", "ahead")]
    due = {event.release.version.major: event.date for event in on_track if event.outlook == "due"}
    known = {event.release.version.major for event in events}
    begins = {
        event.release.version.major: event.date
        for event in events
        if event.release.version.numbers[1:] == (0,)
    }
    latest = next((release.version.major for release in catalog.releases if release.is_out), None)
    for major in sorted(known | due.keys()):
        name = product_name(Version((major,)))
        if major not in known:
            yield Life(name, (was_due(due[major]), "was due"), "active", "due, not confirmed", None, None, ())
            continue
        of_major = [event for event in events if event.release.version.major == major]
        seen = [event.date for event in of_major]
        status = "upcoming" if all(event.planned for event in of_major) else "earlier"
        if major == latest:
            seen.append(catalog.portal.data_as_of)
            status = "latest known"
        start, end = begins.get(major), begins.get(major + 1)
        yield Life(name, _words_for(start, end), "active", status, start, end, tuple(seen))


def _life_of_track(catalog: Catalog, track: Track) -> Life:
    """Return a track. It ends when its support ends."""
    start, end = track.begins, track.support_ends
    seen = [
        slot.date
        for release in catalog.releases
        for slot in release.schedule
        if slot.date and slot.track == track.id and catalog.outlook(release, slot) in ("out", "ahead")
    ]
    if track.status == "current":
        seen.append(catalog.portal.data_as_of)
    words = tuple(f"{track.line} · {way}" if track.line else way for way in _words_for(start, end))
    return Life(track.name, words, track.kind, track.status, start, end, tuple(seen))


def _words_for(start: When | None, end: When | None) -> tuple[str, ...]:
    """Return the ways to say how long something lasts, in full and then shorter."""
    if start and end:
        pairs = zip(ways_to_say(start), ways_to_say(end), strict=True)
        return tuple(f"{begins} – {ends}" for begins, ends in pairs)
    if start:
        return _alone(start, "begins", "from")
    return _alone(end, "ends", "until") if end else ("dates not known",)


def _alone(when: When, verb: str, preposition: str) -> tuple[str, ...]:
    """Return the ways to say a begin or an end; an open one has a preposition of its own: "ends by 2029"."""
    return tuple(f"{verb if when.is_open else preposition} {words}" for words in ways_to_say(when))
