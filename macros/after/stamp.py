"""Stamps entry pages out of shell pages that the engine has rendered, and lists all pages in the sitemap.

A shell is a finished page of the theme with a slot for each part; a slot is filled for every entry. The
engine never meets the entries, so it renders one page where there may be thousands.

Source of the sitemap's format: https://www.sitemaps.org/protocol.html
"""

import html
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lxml import etree

from macros.after.entries import EntryPage
from macros.after.finished import PAGE, files_below
from macros.render import render_alone
from portal.addresses import absolute
from portal.model import Portal

# Slot -> how often a shell has it. The theme shows a title in more than one place.
SLOTS: Mapping[str, range] = {
    "portal-slot-title": range(1, 10),
    "portal-slot-description": range(1, 10),
    "portal-slot-age": range(1, 2),
    "portal-slot-body": range(1, 2),
    "portal-slot-data": range(1, 2),
    "portal-slot-source": range(1, 2),
    "portal-slot-path": range(1, 10),
    "portal-slot-contents": range(2),
}
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ANY_SLOT = re.compile(r"portal-slot-[a-z]+")
_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class ShellError(Exception):
    """A shell page that cannot be stamped. Its text says which slot and what is wrong."""


class Shell:
    """A shell page, cut at its slots."""

    def __init__(self, text: str, name: str) -> None:
        """Cut `text`. `name` is the shell's folder, for messages. Raises `ShellError` for wrong slots."""
        marked = self._mark_slots(text, name)
        self._between = _ANY_SLOT.split(marked)
        self._slots = _ANY_SLOT.findall(marked)
        for slot in set(self._slots) - SLOTS.keys():
            raise ShellError(f"{name}: there is no slot {slot}; the slots are {', '.join(SLOTS)}")
        for slot, counts in SLOTS.items():
            found = self._slots.count(slot)
            if found not in counts:
                wanted = "at least once" if len(counts) > 2 else "at most once" if 0 in counts else "once"
                raise ShellError(f"{name}: the slot {slot} is there {found} times, not {wanted}")

    @staticmethod
    def _mark_slots(text: str, name: str) -> str:
        """Make slots of the shell's own addresses, and take the body's slot out of its paragraph."""
        source = name.rstrip("/")
        text = re.sub(r"<(\w+)>(portal-slot-body)</\1>", r"\2", text)
        return text.replace(f"content/{source}.md", "portal-slot-source").replace(name, "portal-slot-path")

    def fill(self, values: Mapping[str, str]) -> str:
        """Return a page: every slot replaced by its value, which must be HTML, or JSON for data."""
        filled = [self._between[0]]
        for slot, text in zip(self._slots, self._between[1:], strict=True):
            filled += (values[slot], text)
        return "".join(filled)


def stamp_all(pages: Iterable[EntryPage], site: Path) -> list[EntryPage]:
    """Write a page for every entry below `site`, remove the shells, and return the pages written."""
    shells: dict[str, Shell] = {}
    written = []
    for page in pages:
        if page.shell not in shells:
            shells[page.shell] = _read_shell(site, page.shell)
        folder = site / page.path
        if folder.exists():
            raise ShellError(
                f"{page.path}: a hand-written page has this address already; delete it, or choose another id"
            )
        folder.mkdir(parents=True)
        filled = shells[page.shell].fill(_values(page))
        (folder / "index.html").write_text(_mark_own_link(filled, page.path), "utf-8", newline="\n")
        written.append(page)
    for name in shells:
        shutil.rmtree(site / name)
    return written


def write_sitemap(site: Path, portal: Portal, stamped: Sequence[EntryPage]) -> None:
    """Replace the engine's `sitemap.xml`: it has the shells, lacks the entries and tells build times."""
    modified = {page.path: page.modified for page in stamped}
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})
    for path in _page_paths(site):
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = absolute(portal, path)
        day = modified.get(path)
        if day:
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day.isoformat()
    text = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    (site / "sitemap.xml").write_bytes(text)  # not by lxml, which takes `%20` in a path for a space
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def _page_paths(site: Path) -> list[str]:
    """Return the path of every page below `site`, in order: its folder with a slash, or nothing."""
    names = (path.rpartition("/") for path in files_below(site, PAGE))
    return sorted(folder + slash for folder, slash, name in names if name == PAGE)


def _mark_own_link(page: str, path: str) -> str:
    """Mark the link that the navigation has to the page itself, as the theme does, or to its list."""
    for address, current in ((f"../{path.rstrip('/').rpartition('/')[2]}/", "page"), ("../", "true")):
        link = f'href="{address}" class="md-nav__link'
        if f'{link}"' in page:
            return page.replace(f'{link}"', f'{link} md-nav__link--active" aria-current="{current}"')
    return page


def _read_shell(site: Path, name: str) -> Shell:
    file = site / name / "index.html"
    if not file.is_file():
        raise ShellError(f"content/{name.rstrip('/')}.md: the shell page is missing")
    return Shell(file.read_text("utf-8"), name)


def _contents(body: str) -> str:
    """Return the table of contents of a page's body: its headings, and those below each."""
    parts: list[tuple[str, str, list[tuple[str, str]]]] = []
    for level, anchor, heading in _HEADING.findall(body):
        text = html.unescape(_TAG.sub("", heading))
        if level == "2":
            parts.append((anchor, text, []))
        elif parts:
            parts[-1][2].append((anchor, text))
    return render_alone("contents", parts=parts)


def _values(page: EntryPage) -> dict[str, str]:
    return {
        "portal-slot-title": html.escape(page.title),
        "portal-slot-description": html.escape(page.description),
        "portal-slot-age": page.age,
        "portal-slot-body": page.body,
        "portal-slot-data": page.data,
        "portal-slot-source": html.escape(page.source),
        "portal-slot-path": html.escape(page.path),
        "portal-slot-contents": _contents(page.body),
    }
