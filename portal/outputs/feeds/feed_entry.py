"""What a feed says of one thing, before it takes the form of JSON, RSS or Atom."""

from dataclasses import dataclass
from datetime import datetime

from portal.fields import Fields
from portal.model.dates import When
from portal.outputs.feeds.categories import Category


@dataclass(frozen=True)
class FeedEntry:
    """One entry.

    `uri` is its name for ever, `url` its page. `title` and `summary` are plain text, `html` is clean.
    `published` and `updated` are in UTC; `published` is None where nothing says when. `fields` are the facts
    for machines, and `age` is the date of the newest source of what is said.
    """

    uri: str
    url: str
    title: str
    summary: str
    html: str
    categories: tuple[Category, ...]
    published: datetime | None
    updated: datetime
    age: When
    fields: Fields

    @property
    def tags(self) -> tuple[str, ...]:
        """The labels of its categories, each once, for a format that has no schemes."""
        return tuple(dict.fromkeys(category.label for category in self.categories))


def newest_first(entries: list[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return the entries in the order of a feed."""
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True))
