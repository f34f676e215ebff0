"""The finished site: every entry has its page, and all forms of a fact agree."""

import json
import re
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

from macros.after.entries import CHANGE_SHELL, entry_pages
from macros.ages import PageAges
from macros.calls.releases import kit_table
from macros.calls.tools import upgrade_planner
from macros.figures.timeline import lay_out_releases
from macros.figures.upgrade_path import lay_out_branches
from macros.view import View
from portal.model import Catalog, Change, Event
from portal.model.change import Inferred, Look, Platforms, Replacement, Snippet
from portal.model.dates import When
from portal.model.release import Build, Kit, Preview
from portal.model.versions import Version
from portal.outputs.feeds import feeds_of
from portal.planner import facts_of, read_facts
from portal.prose import to_text
from portal.words import CONSEQUENCE_HEADING, happens, headline, standing, status_line, unofficial
from tests.dated import then, written
from tests.pages import article_of, read_page, text_of

DATE = r"(?:about )?(?:\d+ )?[A-Z][a-z]+ \d{4}"
STRIP = rf"Unofficial · As of {DATE}(?: to {DATE})? · \d+ sources? · The vendor's own portal"


@pytest.fixture(scope="module")
def change_pages(real_site: Path, catalog: Catalog) -> dict[str, html.HtmlElement]:
    return {change.id: read_page(real_site / f"changes/{change.id}/index.html") for change in catalog.changes}


def section(page: html.HtmlElement, anchor: str) -> str:
    """Return the text between a heading and the next one, or what is folded below one."""
    named = page.get_element_by_id(anchor)
    parts = list(named) if named.tag == "div" else list(named.itersiblings())
    return " ".join(text_of(part) for part in takewhile(lambda part: part.tag not in ("h2", "h3"), parts))


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


def test_major_pages_begin_with_their_changes_by_consequence_then_area(
    real_site: Path, catalog: Catalog
) -> None:
    areas = [area.id for area in catalog.areas]
    for major in {change.major for change in catalog.changes}:
        page = read_page(real_site / f"changes/{major}/index.html")
        blocks = page.xpath("//article//section[@aria-labelledby][h2]")
        order = [*CONSEQUENCE_HEADING, "withdrawn"]
        groups = [str(block.xpath("h2/@id")[0]) for block in blocks]
        assert groups == [name for name in order if name in groups]
        listed = []
        for group, block in zip(groups, blocks, strict=True):
            changes = [catalog.change_by_id[name] for name in block.xpath(".//h3/@id")]
            assert {one.status if one.status == "withdrawn" else one.consequence for one in changes} == {
                group
            }
            assert [one.area for one in changes] == sorted((one.area for one in changes), key=areas.index)
            for change, line in zip(changes, block.find_class("status"), strict=True):
                assert text_of(line).startswith(str(change.version))
                assert catalog.area_by_id[change.area].name in text_of(line)
            listed += changes
        assert {one.id for one in listed} == {one.id for one in catalog.changes if one.major == major}
        assert len(listed) == len(set(listed))
        assert "details" not in {part.tag for part in blocks[0].itersiblings(preceding=True)}


def test_the_contents_of_a_major_page_are_its_headings(real_site: Path, catalog: Catalog) -> None:
    for major in catalog.listed_majors:
        page = read_page(real_site / f"changes/{major}/index.html")
        (contents,) = page.xpath("//*[@data-md-component='toc']")
        links = [(link.get("href"), text_of(link)) for link in contents.iter("a")]
        headings = article_of(page).xpath(".//h2|.//h3")
        assert links == [(f"#{heading.get('id')}", text_of(heading)) for heading in headings]
        tops = [link.get("href") for link in contents.xpath("li/a")]
        assert tops == [f"#{name}" for name in article_of(page).xpath(".//h2/@id")]
    entry = read_page(real_site / f"changes/{catalog.changes[0].id}/index.html")
    assert "portal-slot" not in html.tostring(entry, encoding="unicode")


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


