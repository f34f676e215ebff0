"""Every page has a Markdown twin that says the same, and assistants find their way in by llms.txt."""

import itertools
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from llms_txt import parse_llms_file
from lxml import html
from markdown_it import MarkdownIt

from macros.after.twins import entry_twins
from macros.calls import CALLS
from macros.view import View
from portal.model import Catalog
from portal.outputs.feeds import feeds_of
from portal.outputs.outputs import API_OUTPUTS
from portal.prose import to_text
from portal.words import standing, status_line
from tests.conftest import TESTS
from tests.pages import article_of, read_page

READER = MarkdownIt("commonmark").enable("table")  # lets raw HTML through, so that it can be found
CALL = re.compile(rf"\{{\{{ *({'|'.join(CALLS)})\(")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What is on a page but says nothing of its own: ways around it, and what a script makes something of
ASIDE = (
    ".//nav|.//form|.//template|.//button|.//script|.//*[@hidden]|.//*[@aria-hidden='true']|.//svg/*"
    "|.//p[@class='imprint__page']|.//details[@data-brief]/summary|.//a[contains(@class,'headerlink')]|.//a[contains(@class,'md-content__button')]"
)


@dataclass(frozen=True)
class Twin:
    """A page's article without what is aside, and its twin as text and as read by another reader."""

    path: str
    page: html.HtmlElement
    text: str
    read: html.HtmlElement
    anchors: frozenset[str] = field(repr=False)


def read_article(file: Path) -> tuple[html.HtmlElement, frozenset[str]]:
    page = read_page(file)
    anchors = frozenset(str(name) for name in page.xpath("//@id"))
    article = article_of(page)
    for element in article.xpath(ASIDE):
        element.drop_tree()
    return article, anchors


@pytest.fixture(scope="module")
def twins(real_site: Path) -> dict[str, Twin]:
    found = {}
    for file in sorted(real_site.rglob("index.html")):
        path = file.parent.relative_to(real_site).as_posix().removeprefix(".")
        path = f"{path}/" if path else ""
        text = (file.parent / "index.md").read_text("utf-8")
        read = html.fragment_fromstring(READER.render(text), create_parent="div")
        article, anchors = read_article(file)
        found[path] = Twin(path, article, text, read, anchors)
    return found


def said(element: html.HtmlElement) -> str:
    """Return text without space, and without the signs that a twin puts between the parts of a line."""
    return re.sub(r"[\s;:]+", "", str(element.text_content()))


def test_every_page_has_a_twin_and_nothing_else_has(real_site: Path, catalog: Catalog) -> None:
    pages = {file.parent for file in real_site.rglob("index.html")}
    assert {file.parent for file in real_site.rglob("*.md")} == pages
    assert {file.name for file in real_site.rglob("*.md")} == {"index.md"}
    assert len(pages) > len(catalog.changes) + len(catalog.releases) + 25


def test_pages_name_their_twin_and_the_way_in(real_site: Path) -> None:
    for file in real_site.rglob("index.html"):
        page = read_page(file)
        assert page.xpath("//head/link[@type='text/markdown']/@href") == ["index.md"]
        (way_in,) = page.xpath("//head/link[@rel='describedby']/@href")
        assert (file.parent / way_in).resolve() == (real_site / "llms.txt").resolve()
    assert "text/markdown" not in (real_site / "404.html").read_text("utf-8")
    assert ".md" not in (real_site / "sitemap.xml").read_text("utf-8")


def test_twins_begin_with_title_address_and_date(twins: dict[str, Twin], catalog: Catalog) -> None:
    for twin in twins.values():
        title, front = list(twin.read)[:2]
        assert (title.tag, front.tag) == ("h1", "p")
        address = f"{catalog.portal.url}{twin.path}"
        assert front.text_content() == f"Page: {address} · {to_text(catalog.portal.disclaimer)}"


def test_twins_have_no_html_and_one_outline_with_their_pages(twins: dict[str, Twin]) -> None:
    for twin in twins.values():
        assert not CALL.search(twin.text), twin.path
        kinds = {token.type for token in READER.parse(twin.text)}
        inline = {child.type for token in READER.parse(twin.text) for child in token.children or ()}
        assert not {"html_block", "html_inline", "image"} & (kinds | inline), twin.path
        ours = [(heading.tag, said(heading)) for heading in twin.read.iter(*HEADINGS)]
        assert ours == [(heading.tag, said(heading)) for heading in twin.page.iter(*HEADINGS)], twin.path
        levels = [int(str(level)[1]) for level, _ in ours]
        assert levels.count(1) == 1, twin.path
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), twin.path


def test_twins_say_every_text_of_their_pages_in_order(twins: dict[str, Twin]) -> None:
    """Tables, which repeat what reaches over several rows, are looked at below."""
    for twin in twins.values():
        read, page = deepcopy(twin.read), deepcopy(twin.page)
        pictures = [text for text in read.xpath("p") if text.text_content().startswith("Picture: ")]
        for element in [list(read)[1], *pictures, *read.iter("table"), *page.iter("table")]:
            around = "".join(said(part) for part in element.iter("caption", "tfoot"))
            element.tail = around + (element.tail or "")
            element.drop_tree()
        assert said(read) == said(page), twin.path


