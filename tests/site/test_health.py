"""The page on the data's health: its numbers are those of the data files, read here without the catalog."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import html

from macros.calls.health import coverage, source_notes, sureness, unknown_values
from macros.view import View
from portal.model import Catalog
from portal.reading.catalog import load_catalog
from tests.checkout import JUNE
from tests.conftest import copy_sample
from tests.pages import read_page, text_of

COLUMNS = ("why", "impact", "action", "consequence", "audience", "surface", "links")
PAGE = "contributing/health/index.html"
NOTES = "contributing/notes/index.html"
SEEDED = """id: example-cgi-removal
title: example.cgi removed
summary: "`example.cgi` is gone."
area: edge-storage
kind: removal
status: planned
version: "12"
tentative: true
applies_to: unknown
why:
  unknown: true
  note: Nobody said why.
impact: "Calls of `example.cgi` fail."
action:
  unknown: true
  note: Nobody said what to do.
notes:
  - kind: contradiction
    text: It says "soon" and <late>.
    sources:
      - portal-2024-06
  - kind: gap
    text: The `date` is left open.
    sources:
      - portal-2024-06
history:
  - date: "2026-11-23"
    event: recorded
    version: "12"
    status: planned
    sources:
      - portal-2024-06
"""
LATER_SOURCE = """\
  - id: a-blog
    title: A blog
    publisher: third-party
    date: "2024-07"
    seen: "2026-11-24"
    read: whole
