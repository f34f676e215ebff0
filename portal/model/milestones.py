"""Occasions: what the log of dates says of each release on a track, and of each end of support.

Each entry of the log is also an event: a date recorded, moved, canceled or corrected, or a release out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.addresses import release_file, release_path
from portal.model import Catalog, Milestone, Release, Track
from portal.model.dates import When
from portal.model.knowledge import once
from portal.model.versions import Version
from portal.problems import FieldPath

Key = tuple[str, str, Version | None, str | None]
DateEventKind = Literal["date-recorded", "date-moved", "date-canceled", "date-corrected", "date-released"]


@dataclass(frozen=True)
class Fact:
    """A date that the data has now, with the file and field that say so. `key` is that of its milestones."""

    key: Key
    date: When
    version: Version | None
    file: str
    field: FieldPath


@dataclass(frozen=True)
class Occasion:
    """A release on a track, or the end of a track's support, with its entries in the log, oldest first."""

    entries: tuple[Milestone, ...]

    @property
    def name(self) -> str:
        """Its name for machines, for ever: `release/11.11/lts-2024`, `support-end/lts-2024`."""
        return name_of(self.last)

    @property
    def last(self) -> Milestone:
        """The entry that holds."""
        return self.entries[-1]

    @property
    def date(self) -> When:
        """Its date; that of a canceled one is the last that it had."""
        return next(entry.date for entry in reversed(self.entries) if entry.date)

    @property
    def revision(self) -> int:
        """How often it was changed since it was first recorded."""
        return len(self.entries) - 1


@dataclass(frozen=True)
class DateEvent:
    """An entry of the log as something that happened.

    `number` is its place among the entries on one occasion, from 1, and `before` the one before it. Neither
    changes when the log grows.
    """

    entry: Milestone
    number: int
    before: Milestone | None

    @property
    def kind(self) -> DateEventKind:
        """What happened. A date that comes back after it was canceled is recorded anew."""
        if self.entry.canceled:
            return "date-canceled"
        if self.before is None or self.before.canceled:
            return "date-recorded"
        if self.entry.released and not self.before.released:
            return "date-released"
        return "date-corrected" if self.entry.date == self.before.date else "date-moved"


def name_of(milestone: Milestone) -> str:
    """Return the name of the occasion that an entry is about."""
    about, track, version, update = key_of(milestone)
    return "/".join(str(part) for part in (about, version, track, update) if part)


def key_of(milestone: Milestone) -> Key:
    """Return what all entries on one thing have in common. The line of a track can become known later."""
    version = milestone.version if milestone.about == "release" else None
    return milestone.about, milestone.track, version, milestone.update


def occasions(catalog: Catalog) -> tuple[Occasion, ...]:
    """Return all occasions in the order in which they were first recorded."""
    entries: dict[Key, list[Milestone]] = {}
    for milestone in catalog.milestones:
        entries.setdefault(key_of(milestone), []).append(milestone)
    return tuple(Occasion(tuple(of_one)) for of_one in entries.values())


def date_events(catalog: Catalog) -> Iterator[DateEvent]:
    """Return every entry of the log as an event, oldest first."""
    known: dict[Key, DateEvent] = {}
    for entry in catalog.milestones:
        last = known.get(key_of(entry))
        event = DateEvent(entry, last.number + 1 if last else 1, last.entry if last else None)
        known[key_of(entry)] = event
        yield event


@once
def out_from(catalog: Catalog) -> dict[Key, int]:
    """Return for each release that is out which entry of the log first says so, by its place.

    An entry says it by `released`. A release that was out when it was first recorded has no such entry: its
    first one counts.
    """
    first: dict[Key, int] = {}
    said: dict[Key, int] = {}
    for number, entry in enumerate(catalog.milestones):
        (said if entry.released else first).setdefault(key_of(entry), number)
    active = active_track(catalog)
    out = {release.version for release in catalog.releases if release.status == "released"}
    keys: list[Key] = [("release", active.id, version, None) for version in out] if active else []
    return {key: (first | said)[key] for key in keys if key in first or key in said}


def occasion_words(entry: Milestone, track: Track, ends: str = "ends") -> str:
    """Say what an entry on a track is about: "AXIS OS 11.11 on LTS 2024". `ends` is the verb of an end."""
    if entry.about == "support-end":
        return f"Support of AXIS OS {track.name} {ends}"
    return f"AXIS OS {entry.version}" + ("" if track.kind == "active" else f" on {track.name}")


def occasion_page(catalog: Catalog, entry: Milestone) -> str:
    """Return the path of the page on it; a release that was canceled may have none any more."""
    if entry.about == "support-end":
        return "lifecycle/"
    release = catalog.release_by_version.get(entry.version) if entry.version else None
    return release_path(release) if release else "releases/"


def active_track(catalog: Catalog) -> Track | None:
    """Return the track on which every version first comes."""
    return next((track for track in catalog.tracks.tracks if track.kind == "active"), None)


def facts(catalog: Catalog) -> Iterator[Fact]:
    """Return every date that the log has to have."""
    active = active_track(catalog)
    for release in catalog.releases:
        own = active.id if active and release.date else None
        if own and release.date:
            key = ("release", own, release.version, None)
            yield Fact(key, release.date, release.version, release_file(release), ("date",))
        yield from _rows(release, own)
    for number, track in enumerate(catalog.tracks.tracks):
        end = track.support.finish if track.support else None
        if end:
            field = ("tracks", number, "support")
            yield Fact(("support-end", track.id, None, None), end, track.line, "data/tracks.yml", field)


def changed(catalog: Catalog, milestone: Milestone) -> date:
    """Return the day as of which an entry holds: the data's date, or its day of recording if later."""
    return max(catalog.portal.data_as_of.day, milestone.recorded.day)


def _rows(release: Release, own: str | None) -> Iterator[Fact]:
    """Return the rows of a schedule; the release's `own` date stands for its first row on that track."""
    for number, slot in enumerate(release.schedule):
        if slot.track == own and not slot.update:
            own = None
            continue
        key = ("release", slot.track, release.version, slot.update)
        field = ("schedule", number, "date")
        yield Fact(key, slot.date, release.version, release_file(release), field)
