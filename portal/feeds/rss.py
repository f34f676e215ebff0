"""RSS 2.0 (https://www.rssboard.org/rss-specification), written by feedgenerator."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from feedgenerator import Rss201rev2Feed

from portal.addresses import absolute
from portal.feeds.entry import Entry
from portal.model import Portal

MEDIA_TYPE = "application/rss+xml"


class _Feed(Rss201rev2Feed):  # type: ignore[misc]
    """The library's feed without its clock, and with a media type on the link to itself.

    A feed without entries carries the data's date.
    """

    def __init__(self, address: str, data_as_of: datetime, **channel: str) -> None:
        super().__init__(**channel)
        self._address = address
        self._data_as_of = data_as_of

    def add_root_elements(self, handler: Any) -> None:
        """Write what describes the channel."""
        super().add_root_elements(handler)
        link = {"rel": "self", "type": MEDIA_TYPE, "href": self._address}
        handler.addQuickElement("atom:link", None, link)

    def latest_post_date(self) -> datetime:
        """When the newest entry was updated."""
        return max((item["updateddate"] for item in self.items), default=self._data_as_of)


def render(portal: Portal, title: str, path: str, entries: Sequence[Entry]) -> str:
    """Give the feed that is published at `path`."""
    feed = _Feed(
        absolute(portal, path),
        datetime.combine(portal.data_as_of.start, time(), UTC),
        title=title,
        link=absolute(portal, ""),
        description=portal.description,
        language="en",
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.html,
            unique_id=entry.uri,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.tags,
        )
    text: str = feed.writeString("utf-8")
    return text + "\n"