"""


@pytest.fixture(scope="module")
def page(site: Path) -> html.HtmlElement:
    return read_page(site / PAGE)


def records(root: Path, folder: str = "") -> Iterator[Any]:
    for file in sorted((root / "data" / folder).rglob("*.yml")):
        yield yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text, lists and groups


def table(page: html.HtmlElement) -> dict[str, list[str]]:
    """Return the rows of the table of coverage, as texts of cells by area."""
    rows = page.xpath('//table[preceding::h2[1][@id="coverage-by-area"]]/tbody/tr')
    return {text_of(row.find("th")): [text_of(cell) for cell in row.findall("td")] for row in rows}


def listed(page: html.HtmlElement, heading: str) -> dict[str, list[str]]:
    """Return what is listed below a heading: what is said, by the title of what it is about."""
    items = page.xpath(f'//ul[@class="of-subjects"][preceding::h2[1][@id="{heading}"]]/li')
    return {text_of(item).split(" · ")[0]: [text_of(one) for one in item.findall("ul/li")] for item in items}


def covered(changes: list[Any]) -> list[str]:
    """Return the cells for some changes."""
    counts = [
        sum(bool(change.get(name)) and not isinstance(change[name], dict) for change in changes)
        for name in COLUMNS
    ]
    total = len(changes)
    return [str(total), *(f"{count} ({100 * count // total}%)" for count in counts)]


def expected_table(root: Path) -> dict[str, list[str]]:
    (areas,) = (record["areas"] for record in records(root) if "areas" in record)
    changes = list(records(root, "changes"))
    by_area = {
        area["name"]: covered(found)
        for area in areas
        if (found := [change for change in changes if change["area"] == area["id"]])
    }
    return {**by_area, "All areas": covered(changes)}


def notes(value: Any) -> Iterator[dict[str, str]]:
    """Return every note of a file, wherever it stands."""
    if isinstance(value, list):
        for item in value:
            yield from notes(item)
    elif isinstance(value, dict):
        yield from value.get("notes", ())
        for item in value.values():
            yield from notes(item)


def unknown_of(change: Any) -> int:
    """Count what is not known of a change."""
    statements = sum(isinstance(change[name], dict) for name in ("why", "impact", "action"))
    undecided = (
        change["applies_to"] == "unknown",
        change.get("consequence", "unknown") == "unknown",
        "audience" not in change,
        "." not in change["version"],
        "tentative" in change,
    )
    return statements + undecided.count(True)


def test_coverage_is_that_of_the_files(page: html.HtmlElement, june_root: Path) -> None:
    assert table(page) == expected_table(june_root)


def test_every_unknown_of_a_change_is_listed(
    page: html.HtmlElement, june_root: Path, repository: Path
) -> None:
    found = listed(page, "values-that-are-not-known")
    wanted = {change["title"]: unknown_of(change) for change in records(june_root, "changes")}
    titles = {title: len(said) for title, said in found.items() if title in wanted}
    assert titles == {title: count for title, count in wanted.items() if count}
    others = found.keys() - titles.keys()
    undated = {
        f"AXIS OS {release['version']}"
        for release in records(june_root, "releases")
        if not any("date" in entry for entry in release["schedule"][0]["dates"])
    }
    nameless = without_address(june_root)
    assert undated | nameless <= others
    # Pages of today may name links that were not known in June.
    rest = others - undated - nameless - without_address(repository)
    assert rest == {"LTS 2018", "LTS 2020", "LTS 2022", "LTS 2028"}


def without_address(root: Path) -> set[str]:
    links = yaml.safe_load((root / "data/links.yml").read_text("utf-8"))["links"]
    return {link["name"] for link in links if "url" not in link}


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("contradiction", "contradictions"),
        ("gap", "left-open"),
        ("garbled", "garbled"),
    ],
)
def test_every_note_is_listed(site: Path, june_root: Path, kind: str, heading: str) -> None:
    page = read_page(site / NOTES)
    wanted = Counter(note["kind"] for record in records(june_root) for note in notes(record))
    shown = [said for items in listed(page, heading).values() for said in items]
    assert len(shown) == wanted[kind] > 0


def test_each_is_edited_in_its_file(page: html.HtmlElement, june_root: Path) -> None:
    links = page.xpath('//ul[@class="of-subjects"]/li/a[starts-with(normalize-space(), "edit ")]/@href')
    assert len(links) == len(page.xpath('//ul[@class="of-subjects"]/li'))
    for link in links:
        path = link.partition("/edit/main/")[2]
        assert path.startswith("data/")
        assert (june_root / path).is_file()


def test_it_is_dated_by_the_data_and_in_the_navigation(page: html.HtmlElement) -> None:
    assert "The facts come from 1 source, of about June 2024." in text_of(page.find_class("age")[0])
    labels = [text_of(link) for link in page.xpath('//nav//a[contains(@class, "md-nav__link--active")]')]
    assert "Data health" in labels


def test_how_sure_the_statements_are_is_counted_by_word(tmp_path: Path) -> None:
    root = copy_sample(tmp_path / "said", JUNE)
    sources = root / "data/sources.yml"
    sources.write_text(sources.read_text("utf-8") + LATER_SOURCE, "utf-8")
    change = root / "data/changes/date-cgi-removal.yml"
    text = change.read_text("utf-8")
    before, _, last = text.rpartition("portal-2024-06")
    change.write_text(f"{before}a-blog{last}", "utf-8")
    found = html.fromstring(sureness(View(root, load_catalog(root))))
    rows = [[text_of(cell) for cell in row] for row in found.xpath("//tbody/tr")]
    applied = sum(record["status"] == "applied" for record in records(root, "changes"))
    total = len(list(records(root, "changes")))
    assert rows == [
        ["Stated by the vendor", str(total - 1), str(total - 1), str(applied - 1)],
        ["In the vendor's documentation", "0", "0", "0"],
        ["Reported by a third party", "1", "1", "1"],
        ["Our inference", "0", "0", "0"],
    ]


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    """A checkout with one more change, of which little is known."""
    root = copy_sample(tmp_path / "seeded", JUNE)
    (root / "data/changes/example-cgi-removal.yml").write_text(SEEDED, "utf-8")
    return root


@pytest.fixture
def after(seeded: Path) -> html.HtmlElement:
    """What the calls of the page give then, below the headings of the page."""
    view = View(seeded, load_catalog(seeded))
    parts = {
        "coverage-by-area": coverage(view),
        "values-that-are-not-known": unknown_values(view),
        "contradictions": source_notes(view, "contradiction"),
        "left-open": source_notes(view, "gap"),
    }
    return html.fromstring("".join(f'<h2 id="{name}">x</h2>{part}' for name, part in parts.items()))


def test_a_new_entry_changes_the_numbers(
    seeded: Path, after: html.HtmlElement, page: html.HtmlElement
) -> None:
    assert table(after) == expected_table(seeded)
    changed = [name for name, cells in table(after).items() if cells != table(page)[name]]
    assert changed == ["Edge Storage", "All areas"]
    assert table(after)["Edge Storage"] == [
        "3", "2 (66%)", "3 (100%)", "2 (66%)", "0 (0%)", "0 (0%)", "2 (66%)", "0 (0%)",
    ]  # fmt: skip


def test_what_is_open_about_a_new_entry_is_listed(after: html.HtmlElement) -> None:
    title = "example.cgi removed"
    assert listed(after, "values-that-are-not-known")[title] == [
        "Why: Nobody said why.",
        "Action: Nobody said what to do.",
        "Affects: not known whether it affects upgraded devices",
        "Consequence: no source says what happens if you do nothing",
        "Audience: no source says who is affected",
        "Release: no release of AXIS OS 12 is named",
        "When: version or date not decided",
    ]
    said = listed(after, "contradictions")[title]
    assert said == ['It says "soon" and <late>.'], "data is text, never HTML"
    assert listed(after, "left-open")[title] == ["The date is left open."]


def test_the_twin_has_the_table_and_the_lists(site: Path, page: html.HtmlElement) -> None:
    twin = (site / "contributing/health/index.md").read_text("utf-8")
    for name, cells in table(page).items():
        assert f"| {' | '.join([name, *cells])} |" in twin.replace("**", "")
    assert "edit `aac-decoder-removal.yml`" in twin
    assert "  - **Why:** The source gives no reason." in twin


def test_a_kind_of_note_that_there_is_not_is_refused(repository: Path, june: Catalog) -> None:
    with pytest.raises(ValueError, match="there are no notes of the kind 'gaps'"):
        source_notes(View(repository, june), "gaps")
