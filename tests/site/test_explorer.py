"""The list of all changes as it is published: whole without scripts, and with what the script needs."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from lxml import html

from macros.calls.changes import action_line, change_explorer, feed_groups
from macros.view import View
from portal import words
from portal.model import Catalog, Statement
from portal.model.sureness import standing
from portal.model.surface import TOUCHED, touched_by
from portal.outputs.feeds import feeds_of
from tests.pages import text_of

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
def explorer(june: Catalog) -> html.HtmlElement:
    return _explorer(june)


@pytest.fixture(scope="module")
def real_explorer(catalog: Catalog) -> html.HtmlElement:
    return _explorer(catalog)


def _explorer(catalog: Catalog) -> html.HtmlElement:
    return html.fromstring(change_explorer(View(Path(), catalog, "../")))


def rows(explorer: html.HtmlElement) -> Iterator[html.HtmlElement]:
    yield from explorer.xpath("//tbody/tr")


def test_every_change_has_a_row_with_its_facts(real_explorer: html.HtmlElement, catalog: Catalog) -> None:
    shown = list(rows(real_explorer))
    assert len(shown) == len(catalog.changes)
    for row, change in zip(shown, catalog.changes, strict=True):
        _, version, title, area, status, sure, consequence, reach, action = map(text_of, row)
        assert row.xpath("td[1]//input/@data-concerns") == [change.id]
        assert (version, title) == (str(change.version), change.title)
        assert row.xpath("th/a/@href") == [f"../changes/{change.id}/"]
        assert area == catalog.area_by_id[change.area].name
        undecided = ", Not decided" if change.tentative else ""
        assert status == f"{words.STATUS[change.status]}{undecided}"
        assert sure == words.SURENESS[standing(catalog, change)]
        assert consequence == words.CONSEQUENCE_SHORT[change.consequence]
        assert row.xpath("td[6]//*[local-name()='path']")  # a shape, for who does not tell colors apart
        limit = f"; only {words.counted(len(change.products), 'product')}" if change.products else ""
        assert reach == words.reach(change) + limit
        assert action == (action_line(change.action) or "not known")


def test_rows_have_what_the_script_filters_by(real_explorer: html.HtmlElement, catalog: Catalog) -> None:
    options = {
        str(select.get("name")): set(select.xpath("option/@value"))
        for select in real_explorer.xpath("//select")
    }
    for row, change in zip(rows(real_explorer), catalog.changes, strict=True):
        text = str(row.get("data-text"))
        assert text == text.lower()
        for item in change.surface:
            assert item.name.lower() in text
        for name in ("area", "status", "sureness", "kind", "applies-to", "consequence", "tentative"):
            assert row.get(f"data-{name}") in options[name]
        products = set(str(row.get("data-product")).split())
        assert products == ({"named", *change.products} if change.products else {"*"})
        assert products <= options["product"] | {"*"}
        assert set(str(row.get("data-touches")).split()) == set(touched_by(change)) <= options["touches"]
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
    assert {control.get("name") for control in form.xpath(".//select[not(ancestor::details)]")} == {
        "from", "to", "area", "consequence",
    }  # fmt: skip
    assert len(controls) == 13
    labels = form.xpath(".//label/@for")
    assert labels == [control.get("id") for control in controls]


def test_a_version_has_one_section(explorer: html.HtmlElement, june: Catalog) -> None:
    versions = [str(version) for version, _ in groupby(june.changes, key=lambda change: change.version)]
    assert explorer.xpath("//section/@data-version") == versions
    assert [text_of(heading) for heading in explorer.xpath("//h2")][:2] == [
        "AXIS OS 13.0, September 2026",
        "AXIS OS 12.0, September 2024",
    ]


def test_a_withdrawn_change_is_said_to_hit_nobody_any_more(june: Catalog) -> None:
    withdrawn = replace(june.changes[0], status="withdrawn")
    (row,) = rows(_explorer(replace(june, changes=(withdrawn,))))
    assert text_of(row[4]).startswith("Withdrawn")
    assert text_of(row[7]).startswith("would have affected")
    assert "unseen" not in str(row[7].get("class"))


@pytest.mark.parametrize("text", ACTIONS)
def test_an_action_in_one_line_is_its_first_sentence(text: str) -> None:
    assert action_line(Statement(text=text)) == ACTIONS[text]


def test_an_unknown_action_is_said_to_be_unknown(real_explorer: html.HtmlElement, catalog: Catalog) -> None:
    unknown = [change for change in catalog.changes if not change.action.known]
    assert unknown
    assert len(real_explorer.xpath("//td/span[@class='not-known'][. = 'not known']")) == len(unknown)


def test_feeds_are_offered_for_all_that_can_be_chosen_the_narrowest_first(june: Catalog) -> None:
    found = {group.filter: group for group in feed_groups(june)}
    areas = [f"area={area.id}" for area in june.areas]
    majors = [f"from={major}&to={major}" for major in june.majors]
    upgrade = [f"{major}&applies-to=upgrade&applies-to=unknown" for major in majors]
    touched = [f"touches={name}" for name in TOUCHED]
    assert set(found) == {"", *areas, *majors, *upgrade, *touched}
    sizes = [group.size for group in found.values()]
    assert sizes[:-1] == sorted(sizes[:-1])
    assert list(found)[-1] == ""
    assert found[""].size == len(june.changes)
    assert [feed.path for feed in found["area=api"].feeds] == [
        "feeds/areas/api.json",
        "feeds/areas/api.rss",
        "feeds/areas/api.atom",
    ]
    assert found["from=12&to=12"].title == "AXIS OS 12 breaking changes"


def test_feeds_of_a_major_version_that_has_no_change_left_are_not_offered(sample: Catalog) -> None:
    moved = [change for change in sample.changes if change.id == "network-filter-removal"]
    catalog = replace(sample, changes=tuple(moved))  # once for 11, now for 12
    assert "feeds/majors/11.json" in {feed.path for feed in feeds_of(catalog)}
    assert "from=11&to=11" not in {group.filter for group in feed_groups(catalog)}


def test_feeds_of_all_changes_are_on_the_page_as_it_is(explorer: html.HtmlElement) -> None:
    shown = explorer.xpath("//*[@data-filter][not(@hidden)]")
    assert [(line.get("data-filter"), line.get("data-size")) for line in shown] == [
        ("", str(len(explorer.xpath("//tbody/tr"))))
    ]
    assert shown[0].xpath("a/@href") == [f"../feeds/changes.{end}" for end in ("json", "rss", "atom")]
