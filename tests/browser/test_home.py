"""The home page: what AXIS OS is, what to do next, and now, next and later."""

import pytest
from playwright.sync_api import Page, expect

# The link of a next step -> the title of the page that it leads to
STEPS = {
    "See what breaks": "Breaking changes",
    "Look up a name": "APIs and names",
    "See the schedule": "Release schedule",
    "Is my version supported?": "Is my version supported?",
    "Subscribe": "Feeds",
    "Contribute": "Add a breaking change in five minutes",
}

# How many elements move when they change
MOVING = """
[...document.querySelectorAll("*")].map((element) => getComputedStyle(element)).filter(
  (style) => style.transitionProperty !== "none" && parseFloat(style.transitionDuration) > 0
).length
"""


@pytest.mark.parametrize("step", STEPS)
def test_each_next_step_leads_somewhere(page: Page, address: str, step: str) -> None:
    page.goto(address)
    page.get_by_role("article").get_by_role("link", name=step, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(STEPS[step])


def test_the_next_steps_are_seen_without_scrolling(page: Page, address: str) -> None:
    page.goto(address)
    for step in STEPS:
        expect(page.get_by_role("article").get_by_role("link", name=step, exact=True)).to_be_in_viewport()


def test_now_next_and_later_come_from_the_data(page: Page, address: str) -> None:
    page.goto(address)
    parts = page.locator(".at-a-glance > section")
    expect(parts).to_have_count(3)
    now, then, later = parts.all()
    expect(now).to_contain_text(
        "AXIS OS 11.10 of April 2024 is the latest release that these facts know, as of about June 2024."
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


@pytest.mark.parametrize(("width", "columns"), [(1280, 3), (768, 3), (360, 1)])
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


def test_nothing_moves_for_those_who_asked_for_it(page: Page, address: str) -> None:
    page.goto(address)
    assert page.evaluate(MOVING) > 0  # the theme moves things
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(MOVING) == 0
