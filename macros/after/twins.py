"""Markdown twins: beside the `index.html` of every page an `index.md` that says the same, for assistants.

Entries and calls have templates for it; of other pages it is the source. Decision 0013 says why.
"""

import re
from functools import partial
from pathlib import Path, PurePosixPath
from textwrap import dedent
from urllib.parse import urljoin

from macros.after.entries import entry_pages
from macros.ages import ABOUT, PageAges
from macros.calls import CALLS
from macros.marking import LITERAL, Marked, quote
from macros.render import markdown, render
from macros.view import TWIN, View, twin_path
from portal.addresses import absolute
from portal.model import Catalog
from portal.reading.opening import is_nobodys

_HEAD = re.compile(r"\A---\n(.*?)^---\n", re.MULTILINE | re.DOTALL)
_FACTS = re.compile(r"^facts: (\w+)$", re.MULTILINE)
_LINK = re.compile(rf"{LITERAL}|\]\((?P<link>[^)]*)\)", re.MULTILINE)
_BOX = re.compile(r'^[!?]{3} \w+ "(?P<title>.*)"\n(?P<text>(?:(?: {4}.*)?\n)+)', re.MULTILINE)
_TITLED = re.compile(r'^( *)(```\w+) title="(.*)"$', re.MULTILINE)


def write_twins(root: Path, catalog: Catalog, site: Path) -> list[str]:
    """Write the twin of every page below `site`, of entries and of `content/`, and return their paths."""
    view = View(root, catalog).in_markdown()
    twins = entry_twins(view)
    for source in (root / "content").rglob("*.md"):
        if not source.name.startswith("_") and not is_nobodys(source.name):  # a shell of entry pages
            place = source.relative_to(root / "content").as_posix()
            twins[_address_of(place)] = page_twin(view, source.read_text("utf-8"), place)
    for path, twin in twins.items():
        (site / path / TWIN).write_text(f"{twin}\n", "utf-8", newline="\n")
    return [path + TWIN for path in twins]


def entry_twins(view: View) -> dict[str, str]:
    """Return the Markdown of the pages of changes, releases and major versions, by their paths."""
    return {
        page.path: _twin(view, page.path, page.title, page.age, Marked(page.body))
        for page in entry_pages(view)
    }


def page_twin(view: View, source: str, place: str) -> str:
    """Return the Markdown of a page out of its source, which is at `place` below `content/`."""
    head = _HEAD.match(source)
    body = source[head.end() if head else 0 :]
    body = _LINK.sub(partial(_with_whole_address, view.base, place), body)
    body = _BOX.sub(lambda box: quote(Marked(f"**{box['title']}**\n\n{dedent(box['text'])}")) + "\n\n", body)
    body = _TITLED.sub(r"\1\3\n\n\1\2", body)
    if head and "render_macros: true" in head[1].split("\n"):
        calls = {name: partial(call, view) for name, call in CALLS.items()}
        body = markdown().from_string(body).render(calls)
    title, _, text = body.strip().removeprefix("# ").partition("\n")
    facts = _FACTS.search(head[1]) if head else None
    age = PageAges(view).strip(facts and facts[1], view.url(ABOUT))
    return _twin(view, _address_of(place), Marked(title), age, Marked(text))


def links_in(text: str) -> list[str]:
    """Return the addresses that Markdown leads to."""
    return [found["link"].replace("&amp;", "&") for found in _LINK.finditer(text) if found["link"]]


def _twin(view: View, path: str, title: str, age: str, body: Marked) -> str:
    address = absolute(view.catalog.portal, path)
    return render("twin", view, address=address, title=title, age=Marked(age), body=body)


def _address_of(place: str) -> str:
    """Return the path of the page that a source makes, as the engine does."""
    path = PurePosixPath(place)
    folder = path.parent if path.stem == "index" else path.with_suffix("")
    return f"{folder}/".removeprefix("./")


def _with_whole_address(root: str, place: str, found: re.Match[str]) -> str:
    """Turn a link to another source into a link to its twin, with a whole address."""
    link = found["link"]
    if link is None or link.startswith("#") or "://" in link:
        return found[0]
    path, mark, fragment = urljoin(place, link.strip()).partition("#")
    path = _address_of(path) if path.endswith(".md") else path
    return f"]({root}{twin_path(path)}{mark}{fragment})"
