"""Reads a finished site: which files it has, and what each page offers and wants.

All that the theme puts around the pages of one section is the same text, up to seven eighths of each page.
It is parsed once; only a page's head, and its content with the way to it, are its own.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree

PAGE = "index.html"
CONTENT, CONTENT_END = "<section data-page", "</article>"
_HEAD_END = "</head>"
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
# Elements that make a browser fetch something, and the attribute that says what
_FETCHED = {"script": "src", "img": "src", "source": "src", "iframe": "src", "video": "src", "audio": "src"}
_FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "preconnect"}


@dataclass(frozen=True)
class PagePart:
    """What a part of a page offers and wants: anchors, links to pages and files, what a browser fetches."""

    anchors: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinishedPage:
    """What a whole page offers and wants; `path` is its file, from the site's root."""

    path: str
    anchors: frozenset[str]
    links: tuple[str, ...]
    fetched: tuple[str, ...]


def files_below(folder: Path, ending: str = "") -> list[str]:
    """Return the paths of all files below a folder that end so, from that folder and in order.

    Paths are text: objects for them took longer than reading the files.
    """
    top = len(os.path.join(folder, ""))  # noqa: PTH118
    found: list[str] = []
    for place, _, names in os.walk(folder):
        below = f"{place[top:]}/" if len(place) > top else ""
        found += [below + name for name in names if name.endswith(ending)]
    return sorted(found)


def read_page(text: str, path: str) -> FinishedPage:
    """Return what a page offers and wants."""
    head, before, content, after = split_page(text)
    parts = (_read(head), _read_frame(before), _read(content), _read_frame(after))
    return FinishedPage(
        path=path,
        anchors=frozenset(anchor for part in parts for anchor in part.anchors),
        links=tuple(dict.fromkeys(link for part in parts for link in part.links)),
        fetched=tuple(dict.fromkeys(address for part in parts for address in part.fetched)),
    )


def read_pages(site: Path) -> Iterator[FinishedPage]:
    """Return every page below `site` but those of the search index."""
    for path in files_below(site, ".html"):
        if not path.startswith("pagefind/"):
            yield read_page((site / path).read_text("utf-8"), path)


def split_page(text: str) -> tuple[str, str, str, str]:
    """Return a page in four parts: its head, what the theme has before its content, that, and the rest.

    A page without one head and one content is all head.
    """
    head = text.find(_HEAD_END) + len(_HEAD_END)
    begin, end = text.find(CONTENT), text.rfind(CONTENT_END)
    once = text.count(_HEAD_END) == text.count(CONTENT) == 1
    if not (once and head <= begin < end):
        return text, "", "", ""
    return text[:head], text[head:begin], text[begin:end], text[end:]


def _read(text: str) -> PagePart:
    root = etree.fromstring(text.encode(), _PARSER) if text.strip() else None
    if root is None:
        return PagePart()
    anchors, links, fetched = set(), [], []
    for element in root.iter():
        if anchor := element.get("id"):
            anchors.add(anchor)
        if element.tag == "a":
            anchors.add(element.get("name", ""))
            links.append(element.get("href", ""))
        elif element.tag == "link" and element.get("rel") in _FETCHED_RELATIONS:
            fetched.append(element.get("href", ""))
        elif element.tag in _FETCHED:
            fetched.append(element.get(_FETCHED[element.tag], ""))
    return PagePart(frozenset(anchors - {""}), tuple(filter(None, links)), tuple(filter(None, fetched)))


@lru_cache(maxsize=256)
def _read_frame(text: str) -> PagePart:
    return _read(text)
