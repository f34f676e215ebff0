"""The page that tells whether a version is supported: as a reader uses it, and against `tests/support/`."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal.planner import read_support, render_support
from tests.test_support import FACTS, QUESTIONS

ANSWER = """
async ([base, facts, questions]) => {
  const { support } = await import(base + "support.js");
  return questions.map(({ asked, today }) => JSON.stringify(support(facts, asked, today)));
}
"""


@pytest.fixture
def here(real_address: str) -> str:
    return f"{real_address}lifecycle/"


def test_the_browser_gives_the_same_answers_as_python(page: Page, here: str, real_address: str) -> None:
    page.goto(here)
    questions = [json.loads(file.read_text("utf-8")) for file in QUESTIONS]
    wrong: list[Any] = []
    for file in FACTS.glob("*.json"):
        own = [question for question in questions if question["facts"] == file.stem]
        facts = json.loads(render_support(read_support(file.read_bytes(), file.name)))
        answers = page.evaluate(ANSWER, [f"{real_address}assets/", facts, own])
        for question, answer in zip(own, map(json.loads, answers), strict=True):
            right = question.get("answer") or {"refusals": question["refused"]}
            wrong += [] if answer == right else [(question["why"], answer, right)]
    assert wrong == []


def test_the_address_asks_and_the_back_button_returns(page: Page, here: str) -> None:
    page.goto(f"{here}?version=LTS+2024")
    expect(page.get_by_role("heading", name="AXIS OS 11.11")).to_be_visible()
    expect(page.get_by_label("Version that your devices run")).to_have_value("LTS 2024")
    page.get_by_label("Version that your devices run").fill("soon")
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).to_contain_text("is not a version")
    page.go_back()
    expect(page.get_by_role("heading", name="AXIS OS 11.11")).to_be_visible()


def test_what_is_typed_is_text(page: Page, here: str) -> None:
    page.goto(f"{here}?version=%3Cimg+src%3Dx%3E")
    expect(page.locator("[data-answer]")).to_contain_text("<img src=x>")
    expect(page.locator("[data-answer] img")).to_have_count(0)


def test_the_state_of_each_track_is_that_of_the_day(page: Page, here: str) -> None:
    page.clock.set_fixed_time("2031-11-30T12:00:00")
    page.goto(here)
    expect(page.locator("#track-lts-2026 [data-state]")).to_have_text("supported")
    page.clock.set_fixed_time("2032-01-01T12:00:00")
    page.reload()
    expect(page.locator("#track-lts-2026 [data-state]")).to_have_text("ended")


def test_without_script_the_dates_are_there_and_no_form(
    new_context: Callable[..., BrowserContext], here: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(here)
    expect(page.locator("form.support__form")).to_be_hidden()
    expect(page.locator("#track-lts-2026")).to_contain_text("December 2031")
    expect(page.locator("#track-lts-2026 [data-state]")).to_have_text("")


def test_where_the_facts_do_not_load_the_page_says_so(page: Page, here: str) -> None:
    page.route("**/support.json", lambda route: route.fulfill(body="no"))
    page.goto(f"{here}?version=12.11")
    expect(page.locator("[data-answer]")).to_contain_text("do not load")
