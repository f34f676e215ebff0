"""The page that plans an upgrade as it is published: what there is to choose, and what the script needs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from macros.calls.tools import plan_example, upgrade_planner
from macros.view import View
from portal.model import Catalog
from portal.planner import plan
from portal.planner.plan_words import WORDS

ASSETS = Path("macros/theme/assets")
MOST = 40_000
MODULES = sorted(path.name for path in ASSETS.glob("plan*.js"))


@pytest.fixture(scope="module")
def page(june: Catalog) -> html.HtmlElement:
    return html.fromstring(upgrade_planner(View(Path(), june, "../")))


def keys(value: object) -> Iterator[str]:
    """Return every key in JSON values."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys(inner)


def options(page: html.HtmlElement, name: str) -> dict[str, str]:
    return {
        item.get("value"): item.text_content() for item in page.xpath(f"//select[@name='{name}']//option")
    }


def test_both_pickers_have_every_release_once_by_track_latest_first(
    page: html.HtmlElement, june: Catalog
) -> None:
    known = {str(release.version) for release in june.releases}
    for name in ("start", "target"):
        values = [item.get("value") for item in page.xpath(f"//select[@name='{name}']//option")]
        assert values[0] == ""
        assert sorted(values[1:]) == sorted(known)
    groups = page.xpath("//select[@name='start']/optgroup")
    assert [group.get("label") for group in groups] == [
        "LTS tracks",
        *(f"Active track, AXIS OS {major}" for major in (13, 12, 11, 10, 9)),
    ]
    assert [item.get("value") for item in groups[0]] == ["11.11", "10.12", "9.80", "8.40"]
    assert options(page, "target")["10.12"] == "10.12 (LTS 2022)"
    assert options(page, "target")["11.11"] == "11.11 (LTS 2024, planned for July 2024)"


def test_what_cannot_be_used_without_the_script_is_hidden(page: html.HtmlElement) -> None:
    assert page.xpath("//form[not(@hidden)] | //button[not(ancestor::*[@hidden])]") == []
    (explained,) = page.xpath("//*[@data-plain]")
    assert "needs JavaScript" in explained.text_content()
    assert explained.xpath(".//a/@href")[:3] == ["../changes/13/", "../changes/12/", "../changes/11/"]


def test_every_control_has_a_label(page: html.HtmlElement) -> None:
    for control in page.xpath("//form//select | //form//input"):
        labels = page.xpath(f"//label[@for='{control.get('id')}']") if control.get("id") else []
        assert labels or control.getparent().tag == "label", control.get("name")


def test_the_modules_have_no_sentences_of_their_own() -> None:
    said = {word for word in WORDS.values() if len(word) > 20 and "{" not in word}
    for name in MODULES:
        text = (ASSETS / name).read_text("utf-8")
        assert [word for word in said if word in text] == [], name
        assert "innerHTML" not in text


def test_the_patterns_ask_only_for_what_a_plan_has(page: html.HtmlElement, repository: Path) -> None:
    """Every field that an attribute names is a part of a plan, or made by plan-show.js."""
    vectors = [json.loads(file.read_text("utf-8")) for file in (repository / "tests/plans").glob("*.json")]
    known = {".", "href", "address", "box", "release", "isNameOnly"} | set(keys(vectors))
    known |= {"planned", "unconfirmed"}  # a status each
    asked = {
        str(value)
        for name in ("text", "prose", "if", "each", "href", "value")
        for value in page.xpath(f"//*/@data-{name}")
    }
    assert asked <= known
    assert len(asked) > 20


def test_the_example_is_the_plan_of_the_data(june: Catalog) -> None:
    made = plan(june, "9.80", "12.0", web=True)
    table = html.fromstring(f"<div>{plan_example(View(Path(), june, '../../'), '9.80', '12.0')}</div>")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.xpath("//tbody/tr")]
    assert [row[0] for row in rows] == [str(step.version) for step in made.steps]
    assert [int(row[2]) for row in rows] == [len(step.hits) for step in made.steps]
    assert rows[-1][1] == "target: the version that you want"
    assert table.xpath("//a/@href")[-1] == "../../plan/?start=9.80&target=12.0&web=1"


def test_the_modules_stay_small() -> None:
    """All that the page loads of its own, before compression."""
    assert sum((ASSETS / name).stat().st_size for name in MODULES) < MOST
