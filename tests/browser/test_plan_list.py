"""What a reader makes of a plan: the way, filters, my list in three densities, on paper and to take along."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from portal.model import Catalog
from portal.planner import plan
from portal.words import CONSEQUENCE

SCREEN: ViewportSize = {"width": 1366, "height": 850}
ASKED = "plan/?start=10.12&target=12.0&web=1"


def rows(page: Page) -> Locator:
    return page.locator(".plan__hit")


def asked_in(page: Page) -> dict[str, list[str]]:
    """Return what the page's address asks for. The page knows it at once, `page.url` a moment later."""
    return parse_qs(page.evaluate("location.search.slice(1)"))


def first_ids(june: Catalog, count: int) -> list[str]:
    """Return the ids of the first changes of the plan that these tests ask for."""
    made = plan(june, "10.12", "12.0", web=True)
    return [hit.id for step in made.steps for hit in step.hits][:count]


def test_the_first_screen_has_the_sum_the_stops_the_way_and_the_first_change(
    page: Page, address: str
) -> None:
    page.set_viewport_size(SCREEN)
    page.goto(f"{address}{ASKED}")
    for part in (".plan__headline a", ".plan__stops input", ".plan__way", "[name=every]", ".plan__hit label"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)


def test_each_phrase_of_the_sum_leads_to_its_changes(page: Page, address: str) -> None:
    page.goto(f"{address}{ASKED}")
    phrases = page.locator(".plan__headline a")
    expect(phrases).not_to_have_count(0)
    for phrase in phrases.all():
        phrase.click()
        expect(page.locator(f"[id='{(phrase.get_attribute('href') or '#')[1:]}']")).to_be_in_viewport()
    # The plan is still that one: a step within the page asks for nothing else
    assert asked_in(page) == {"start": ["10.12"], "target": ["12.0"], "web": ["1"]}


def test_there_are_two_ways_and_a_stop_with_nothing_is_no_section(page: Page, address: str) -> None:
    page.goto(f"{address}plan/?start=9.80&target=12.0")
    stops, sections = page.locator(".plan__stops li"), page.locator(".plan__step")
    expect(page.get_by_label("Required stops only")).to_be_checked()
    expect(stops).to_have_count(1)
    page.get_by_label("Through the web interface").check()
    expect(stops).to_have_count(3)
    page.get_by_label("Each release in between, as the vendor recommends").check()
    assert asked_in(page)["every"] == ["1"]
    expect(stops).not_to_have_count(3)
    assert stops.count() > sections.count()
    assert page.locator(".plan__step:not(:has(.plan__hit))").count() == 0
    page.reload()
    expect(page.get_by_label("Each release in between")).to_be_checked()
    page.go_back()
    expect(page.get_by_label("Required stops only")).to_be_checked()
    expect(stops).to_have_count(3)


def test_the_detail_is_a_line_or_with_what_to_do_or_in_full(page: Page, address: str) -> None:
    page.goto(f"{address}{ASKED}&uses=tls")
    action, impact = page.locator(".plan__do").first, page.locator(".plan__full").first
    expect(action).to_be_visible()
    expect(impact).to_be_hidden()
    page.get_by_label("Detail").select_option("full")
    expect(impact).to_be_visible()
    assert asked_in(page)["detail"] == ["full"]
    page.get_by_label("Detail").select_option("line")
    page.reload()
    expect(rows(page).first).to_be_visible()
    expect(action).to_be_hidden()
    page.get_by_label("Detail").select_option("")
    assert "detail" not in asked_in(page)


def test_what_comes_of_a_change_is_told_by_word_shape_and_color(
    page: Page, real_address: str, catalog: Catalog
) -> None:
    page.goto(f"{real_address}plan/?start=10.12&target=12.11&web=1&detail=full")
    expect(rows(page)).not_to_have_count(0)
    hits = [hit for step in plan(catalog, "10.12", "12.11", web=True).steps for hit in step.hits]
    known = [hit.consequence for hit in hits if hit.consequence not in (None, "unknown")]
    assert 0 < len(known) < len(hits)
    shown = page.locator(".plan__hit .consequence:has(> svg.shape)")
    expect(shown).to_have_count(len(known))
    for value in set(known):
        expect(shown.and_(page.locator(f".tone-{value}")).first).to_contain_text(CONSEQUENCE[value])
    expect(page.locator("[data-list]")).not_to_contain_text("[object")


def test_what_concerns_me_is_kept_in_the_address_and_shown_alone(
    page: Page, address: str, june: Catalog
) -> None:
    page.goto(f"{address}{ASKED}")
    expect(rows(page)).not_to_have_count(0)
    count = rows(page).count()
    boxes = page.get_by_role("checkbox", name="Concerns me")
    boxes.nth(2).check()
    boxes.nth(0).check()
    chosen = first_ids(june, 3)
    assert asked_in(page)["only"] == [f"{chosen[0]},{chosen[2]}"]
    expect(rows(page)).to_have_count(count)
    page.get_by_role("button", name="Show only my list (2)").click()
    expect(rows(page)).to_have_count(2)
    expect(page.locator(".plan__headline li").first).to_have_text(f"My list: 2 of {count} changes")
    numbers = page.locator(".plan__headline a[href]").all_inner_texts()
    assert sum(int(text.split(" ", 1)[0]) for text in numbers) == 2
    page.reload()
    expect(rows(page)).to_have_count(2)
    assert page.locator(".plan__step:not(:has(.plan__hit))").count() == 0
    page.get_by_role("button", name="Show all").click()
    expect(rows(page)).to_have_count(count)
    expect(page.locator("[data-concerns]:checked")).to_have_count(2)
    # Another plan keeps the list
    page.get_by_label("Devices are reset").check()
    assert asked_in(page)["only"] == [f"{chosen[0]},{chosen[2]}"]


