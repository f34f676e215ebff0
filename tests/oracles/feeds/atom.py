"""The check of Atom (RFC 4287)."""

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
    short,
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
    read_rfc3339,
)
from tests.oracles.feeds.markup import check_markup

_FEED = dict.fromkeys((f"{ATOM}{name}" for name in ("title", "id", "updated", "author", "subtitle")), ONCE)
_FEED |= {FACTS_DATE: ONCE, f"{ATOM}link": SOME, f"{ATOM}entry": ANY}
_ENTRY = dict.fromkeys((f"{ATOM}{name}" for name in ("title", "id", "updated", "content", "link")), ONCE)
_ENTRY |= {f"{ATOM}published": AT_MOST_ONCE, f"{ATOM}category": SOME}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def check(text: str, expected: Expected, say: Say) -> Document | None:
    """Expect a page of a feed."""
    root = read_xml(text, say)
    if root is None:
        return None
    if root.tag != f"{ATOM}feed":
        say("document", f"begins with {short(root.tag)}, not with atom:feed")
        return None
    check_attributes(root, {_LANGUAGE: "en"}, "feed", say)
    check_children(root, _FEED, "feed", say)
    for tag in ("title", "subtitle"):
        check_text(text_of(root, f"{ATOM}{tag}"), f"feed/{tag}", say)
    check_id(text_of(root, f"{ATOM}id"), expected, "feed/id", say)
    _author(root, say)
    check_links(root, expected, "feed", say)
    check_facts_date(root, expected, "feed", say)
    home = _alternate(root, "feed", say)
    items = tuple(
        _entry(entry, expected, f"entry[{number}]", say)
        for number, entry in enumerate(root.findall(f"{ATOM}entry"))
    )
    updated = read_rfc3339(text_of(root, f"{ATOM}updated"), expected, "feed/updated", say)
    if updated and any(item.updated and item.updated > updated for item in items):
        say("feed/updated", "is before an entry was updated")
    return Document(text_of(root, f"{ATOM}title"), home, text_of(root, f"{ATOM}subtitle"), items)


def _author(root: Element, say: Say) -> None:
    for author in root.findall(f"{ATOM}author"):
        check_children(author, {f"{ATOM}name": ONCE, f"{ATOM}uri": ONCE}, "feed/author", say)
        check_attributes(author, {}, "feed/author", say)
        check_text(text_of(author, f"{ATOM}name"), "feed/author/name", say)
        check_address(text_of(author, f"{ATOM}uri"), "feed/author/uri", say)


def _alternate(element: Element, where: str, say: Say) -> str:
    found = [link for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    if len(found) != 1:
        say(where, f"has {len(found)} links to the page, not one")
        return ""
    address = found[0].get("href") or ""
    check_attributes(found[0], {"rel": "alternate", "href": address}, f"{where}/link", say)
    check_address(address, f"{where}/link", say)
    return address


def _entry(entry: Element, expected: Expected, where: str, say: Say) -> Item:
    check_children(entry, _ENTRY, where, say)
    check_attributes(entry, {}, where, say)
    title, html, uri = (text_of(entry, f"{ATOM}{name}") for name in ("title", "content", "id"))
    check_text(title, f"{where}/title", say)
    check_id(uri, expected, f"{where}/id", say)
    for content in entry.findall(f"{ATOM}content"):
        check_attributes(content, {"type": "html"}, f"{where}/content", say)
    check_markup(html, f"{where}/content", say)
    found = [
        (one, [one.get(name) or "" for name in ("scheme", "term", "label")])
        for one in entry.findall(f"{ATOM}category")
    ]
    for category, (scheme, term, label) in found:
        wanted = {"scheme": scheme, "term": term, "label": label}
        check_attributes(category, wanted, f"{where}/category", say)
        check_address(scheme, f"{where}/category", say)
        for text in (term, label):
            check_text(text, f"{where}/category", say)
    categories = tuple((scheme, label) for _, (scheme, _, label) in found)
    check_categories(categories, uri, expected, where, say)
    published = entry.find(f"{ATOM}published")
    return Item(
        id=uri,
        title=title,
        url=_alternate(entry, where, say),
        html=html,
        tags=tuple(dict.fromkeys(label for _, label in categories)),
        published=None
        if published is None
        else read_rfc3339(published.text or "", expected, f"{where}/published", say),
        updated=read_rfc3339(text_of(entry, f"{ATOM}updated"), expected, f"{where}/updated", say),
        categories=categories,
    )
