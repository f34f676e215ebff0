"""The finished site: every entry has its page, and all forms of a fact agree."""

import json
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

from macros.after.entries import CHANGE_SHELL, entry_pages
from macros.view import View
from portal.model import Catalog, Change
from portal.outputs.feeds import feeds_of
from portal.planner import facts_of, read_facts
from portal.prose import to_text
from portal.words import happens, standing, status_line
from tests.pages import article_of, read_page, text_of


@pytest.fixture(scope="module")
def change_pages(real_site: Path, catalog: Catalog) -> dict[str, html.HtmlElement]:
    return {change.id: read_page(real_site / f"changes/{change.id}/index.html") for change in catalog.changes}


def section(page: html.HtmlElement, anchor: str) -> str:
    """Return the text between a heading and the next one."""
    parts = []
    for element in page.get_element_by_id(anchor).itersiblings():
        if element.tag == "h2":
            break
        parts.append(text_of(element))
    return " ".join(parts)


def test_every_change_has_a_page_with_its_facts(
    catalog: Catalog, change_pages: dict[str, html.HtmlElement]
) -> None:
    for change in catalog.changes:
        page = change_pages[change.id]
        assert [text_of(heading) for heading in page.iter("h1")] == [change.title]
        article = text_of(article_of(page))
        assert status_line(change) in article
        for anchor, said in (("why", change.why), ("impact", change.impact), ("action", change.action)):
            shown = section(page, anchor)
            if said.text is None:
                assert shown == f"Not known. {to_text(said.note or '')}"
            else:
                assert shown == to_text(said.text)
        for item in change.surface:
            assert item.name in article
        for example in change.examples:
            assert example.text in str(page.text_content())
        for note in change.notes:
            assert to_text(note.text) in article


@pytest.fixture(scope="module")
def june_pages(site: Path, june: Catalog) -> dict[str, html.HtmlElement]:
    return {change.id: read_page(site / f"changes/{change.id}/index.html") for change in june.changes}


def test_only_a_withdrawn_change_says_before_its_texts_that_it_does_not_happen(sample: Catalog) -> None:
    pages = [page for page in entry_pages(View(Path(), sample)) if page.shell == CHANGE_SHELL]
    said = [page.path for page in pages if "does not happen" in page.body.partition('id="why"')[0]]
    assert said == ["changes/password-rule/"]


def test_unknown_values_are_shown_as_unknown(june_pages: dict[str, html.HtmlElement]) -> None:
    shown = {name: len(page.find_class("unknown")) for name, page in june_pages.items()}
    assert {name: count for name, count in shown.items() if count} == {
        "aac-decoder-removal": 3,
        "h264-decoder-removal": 3,
        "password-complexity-enforced": 1,
        "ptz-api-version-2": 2,
    }


def test_every_release_has_a_page(real_site: Path, catalog: Catalog) -> None:
    for release in catalog.releases:
        page = read_page(real_site / f"releases/{release.version}/index.html")
        assert [text_of(heading) for heading in page.iter("h1")] == [f"AXIS OS {release.version}"]
        article = text_of(article_of(page))
        for group in release.highlights:
            for item in group.items:
                assert to_text(item.text) in article
                for product in item.products:
                    assert catalog.product_by_id[product].name in article
        for note in release.notes:
            assert to_text(note.text) in article


def test_major_pages_group_their_changes_by_area(real_site: Path, catalog: Catalog) -> None:
    for major in {change.major for change in catalog.changes}:
        blocks = read_page(real_site / f"changes/{major}/index.html").find_class("lazy-section")
        listed = [
            (text_of(block.xpath("h2")[0]), card.xpath("h3/@id")[0])
            for block in blocks
            for card in block.find_class("change-card")
        ]
        changes = [change for change in catalog.changes if change.major == major]
        assert sorted(listed) == sorted((catalog.area_by_id[one.area].name, one.id) for one in changes)
        assert len(blocks) == len({change.area for change in changes})


