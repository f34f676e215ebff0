"""The check of RSS 2.0."""

import re
from xml.etree.ElementTree import Element

from tests.oracles.feeds.elements import (
    ANY,
    AT_MOST_ONCE,
    ATOM,
    FACTS_DATE,
    ONCE,
    SOME,
    check_attributes,
    check_children,
    check_facts_date,
    check_links,
    read_xml,
    text_of,
)
from tests.oracles.feeds.findings import (
    Document,
    Expected,
    Item,
    Say,
    check_address,
    check_categories,
    check_id,
    check_text,
    read_rfc2822,
)
from tests.oracles.feeds.markup import check_markup

_CHANNEL = dict.fromkeys(("title", "link", "description", "language", "lastBuildDate"), ONCE)
_CHANNEL |= {FACTS_DATE: ONCE, f"{ATOM}link": SOME, "item": ANY}
_ITEM = dict.fromkeys(("title", "link", "description", "guid"), ONCE) | {
    "pubDate": AT_MOST_ONCE,
    "category": SOME,
}
# Plain texts as they are written: titles and categories, and the description of a channel
_TEXTS = re.compile("<(title|category)[^>]*>([^<]*)<")
_ABOUT = re.compile("<(description)>([^<]*)<")


def check(text: str, expected: Expected, say: Say) -> Document | None:
    """Expect a page of a feed."""
    root = read_xml(text, say)
    if root is None:
        return None
    if root.tag != "rss":
        say("document", f"begins with {root.tag}, not with rss")
        return None
    check_attributes(root, {"version": "2.0"}, "rss", say)
    check_children(root, {"channel": ONCE}, "rss", say)
    channel = root.find("channel")
    if channel is None:
        return None
    _check_plain_texts(text, say)
    check_children(channel, _CHANNEL, "channel", say)
    check_attributes(channel, {}, "channel", say)
    tags = [child.tag for child in channel]
    if "item" in tags[: len(tags) - tags.count("item")]:
        say("channel", "has an element after an entry")
    check_links(channel, expected, "channel", say)
    check_facts_date(channel, expected, "channel", say)
    for tag in ("title", "description"):
        check_text(text_of(channel, tag), f"channel/{tag}", say)
    check_address(text_of(channel, "link"), "channel/link", say)
    if text_of(channel, "language") != "en":
        say("channel/language", "is not en")
    read_rfc2822(text_of(channel, "lastBuildDate"), expected, "channel/lastBuildDate", say)
    items = tuple(
        _item(item, expected, f"item[{number}]", say) for number, item in enumerate(channel.findall("item"))
    )
    return Document(
        text_of(channel, "title"), text_of(channel, "link"), text_of(channel, "description"), items
    )


def _check_plain_texts(text: str, say: Say) -> None:
    channel, _, _ = text.partition("<item>")
    for name, raw in [*_TEXTS.findall(text), *_ABOUT.findall(channel)]:
        if re.search(r"&(?!#)", raw):
            say(name, f"has & or < not as a numeric reference: {raw}")


def _item(item: Element, expected: Expected, where: str, say: Say) -> Item:
    check_children(item, _ITEM, where, say)
    check_attributes(item, {}, where, say)
    for guid in item.findall("guid"):
        check_attributes(guid, {"isPermaLink": "false"}, f"{where}/guid", say)
    check_text(text_of(item, "title"), f"{where}/title", say)
    check_address(text_of(item, "link"), f"{where}/link", say)
    check_markup(text_of(item, "description"), f"{where}/description", say)
    check_id(text_of(item, "guid"), expected, f"{where}/guid", say)
    categories = tuple(
        (category.get("domain") or "", category.text or "") for category in item.findall("category")
    )
    for category, (domain, label) in zip(item.findall("category"), categories, strict=True):
        check_attributes(category, {"domain": domain}, f"{where}/category", say)
        check_address(domain, f"{where}/category", say)
        check_text(label, f"{where}/category", say)
    check_categories(categories, text_of(item, "guid"), expected, where, say)
    date = item.find("pubDate")
    return Item(
        id=text_of(item, "guid"),
        title=text_of(item, "title"),
        url=text_of(item, "link"),
        html=text_of(item, "description"),
        tags=tuple(dict.fromkeys(label for _, label in categories)),
        published=None if date is None else read_rfc2822(date.text or "", expected, f"{where}/pubDate", say),
        updated=None,
        categories=categories,
    )
