"""Feeds: every subject in every format. `feeds_of` lists them; `outputs.py` has them as files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.model import Catalog
from portal.outputs.feeds import atom, json_feed, rss
from portal.outputs.feeds.paging import PAGE_SIZE, FeedPage, page_path, pages_of
from portal.outputs.feeds.subjects import Subject, subjects_of


@dataclass(frozen=True)
class Format:
    """One format: its name, the end of its files' names, its media type, and what makes a page of a feed."""

    name: str
    extension: str
    media_type: str
    render: Callable[[FeedPage], str]

    @property
    def short_name(self) -> str:
        """Its name in a word: JSON, RSS or Atom."""
        return self.name.partition(" ")[0]


FORMATS = (
    Format("JSON Feed 1.1", json_feed.EXTENSION, json_feed.MEDIA_TYPE, json_feed.render),
    Format("RSS 2.0", rss.EXTENSION, rss.MEDIA_TYPE, rss.render),
    Format("Atom", atom.EXTENSION, atom.MEDIA_TYPE, atom.render),
)


@dataclass(frozen=True)
class Feed:
    """One feed: a subject in a format."""

    subject: Subject
    format: Format

    @property
    def path(self) -> str:
        """The path of its first page, from the site's root."""
        return page_path(self.subject.name, self.format.extension)

    def documents(self, catalog: Catalog, size: int = PAGE_SIZE) -> Iterator[tuple[str, str]]:
        """Return each of its pages, of at most `size` entries: the path below the site, and the text."""
        for page in pages_of(catalog, self.subject, size):
            yield page_path(self.subject.name, self.format.extension, page.number), self.format.render(page)


def feeds_of(catalog: Catalog) -> tuple[Feed, ...]:
    """Return every feed, subject by subject."""
    return tuple(Feed(subject, format_) for subject in subjects_of(catalog) for format_ in FORMATS)