def test_edit_links_of_stamped_pages_lead_to_the_data_file(
    catalog: Catalog, change_pages: dict[str, html.HtmlElement]
) -> None:
    base = f"{catalog.portal.repository}/edit/{catalog.portal.branch}/data/changes"
    for name, page in change_pages.items():
        assert [link.get("href") for link in page.xpath("//a[@rel='edit']")] == [f"{base}/{name}.yml"]
        canonical = page.xpath("//link[@rel='canonical']/@href")
        assert canonical == [f"{catalog.portal.url}changes/{name}/"]
        assert page.xpath("//meta[@name='description']/@content") == [
            to_text(catalog.change_by_id[name].summary)
        ]


def test_pages_json_and_rss_agree(site: Path, june: Catalog, june_pages: dict[str, html.HtmlElement]) -> None:
    items = {
        item["_axis_os"]["id"]: item
        for item in json.loads((site / "feeds/changes.json").read_text("utf-8"))["items"]
    }
    rss = feedparser.parse((site / "feeds/changes.rss").read_bytes())
    assert not rss.bozo
    entries = {entry.link.rstrip("/").split("/")[-1]: entry for entry in rss.entries}
    assert items.keys() == entries.keys() == june.change_by_id.keys()
    for change in june.changes:
        item, entry, page = items[change.id], entries[change.id], june_pages[change.id]
        title = text_of(page.xpath("//h1")[0])
        assert title == item["title"] == entry.title
        assert item["id"] == entry.id == f"tag:{june.portal.id_authority}:changes/{change.id}"
        assert item["url"] == entry.link
        assert item["_axis_os"]["version"] == str(change.version)
        assert text_of(page.find_class("status")[0]).startswith(happens(change))
        assert happens(change) in entry.description
        assert f" in AXIS OS {change.version}" in happens(change)
        recorded = item["_axis_os"]["history"][0]["date"]
        assert item["date_published"].startswith(f"{recorded}T00:")
        assert "{:04}-{:02}-{:02}".format(*entry.published_parsed[:3]) == recorded
        assert _day(change) in section(page, "history")


MAIN = ("changes", "history", "releases")


def test_the_main_feeds_are_advertised_on_every_page(real_site: Path) -> None:
    pages = sorted(real_site.rglob("index.html"))
    assert len(pages) > 90
    for file in pages:
        page = read_page(file)
        feeds = page.xpath("//link[@rel='alternate'][@type!='text/markdown']")
        names = [link.get("href").rpartition("feeds/")[2] for link in feeds]
        assert names == [f"{name}.{end}" for name in MAIN for end in ("json", "rss", "atom")]
        for link in feeds:
            assert (file.parent / link.get("href")).resolve().is_file()


def test_sitemap_has_every_page_and_no_shell(real_site: Path, catalog: Catalog) -> None:
    root = etree.parse(str(real_site / "sitemap.xml")).getroot()
    found = {element.text for element in root.iter("{*}loc")}
    pages = {file.parent.relative_to(real_site).as_posix() for file in real_site.rglob("index.html")}
    assert found == {catalog.portal.url + ("" if page == "." else f"{page}/") for page in pages}
    assert not any("/entry/" in str(address) for address in found)
    assert not (real_site / "sitemap.xml.gz").exists(), "it is the engine's"
    dated = {str(url.findtext("{*}loc")): url.findtext("{*}lastmod") for url in root}
    assert {address: day for address, day in dated.items() if day} == {
        f"{catalog.portal.url}changes/{change.id}/": change.updated.text for change in catalog.changes
    }


def test_questions_and_named_links_are_on_pages(real_site: Path, catalog: Catalog) -> None:
    for topic, page in (("upgrade", "upgrading"), ("support", "support")):
        shown = read_page(real_site / f"lifecycle/{page}/index.html")
        for question in catalog.questions:
            if question.topic == topic:
                assert text_of(shown.get_element_by_id(question.id)) == question.question
                assert to_text(question.answer) in text_of(shown)
    links = read_page(real_site / "links/index.html")
    for link in catalog.links:
        assert link.name in text_of(links.get_element_by_id(link.id))


