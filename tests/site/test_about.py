"""The pages about the portal: every source, with whose it is, of when, and how much of it was read."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from lxml import html

from macros.calls import CALLS
from macros.calls.about import site_link
from macros.view import View
from portal.addresses import report_address
from portal.model import Catalog
from portal.reading.catalog import load_catalog
from tests.checkout import JUNE
from tests.conftest import copy_sample
from tests.pages import read_page, text_of

FURTHER = """\
  - id: guide-2510
    title: A <guide> & more
    publisher: vendor-documentation
    edition: T1_2510
    date: "2025-10"
    seen: "2026-11-29"
    read: excerpt
    note: Its *first* pages.
"""


@pytest.fixture
def grown(tmp_path: Path) -> View:
    """The data of June 2024 with one more source, which has no address."""
    root = copy_sample(tmp_path / "grown", JUNE)
    file = root / "data/sources.yml"
    file.write_text(file.read_text("utf-8") + FURTHER, "utf-8")
    return View(root, load_catalog(root))


def test_every_source_has_its_row(grown: View) -> None:
    table = html.fromstring(CALLS["source_list"](grown))
    rows = {row.get("id"): [text_of(cell) for cell in row] for row in table.xpath("//tbody/tr")}
    assert rows["guide-2510"] == [
        "A <guide> & more Its first pages.",
        "T1_2510, October 2025",
        "29 November 2026, part of it",
    ]
    assert rows["portal-2024-06"][1:] == ["about June 2024", "23 November 2026, all of it"]
    published = {heading.get("id"): text_of(heading) for heading in table.xpath("//h2")}
    assert published == {
        "by-vendor": "Published by the vendor",
        "by-vendor-documentation": "Published by the vendor, in its documentation",
    }
    assert table.xpath("//h2[@id='by-vendor']/following-sibling::div[1]//tbody/tr/@id") == ["portal-2024-06"]
    addresses = {row.get("id"): row.xpath("th/a/@href") for row in table.xpath("//tbody/tr")}
    assert addresses == {"portal-2024-06": ["https://help.axis.com/en-us/axis-os"], "guide-2510": []}


def test_the_twin_says_the_same_of_each_source(grown: View) -> None:
    text = CALLS["source_list"](grown.in_markdown())
    assert "more Its *first* pages. | T1_2510, October 2025 | 29 November 2026, part of it |" in text
    assert "A <guide>" not in text, "a title is text"


def test_a_page_with_few_words_leads_to_it(grown: View) -> None:
    line = html.fromstring(CALLS["age"](grown.at("../")))
    assert text_of(line).startswith("The facts come from 2 sources, the newest of October 2025.")
    assert line.xpath("//a/@href") == ["../about/"]


def test_links_of_the_project_are_those_of_the_data(june: Catalog, repository: Path) -> None:
    view = View(repository, june)
    assert site_link(view, "report", "Report it") == (
        f'<a href="{june.portal.repository}/issues/new?template=wrong-fact.yml">Report it</a>'
    )
    with pytest.raises(ValueError, match="there is no address of the name 'nowhere'"):
        site_link(view, "nowhere", "x")


def test_the_form_that_is_filled_in_is_there(june: Catalog, repository: Path) -> None:
    address = report_address(june.portal, "date-cgi-removal")
    assert address.endswith("?template=wrong-fact.yml&entry=date-cgi-removal")
    form = yaml.safe_load((repository / ".github/ISSUE_TEMPLATE/wrong-fact.yml").read_text("utf-8"))
    assert "entry" in [field.get("id") for field in form["body"]]


def test_the_vendor_is_named_also_where_its_portal_has_no_address(june: Catalog, repository: Path) -> None:
    portal = replace(june.portal, vendor_portal="https://vendor.example/portal?a&b")
    linked = site_link(View(repository, replace(june, portal=portal)), "vendor-portal", "The <vendor>")
    assert linked == '<a href="https://vendor.example/portal?a&amp;b">The &lt;vendor&gt;</a>'
    plain = View(repository, replace(june, portal=replace(portal, vendor_portal=None)))
    assert site_link(plain, "vendor-portal", "The vendor") == "The vendor"


def test_the_page_is_whole_and_every_page_leads_to_it(site: Path, june: Catalog) -> None:
    page, sources = read_page(site / "about/index.html"), read_page(site / "about/sources/index.html")
    assert {row.get("id") for row in sources.xpath('//table[contains(@class, "sources")]/tbody/tr')} == {
        source.id for source in june.sources
    }
    assert report_address(june.portal) in page.xpath("//article//a/@href")
    assert "https://help.axis.com/en-us/axis-os" in (site / "about/sources/index.md").read_text("utf-8")
    for path in ("index.html", "changes/date-cgi-removal/index.html", "releases/index.html"):
        strip = read_page(site / path).find_class("standing")[0]
        assert [text_of(link) for link in strip.xpath('.//a[contains(@href, "about/sources/")]')] == [
            "1 source"
        ], path
