"""Calls of pages about releases."""

from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.model import Component, Release, Slot, Track


class Row(NamedTuple):
    """A row of the release schedule."""

    release: Release
    slot: Slot
    track: Track


class Shipment(NamedTuple):
    """A component that a release brings; `slot` is the schedule's row where it is still planned."""

    component: Component
    release: Release
    slot: Slot | None


def at_a_glance(view: View) -> str:
    """Now, next and later: releases and their breaking changes, by major version."""
    current = _current(view)
    rows = schedule_rows(view)
    listed = {row.release.version for row in rows}
    later = [release for release in _scheduled(view) if release.version not in listed]
    soon = {row.release.version.major for row in rows}
    periods: dict[str, list[int]] = {"now": [], "next": [], "later": []}
    for major in sorted(view.catalog.majors):
        period = "now" if major <= current.version.major else "next" if major in soon else "later"
        periods[period].append(major)
    return render("at_a_glance", view, current=current, rows=rows, later=later, majors=periods)


def current_and_next(view: View) -> str:
    """The current release and the next one, with links to what they bring."""
    return render("current_and_next", view, current=_current(view), coming=_scheduled(view)[0])


def release_schedule(view: View) -> str:
    """The release schedule, earliest first."""
    return render("release_schedule", view, rows=schedule_rows(view))


def release_list(view: View) -> str:
    """All releases, latest first."""
    return render("release_list", view)


def component_table(view: View) -> str:
    """Which release brings which version of an open source component."""
    shipments = [
        Shipment(component, release, slot)
        for release in view.catalog.releases
        for slot, components in ((None, release.components), *((s, s.components) for s in release.schedule))
        for component in components
    ]
    shipments.sort(key=lambda shipment: shipment.component.name.lower())
    return render("component_table", view, shipments=shipments)


def _current(view: View) -> Release:
    """Give the latest release that is out."""
    return next(release for release in view.catalog.releases if release.status == "released")


def _scheduled(view: View) -> list[Release]:
    """Give the releases that are still to come, the next one first."""
    return [release for release in reversed(view.catalog.releases) if release.status == "scheduled"]


def schedule_rows(view: View) -> tuple[Row, ...]:
    """Give the rows of the schedule, earliest first, then by version."""
    rows = [
        Row(release, slot, view.catalog.track_by_id[slot.track])
        for release in view.catalog.releases
        for slot in release.schedule
    ]
    return tuple(sorted(rows, key=lambda row: (row.slot.date, row.release.version)))
