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
from portal.words import CONSEQUENCE

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


def test_both_fields_offer_every_release_once_latest_first_with_its_track(
    page: html.HtmlElement, june: Catalog
) -> None:
    offered = {one.get("value"): one.text_content() for one in page.xpath("//datalist/option")}
    known = sorted((release.version for release in june.releases), reverse=True)
    assert list(offered) == [str(version) for version in known]
    assert offered["10.12"] == "10.12, LTS 2022"
    assert offered["11.11"] == "11.11, LTS 2024, planned for July 2024"
    lists = [page.xpath(f"//input[@name='{name}']/@list") for name in ("start", "target")]
    assert lists == [page.xpath("//datalist/@id")] * 2


def test_what_cannot_be_used_without_the_script_is_hidden(page: html.HtmlElement) -> None:
    assert page.xpath("//form[not(@hidden)] | //button[not(ancestor-or-self::*[@hidden])]") == []
    (explained,) = page.xpath("//*[@data-plain]")
    assert "needs JavaScript" in explained.text_content()
    assert explained.xpath(".//a/@href")[:3] == ["../changes/13/", "../changes/12/", "../changes/11/"]


def test_every_control_has_a_label(page: html.HtmlElement) -> None:
    for control in page.xpath("//form//input"):
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
    known |= {"planned", "unconfirmed", *CONSEQUENCE}  # for a mark each
    known |= {"from", "lts", "isMore", "classes", "anchor", "heading", "hits"}
    asked = {
        str(value)
        for name in ("text", "prose", "if", "each", "href", "value", "name", "concern")
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
