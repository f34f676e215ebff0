"""Calls of pages about releases, upgrading and support."""

from datetime import timedelta
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.model import Catalog, Component, Outlook, Release, Slot, Topic, Track

# What comes within these days after the facts' date comes next, and what is further off comes later
_SOON = 366


class ScheduleRow(NamedTuple):
    """A row of the release schedule."""

    release: Release
    slot: Slot
    track: Track
    outlook: Outlook


class Shipment(NamedTuple):
    """A component that a release brings; `slot` is the schedule's row where it stands in one."""

    component: Component
    release: Release
    slot: Slot | None


def at_a_glance(view: View) -> str:
    """Return now, next and later: releases and their breaking changes, by major version.

    What was due comes next: the facts do not say that it is out.
    """
    catalog = view.catalog
    latest, due = _latest(catalog), _scheduled(catalog, "due")
    ahead = [row for row in schedule_rows(catalog) if row.outlook == "ahead"]
    year = catalog.portal.data_as_of.known[1] + timedelta(days=_SOON)
    soon = [row for row in ahead if row.slot.date and row.slot.date.day <= year]
    soon = soon or ahead[: 0 if due else 1]
    later = [row for row in ahead if row not in soon]
    reached = latest.version.major if latest else 0
    next_majors = {release.version.major for release in (*due, *(row.release for row in soon))}
    periods: dict[str, list[int]] = {"now": [], "next": [], "later": []}
    for major in sorted(catalog.majors):
        period = "now" if major <= reached else "next" if major in next_majors else "later"
        periods[period].append(major)
    return render(
        "at_a_glance",
        view,
        latest=latest,
        due=due,
        soon=soon,
        later=later,
        majors=periods,
    )


def current_and_next(view: View) -> str:
    """Return the latest release that is out and the next one, with links to what they bring."""
    catalog = view.catalog
    ahead = _scheduled(catalog, "ahead")
    return render(
        "current_and_next",
        view,
        latest=_latest(catalog),
        due=_scheduled(catalog, "due"),
        coming=ahead[0] if ahead else None,
    )


def release_schedule(view: View) -> str:
    """Return the release schedule, earliest first, without what is out."""
    rows = [row for row in schedule_rows(view.catalog) if row.outlook in ("ahead", "due")]
    return render("release_schedule", view, rows=rows)


def component_table(view: View) -> str:
    """Return which release brings which version of an open source component."""
    shipments = [
        Shipment(component, release, slot)
        for release in view.catalog.releases
        for slot, components in ((None, release.components), *((s, s.components) for s in release.schedule))
        for component in components
    ]
    shipments.sort(key=lambda shipment: shipment.component.name.lower())
    return render("component_table", view, shipments=shipments)


def kit_table(view: View) -> str:
    """Return which development kit came with which release, latest first."""
    kits = [(release, kit) for release in view.catalog.releases for kit in release.kits]
    return render("kit_table", view, kits=kits)


def questions(view: View, topic: Topic) -> str:
    """Return the questions and answers on a topic."""
    chosen = [question for question in view.catalog.questions if question.topic == topic]
    if not chosen:
        raise ValueError(f"there are no questions on {topic!r}")
    return render("questions", view, questions=chosen)


def support_examples(view: View) -> str:
    """Return the products whose phases of support are known."""
    return render("support_examples", view, products=[item for item in view.catalog.products if item.support])


def _latest(catalog: Catalog) -> Release | None:
    """Return the latest release that the facts know to be out."""
    return next((release for release in catalog.releases if release.is_out), None)


def _scheduled(catalog: Catalog, outlook: Outlook) -> list[Release]:
    """Return the releases that are not out and are still ahead, or were due, the first one first."""
    return [release for release in reversed(catalog.releases) if catalog.outlook(release) == outlook]


def schedule_rows(catalog: Catalog) -> tuple[ScheduleRow, ...]:
    """Return the rows of the schedule, earliest first, then by version."""
    rows = [
        ScheduleRow(release, slot, catalog.track_by_id[slot.track], catalog.outlook(release, slot))
        for release in catalog.releases
        for slot in release.schedule
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.slot.date is None, row.slot.date or 0, row.release.version))
    )
