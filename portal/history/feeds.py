"""What readers of each feed receive: entries that are new, updated or gone."""

from collections.abc import Iterator

from portal.fields import Fields
from portal.history.difference import FeedNews, Step
from portal.history.edition import Edition

_FORMATS = ("json", "rss", "atom")


def feed_news(old: Edition, new: Edition) -> Iterator[FeedNews]:
    """Return the feeds that have news. All formats of a feed say the same, and JSON is compared."""
    before = old.feeds()
    for name, entries in new.feeds().items():
        known = before.get(name, {})
        news = FeedNews(
            tuple(path for path in (f"{name}.{extension}" for extension in _FORMATS) if path in new.sums),
            name not in before,
            tuple(_step(id_, entry) for id_, entry in entries.items() if id_ not in known),
            tuple(_step(id_, entry) for id_, entry in entries.items() if _is_updated(known.get(id_), entry)),
            tuple(_step(id_, entry) for id_, entry in known.items() if id_ not in entries),
        )
        if news.is_new or news.added or news.updated or news.removed:
            yield news


def _step(id_: str, entry: Fields) -> Step:
    return Step(id_, str(entry.get("title")))


def _is_updated(before: Fields | None, entry: Fields) -> bool:
    """Whether readers are told: by the date of the entry. A mended typo changes no date."""
    return before is not None and before.get("date_modified") != entry.get("date_modified")
