"""Releases and their dates, written short."""

from dataclasses import replace
from typing import Any

from portal.model import Catalog, DateEntry, Release, Slot
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
