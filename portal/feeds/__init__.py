"""Feeds: what machines read. `FEEDS` is the one table of outputs; `write_all` writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portal.feeds import json_feed, rss
from portal.feeds.entry import change_entries
from portal.model import Catalog


@dataclass(frozen=True)
class Feed:
    """One output: `path` from the site's root, its format by name and media type, its title, its maker."""

    path: str
    format: str
    media_type: str
    title: str
    render: Callable[[Catalog, "Feed"], str]


def _json(catalog: Catalog, feed: Feed) -> str:
    return json_feed.render(catalog.portal, feed.title, feed.path, change_entries(catalog))


def _rss(catalog: Catalog, feed: Feed) -> str:
    return rss.render(catalog.portal, feed.title, feed.path, change_entries(catalog))


_CHANGES = "AXIS OS breaking changes"

FEEDS: tuple[Feed, ...] = (
    Feed("feeds/changes.json", "JSON Feed 1.1", json_feed.MEDIA_TYPE, _CHANGES, _json),
    Feed("feeds/changes.rss", "RSS 2.0", rss.MEDIA_TYPE, _CHANGES, _rss),
)


def write_all(catalog: Catalog, out: Path) -> None:
    """Write every feed below `out`, which is the site's folder."""
    for feed in FEEDS:
        target = out / feed.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(feed.render(catalog, feed), "utf-8", newline="\n")
