"""The check of JSON Feed 1.1. The facts under `_axis_os` have a published schema of their own."""

import json
from typing import Any

from tests.oracles.feeds.findings import (
    Document,
    Expected,
    Item,
    Say,
    check_address,
    check_id,
    check_text,
    read_rfc3339,
)
from tests.oracles.feeds.markup import check_markup

_OWN = "_axis_os"
# Name -> type, and whether it must be there
_FEED: dict[str, tuple[type, bool]] = {
    "version": (str, True),
    "title": (str, True),
    "home_page_url": (str, True),
    "feed_url": (str, True),
    "description": (str, True),
    "next_url": (str, False),
    "hubs": (list, False),
    "language": (str, True),
    "authors": (list, True),
    "items": (list, True),
    _OWN: (dict, True),
}
_ITEM: dict[str, tuple[type, bool]] = {
    **dict.fromkeys(("id", "url", "title", "summary", "content_html", "date_modified"), (str, True)),
    "date_published": (str, False),
    "tags": (list, True),
    _OWN: (dict, True),
}
_AUTHOR: dict[str, tuple[type, bool]] = {"name": (str, True), "url": (str, True)}
_HUB: dict[str, tuple[type, bool]] = {"type": (str, True), "url": (str, True)}


def check(text: str, expected: Expected, say: Say) -> Document | None:
    """Expect a page of a feed."""
    try:
        feed = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except ValueError as error:
        say("document", f"is not JSON: {error}")
        return None
    if not _has_shape(feed, _FEED, "feed", say):
        return None
    if feed["version"] != "https://jsonfeed.org/version/1.1":
        say("version", f"{feed['version']!r} is not that of JSON Feed 1.1")
    if feed["language"] != "en":
        say("language", "is not en")
    for name in ("title", "description"):
        check_text(feed[name], name, say)
    check_address(feed["home_page_url"], "home_page_url", say)
    _check_links(feed, expected, say)
    _check_authors(feed["authors"], say)
    items = tuple(
        _item(item, expected, f"items[{number}]", say)
        for number, item in enumerate(feed["items"])
        if _has_shape(item, _ITEM, f"items[{number}]", say)
    )
    return Document(feed["title"], feed["home_page_url"], feed["description"], items)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice in an object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _has_shape(value: Any, shape: dict[str, tuple[type, bool]], where: str, say: Say) -> bool:
    """Expect an object with these names and types; says whether all that must be there is."""
    if not isinstance(value, dict):
        say(where, "is not an object")
        return False
    for name in value.keys() - shape.keys():
        say(where, f"has the unknown name {name}")
    sound = True
    for name, (kind, required) in shape.items():
        if name not in value:
            if required:
                say(where, f"lacks {name}")
                sound = False
        elif not isinstance(value[name], kind):
            say(f"{where}.{name}", f"is not of the type {kind.__name__}")
            sound = False
    return sound


def _check_links(feed: dict[str, Any], expected: Expected, say: Say) -> None:
    for name, relation in (("feed_url", "self"), ("next_url", "next")):
        if feed.get(name) != expected.links.get(relation):
            say(name, f"is {feed.get(name)!r}, not {expected.links.get(relation)!r}")
    hub = expected.links.get("hub")
    wanted = [{"type": "WebSub", "url": hub}] if hub else None
    for number, value in enumerate(feed.get("hubs", ())):
        _has_shape(value, _HUB, f"hubs[{number}]", say)
    if feed.get("hubs") != wanted:
        say("hubs", f"is {feed.get('hubs')!r}, not {wanted!r}")


def _check_authors(authors: list[Any], say: Say) -> None:
    if not authors:
        say("authors", "is empty")
    for number, author in enumerate(authors):
        where = f"authors[{number}]"
        if _has_shape(author, _AUTHOR, where, say):
            check_text(author["name"], f"{where}.name", say)
            check_address(author["url"], f"{where}.url", say)


def _item(item: dict[str, Any], expected: Expected, where: str, say: Say) -> Item:
    check_id(item["id"], expected, f"{where}.id", say)
    check_address(item["url"], f"{where}.url", say)
    check_text(item["title"], f"{where}.title", say)
    check_text(item["summary"], f"{where}.summary", say)
    check_markup(item["content_html"], f"{where}.content_html", say)
    if not item["tags"]:
        say(f"{where}.tags", "is empty")
    for tag in item["tags"]:
        if isinstance(tag, str):
            check_text(tag, f"{where}.tags", say)
        else:
            say(f"{where}.tags", f"{tag!r} is not a text")
    published = item.get("date_published")
    return Item(
        id=item["id"],
        title=item["title"],
        url=item["url"],
        html=item["content_html"],
        tags=tuple(map(str, item["tags"])),
        published=read_rfc3339(published, expected, f"{where}.date_published", say) if published else None,
        updated=read_rfc3339(item["date_modified"], expected, f"{where}.date_modified", say),
    )
