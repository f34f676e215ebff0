"""What is known of when tracks begin and end, the active track by its major versions."""

from collections.abc import Iterator
from dataclasses import dataclass

from macros.figures.canvas import ways_to_say
from macros.figures.timeline import active_name, dated_events
from portal.model import Catalog, Track, TrackKindId
from portal.model.dates import When
from portal.model.versions import Version
from portal.words import product_name


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
    facts do not say whether it came, so it begins and ends nothing.
    """
    events = [
        event
        for event in dated_events(catalog)
        if event.track == active_name(catalog) and event.outlook != "due"
    ]
    majors = sorted({event.release.version.major for event in events})
    begins = {
        event.release.version.major: event.date
        for event in events
        if event.release.version.numbers[1:] == (0,)
    }
    latest = next(
        (release.version.major for release in catalog.releases if release.status == "released"), None
    )
    for major in majors:
        of_major = [event for event in events if event.release.version.major == major]
        seen = [event.date for event in of_major]
        status = "upcoming" if all(event.planned for event in of_major) else "earlier"
        if major == latest:
            seen.append(catalog.portal.data_as_of)
            status = "latest known"
        start, end = begins.get(major), begins.get(major + 1)
        name = product_name(Version((major,)))
        yield Life(name, _say(start, end), "active", status, start, end, tuple(seen))


def _life_of_track(catalog: Catalog, track: Track) -> Life:
    """Return a track. Its support window ends when the track ends, and begins with it if none is given."""
    start, end = track.starts, None
    if track.support:
        start, end = start or track.support.begin, track.support.finish
    seen = [
        slot.date
        for release in catalog.releases
        for slot in release.schedule
        if slot.track == track.id and catalog.outlook(release, slot) != "due"
    ]
    if track.status == "current":
        seen.append(catalog.portal.data_as_of)
    said = ways_to_say(track.support) if track.support else _say(start, end)
    words = tuple(f"{track.line} · {way}" if track.line else way for way in said)
    return Life(track.name, words, track.kind, track.status, start, end, tuple(seen))


def _say(start: When | None, end: When | None) -> tuple[str, ...]:
    if start and end:
        pairs = zip(ways_to_say(start), ways_to_say(end), strict=True)
        return tuple(f"{begins} – {ends}" for begins, ends in pairs)
    if start:
        return tuple(f"from {begins}" for begins in ways_to_say(start))
    return tuple(f"until {ends}" for ends in ways_to_say(end)) if end else ("dates not known",)
