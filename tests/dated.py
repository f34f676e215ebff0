"""Releases and their dates, written short."""

from dataclasses import replace
from typing import Any

from portal.model import Catalog, DateEntry, Milestone, Release, Slot
from portal.model.dates import When
from portal.model.release import DateState
from portal.model.versions import Version

SOURCES = ("portal-2024-06",)


def entry(date: When | str | None, state: DateState = "scheduled") -> DateEntry:
    """Return an entry of the log of dates."""
    when = When.parse(date) if isinstance(date, str) else date
    return DateEntry(1, When.parse("2026-11-23"), state, SOURCES, when)


def slot(track: str, date: When | str | None = None, state: DateState = "scheduled", **more: Any) -> Slot:
    """Return a row of a release's schedule."""
    return Slot(track, (entry(date, state),), **more)


def release(
    version: str, date: When | str | None = None, state: DateState = "scheduled", *rows: Slot, **more: Any
) -> Release:
    """Return a release that comes on the active track first, and on those of `rows`."""
    return Release(Version.parse(version), (slot("active", date, state), *rows), **more)


def in_state(row: Slot, state: DateState) -> Slot:
    """Return a row of a schedule in another state, its date as it is."""
    return replace(row, dates=(*row.dates, replace(row.dates[-1], state=state)))


def dated(catalog: Catalog, as_of: str, *, out: str = "") -> Catalog:
    """Return the catalog with another date of the facts, and these versions, with spaces between, out."""
    released = {Version.parse(text) for text in out.split()}
    releases = (
        replace(one, schedule=(in_state(one.schedule[0], "released"), *one.schedule[1:]))
        if one.version in released
        else one
        for one in catalog.releases
    )
    portal = replace(catalog.portal, data_as_of=When.parse(as_of))
    return replace(catalog, releases=tuple(releases), portal=portal)


# --- the log of dates


def written(
    recorded: str, date: str | None = None, state: DateState | None = None, **about: Any
) -> Milestone:
    """Return what is written down on a day of 12.0 on the active track, or of what `about` says.

    Its number comes when it is put into a catalog. Without a date and a state it is canceled.
    """
    known: dict[str, Any] = {"about": "release", "track": "active", "version": "12.0", "because": "x"} | about
    said = DateEntry(
        id=0,
        recorded=When.parse(recorded),
        state=state or ("scheduled" if date else "canceled"),
        sources=known.pop("sources", SOURCES),
        date=When.parse(date) if date else None,
        because=known.pop("because"),
    )
    return Milestone(said, **known | {"version": Version.parse(known["version"])})


def then(catalog: Catalog, *entries: Milestone) -> Catalog:
    """Return the catalog with entries at the end of the log, each in the list of its release or track."""
    for number, added in enumerate(entries, max((one.id for one in catalog.milestones), default=0) + 1):
        catalog = _put(catalog, replace(added, entry=replace(added.entry, id=number)))
    return catalog


def logged(catalog: Catalog, *entries: Milestone) -> Catalog:
    """Return the catalog with these entries alone in the log, and no release but theirs."""
    tracks = tuple(replace(track, support_end=()) for track in catalog.tracks.tracks)
    return then(replace(catalog, releases=(), tracks=replace(catalog.tracks, tracks=tracks)), *entries)


def _put(catalog: Catalog, added: Milestone) -> Catalog:
    if added.about == "support-end":
        tracks = tuple(
            replace(track, support_end=(*track.support_end, added.entry))
            if track.id == added.track
            else track
            for track in catalog.tracks.tracks
        )
        return replace(catalog, tracks=replace(catalog.tracks, tracks=tracks))
    version = added.version
    assert version
    known = catalog.release_by_version.get(version) or Release(version, ())
    row = Slot(added.track, (), update=added.update)
    rows = known.schedule if any(_is_row(one, added) for one in known.schedule) else (*known.schedule, row)
    schedule = tuple(
        replace(one, dates=(*one.dates, added.entry)) if _is_row(one, added) else one for one in rows
    )
    others = [release for release in catalog.releases if release.version != version]
    releases = sorted([*others, replace(known, schedule=schedule)], key=lambda one: one.version, reverse=True)
    return replace(catalog, releases=tuple(releases))


def _is_row(row: Slot, added: Milestone) -> bool:
    return (row.track, row.update) == (added.track, added.update)


def in_states(catalog: Catalog, state: DateState) -> Catalog:
    """Return the catalog with all that is written down of releases on the active track in a state."""
    releases = tuple(
        replace(
            release,
            schedule=tuple(
                replace(row, dates=tuple(replace(one, state=state) for one in row.dates))
                if row.track == "active"
                else row
                for row in release.schedule
            ),
        )
        for release in catalog.releases
    )
    return replace(catalog, releases=releases)
