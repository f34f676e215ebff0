"""The list of all changes as it is published: whole without scripts, and with what the script needs."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from macros.changes import SECTION_ROWS, action_line, change_explorer, feed_groups
from macros.view import View
from portal import words
from portal.feeds import FEEDS, Feed
from portal.model import Catalog, Change, Statement

ASSETS = Path("macros/theme/assets")

ACTIONS = {
    "Use `time.cgi` instead. Then test it.": "Use time.cgi instead.",
    "Stay on LTS 2024 (11.11). If you cannot, ask.": "Stay on LTS 2024 (11.11).",
    "Move to TLS 1.2/1.3. Do it now": "Move to TLS 1.2/1.3.",
    "Take a newer one, e.g. the lightcontrol API. Test it.": "Take a newer one, e.g. the lightcontrol API.",
    "Wait! Then **upgrade**.": "Wait!",
    "Without an end": "Without an end",
    "Find these calls:\n\n- one\n- two": "Find these calls:",
    "First part,\nsame paragraph. Second.\n\nThird.": "First part, same paragraph.",
}


@pytest.fixture(scope="module")
def explorer(catalog: Catalog) -> html.HtmlElement:
    return _explorer(catalog)


def _explorer(catalog: Catalog) -> html.HtmlElement:
    return html.fromstring(change_explorer(View(Path(), catalog, "../")))


def rows(explorer: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from explorer.xpath("//tbody/tr")


def text_of(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def test_every_change_has_a_row_with_its_facts(explorer: html.HtmlElement, catalog: Catalog) -> None:
    shown = list(rows(explorer))
    assert len(shown) == len(catalog.changes)
    for row, change in zip(shown, catalog.changes, strict=True):
        version, title, area, status, reach, action = map(text_of, row)
        assert (version, title) == (str(change.version), change.title)
        assert row.xpath("th/a/@href") == [f"../changes/{change.id}/"]
        assert area == catalog.area_by_id[change.area].name
        assert status == words.STATUS[change.status] + (" Not decided" if change.tentative else "")
        limit = f"; only {len(change.products)} products" if change.products else ""
        assert reach == words.reach(change) + limit
        assert action == (action_line(change.action) or "not known")


def test_rows_have_what_the_script_filters_by(explorer: html.HtmlElement, catalog: Catalog) -> None:
    options = {
        str(select.get("name")): set(select.xpath("option/@value")) for select in explorer.xpath("//select")
    }
    for row, change in zip(rows(explorer), catalog.changes, strict=True):
        text = str(row.get("data-text"))
        assert text == text.lower()
        for item in change.surface:
            assert item.name.lower() in text
        for name in ("area", "status", "kind", "applies-to", "tentative"):
            assert row.get(f"data-{name}") in options[name]
        products = set(str(row.get("data-product")).split())
        assert products == ({"named", *change.products} if change.products else {"*"})
        assert products <= options["product"] | {"*"}
        assert row.xpath("ancestor::section/@data-version") == [str(change.version)]
    for name in ("from", "to"):
        assert {str(change.version) for change in catalog.changes} <= options[name]
        assert {str(major) for major in catalog.majors} <= options[name]


def test_versions_are_offered_latest_first_and_a_major_version_after_its_releases(
    explorer: html.HtmlElement,
) -> None:
    offered = explorer.xpath("//select[@name='from']/option/@value")
    assert offered[:5] == ["", "13.0", "13", "12.0", "12"]
    assert offered.index("11.10") < offered.index("11.8") < offered.index("11.0") < offered.index("11")


def test_the_form_waits_for_the_script_and_every_control_has_a_label(explorer: html.HtmlElement) -> None:
    (form,) = explorer.xpath("//form")
    assert form.get("hidden") is not None
    controls = form.xpath(".//input | .//select")
    assert len(controls) == 10
    labels = form.xpath(".//label/@for")
    assert labels == [control.get("id") for control in controls]


def test_a_version_with_many_changes_has_several_sections(catalog: Catalog) -> None:
    copies = tuple(_copy(catalog.changes[0], number) for number in range(SECTION_ROWS + 1))
    explorer = _explorer(replace(catalog, changes=copies))
    sections = explorer.xpath("//section")
    assert [len(section.xpath(".//tbody/tr")) for section in sections] == [SECTION_ROWS, 1]
    assert [section.get("data-size") for section in sections] == [str(SECTION_ROWS), "1"]
    assert [text_of(heading) for heading in explorer.xpath("//h3")] == [
        "AXIS OS 13.0, September 2026",
        "AXIS OS 13.0, September 2026, continued",
    ]
    assert len(set(explorer.xpath("//h3/@id"))) == 2


def test_a_withdrawn_change_is_said_to_hit_nobody_any_more(catalog: Catalog) -> None:
    withdrawn = replace(catalog.changes[0], status="withdrawn")
    (row,) = rows(_explorer(replace(catalog, changes=(withdrawn,))))
    assert text_of(row[3]).startswith("Withdrawn")
    assert text_of(row[4]).startswith("would have hit")


@pytest.mark.parametrize("text", ACTIONS)
def test_an_action_in_one_line_is_its_first_sentence(text: str) -> None:
    assert action_line(Statement(text=text)) == ACTIONS[text]


def test_an_unknown_action_is_said_to_be_unknown(explorer: html.HtmlElement, catalog: Catalog) -> None:
    unknown = [change for change in catalog.changes if not change.action.known]
    assert unknown
    assert len(explorer.xpath("//td/span[@class='not-known'][. = 'not known']")) == len(unknown)


@pytest.mark.parametrize(
    ("path", "filter_"),
    [
        ("feeds/changes.json", ""),
        ("feeds/changes-security.rss", "area=security"),
        ("feeds/areas/edge-storage.atom", "area=edge-storage"),
        ("feeds/changes-12.json", "from=12&to=12"),
        ("feeds/majors/13.json", "from=13&to=13"),
    ],
)
def test_a_feed_is_offered_for_the_filter_that_its_name_says(
    catalog: Catalog, path: str, filter_: str
) -> None:
    (group,) = feed_groups(catalog, (_feed(path),))
    assert (group.filter, group.title, [feed.path for feed in group.feeds]) == (filter_, "Title", [path])


@pytest.mark.parametrize("path", ["feeds/releases.json", "feeds/changes-99.json", "calendar/releases.ics"])
def test_a_feed_of_something_else_is_not_offered(catalog: Catalog, path: str) -> None:
    assert list(feed_groups(catalog, (_feed(path),))) == []


def test_feeds_of_the_same_changes_stand_together(catalog: Catalog) -> None:
    paths = ("feeds/changes-api.json", "feeds/changes.json", "feeds/changes-api.rss")
    groups = feed_groups(catalog, tuple(map(_feed, paths)))
    assert [(group.filter, len(group.feeds)) for group in groups] == [("area=api", 2), ("", 1)]


def test_feeds_of_all_changes_are_on_the_page_as_it_is(explorer: html.HtmlElement) -> None:
    shown = explorer.xpath("//*[@data-filter][not(@hidden)]")
    assert [line.get("data-filter") for line in shown] == [""]
    assert {f"../{feed.path}" for feed in FEEDS if "changes." in feed.path} <= set(shown[0].xpath("a/@href"))


def test_the_script_is_small_and_asks_nobody(repository: Path) -> None:
    script = (repository / ASSETS / "explorer.js").read_text("utf-8")
    assert len(script.encode()) < 12_000
    for word in ("import", "fetch(", "XMLHttpRequest", "innerHTML", "eval"):
        assert word not in script


def test_the_script_and_the_template_agree_on_the_rows_of_a_section(repository: Path) -> None:
    script = (repository / ASSETS / "explorer.js").read_text("utf-8")
    assert f"SECTION_ROWS = {SECTION_ROWS};" in script


def _feed(path: str) -> Feed:
    return replace(FEEDS[0], path=path, title="Title")


def _copy(change: Change, number: int) -> Change:
    return replace(change, id=f"{change.id}-{number}", title=f"{change.title} {number}")