def rows_of(table: html.HtmlElement) -> list[list[str]]:
    """Return the texts of a table's cells, each in all rows and columns that it reaches over.

    A box to tick is of use on the page alone.
    """
    grid: dict[tuple[int, int], str] = {}
    rows = table.xpath("thead/tr|tbody/tr")
    for down, row in enumerate(rows):
        across = 0
        for cell in row.xpath("(th|td)[not(contains(@class, 'explorer__mine'))]"):
            while (down, across) in grid:
                across += 1
            for further in range(int(cell.get("rowspan", "1"))):
                grid[down + further, across] = said(cell)
            across += 1
    return [[text for (at, _), text in sorted(grid.items()) if at == down] for down in range(len(rows))]


def test_twins_have_every_cell_of_every_table(twins: dict[str, Twin]) -> None:
    found = 0
    for twin in twins.values():
        wanted = [rows_of(table) for table in twin.page.iter("table")]
        assert [rows_of(table) for table in twin.read.iter("table")] == wanted, twin.path
        found += len(wanted)
    assert found > 100


def test_twins_have_every_sample_with_its_language(twins: dict[str, Twin], catalog: Catalog) -> None:
    samples: dict[str, str] = {}
    for change in catalog.changes:
        samples |= {example.text.rstrip("\n"): example.language for example in change.examples}
        for one in (*change.replacement, change.look):
            if one and one.request:
                samples[one.request.text.rstrip("\n")] = one.request.language
    languages = set()
    for twin in twins.values():
        fences = [token for token in READER.parse(twin.text) if token.type == "fence"]
        wanted = [str(block.text_content()).rstrip("\n") for block in twin.page.iter("pre")]
        assert [fence.content.rstrip("\n") for fence in fences] == wanted, twin.path
        for fence in fences:
            if twin.path.startswith("changes/"):
                assert fence.info == samples[fence.content.rstrip("\n")]
            languages.add(fence.info)
    assert languages >= {"sh", "json", "python", "yaml", "xml", "text"}


def test_links_of_twins_are_those_of_pages_and_lead_to_twins(
    twins: dict[str, Twin], real_site: Path, catalog: Catalog
) -> None:
    root = catalog.portal.url
    inside = 0
    for twin in twins.values():
        here = root + twin.path
        pages = [urljoin(here, link) for link in twin.page.xpath(".//a/@href")]
        links = [urljoin(f"{here}index.md", link) for link in twin.read.xpath(".//a/@href")]
        assert all(str(link).startswith(("https://", "#")) for link in twin.read.xpath(".//a/@href"))
        assert {link.replace("/index.md", "/") for link in links} == set(pages), twin.path
        for link in links:
            address, _, fragment = link.partition("#")
            if address.startswith(root) and not urlsplit(address).query:
                path = address.removeprefix(root)
                assert (real_site / path).is_file(), f"{twin.path}: {link}"
                if fragment:
                    assert fragment in twins[path.removesuffix("index.md")].anchors, f"{twin.path}: {link}"
                inside += 1
    assert inside > 1000


def test_twins_of_changes_have_their_facts(twins: dict[str, Twin], catalog: Catalog) -> None:
    names = said(twins["surface/"].read)
    for change in catalog.changes:
        text = said(twins[f"changes/{change.id}/"].read)
        statements = [one.text or one.note or "" for one in (change.why, change.impact, change.action)]
        texts = [
            change.title,
            f"`{change.id}`",
            change.summary,
            *statements,
            *(note.text for note in change.notes),
        ]
        for fact in [status_line(change), *map(to_text, texts), *(item.name for item in change.surface)]:
            assert re.sub(r"[\s;:]+", "", fact) in text, f"{change.id}: {fact}"
        for unknown in (one for one in (change.why, change.impact, change.action) if not one.known):
            assert (
                f"> **Not known.** {to_text(unknown.note or '')[:20]}" in twins[f"changes/{change.id}/"].text
            )
        assert all(re.sub(r"[\s;:]+", "", item.name) in names for item in change.surface)


# --- llms.txt


def test_the_formats_own_reader_reads_the_way_in(
    real_site: Path, catalog: Catalog, twins: dict[str, Twin]
) -> None:
    found = parse_llms_file((real_site / "llms.txt").read_text("utf-8"))
    root = catalog.portal.url
    assert found.title == catalog.portal.name
    assert found.summary == f"{catalog.portal.description} {standing(catalog.portal)}"
    links = {
        name: {link.url.removeprefix(root): link for link in links} for name, links in found.sections.items()
    }
    assert list(links)[-1] == "Optional"
    assert all(link.title and link.desc for section in links.values() for link in section.values())
    data = set(links.pop("Data"))
    assert data == {output.path for output in API_OUTPUTS if "{" not in output.path}
    assert {"api/v1/index.json", "api/v1/openapi.json", "api/v1/plan.json"} <= data
    files = set(links.pop("Feeds and calendars"))
    assert {"feeds/changes.json", "feeds/history.atom", "calendar/releases.ics"} <= files
    assert {path for path in files if path.startswith("feeds/")} <= {feed.path for feed in feeds_of(catalog)}
    pages = {path.removesuffix("index.md") for section in links.values() for path in section}
    home = read_page(real_site / "index.html")
    shown = {str(link) for link in home.xpath("//nav[contains(@class,'md-nav--primary')]//li//a/@href")}
    assert pages == {link.removeprefix(".") for link in shown if not link.startswith("#")}
    assert pages <= twins.keys()
    assert all((real_site / path).is_file() for path in data | files)


# --- one twin in full


def test_the_twin_of_a_sample_change(
    sample: Catalog, compare_golden: Callable[[Path, str], None], tmp_path: Path
) -> None:
    twin = entry_twins(View(tmp_path, sample).in_markdown())["changes/network-filter-removal/"]
    compare_golden(TESTS / "golden" / "twins" / "network-filter-removal.md", f"{twin}\n")
