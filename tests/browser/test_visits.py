"""Six visitors and what they come for: how much each does and scrolls until the answer is there.

An act is a click, a text that is typed or pasted, or a key; a screen is the height of the window. Bars on
sizes hold for data that never changes: of June 2024, and of `tests/support/facts/`. One more visitor, the
program of a partner, comes in `tests/partners/`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from portal.planner import read_support, render_support
from tests.conftest import TESTS

DESK: ViewportSize = {"width": 1366, "height": 850}
PHONE: ViewportSize = {"width": 360, "height": 740}
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")
LOG_LINE = "404 /axis-cgi/prod_brand_info/getbrand.cgi"
SUPPORT_FACTS = TESTS / "support/facts/known.json"


@dataclass
class Visit:
    """What somebody does on pages, counted."""

    page: Page
    acts: int = 0

    def click(self, place: Locator) -> None:
        place.click()
        self.acts += 1

    def choose(self, place: Locator, option: str) -> None:
        place.select_option(option)
        self.acts += 1

    def type(self, place: Locator, text: str) -> None:
        place.fill(text)
        self.acts += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.acts += 1

    def press_until(self, key: str, place: Locator) -> None:
        """Press a key until a place has the focus; nobody presses it a hundred times."""
        for _ in range(100):
            if place.evaluate("place => place === document.activeElement"):
                return
            self.press(key)
        pytest.fail(f"{key} does not lead to {place}")

    def screens_to(self, place: Locator) -> float:
        """Return how many screens a reader passes from the top of the page to the end of a place."""
        bottom = place.evaluate("place => place.getBoundingClientRect().bottom + scrollY")
        return float(bottom / self.page.evaluate("innerHeight"))


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext]) -> Visit:
    """Somebody at a desk."""
    return Visit(new_context(viewport=DESK).new_page())


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Visit:
    """Somebody with a phone."""
    return Visit(new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page())


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("article").get_by_role("link", name=name, exact=True)


def hits(page: Page) -> Locator:
    return page.locator(".plan__hit")


def ask_for_a_plan(visit: Visit, start: str, target: str) -> None:
    """Go from the first page to a plan."""
    visit.click(link(visit.page, "Plan my upgrade"))
    visit.type(visit.page.get_by_label("From version"), start)
    visit.type(visit.page.get_by_label("To version"), target)
    visit.press("Enter")
    expect(hits(visit.page)).not_to_have_count(0)


def test_an_administrator_has_the_plan_of_two_major_versions_in_three_screens(
    visit: Visit, address: str
) -> None:
    page = visit.page
    page.goto(address)
    ask_for_a_plan(visit, "10.12", "12.0")
    visit.choose(page.get_by_label("Detail"), "line")
    assert visit.acts == 5
    assert visit.screens_to(hits(page).last) <= 3
    assert not hits(page).locator(".plan__do, .plan__full").locator("visible=true").count()


def test_a_plan_of_today_has_its_sum_in_the_first_screen_and_two_lines_a_change(
    visit: Visit, real_address: str
) -> None:
    """As many changes as there may be, they are read at one glance each."""
    page = visit.page
    page.goto(f"{real_address}plan/?start=10.12&target=12.11&detail=line")
    expect(hits(page)).not_to_have_count(0)
    for part in (".plan__headline a", ".plan__stops input", ".plan__hit label"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    first, last = visit.screens_to(hits(page).first), visit.screens_to(hits(page).last)
    assert (last - first) * DESK["height"] / hits(page).count() <= 48


def test_an_administrator_takes_six_changes_along_on_two_sheets(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(address)
    ask_for_a_plan(visit, "10.12", "12.0")
    boxes = page.get_by_role("checkbox", name="Concerns me")
    for at in range(6):
        visit.click(boxes.nth(at))
    visit.click(page.get_by_role("button", name="Show only my list (6)"))
    expect(hits(page)).to_have_count(6)
    assert visit.acts == 11
    page.goto(page.evaluate("location.href"))  # as a colleague who was sent the address
    expect(hits(page)).to_have_count(6)
    expect(page.locator(".plan__do").first).to_be_visible()
    assert page.locator(".plan__result a:not([href])").count() == 0
    assert len(PDF_PAGE.findall(page.pdf(format="A4"))) <= 2


@pytest.mark.parametrize("start", ["11.7", "10.11", "10.12.228", "LTS 2022"])
def test_an_administrator_gets_a_plan_whatever_the_devices_run(
    visit: Visit, real_address: str, start: str
) -> None:
    visit.page.goto(real_address)
    ask_for_a_plan(visit, start, "12")
    expect(visit.page.get_by_role("heading", name=f"Upgrade from AXIS OS {start} to 12")).to_be_in_viewport()


def test_a_developer_who_pastes_a_line_of_a_log_is_at_the_change_with_the_next_key(
    visit: Visit, address: str
) -> None:
    page = visit.page
    page.goto(address)
    visit.press("/")
    visit.type(page.get_by_role("dialog").get_by_role("textbox"), LOG_LINE)
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text("getBrand.cgi removed")
    visit.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("getBrand.cgi removed")
    assert visit.acts == 3
    expect(page.get_by_role("heading", name="What to do")).to_be_in_viewport()


def test_an_officer_reads_on_one_screen_whether_a_version_is_supported_and_who_says_so(
    visit: Visit, real_address: str
) -> None:
    page = visit.page
    facts = render_support(read_support(SUPPORT_FACTS.read_bytes(), SUPPORT_FACTS.name))
    page.route("**/support.json", lambda route: route.fulfill(json=json.loads(facts)))
    page.clock.set_fixed_time("2026-11-30T12:00:00")
    page.goto(real_address)
    visit.click(link(page, "Is my version supported?"))
    visit.type(page.get_by_label("Version that your devices run"), "9.80.66")
    visit.press("Enter")
    assert visit.acts == 3
    expect(page).to_have_url(f"{real_address}lifecycle/?version=9.80.66")
    expect(page.get_by_role("heading", name="AXIS OS 9.80.66: not known")).to_be_in_viewport()
    answer = page.locator("[data-answer]")
    for text in ("LTS 2020", "third party", "stated by the vendor", "30 November 2026"):
        expect(answer).to_contain_text(text)
    assert visit.screens_to(answer) <= 1


def test_somebody_with_a_phone_finds_a_change_and_what_to_do(phone: Visit, address: str) -> None:
    page = phone.page
    page.goto(address)
    phone.click(page.get_by_role("button", name="Search"))
    phone.type(page.get_by_role("dialog").get_by_role("textbox"), "vfat sd card")
    phone.click(page.get_by_role("dialog").get_by_role("listitem").first.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("vFAT")
    page.wait_for_load_state()  # its height is that with styles
    assert phone.acts == 3
    assert phone.screens_to(page.get_by_role("heading", name="What to do")) <= 2
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_somebody_with_a_phone_comes_from_a_major_version_to_the_kind_of_change_that_matters(
    phone: Visit, address: str
) -> None:
    page = phone.page
    page.goto(address)
    phone.click(link(page, "50 breaking changes recorded"))
    phone.click(link(page, "AXIS OS 12").first)
    kind = page.get_by_role("navigation", name="Consequences").get_by_role("link").last
    phone.click(kind)
    assert phone.acts == 3
    expect(page.get_by_role("heading", level=2, name=kind.inner_text())).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_somebody_without_a_mouse_makes_a_list_of_changes(visit: Visit, address: str) -> None:
    page = visit.page
    page.goto(f"{address}changes/")
    box = page.get_by_role("checkbox", name="Concerns me").first
    expect(box).to_be_visible()
    visit.press("Tab")
    visit.press("Enter")  # past the header
    visit.press_until("Tab", box)
    visit.press("Space")
    assert visit.acts <= 30
    only = page.get_by_role("button", name="Show only my list (1)")
    visit.press_until("Shift+Tab", only)
    visit.press("Enter")
    expect(page.locator("[data-concerns]:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?only=[a-z0-9-]+#"))


def test_somebody_without_scripts_comes_to_what_to_do_by_links(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    visit = Visit(context.new_page())
    page = visit.page
    page.goto(address)
    visit.click(link(page, "50 breaking changes recorded"))
    visit.click(link(page, "AXIS OS 12").first)
    visit.click(link(page, "getBrand.cgi removed"))
    expect(page.get_by_role("heading", name="What to do")).to_be_visible()
    assert visit.acts == 3
    context.close()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_a_first_visitor_sees_at_once_whose_site_it_is_how_old_and_where_from(
    new_context: Callable[..., BrowserContext], address: str, window: ViewportSize
) -> None:
    visit = Visit(new_context(viewport=window).new_page())
    page = visit.page
    page.goto(address)
    standing = page.locator(".standing")
    expect(standing).to_be_in_viewport(ratio=0.95)  # the place of a dot before a line is cut off
    expect(standing).to_contain_text(re.compile(r"^Unofficial · As of about June 2024"))
    visit.click(standing.get_by_role("link", name="1 source"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sources")
    assert visit.acts == 1