def test_what_is_copied_has_what_is_shown_and_ticked(
    new_context: Callable[..., BrowserContext], address: str, june: Catalog
) -> None:
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    first, second = first_ids(june, 2)
    page.goto(f"{address}{ASKED}&only={first},{second}")
    rows(page).nth(1).get_by_role("checkbox").first.check()
    page.get_by_role("checkbox", name=re.compile("^12.0 .*installed$")).check()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("[data-list-said]")).to_have_text("Copied as Markdown.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "My list: 2 of " in text
    assert ("**What to do:**" in text, "**Why**" in text) == (True, False)
    ticked = [line for line in text.splitlines() if line.lstrip().startswith("- [x]")]
    assert [f"/{second}/" in line or "12.0" in line for line in ticked] == [True, True]
    assert len([line for line in text.splitlines() if "/changes/" in line and line.startswith("- [")]) == 2


def test_what_is_shown_is_saved_as_csv(page: Page, address: str, june: Catalog) -> None:
    chosen = first_ids(june, 3)
    page.goto(f"{address}{ASKED}&only={','.join(chosen)}")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    with Path(download.value.path()).open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.DictReader(file))
    assert [row["id"] for row in saved] == chosen
    change = june.change_by_id[chosen[0]]
    assert saved[0]["title"] == change.title
    assert saved[0]["url"].endswith(f"/changes/{change.id}/")


def test_a_shared_link_shows_its_filters_and_a_press_takes_one_away(page: Page, address: str) -> None:
    page.goto(f"{address}{ASKED}&areas=security&products=p3265-lv&uses=tls%2C+getbrand.cgi")
    chips = page.locator(".plan__chips button")
    expect(chips).to_have_count(4)
    expect(page.get_by_label("Names in use")).to_be_visible()
    expect(chips).to_contain_text(["area Security", "product ", "uses tls", "uses getbrand.cgi"])
    page.get_by_role("button", name="uses getbrand.cgi").press("Enter")
    expect(chips).to_have_count(3)
    assert asked_in(page)["uses"] == ["tls"]
    page.get_by_role("button", name="area Security").click()
    expect(page.get_by_label("Security", exact=True)).not_to_be_checked()
    expect(page.locator(".plan__status")).to_be_focused()
    page.go_back()
    expect(chips).to_have_count(3)


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("detail", ["line", "full"])
def test_nothing_is_wider_than_the_page(page: Page, address: str, width: int, detail: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}plan/?start=9.80&target=12.0&every=1&areas=security&areas=api&detail={detail}")
    expect(rows(page)).not_to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == width


OTHERS = re.compile(r"It has every change shown and (\d+) others?: it is not narrowed to (.+)\.$")


@pytest.mark.parametrize(
    ("asked", "feed", "wider"),
    [
        ("start=11.0&target=12.0", "changes", "“11.0 to 12.0”"),
        ("start=11.11&target=12.0", "changes", "“11.11 to 12.0”"),  # has stages of changes of 11
        (
            "start=11.11&target=12.0&uses=vaconfig.cgi",
            "majors/12/upgrade",
            "“11.11 to 12.0”, “uses vaconfig.cgi”",
        ),
        (
            "start=11.0&target=12.0&uses=date.cgi,vaconfig.cgi",
            "changes",
            "“11.0 to 12.0”, “uses date.cgi”, “uses vaconfig.cgi”",
        ),
        ("start=11.0&target=12.0&areas=api", "areas/api", "“11.0 to 12.0”"),
    ],
)
def test_a_plan_offers_the_narrowest_feed_with_every_change_shown(
    page: Page, address: str, asked: str, feed: str, wider: str
) -> None:
    page.goto(f"{address}plan/?{asked}")
    offer = page.locator("[data-feeds] p:visible")
    expect(offer).to_have_text(OTHERS)
    expect(offer.get_by_role("link", name="RSS")).to_have_attribute("href", f"../feeds/{feed}.rss")
    said = OTHERS.search(offer.inner_text())
    assert said
    assert said[2] == wider
    sent = page.request.get(f"{address}feeds/{feed}.json").json()["items"]
    boxes = page.locator("[data-list] [data-concerns]")
    shown = boxes.evaluate_all("boxes => boxes.map(({ dataset }) => dataset.concerns)")
    assert {item["_axis_os"]["id"] for item in sent} > set(shown)
    assert len(sent) == len(shown) + int(said[1])
