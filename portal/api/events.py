"""The log: every event of every change's history, newest first."""

from portal.addresses import absolute, change_path, event_uri
from portal.fields import Fields, event_fields
from portal.model import Catalog


def event_items(catalog: Catalog) -> list[Fields]:
    """Give every event, newest first. Its id counts within the change's history, which only ever grows."""
    found = [
        (event.date, change.id, number, change, event)
        for change in catalog.changes
        for number, event in enumerate(change.history, start=1)
    ]
    found.sort(key=lambda row: row[:3], reverse=True)
    return [
        {
            "id": event_uri(catalog.portal, change, number),
            "change": change.id,
            "url": absolute(catalog.portal, change_path(change.id)),
            **event_fields(event),
        }
        for _, _, number, change, event in found
    ]
