"""What changed in the data, as entries of a feed: one entry an event, so that whatever slips is one."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.addresses import absolute, change_path, event_uri
from portal.fields import to_fields
from portal.model import Catalog, Change, Event, Status
from portal.model.moments import event_moment
from portal.model.versions import Version
from portal.outputs.feeds.dates import date_entries
from portal.outputs.feeds.feed_entry import Entry, newest_first
from portal.prose import to_html, to_text
from portal.words import EVENT, STATUS


class Step(NamedTuple):
    """An event, its place in the history from 1, and the version and status that the change has after it."""

    number: int
    event: Event
    version: Version
    status: Status


def event_entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Return an entry for every event of every change and of every date, the newest first."""
    of_changes = [_entry(catalog, change, step) for change in catalog.changes for step in steps(change)]
    return newest_first([*of_changes, *date_entries(catalog)])


def steps(change: Change) -> Iterator[Step]:
    """Return the events of a change, oldest first."""
    version, status = change.version, change.status  # what the first event says takes their place
    for number, event in enumerate(change.history, 1):
        version = event.version or event.to or version
        if event.event in ("applied", "withdrawn"):
            status = "applied" if event.event == "applied" else "withdrawn"
        status = event.status or status
        yield Step(number, event, version, status)


def _entry(catalog: Catalog, change: Change, step: Step) -> Entry:
    moment = event_moment(change, step.number - 1)
    headline = _headline(step)
    return Entry(
        uri=event_uri(catalog.portal, change, step.number),
        url=absolute(catalog.portal, f"{change_path(change.id)}#history"),
        title=f"{headline}: {change.title}",
        summary=to_text(step.event.because or f"{headline}."),
        html="\n".join(map(to_html, _parts(change, step, headline))),
        tags=(
            EVENT[step.event.event],
            f"AXIS OS {step.version.major}",
            catalog.area_by_id[change.area].name,
        ),
        published=moment,
        updated=moment,
        fields={
            "about": "change",
            "change": change.id,
            "number": step.number,
            "area": change.area,
            "version": str(step.version),
            "status": step.status,
            "event": to_fields(step.event),
        },
    )


def _headline(step: Step) -> str:
    event, version = step.event, step.version
    match event.event:
        case "recorded":
            joint = "for" if step.status == "planned" else "in"
            return f"Recorded, {STATUS[step.status].lower()} {joint} {version}"
        case "announced":
            return f"Announced for {version}"
        case "moved":
            return f"Moved from {event.from_} to {event.to}"
        case "applied":
            return f"Applied in {version}"
    return EVENT[event.event]


def _parts(change: Change, step: Step, headline: str) -> list[str]:
    """Return the entry's body in Markdown: what happened and why, then what the change is about."""
    parts = [f"**{headline}** on {step.event.date}.", step.event.because, change.summary]
    return [part for part in parts if part]
