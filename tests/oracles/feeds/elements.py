"""XML as feeds have it: read without surprises, each element and attribute known."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.oracles.feeds.findings import Expected, Say, check_address

ATOM = "{http://www.w3.org/2005/Atom}"
FACTS_DATE = "{http://purl.org/dc/terms/}temporal"
_PREFIXES = {ATOM: "atom:", "{http://purl.org/dc/terms/}": "dcterms:"}
# What has elements in it, what has attributes, which are looked at where they stand, and what has no text
_GROUPS = {"channel", "item", f"{ATOM}entry", f"{ATOM}author"}
_ATTRIBUTED = {"guid", "category", f"{ATOM}link", f"{ATOM}category", f"{ATOM}content"}
_EMPTY = {f"{ATOM}link", f"{ATOM}category"}
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
ONCE, AT_MOST_ONCE, SOME, ANY = "once", "at most once", "at least once", "any number of times"
# The fewest and the most times of each
_TIMES = {ONCE: (1, 1), AT_MOST_ONCE: (0, 1), SOME: (1, None), ANY: (0, None)}


def read_xml(text: str, say: Say) -> Element | None:
    """Expect XML in UTF-8 without what a feed has no use for. Gives its outermost element."""
    if not text.startswith(_DECLARATION):
        say("declaration", f"is not {_DECLARATION.strip()}")
    if "<!" in text or "<?" in text.removeprefix(_DECLARATION):
        # Before it is parsed: without a document type no entity can grow or reach out
        say("document", "has a comment, a CDATA section, a document type or an instruction")
        return None
    try:
        return ElementTree.fromstring(text.encode())  # noqa: S314 - see above
    except ElementTree.ParseError as error:
        say("document", f"is not well formed: {error}")
        return None


def check_children(element: Element, wanted: Mapping[str, str], where: str, say: Say) -> None:
    """Expect only the elements of `wanted`, each as often as that says, and no text between them."""
    counts = Counter([child.tag for child in element])
    for tag in counts.keys() - wanted.keys():
        say(where, f"has the unknown element {short(tag)}")
    for tag, often in wanted.items():
        count = counts[tag]
        fewest, most = _TIMES[often]
        if count < fewest or (most is not None and count > most):
            say(where, f"has {short(tag)} {count} times, not {often}")
    texts = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in texts):
        say(where, "has text between its elements")
    for child in element:
        if child.tag not in _GROUPS:
            _check_leaf(child, f"{where}/{short(child.tag)}", say)


def check_attributes(element: Element, wanted: Mapping[str, str], where: str, say: Say) -> None:
    """Expect these attributes with these values, and no other."""
    if element.attrib == wanted:
        return
    for name in element.attrib.keys() - wanted.keys():
        say(where, f"has the unknown attribute {short(name)}")
    for name, value in wanted.items():
        if element.get(name) != value:
            say(where, f"the attribute {short(name)} is {element.get(name)!r}, not {value!r}")


def _check_leaf(element: Element, where: str, say: Say) -> None:
    if len(element):
        say(where, f"has {short(element[0].tag)} in it")
    if element.tag in _EMPTY and element.text:
        say(where, "has text in it")
    if element.tag not in _ATTRIBUTED:
        check_attributes(element, {}, where, say)


def text_of(element: Element, tag: str) -> str:
    """Return the text of the first child of that name, or nothing."""
    return element.findtext(tag) or ""


def check_links(element: Element, expected: Expected, where: str, say: Say) -> None:
    """Expect a link with the right address and media type for each relation, and no other."""
    found: dict[str, Element] = {}
    for link in element.findall(f"{ATOM}link"):
        relation = link.get("rel") or ""
        if relation == "alternate":
            continue
        place = f"{where}/link[rel={relation}]"
        if relation in found:
            say(place, "is there twice")
        elif relation not in expected.links:
            say(place, "leads to nothing that there is")
        found[relation] = link
        check_address(link.get("href") or "", place, say)
    for relation, address in expected.links.items():
        place = f"{where}/link[rel={relation}]"
        if relation not in found:
            say(place, f"is missing: {address}")
            continue
        kind = {} if relation == "hub" else {"type": expected.media_type}
        check_attributes(found[relation], {"rel": relation, "href": address} | kind, place, say)


def check_facts_date(element: Element, expected: Expected, where: str, say: Say) -> None:
    """Expect the date of the facts."""
    if text_of(element, FACTS_DATE) != expected.facts_date:
        say(f"{where}/{short(FACTS_DATE)}", f"is not {expected.facts_date}")


@cache
def short(tag: str) -> str:
    """Say a name without its namespace's address."""
    return re.sub(r"\{[^}]*\}", lambda space: _PREFIXES.get(space[0], space[0]), tag)