def test_the_schedule_has_its_five_rows(site: Path) -> None:
    table = read_page(site / "releases/index.html").find_class("listing")[0]
    rows = [[text_of(cell) for cell in row] for row in table.xpath("tbody/tr")]
    assert [row[:3] for row in rows] == [
        ["9.80", "LTS 2020", "June 2024"],
        ["11.11", "Active track", "July 2024"],
        ["10.12", "LTS 2022", "August 2024"],
        ["11.11", "Upcoming LTS 2024", "August–September 2024"],
        ["12.0", "Upcoming Active track", "September 2024"],
    ]
    assert "Apache 2.4.59" in rows[1][3]
    assert "OpenSSL 3.0.14" in rows[1][3]
    assert "OpenSSL 1.1.1y" in rows[2][3]


def _day(change: Change) -> str:
    return (
        f"{change.recorded}: Recorded as {change.history[0].status} for AXIS OS {change.history[0].version}"
    )


def test_the_facts_for_planning_are_those_of_the_data_and_their_pages_are_there(
    real_site: Path, catalog: Catalog
) -> None:
    data = (real_site / "api/v1/plan.json").read_bytes()
    facts = read_facts(data, "api/v1/plan.json")
    assert facts == facts_of(catalog)
    paths = [item.hit.page for item in facts.items] + [stop.page for stop in facts.stops]
    assert len(paths) > 70
    assert [path for path in paths if not (real_site / path / "index.html").is_file()] == []


def test_every_feed_leads_to_the_place_of_the_page_that_explains_it(
    real_site: Path, catalog: Catalog
) -> None:
    page = read_page(real_site / "partners/feeds/index.html")
    here = f"{catalog.portal.url}partners/feeds/"
    rows = {f"{here}#{row.get('id')}": row for row in page.xpath("//tbody/tr[@id]")}
    found = []
    for file in [real_site / feed.path for feed in feeds_of(catalog) if feed.path.endswith(".json")]:
        feed = json.loads(file.read_text("utf-8"))
        about, _, address = feed["description"].partition(" How to use this feed: ")
        row = rows[address]
        assert about.removesuffix(f" {standing(catalog.portal)}") in text_of(row)
        assert feed["title"] in text_of(row)
        links = {(real_site / "partners/feeds" / link).resolve() for link in row.xpath(".//a/@href")}
        assert links == {file.with_suffix(end).resolve() for end in (".json", ".rss", ".atom")}
        found.append(address)
    assert sorted(found) == sorted(rows)


def test_every_page_says_whose_it_is_and_leads_to_the_vendor_under_its_headline(
    real_site: Path, catalog: Catalog
) -> None:
    vendor = catalog.portal.vendor_portal
    assert vendor
    said = f"Unofficial · Facts as of {catalog.portal.data_as_of} · The vendor's own portal"
    pages = [real_site / "404.html", *real_site.rglob("index.html")]
    for file in pages:
        (below,) = read_page(file).xpath("//article//h1/following::*[1]")
        assert (below.get("class"), text_of(below)) == ("standing", said), file
        assert below.xpath("a/@href") == [vendor]
        assert below.get("data-pagefind-ignore") is not None
        if file.name == "index.html":
            twin = file.with_suffix(".md").read_text("utf-8")
            assert twin.count(f"[The vendor's own portal]({vendor})") == 1
            assert twin.splitlines()[2].endswith(f"({vendor})")


def test_a_portal_that_knows_no_address_of_the_vendor_gives_none(site: Path, june: Catalog) -> None:
    assert june.portal.vendor_portal is None
    (below,) = read_page(site / "changes/12/index.html").find_class("standing")
    assert text_of(below) == "Unofficial · Facts as of about June 2024"
    assert "vendor's own portal" not in (site / "changes/12/index.md").read_text("utf-8")
