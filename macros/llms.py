"""`/llms.txt`: the way into the site for assistants, made from its navigation and its tables of files.

Format: https://llmstxt.org. A title, a summary, and lists of links with a note each; what is under "Optional"
can be left out where there is little room.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from lxml import html

from macros.files import PAGE
from macros.sources import main_feeds
from macros.twins import syntax, twin_address
from portal.addresses import absolute, major_path
from portal.api import OUTPUTS
from portal.calendar import calendars
from portal.model import Catalog
from portal.versions import Version
from portal.words import product_name, standing

LLMS = "llms.txt"
# A section of the navigation that is for those who work on the portal, not for those who ask it
_FOR_EDITORS = "Contributing"


@dataclass(frozen=True)
class Entry:
    """One link: its text, its full address, and what is there. Texts are plain."""

    title: str
    address: str
    note: str


def write_llms(root: Path, catalog: Catalog, site: Path) -> None:
    """Write the file for a site that has all its pages. `root` has the navigation, in `mkdocs.yml`."""
    navigation = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["nav"]
    text = render_llms(catalog, _sections(navigation, catalog, site))
    (site / LLMS).write_text(text, "utf-8", newline="\n")


def render_llms(catalog: Catalog, pages: Mapping[str, Sequence[Entry]]) -> str:
    """Give the text of the file. `pages` are those of the navigation, by its sections."""
    portal = catalog.portal
    url = absolute(portal, "")
    sections = {**pages, "Data": _data(catalog), "Feeds and calendars": _feeds(catalog)}
    optional = sections.pop(_FOR_EDITORS, ())
    said = (
        f"Every page has a Markdown twin that says the same: `{url}changes/index.md` for `{url}changes/`. "
        "The pages that are linked here are such twins; leave `index.md` out to get the page for people. "
        f"A breaking change has its twin at `{url}changes/{{id}}/index.md`, a release at "
        f"`{url}releases/{{version}}/index.md`."
    )
    blocks = [
        syntax.heading(1, syntax.inline_text(portal.name)),
        syntax.quotation([syntax.inline_text(f"{portal.description} {standing(portal)}")]),
        said,
        *(block for title, entries in sections.items() for block in _section(title, entries)),
        *_section("Optional", optional),
    ]
    return "\n\n".join(blocks) + "\n"


def _section(title: str, entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        yield syntax.heading(2, syntax.inline_text(title))
        yield syntax.listing(["-"] * len(entries), [_item(entry) for entry in entries])


def _item(entry: Entry) -> str:
    return f"{syntax.link(syntax.inline_text(entry.title), entry.address)}: {syntax.inline_text(entry.note)}"


def _sections(
    navigation: Iterable[Mapping[str, Any]], catalog: Catalog, site: Path
) -> dict[str, list[Entry]]:
    """Give the pages of each section; those that are in none come first, together."""
    sections: dict[str, list[Entry]] = {"Main pages": []}
    for item in navigation:
        for title, below in item.items():
            if isinstance(below, str):
                sections["Main pages"].append(_page(title, below, catalog, site))
            else:
                pages = [item for page in below for item in page.items()]
                if "changes/index.md" in dict(pages).values():
                    pages[1:1] = _majors(catalog)
                sections[title] = [_page(name, source, catalog, site) for name, source in pages]
    return sections


def _majors(catalog: Catalog) -> list[tuple[str, str]]:
    """Give the pages of major versions, which the navigation has from the data."""
    return [
        (product_name(Version((major,))), major_path(major).rstrip("/")) for major in catalog.listed_majors
    ]


def _page(title: str, source: str, catalog: Catalog, site: Path) -> Entry:
    """Give a page of the navigation, with what it says of itself."""
    path = source.removesuffix(".md").removesuffix("index").rstrip("/")
    path = f"{path}/" if path else ""
    head = html.document_fromstring((site / path / PAGE).read_text("utf-8").partition("</head>")[0])
    said = str(head.xpath("string(//meta[@name='description']/@content)"))
    return Entry(title, twin_address(catalog.portal, path), said)


def _data(catalog: Catalog) -> list[Entry]:
    """Give the files of the API, but for those that there is one of for each item."""
    return [
        Entry(output.path, absolute(catalog.portal, output.path), output.about)
        for output in OUTPUTS
        if not output.key
    ]


def _feeds(catalog: Catalog) -> list[Entry]:
    portal = catalog.portal
    return [
        *(
            Entry(
                f"{feed.subject.title} ({feed.format.name})", absolute(portal, feed.path), feed.subject.about
            )
            for feed in main_feeds(catalog)
        ),
        *(
            Entry(calendar.title, absolute(portal, calendar.path), "To subscribe to, as iCalendar.")
            for calendar in calendars(catalog)
        ),
    ]
