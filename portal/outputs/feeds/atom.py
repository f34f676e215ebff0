"""Atom (RFC 4287), written by feedgenerator."""

from datetime import datetime
from typing import Any

from feedgenerator import Atom1Feed

from portal.addresses import absolute, category_scheme
from portal.outputs.feeds.paging import FACTS_DATE, NAMESPACES, FeedPage

MEDIA_TYPE = "application/atom+xml"
EXTENSION = "atom"


class _AtomFeed(Atom1Feed):  # type: ignore[misc]
    """The library's feed without its clock, with links to itself, its hub and its other pages."""

    def __init__(self, page: FeedPage, **feed: str) -> None:
        super().__init__(**feed)
        self._page = page

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of the outermost element."""
        return {**super().root_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: Any) -> None:
        """Write what describes the feed."""
        super().add_root_elements(handler)
        handler.addQuickElement(FACTS_DATE, self._page.facts_date)
        for relation, address in self._page.links(EXTENSION).items():
            kind = {} if relation == "hub" else {"type": MEDIA_TYPE}
            handler.addQuickElement("link", None, {"rel": relation, "href": address} | kind)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Write what describes an entry."""
        super().add_item_elements(handler, item)
        for scheme, term, label in item["own"]:
            address = category_scheme(self._page.portal, scheme)
            handler.addQuickElement("category", None, {"term": term, "scheme": address, "label": label})

    def latest_post_date(self) -> datetime:
        """When the newest entry of all pages was updated."""
        return self._page.updated


def render(page: FeedPage) -> str:
    """Return a page of a feed."""
    feed = _AtomFeed(
        page,
        title=page.title,
        link=page.home,
        description=page.about,
        language="en",
        feed_guid=page.uri,
        author_name=page.portal.name,
        author_link=absolute(page.portal, ""),
    )
    for entry in page.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=None,
            content=entry.html,
            unique_id=entry.uri,
            pubdate=entry.published,
            updateddate=entry.updated,
            own=entry.categories,
        )
    text: str = feed.writeString("utf-8")
    return text + "\n"
