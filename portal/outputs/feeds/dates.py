"""What changed in the log of dates, as entries of a feed: one entry each time that it grows."""

from collections.abc import Iterator

from portal.addresses import absolute, date_uri
from portal.fields import date_event_fields, occasion_fields
from portal.model import Catalog
from portal.model.milestones import (
    DateEvent,
    date_events,
    name_of,
    occasion_page,
    occasion_words,
)
from portal.model.moments import date_event_moment
from portal.outputs.feeds.feed_entry import Entry
from portal.prose import to_html, to_text
from portal.words import DATE_EVENT

_ABOUT = {"release": "Release", "support-end": "End of support"}


def date_entries(catalog: Catalog) -> Iterator[Entry]:
    """Return an entry for every entry of the log of dates, so that a release that slips is one."""
    return (_entry(catalog, event) for event in date_events(catalog))


def _entry(catalog: Catalog, event: DateEvent) -> Entry:
    entry, headline, moment = event.entry, _headline(event), date_event_moment(event)
    track = catalog.track_by_id[entry.track]
    text = [f"**{headline}** on {entry.recorded}.", entry.because, f"Track: {track.name}."]
    major = [f"AXIS OS {entry.version.major}"] if entry.version else []
    return Entry(
        uri=date_uri(catalog.portal, name_of(entry), event.number),
        url=absolute(catalog.portal, occasion_page(catalog, entry)),
        title=f"{headline}: {occasion_words(entry, track)}",
        summary=to_text(entry.because or f"{headline}."),
        html=to_html("\n\n".join(part for part in text if part)),
        tags=(DATE_EVENT[event.kind], *major, _ABOUT[entry.about]),
        published=moment,
        updated=moment,
        fields={**occasion_fields(entry), "number": event.number, "event": date_event_fields(event)},
    )


def _headline(event: DateEvent) -> str:
    match event.kind:
        case "date-recorded":
            return f"Recorded for {event.entry.date}"
        case "date-moved" if event.before:
            return f"Moved from {event.before.date} to {event.entry.date}"
        case "date-released":
            return f"Released ({event.entry.date})"
    return DATE_EVENT[event.kind]
