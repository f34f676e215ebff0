"""RSS 2.0 (https://www.rssboard.org/rss-specification), written by feedgenerator.

An entry has only the date on which it was published: RSS has no other.
"""

import re
from datetime import datetime
from typing import Any

from feedgenerator import Rss201rev2Feed

from portal.addresses import category_scheme
from portal.outputs.feeds.paging import FACTS_DATE, NAMESPACES, FeedPage

MEDIA_TYPE = "application/rss+xml"
EXTENSION = "rss"


class _Plain:
    """Writes `&`, `<` and `>` in plain texts as numeric references, which no reader takes for HTML.

    The RSS Advisory Board asks for it: https://www.rssboard.org/rss-profile#data-types-characterdata
    `names` are those of the elements that have plain text.
    """

    def __init__(self, handler: Any, *names: str) -> None:
        self._handler = handler
        self._names = names

    def addQuickElement(self, name: str, contents: str | None = None, attrs: Any = None) -> None:  # noqa: N802
        """Write an element without children: the one method that the library's feed calls."""
        if name not in self._names:
            self._handler.addQuickElement(name, contents, attrs)
            return
        self._handler.startElement(name, attrs or {})
        for part in re.split("([&<>])", contents or ""):
            if part in {"&", "<", ">"}:
                self._handler.ignorableWhitespace(f"&#{ord(part)};")  # written as it is
            else:
                self._handler.characters(part)
        self._handler.endElement(name)


class _RssFeed(Rss201rev2Feed):  # type: ignore[misc]
    """The library's feed without its clock, with links to itself, its hub and its other pages."""

    def __init__(self, page: FeedPage, **channel: str) -> None:
        super().__init__(**channel)
        self._page = page

    def rss_attributes(self) -> dict[str, str]:
        """Return the attributes of the outermost element."""
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: Any) -> None:
        """Write what describes the channel."""
        super().add_root_elements(_Plain(handler, "title", "description"))
        handler.addQuickElement(FACTS_DATE, self._page.facts_date)
        for relation, address in self._page.links(EXTENSION).items():
            kind = {} if relation == "hub" else {"type": MEDIA_TYPE}
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address} | kind)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Write what describes an entry."""
        plain = _Plain(handler, "title", "category")
        super().add_item_elements(plain, item)
        for scheme, _, label in item["own"]:
            plain.addQuickElement("category", label, {"domain": category_scheme(self._page.portal, scheme)})

    def latest_post_date(self) -> datetime:
        """When the newest entry of all pages was updated."""
        return self._page.updated


def render(page: FeedPage) -> str:
    """Return a page of a feed."""
    feed = _RssFeed(
        page,
        title=page.title,
        link=page.home,
        description=page.about,
        language="en",
    )
    for entry in page.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.html,
            unique_id=entry.uri,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            own=entry.categories,
        )
    text: str = feed.writeString("utf-8")
    return text + "\n"
