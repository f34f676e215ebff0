"""Three independent readers find the same in every feed: the usual one, a younger one, and one in Rust."""

import html
import json
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import fastfeedparser
import feedparser
import feedparser_rs
import pytest

from portal.addresses import category_scheme
from portal.model import Catalog
from portal.outputs.feeds import feeds_of
from portal.outputs.feeds.categories import SCHEMES

# Each reader, and the formats that it knows
READERS: dict[str, tuple[Callable[[bytes], Any], tuple[str, ...]]] = {
    "feedparser": (lambda data: feedparser.parse(data, sanitize_html=False), ("rss", "atom")),
    "fastfeedparser": (fastfeedparser.parse, ("rss", "atom", "json")),
    "feedparser-rs": (lambda data: feedparser_rs.parse(data, sanitize_html=False), ("rss", "atom", "json")),
}


def moment(text: str | None) -> datetime | None:
    """Return a time to the second, in whichever form a reader leaves it."""
    if text is None:
        return None
    found = datetime.fromisoformat(text) if text[0].isdigit() else parsedate_to_datetime(text)
    return found.replace(microsecond=0)


def assert_alike(entry: Any, item: dict[str, Any], schemes: set[str | None]) -> None:
    """Expect what a reader makes of an entry to be what JSON says of it."""
    assert (entry.id, entry.title, entry.link) == (item["id"], item["title"], item["url"])
    assert moment(entry.get("published")) == moment(item.get("date_published"))
    # One leaves references in attributes as they are.
    labels = [html.unescape(tag["label"] or tag["term"]) for tag in entry.tags]
    assert list(dict.fromkeys(labels)) == item["tags"]
    assert {tag["scheme"] for tag in entry.tags} <= schemes


@pytest.mark.parametrize("name", READERS)
def test_a_reader_finds_the_same_in_every_feed(name: str, catalog: Catalog, sample: Catalog) -> None:
    read, extensions = READERS[name]
    for facts in (sample, catalog):
        files = {path: text for feed in feeds_of(facts) for path, text in feed.documents(facts)}
        schemes: set[str | None] = {category_scheme(facts.portal, scheme) for scheme in SCHEMES}
        for path, text in files.items():
            whole, _, extension = path.rpartition(".")
            if extension not in extensions:
                continue
            feed, twin = read(text.encode()), json.loads(files[f"{whole}.json"])
            assert not feed.get("bozo"), path
            assert feed.feed.title == twin["title"]
            for entry, item in zip(feed.entries, twin["items"], strict=True):
                assert_alike(entry, item, {None} if extension == "json" else schemes)
