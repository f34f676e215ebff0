"""Occasions: what the log of dates says of each release on a track, and of each end of support.

Each entry of the log is also an event: a date recorded, moved, canceled or corrected, or a release out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from portal.addresses import release_path
from portal.model import Catalog, Milestone, Track
from portal.model.dates import When
from portal.model.knowledge import once
from portal.model.versions import Version

Key = tuple[str, str, Version | None, str | None]
DateEventKind = Literal["date-recorded", "date-moved", "date-canceled", "date-corrected", "date-released"]


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
    def date(self) -> When | None:
        """Its date, None where it never had one; that of a canceled one is the last that it had."""
        return next((entry.date for entry in reversed(self.entries) if entry.date), None)

    @property
    def revision(self) -> int:
        """How often it was changed since it was first recorded."""
        return len(self.entries) - 1


@dataclass(frozen=True)
class DateEvent:
    """An entry of the log as something that happened.

    `number` is its place among the events of one occasion, from 1, and `before` the entry before it. Neither
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
        if self.before.date is None:
            return "date-recorded"
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
    """Return the entries of the log as events, oldest first.

    That something is known without a date is no event of a date.
    """
    known: dict[Key, tuple[int, Milestone | None]] = {}
    for entry in catalog.milestones:
        number, before = known.get(key_of(entry), (0, None))
        if entry.date or before:
            number += 1
            yield DateEvent(entry, number, before)
        known[key_of(entry)] = (number, entry)


@once
def out_from(catalog: Catalog) -> dict[Key, int]:
    """Return for each release that is out which entry of the log first says so, by its place."""
    first: dict[Key, int] = {}
    for place, entry in enumerate(catalog.milestones):
        if entry.released:
            first.setdefault(key_of(entry), place)
    return first


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