def test_the_schedule_has_every_row_that_is_ahead(site: Path) -> None:
    table = read_page(site / "releases/index.html").find_class("listing")[0]
    rows = [[text_of(cell) for cell in row] for row in table.xpath("tbody/tr")]
    assert [row[:3] for row in rows] == [
        ["9.80", "LTS 2020", "June 2024"],
        ["11.11", "Active track", "July 2024"],
        ["10.12", "LTS 2022", "August 2024"],
        ["11.11", "Upcoming LTS 2024", "August–September 2024"],
        ["12.0", "Upcoming Active track", "September 2024"],
        ["13.0", "Active track", "September 2026"],
    ]
    assert "Apache 2.4.59" in rows[1][3]
    assert "OpenSSL 3.0.14" in rows[1][3]
    assert "OpenSSL 1.1.1y" in rows[2][3]


def _day(change: Change) -> str:
    return f"{change.history[0].date}: {headline(change.steps[0])}"


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
        # How old its entries are is said in the feed alone: the page has an age of its own.
        what = about.removesuffix(f" {standing(catalog.portal)}").partition(" Its sources are dated ")[0]
        assert what in text_of(row)
        assert feed["title"] == unofficial(row.xpath("string(th/text())").strip())
        links = {(real_site / "partners/feeds" / link).resolve() for link in row.xpath(".//a/@href")}
        assert links == {file.with_suffix(end).resolve() for end in (".json", ".rss", ".atom")}
        found.append(address)
    assert sorted(found) == sorted(rows)


def test_every_page_says_how_old_it_is_and_whose(real_site: Path, catalog: Catalog) -> None:
    vendor = catalog.portal.vendor_portal
    assert vendor
    for file in [real_site / "404.html", *real_site.rglob("index.html")]:
        (strip,) = read_page(file).xpath(
            "//article//h1/following::*[1][@class='imprint']/p[@class='standing']"
        )
        said = re.fullmatch(STRIP, text_of(strip))
        assert said, f"{file}: {text_of(strip)}"
        about, portal = strip.xpath(".//a/@href")
        if file.name == "index.html":
            assert (file.parent / about).resolve() == (real_site / "about/sources").resolve()
        assert portal == vendor
        assert all(time.get("datetime") for time in strip.iter("time"))
        assert strip.get("data-pagefind-ignore") is not None


def test_what_a_page_says_is_as_old_as_its_own_sources(sample: Catalog) -> None:
    """A newer source of one entry makes no other look fresher."""
    view = View(Path(), with_sources(sample, {"smb1-removal": "library-2024", "password-rule": "forum-2024"}))
    strips = {page.path: text_of(html.fromstring(page.age)) for page in entry_pages(view)}
    assert strips["changes/smb1-removal/"] == "Unofficial · As of May 2024 · 1 source"
    assert strips["changes/password-rule/"] == "Unofficial · As of 3 April 2024 · 1 source"
    assert strips["changes/date-cgi-removal/"] == "Unofficial · As of about June 2024 · 1 source"
    assert strips["changes/12/"] == "Unofficial · As of 3 April 2024 to about June 2024 · 3 sources"
    assert strips["releases/12.0/"] == "Unofficial · As of about June 2024 · 1 source"
    of = PageAges(view)
    assert "3 April 2024 to about June 2024" in text_of(html.fromstring(of.strip("changes", "../about/")))
    assert "As of about June 2024 · 1 source" in text_of(html.fromstring(of.strip("tracks", "../about/")))
    with pytest.raises(ValueError, match="'chages' is not one of changes, releases, tracks"):
        of.strip("chages", "../about/")


def test_a_portal_that_knows_no_address_of_the_vendor_gives_none(site: Path, june: Catalog) -> None:
    assert june.portal.vendor_portal is None
    (below,) = read_page(site / "changes/12/index.html").find_class("standing")
    assert text_of(below) == "Unofficial · As of about June 2024 · 1 source"
    assert "vendor's own portal" not in (site / "changes/12/index.md").read_text("utf-8")


# --- who says what


def with_sources(catalog: Catalog, said: dict[str, str]) -> Catalog:
    """Return the catalog where all that is said of some changes is said by another source."""
    changes = []
    for change in catalog.changes:
        if change.id in said:
            ids = (said[change.id],)
            history = tuple(replace(event, sources=ids) for event in change.history)
            notes = tuple(replace(note, sources=ids, claims=()) for note in change.notes)
            change = replace(change, history=history, notes=notes)  # noqa: PLW2901
        changes.append(change)
    return replace(catalog, changes=tuple(changes))


