"""What changed in the data, as entries of a feed: one entry an event, so that whatever slips is one."""

from collections.abc import Iterator

from portal.addresses import absolute, change_path, date_uri, event_uri
from portal.fields import aged_fields, date_event_fields, hit_fields, occasion_fields, to_fields
from portal.model import Catalog, Change, Event, Step
from portal.model.milestones import (
    DateEvent,
    date_events,
    name_of,
    occasion_page,
    occasion_words,
)
from portal.model.moments import date_event_moment, event_moment
from portal.model.sureness import event_sureness, track_sureness
from portal.outputs.feeds.categories import category, change_categories, major_category
from portal.outputs.feeds.feed_entry import FeedEntry, newest_first
from portal.prose import escape_markdown, to_html, to_text
from portal.words import DATE_EVENT, dated, headline, said_by


def event_entries(catalog: Catalog) -> tuple[FeedEntry, ...]:
    """Return an entry for every event of every change and of every date, the newest first."""
    of_changes = [_entry(catalog, change, step) for change in catalog.changes for step in change.steps]
    return newest_first([*of_changes, *_date_entries(catalog)])


def _entry(catalog: Catalog, change: Change, step: Step) -> FeedEntry:
    moment, said = event_moment(change, step.number - 1), headline(step)
    sure = event_sureness(catalog, step.event)
    return FeedEntry(
        uri=event_uri(catalog.portal, change, step.number),
        url=absolute(catalog.portal, f"{change_path(change.id)}#history"),
        title=f"{said}: {change.title}",
        summary=to_text(step.event.because or f"{said}."),
        html="\n".join(map(to_html, _parts(catalog, change, step, said))),
        categories=(
            category("event", step.event.event),
            category("about", "change"),
            *change_categories(catalog, change, step.version, step.status, sure),
        ),
        published=moment,
        updated=moment,
        age=catalog.age(step.event.sources),
        fields={
            "about": "change",
            "change": change.id,
            "number": step.number,
            "area": change.area,
            "kind": change.kind,
            "version": str(step.version),
            "major": step.version.major,
            "status": step.status,
            **hit_fields(change),
            "event": to_fields(step.event),
            "sureness": sure,
            **aged_fields(catalog, step.event.sources),
        },
    )


def _parts(catalog: Catalog, change: Change, step: Step, said: str) -> list[str]:
    """Return the entry's body in Markdown: what happened and why, what the change is about, who says so."""
    event = step.event
    sources = escape_markdown(said_by(catalog, event.sources, event_sureness(catalog, event)))
    parts = [f"**{said}**, {_days(event)}.", event.because, change.summary, sources]
    return [part for part in parts if part]


def _days(event: Event) -> str:
    """Say when it happened, where that is known, and when it was written down here."""
    written = f"written down here {event.date}"
    return f"happened {event.happened}; {written}" if event.happened else written


def _date_entries(catalog: Catalog) -> Iterator[FeedEntry]:
    """Return an entry for every entry of the log of dates, so that a release that slips is one."""
    return (_date_entry(catalog, event) for event in date_events(catalog))


def _date_entry(catalog: Catalog, event: DateEvent) -> FeedEntry:
    entry, title, moment = event.entry, _date_headline(event), date_event_moment(event)
    track = catalog.track_by_id[entry.track]
    sources = entry.entry.sources
    sure = track_sureness(catalog, track, entry.about, sources)
    said = escape_markdown(said_by(catalog, sources, sure))
    written = f"**{title}**, written down here {entry.recorded}."
    text = [written, entry.because, f"Track: {track.name}.", said]
    major = [major_category(entry.version)] if entry.version else []
    return FeedEntry(
        uri=date_uri(catalog.portal, name_of(entry), event.number),
        url=absolute(catalog.portal, occasion_page(catalog, entry)),
        title=f"{title}: {occasion_words(entry, track)}",
        summary=to_text(entry.because or f"{title}."),
        html=to_html("\n\n".join(part for part in text if part)),
        categories=(
            category("event", event.kind),
            category("about", entry.about),
            *major,
            category("sureness", sure),
        ),
        published=moment,
        updated=moment,
        age=catalog.age(sources),
        fields={
            **occasion_fields(entry),
            "number": event.number,
            "event": date_event_fields(event) | {"sources": list(sources)},
            "sureness": sure,
            **aged_fields(catalog, sources),
        },
    )


def _date_headline(event: DateEvent) -> str:
    date, before = event.entry.date, event.before.date if event.before else None
    match event.kind:
        case "date-recorded" if date:
            return f"Recorded {dated('for', date)}"
        case "date-moved" if date and before:
            if date.is_open or before.is_open:  # "from" and "to" do not go with "by"
                return f"Moved (was {before}, is now {date})"
            return f"Moved from {before} to {date}"
        case "date-released":
            return f"Released ({date})" if date else "Released"
    return DATE_EVENT[event.kind]
