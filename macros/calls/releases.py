"""Calls of pages about releases, upgrading and support."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.model import Catalog, Component, Outlook, Release, Slot, Topic, Track
from portal.model.surface import sorted_names

# From what has come to what will not, as a bar shows it
_BAR = ("applied", "unconfirmed", "planned", "withdrawn")
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


class StatusShare(NamedTuple):
    """The changes of a status: how many, and their part of a bar in percent."""

    status: str
    number: int
    x: float
    width: float


def home(view: View) -> str:
    """Return what the home page begins with: a field, the questions that people come with, and numbers.

    The example is the longest way that somebody on a maintained LTS track has.
    """
    catalog = view.catalog
    latest = _latest(catalog)
    lines = [track.line for track in _maintained(catalog) if track.line]
    earlier = [line for line in lines if latest and line < latest.version]
    return render(
        "home",
        view,
        start=min(earlier, default=None),
        target=latest and latest.version,
        names=len(sorted_names(catalog)),
        shares=tuple(_shares(catalog)),
    )


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
        maintained=_maintained(catalog),
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


def _maintained(catalog: Catalog) -> list[Track]:
    """Return the LTS tracks that the facts know to be maintained."""
    return [track for track in catalog.tracks.tracks if track.kind == "lts" and track.status == "current"]


def _shares(catalog: Catalog) -> Iterator[StatusShare]:
    """Return how the changes are divided by status."""
    counts = Counter[str](change.status for change in catalog.changes)
    before = 0
    for status in filter(counts.get, _BAR):
        yield StatusShare(
            status, counts[status], 100 * before / counts.total(), 100 * counts[status] / counts.total()
        )
        before += counts[status]


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