def entry_of(catalog: Catalog, path: str) -> html.HtmlElement:
    """Return the body of an entry's page."""
    (body,) = (page.body for page in entry_pages(View(Path(), catalog)) if page.path == path)
    return html.fromstring(f"<div>{body}</div>")


def headings(page: html.HtmlElement) -> list[str]:
    return [str(name) for name in page.xpath(".//h2/@id | .//details/div/@id")]


def test_what_to_do_comes_first_and_sources_last(sample: Catalog) -> None:
    assert headings(entry_of(sample, "changes/smb1-removal/")) == [
        *("action", "reach", "impact", "why", "details", "stages", "surface"),
        *("related", "history", "sources", "notes", "cite"),
    ]
    notes = entry_of(sample, "changes/smb1-removal/").xpath(".//details[div/@id='notes']/summary")
    assert [text_of(one) for one in notes] == ["Notes on the sources (1)"]


def test_what_to_use_and_how_to_look_stand_with_what_to_do(sample: Catalog) -> None:
    (change,) = (one for one in sample.changes if one.id == "date-cgi-removal")
    given = Replacement(
        name="Time API",
        path="/config/rest/time/v2",
        since=Version.parse("11.0"),
        request=Snippet('curl "https://DEVICE/config?a=<1>"', "sh"),
        changes_device=True,
        note="It sets the *time*.",
        sources=("library-2024",),
    )
    way = Look("Search for `date.cgi`.", ("forum-2024",), Snippet("grep -rn date.cgi .", "sh"))
    changed = replace(change, replacement=(given,), look=way)
    changes = tuple(changed if one is change else one for one in sample.changes)
    page = entry_of(replace(sample, changes=changes), "changes/date-cgi-removal/")
    assert section(page, "replacement") == (
        "Time API, from AXIS OS 11.0 on/config/rest/time/v2 This request changes the device. "
        'curl "https://DEVICE/config?a=<1>" It sets the time. '
        "in the vendor's documentation · VAPIX Library, May 2024"
    )
    assert section(page, "look") == (
        "Search for date.cgi. grep -rn date.cgi . reported by a third party · A forum's post, April 2024 "
        "DEVICE is the address of your device, and USER your account; curl asks for the password."
    )
    assert len(page.xpath(".//*[@class='to-do tone-unknown']//pre")) == 2
    assert changed.cited == change.cited  # who describes a call makes the entry no fresher


def test_an_entry_names_its_source_and_how_sure_each_statement_is(sample: Catalog) -> None:
    page = entry_of(sample, "changes/date-cgi-removal/")
    (source,) = page.find_class("sources")
    assert text_of(source) == "Source: AXIS OS Portal, June 2024, of about June 2024; stated by the vendor"
    assert source.xpath(".//a/@href") == ["https://vendor.example/portal"]
    assert section(page, "history") == (
        "23 November 2026: Recorded, planned for 11.0 · AXIS OS Portal, June 2024 "
        "1 December 2026: Applied in 11.0 · AXIS OS Portal, June 2024 "
        "15 January 2027: Corrected: The entry named another replacement. · AXIS OS Portal, June 2024"
    )
    other = entry_of(with_sources(sample, {"date-cgi-removal": "forum-2024"}), "changes/date-cgi-removal/")
    assert text_of(other.find_class("status")[0]).endswith("upgraded devices · reported by a third party")
    assert [text_of(row) for row in other.xpath(".//*[@id='sources']//dl/div")] == [
        "That there is such a changereported by a third party",
        "Its versionreported by a third party",
        "That it camereported by a third party",
    ]


