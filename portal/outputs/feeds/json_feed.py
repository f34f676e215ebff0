"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), with the facts as fields under `_axis_os`."""

from datetime import datetime
from typing import Any

from portal.addresses import absolute
from portal.fields import ages_fields, date_fields, json_text, present
from portal.outputs.feeds.feed_entry import FeedEntry
from portal.outputs.feeds.paging import FeedPage

MEDIA_TYPE = "application/feed+json"
EXTENSION = "json"
SCHEMA_VERSION = "1.0"


def render(page: FeedPage) -> str:
    """Return a page of a feed."""
    portal, links = page.portal, page.links(EXTENSION)
    hubs = [{"type": "WebSub", "url": links["hub"]}] if "hub" in links else None
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page.title,
        "home_page_url": page.home,
        "feed_url": links["self"],
        "description": page.about,
        **present(next_url=links.get("next"), hubs=hubs),
        "language": "en",
        "authors": [{"name": portal.name, "url": absolute(portal, "")}],
        "_axis_os": {
            "schema_version": SCHEMA_VERSION,
            "data_as_of": date_fields(portal.data_as_of),
            **ages_fields(page.ages),
        },
        "items": [_item(entry) for entry in page.entries],
    }
    return json_text(feed)


def _item(entry: FeedEntry) -> dict[str, Any]:
    return {
        "id": entry.uri,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        **present(date_published=entry.published and _timestamp(entry.published)),
        "date_modified": _timestamp(entry.updated),
        "tags": list(entry.tags),
        "_axis_os": entry.fields,
    }


def _timestamp(moment: datetime) -> str:
    """Return a time in UTC as RFC 3339 asks."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
