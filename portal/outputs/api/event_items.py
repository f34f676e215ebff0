"""The log: every event of every change's history, and of every date, newest first."""

from portal.addresses import absolute, change_path, date_uri, event_uri
from portal.fields import Fields, date_event_fields, occasion_fields, to_fields
from portal.model import Catalog
from portal.model.milestones import date_events, name_of, occasion_page
from portal.model.once import once

# The day, whose history it is, and the place in that: the log's order
_Row = tuple[str, str, int, Fields]


@once
def event_items(catalog: Catalog) -> list[Fields]:
    """Return every event, newest first. Its id counts within a history, which only ever grows."""
    rows = sorted([*_of_changes(catalog), *_of_dates(catalog)], key=lambda row: row[:3], reverse=True)
    return [item for *_, item in rows]


def _of_changes(catalog: Catalog) -> list[_Row]:
    return [
        (
            event.date.text,
            change.id,
            number,
            {
                "id": event_uri(catalog.portal, change, number),
                "about": "change",
                "change": change.id,
                "url": absolute(catalog.portal, change_path(change.id)),
                **to_fields(event),
            },
        )
        for change in catalog.changes
        for number, event in enumerate(change.history, start=1)
    ]


def _of_dates(catalog: Catalog) -> list[_Row]:
    return [
        (
            event.entry.recorded.text,
            name_of(event.entry),
            event.number,
            {
                "id": date_uri(catalog.portal, name_of(event.entry), event.number),
                **occasion_fields(event.entry),
                "url": absolute(catalog.portal, occasion_page(catalog, event.entry)),
                **date_event_fields(event),
            },
        )
        for event in date_events(catalog)
    ]