def test_what_is_not_confirmed_concluded_and_limited_is_said(sample: Catalog) -> None:
    (change,) = (one for one in sample.changes if one.id == "network-filter-removal")
    unsure = Event(
        When.parse("2027-03-01"),
        "unconfirmed",
        because="Nobody says whether it came.",
        happened=When.parse("../2024-10-21"),
        sources=("forum-2024",),
        inferred=True,
    )
    (name, *names) = change.surface
    changed = replace(
        change,
        status="unconfirmed",
        related=(),
        history=(*change.history, unsure),
        consequence="integration-breaks",
        audience=("integrators", "app-developers"),
        inferred=Inferred(consequence="The API is gone."),
        platforms=Platforms(only=("s3008",)),
        surface=(replace(name, from_="yes", to="no", sources=("library-2024",)), *names),
    )
    changes = tuple(changed if one is change else one for one in sample.changes)
    page = entry_of(replace(sample, changes=changes), "changes/network-filter-removal/")
    assert text_of(page.find_class("badge-unconfirmed")[0]) == "may have come"
    assert "no source says whether it came" in text_of(page)
    assert [text_of(row) for row in page.xpath(".//*[@id='reach']/..//dl/div")] == [
        "Devicesupgraded devices and new ones",
        "ProductsAXIS S3008",
        "Only withAXIS S3008",
        "Who has to actintegrators, app developers",
        "If you do nothingan integration stops workingour inferenceThe API is gone.",
        "Version12.0, among all of AXIS OS 12",
        "AreaAPI",
    ]
    assert section(page, "history").endswith(
        "1 March 2027: Was due with 12.0, not confirmed (happened by 21 October 2024): "
        "Nobody says whether it came. · our inference from A forum's post, April 2024"
    )
    names_table = text_of(page.xpath(".//*[@aria-labelledby='surface']")[0])
    assert "removed: yes → no · VAPIX Library, May 2024" in names_table


def test_a_release_that_is_canceled_is_said_to_be_so_and_not_to_have_no_date(sample: Catalog) -> None:
    facts = then(sample, written("2026-12-24", because="Not listed any more."))
    page = entry_of(facts, "releases/12.0/")
    row = page.xpath(".//dl[@class='facts']/div/dd/p")[0]
    assert text_of(row) == "canceled · stated by the vendor"
    assert [label for label in offered_releases(facts) if "12.0" in label] == ["12.0, canceled"]
    assert "12.0" not in [str(node.version) for node in lay_out_branches(facts).nodes]
    assert Version.parse("12.0") not in [one.version for one in lay_out_releases(facts).undated]


def offered_releases(catalog: Catalog) -> list[str]:
    """Return how the planner's page names the releases to choose from."""
    groups = upgrade_planner(View(Path(), catalog))
    return [text_of(option) for option in html.fromstring(groups).xpath(".//option")]


def test_a_wrong_fact_is_reported_with_the_id_of_its_entry(sample: Catalog) -> None:
    form = "https://code.example/portal/issues/new?template=wrong-fact.yml&entry="
    for path, name in (("changes/smb1-removal/", "smb1-removal"), ("releases/12.0/", "12.0")):
        (link,) = entry_of(sample, path).xpath(".//a[.='Report a wrong fact']/@href")
        assert link == form + name


def test_builds_previews_and_kits_are_on_the_page_of_their_release(sample: Catalog) -> None:
    (coming,) = (one for one in sample.releases if str(one.version) == "12.0")
    by = ("library-2024",)
    kit = Kit("ACAP Native SDK", "12.0.0", by, ("1.7.0",), Version.parse("12.0.72"))
    coming = replace(
        coming,
        offered=False,
        builds=(Build(Version.parse("12.0.93"), "active", by, When.parse("2024-10")),),
        previews=(Preview("Preview 1", by),),
        kits=(kit,),
    )
    catalog = replace(sample, releases=(coming,))
    page = text_of(entry_of(catalog, "releases/12.0/"))
    assert page.startswith("Preview · stated by the vendor · no longer offered, as of about June 2024")
    assert "12.0.93 on Active track, October 2024 · VAPIX Library, May 2024" in page
    assert "Preview 1 · VAPIX Library, May 2024" in page
    needs = "manifest schemas 1.7.0; needs AXIS OS 12.0.72; VAPIX Library, May 2024"
    assert f"ACAP Native SDK 12.0.0{needs}" in page
    view = View(Path(), catalog)
    assert "ACAP Native SDK 12.0.0 12.0 12.0.72 1.7.0 not known" in text_of(html.fromstring(kit_table(view)))
    assert "12.0.72" in kit_table(view.in_markdown())
    assert "is not known" in kit_table(View(Path(), sample))
