"""Pages of a feed: at most so many entries each (paged feeds, RFC 5005 section 3).

The first page is at the feed's own address (`feeds/changes.atom`), the others are below it
(`feeds/changes/2.atom`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from portal.addresses import absolute, feed_anchor, feed_uri
from portal.model import Ages, Catalog, Portal, ages_of
from portal.model.moments import data_moment
from portal.outputs.feeds.feed_entry import FeedEntry
from portal.outputs.feeds.subjects import Subject
from portal.words import standing, unofficial

PAGE_SIZE = 100
# The page for people that explains each feed and how to use them
ABOUT = "partners/feeds/"
# How old what a feed says is, in the XML formats: the time that a resource speaks of (DCMI Metadata Terms)
FACTS_DATE = "dcterms:temporal"
NAMESPACES = {"xmlns:dcterms": "http://purl.org/dc/terms/"}


@dataclass(frozen=True)
class FeedPage:
    """One page: `number` counts from 1 to `count`; `updated` (in UTC) and `ages` are of the whole feed."""

    portal: Portal
    subject: Subject
    number: int
    count: int
    entries: tuple[FeedEntry, ...]
    updated: datetime
    ages: Ages | None

    @property
    def title(self) -> str:
        """What readers see it under: in a feed reader nothing else says whose it is."""
        return unofficial(self.subject.title)

    @property
    def facts_date(self) -> str:
        """The time that its entries speak of (EDTF): that of their sources."""
        return self.ages.text if self.ages else self.portal.data_as_of.text

    @property
    def uri(self) -> str:
        """The feed's name."""
        return feed_uri(self.portal, self.subject.name)

    @property
    def home(self) -> str:
        """The address of the page that shows the same to people."""
        return absolute(self.portal, self.subject.home)

    @property
    def about(self) -> str:
        """What the feed is, how old what it says is, and where people read more."""
        place = f"{ABOUT}#{feed_anchor(self.subject.name)}"
        how = f"How to use this feed: {absolute(self.portal, place)}"
        ages = f"Its sources are dated {self.ages.words}. " if self.ages else ""
        return f"{self.subject.about} {ages}{standing(self.portal)} {how}"

    def address(self, extension: str) -> str:
        """The full address of this page in a format."""
        return absolute(self.portal, page_path(self.subject.name, extension, self.number))

    def links(self, extension: str) -> dict[str, str]:
        """Return the full addresses by relation: this page, the hub if there is one, other pages if any."""
        pages = {"self": self.number}
        if self.count > 1:
            pages["first"] = 1
            if self.number > 1:
                pages["previous"] = self.number - 1
            if self.number < self.count:
                pages["next"] = self.number + 1
            pages["last"] = self.count
        found = {
            relation: absolute(self.portal, page_path(self.subject.name, extension, number))
            for relation, number in pages.items()
        }
        return found | ({"hub": self.portal.hub} if self.portal.hub else {})


def page_path(name: str, extension: str, number: int = 1) -> str:
    """The path of a page of a feed, from the site's root."""
    further = f"/{number}" if number > 1 else ""
    return f"feeds/{name}{further}.{extension}"


def pages_of(catalog: Catalog, subject: Subject, size: int) -> Iterator[FeedPage]:
    """Return the pages of a feed, the newest entries first. A feed without entries is one page."""
    entries = subject.entries(catalog)
    updated = max((entry.updated for entry in entries), default=data_moment(catalog.portal.data_as_of))
    ages = ages_of(entry.age for entry in entries)
    starts = range(0, max(len(entries), 1), size)
    for number, start in enumerate(starts, 1):
        part = entries[start : start + size]
        yield FeedPage(catalog.portal, subject, number, len(starts), part, updated, ages)
