"""iCalendar (RFC 5545, with the properties of RFC 7986), written by the icalendar library.

No METHOD: a file is a state and no message, and DTSTAMP is then the time of the last revision.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

import icalendar

from portal.addresses import absolute
from portal.model import Catalog
from portal.outputs.calendar.calendar_entry import Entry
from portal.words import standing

REFRESH = timedelta(days=1)


def render(catalog: Catalog, title: str, path: str, entries: Sequence[Entry]) -> bytes:
    """Return the calendar that is published at `path`."""
    portal = catalog.portal
    description = (
        "Releases and ends of support. Left out: what has no date in the data, or one without an end, and "
        f"the support of single products. {standing(portal)}"
    )
    calendar = icalendar.Calendar()
    for name, value in {
        "version": "2.0",
        "prodid": f"-//{portal.name}//Calendar//EN",
        "calscale": "GREGORIAN",
        "uid": str(uuid5(NAMESPACE_URL, f"tag:{portal.id_authority}:{path}")),
        "name": icalendar.vText(title),
        "x-wr-calname": icalendar.vText(title),
        "description": description,
        "x-wr-caldesc": icalendar.vText(description),
        "url": absolute(portal, ""),
        "last-modified": _midnight(max(entry.changed for entry in entries)),
    }.items():
        calendar.add(name, value)
    calendar.add("source", absolute(portal, path), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    for name, value in {
        "uid": entry.uid,
        "dtstamp": _midnight(entry.changed),
        "last-modified": _midnight(entry.changed),
        "created": _midnight(entry.created),
        "sequence": entry.sequence,
        "dtstart": entry.start,
        "dtend": entry.end,
        "status": entry.status,
        "summary": entry.summary,
        "description": entry.description,
        "url": entry.url,
        "categories": list(entry.categories),
        "transp": "TRANSPARENT",
    }.items():
        event.add(name, value)
    return event


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
