"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), with the facts as fields under `_axis_os`."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.addresses import absolute
from portal.feeds.entry import Entry
from portal.fields import change_fields, date_fields
from portal.model import Portal

MEDIA_TYPE = "application/feed+json"
SCHEMA_VERSION = "1.0"


def render(portal: Portal, title: str, path: str, entries: Sequence[Entry]) -> str:
    """Give the feed that is published at `path`."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": absolute(portal, ""),
        "feed_url": absolute(portal, path),
        "description": portal.description,
        "language": "en",
        "authors": [{"name": portal.name, "url": absolute(portal, "")}],
        "_axis_os": {"schema_version": SCHEMA_VERSION, "data_as_of": date_fields(portal.data_as_of)},
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.uri,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": _timestamp(entry.published),
        "date_modified": _timestamp(entry.updated),
        "tags": list(entry.tags),
        "_axis_os": change_fields(entry.change),
    }


def _timestamp(moment: datetime) -> str:
    """Give a time in UTC as RFC 3339 asks."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
