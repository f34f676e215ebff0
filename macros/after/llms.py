"""`/llms.txt`: the way into the site for assistants, made from its navigation and its tables of files.

Format: https://llmstxt.org. What is under "Optional" can be left out where there is little room.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import html

from macros.after.finished import PAGE
from macros.calls.about import main_feeds
from macros.render import render
from macros.view import TWIN, View
from portal.addresses import absolute, major_path
from portal.model import Catalog
from portal.model.versions import Version
from portal.outputs.calendar import calendars
from portal.outputs.outputs import API_OUTPUTS
from portal.words import product_name

LLMS = "llms.txt"
# A section of the navigation that is for those who work on the portal, not for those who ask it
_FOR_EDITORS = "Contributing"


@dataclass(frozen=True)
class LlmsLink:
    """One link: its text, its full address, and what is there. Texts are plain."""

    title: str
    address: str
    note: str


def write_llms(root: Path, catalog: Catalog, site: Path) -> str:
    """Write the file for a site that has all its pages, and return its path.

    `root` has the navigation, in `mkdocs.yml`.
    """
    navigation = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["nav"]
    sections = _sections(navigation, catalog, site)
    optional = sections.pop(_FOR_EDITORS, [])
    sections |= {"Data": _data(catalog), "Feeds and calendars": _feeds(catalog), "Optional": optional}
    text = render("llms", View(root, catalog).in_markdown(), sections=sections)
    (site / LLMS).write_text(f"{text}\n", "utf-8", newline="\n")
    return LLMS


def _sections(
    navigation: Iterable[Mapping[str, Any]], catalog: Catalog, site: Path
) -> dict[str, list[LlmsLink]]:
    """Return the pages of each section; those that are in none come first, together."""
    sections: dict[str, list[LlmsLink]] = {"Main pages": []}
    for item in navigation:
        for title, below in item.items():
            if isinstance(below, str):
                sections["Main pages"].append(_page(title, below, catalog, site))
            else:
                pages = list(_pages(below))
                if "changes/index.md" in dict(pages).values():
                    pages[1:1] = _majors(catalog)
                sections[title] = [_page(name, source, catalog, site) for name, source in pages]
    return sections


def _pages(section: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return the pages of a section and of the sections in it, by their titles."""
    for item in section:
        for title, inside in item.items():
            yield from [(title, inside)] if isinstance(inside, str) else _pages(inside)


def _majors(catalog: Catalog) -> list[tuple[str, str]]:
    """Return the pages of major versions: the navigation gets them from the data."""
    return [
        (product_name(Version((major,))), major_path(major).rstrip("/")) for major in catalog.listed_majors
    ]


def _page(title: str, source: str, catalog: Catalog, site: Path) -> LlmsLink:
    """Return a page of the navigation, with what it says of itself."""
    path = source.removesuffix(".md").removesuffix("index").rstrip("/")
    path = f"{path}/" if path else ""
    head = html.document_fromstring((site / path / PAGE).read_text("utf-8").partition("</head>")[0])
    said = str(head.xpath("string(//meta[@name='description']/@content)"))
    return LlmsLink(title, absolute(catalog.portal, path) + TWIN, said)


def _data(catalog: Catalog) -> list[LlmsLink]:
    """Return the files of the API, without those of single items."""
    return [
        LlmsLink(output.path, absolute(catalog.portal, output.path), output.about)
        for output in API_OUTPUTS
        if not output.key
    ]


def _feeds(catalog: Catalog) -> list[LlmsLink]:
    portal = catalog.portal
    return [
        *(
            LlmsLink(
                f"{feed.subject.title} ({feed.format.name})", absolute(portal, feed.path), feed.subject.about
            )
            for feed in main_feeds(catalog)
        ),
        *(
            LlmsLink(calendar.title, absolute(portal, calendar.path), "To subscribe to, as iCalendar.")
            for calendar in calendars(catalog)
        ),
    ]
