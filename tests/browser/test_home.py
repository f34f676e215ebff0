"""The home page: a field, the questions that people come with, numbers, and now, next and later."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

FIELD = "Search by what you have"
# A question -> the address that it leads to
QUESTIONS = {
    "Plan my upgrade": "plan/",
    "9.80 → 11.10": "plan/?start=9.80&target=11.10",
    "Is my version supported?": "lifecycle/",
    "What happened to this name?": "surface/",
}

# How many elements move when they change
MOVING = """
[...document.querySelectorAll("*")].map((element) => getComputedStyle(element)).filter(
  (style) => style.transitionProperty !== "none" && parseFloat(style.transitionDuration) > 0
).length
"""


def test_the_field_hands_what_is_typed_to_the_search(page: Page, address: str) -> None:
    page.goto(address)
    field = page.get_by_role("article").get_by_label(FIELD)
    field.focus()
    page.keyboard.type("getbrand", delay=20)  # goes on in the dialog, and nothing is lost
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_have_value("getbrand")
    expect(dialog.get_by_role("listitem").first).to_contain_text("getbrand.cgi")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(field).to_be_focused()
    expect(field).to_have_value("getbrand")
    page.keyboard.press("Enter")  # again
    expect(dialog.get_by_role("listitem").first).to_contain_text("getbrand.cgi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("getBrand.cgi removed")


def test_what_is_pasted_is_searched_for(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("article").get_by_label(FIELD).fill("root.Network.UPnP.Enabled")
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text("UPnP")


def test_without_scripts_there_is_no_field_and_the_questions_are_answered(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address)
    expect(page.get_by_role("article").get_by_label(FIELD)).to_be_hidden()
    page.get_by_role("article").get_by_role("link", name="What happened to this name?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("APIs and names")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_leads_to_its_answer_from_the_first_screen(
    page: Page, address: str, question: str
) -> None:
    page.goto(address)
    link = page.get_by_role("article").get_by_role("link", name=question)
    expect(link).to_be_in_viewport()
    link.click()
    expect(page).to_have_url(address + QUESTIONS[question])


def test_all_of_a_card_leads_to_its_answer(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".questions > li").last.click(position={"x": 5, "y": 5})
    expect(page).to_have_url(f"{address}surface/")


def test_the_numbers_come_from_the_data_and_lead_to_what_they_count(page: Page, address: str) -> None:
    page.goto(address)
    numbers = page.get_by_role("region", name="What is recorded here")
    expect(numbers.get_by_role("link", name="50 breaking changes recorded")).to_be_in_viewport()
    numbers.get_by_role("link", name="15 applied").click()
    expect(page).to_have_url(f"{address}changes/?status=applied")
    expect(page.get_by_role("status").first).to_contain_text("15 of 50")


def test_now_next_and_later_come_from_the_data(page: Page, address: str) -> None:
    page.goto(address)
    parts = page.locator(".at-a-glance > section")
    expect(parts).to_have_count(3)
    now, then, later = parts.all()
    expect(now).to_contain_text(
        "AXIS OS 11.10 is the latest known release, as of about June 2024. It came in April 2024."
    )
    expect(now).to_contain_text("LTS 2022 (10.12)")
    expect(now.get_by_role("link", name="15 in AXIS OS 11")).to_be_visible()
    expect(then.get_by_role("definition")).to_have_text(
        [
            "AXIS OS 9.80, LTS 2020",
            "AXIS OS 11.11, Active track",
            "AXIS OS 10.12, LTS 2022",
            "AXIS OS 11.11, upcoming LTS 2024",
            "AXIS OS 12.0, upcoming Active track",
        ]
    )
    expect(then.get_by_role("link", name="31 in AXIS OS 12")).to_be_visible()
    expect(later).to_contain_text("September 2026")
    expect(later.get_by_role("link", name="4 in AXIS OS 13")).to_be_visible()


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (1920, 3), (360, 1)])
def test_now_next_and_later_stack_where_it_is_narrow(
    page: Page, address: str, width: int, columns: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    left = page.locator(".at-a-glance > section").evaluate_all(
        "parts => parts.map(part => Math.round(part.getBoundingClientRect().left))"
    )
    assert len(left) == 3
    assert len(set(left)) == columns


@pytest.mark.parametrize(("width", "height", "screens"), [(1366, 850, 2), (360, 740, 5)])
def test_the_page_is_short(page: Page, real_address: str, width: int, height: int, screens: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(real_address)
    assert page.evaluate("document.documentElement.scrollHeight") <= screens * height


def test_nothing_moves_for_those_who_asked_for_it(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate(MOVING) > 0  # the theme moves things
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(MOVING) == 0
