"""Occasions: what the log of dates says of each release on a track, and of each end of support."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.addresses import release_file
from portal.dates import When
from portal.model import Catalog, Milestone, Release, Track
from portal.versions import Version
from portal.yamltext import FieldPath

Key = tuple[str, str, Version | None, str | None]


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
        about, track, version, update = key_of(self.last)
        return "/".join(str(part) for part in (about, version, track, update) if part)

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


def key_of(milestone: Milestone) -> Key:
    """Give what all entries on one thing have in common. The line of a track can become known later."""
    version = milestone.version if milestone.about == "release" else None
    return milestone.about, milestone.track, version, milestone.update


def occasions(catalog: Catalog) -> tuple[Occasion, ...]:
    """Give all occasions in the order in which they were first recorded."""
    entries: dict[Key, list[Milestone]] = {}
    for milestone in catalog.milestones:
        entries.setdefault(key_of(milestone), []).append(milestone)
    return tuple(Occasion(tuple(of_one)) for of_one in entries.values())


def active_track(catalog: Catalog) -> Track | None:
    """Give the track on which every version first comes."""
    return next((track for track in catalog.tracks.tracks if track.kind == "active"), None)


def facts(catalog: Catalog) -> Iterator[Fact]:
    """Give every date that the log has to have."""
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
    """Give the day as of which an entry holds: the data's date, or the day of recording if that is later."""
    return max(catalog.portal.data_as_of.start, milestone.recorded.start)


def _rows(release: Release, own: str | None) -> Iterator[Fact]:
    """Give the rows of a schedule; the release's `own` date stands for its first row on that track."""
    for number, slot in enumerate(release.schedule):
        if slot.track == own and not slot.update:
            own = None
            continue
        key = ("release", slot.track, release.version, slot.update)
        field = ("schedule", number, "date")
        yield Fact(key, slot.date, release.version, release_file(release), field)
