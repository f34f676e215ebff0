"""What a script adds to dates: how long ago, that one has passed, and where today is in pictures."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

STRIP = "Unofficial · As of about June 2024{} · 1 source"


@pytest.mark.parametrize(
    ("today", "ago"),
    [
        ("2024-06-30", ""),
        ("2024-07-01", " (1 month ago)"),
        ("2026-05-20", " (23 months ago)"),
        ("2026-11-29", " (2 years ago)"),
    ],
)
def test_a_strip_says_how_long_ago_its_date_is(page: Page, address: str, today: str, ago: str) -> None:
    page.clock.set_fixed_time(f"{today}T12:00:00")
    for path in ("", "changes/12/", "changes/tls-1-0-1-1-removal/", "releases/12.0/"):
        page.goto(f"{address}{path}")
        expect(page.locator(".standing")).to_have_text(STRIP.format(ago))


def test_without_a_script_the_dates_alone_are_there(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}releases/")
    expect(page.locator(".standing")).to_have_text(STRIP.format(""))
    expect(page.locator("main")).not_to_contain_text("has passed")
    assert page.locator(".figure-today").first.get_attribute("visibility") == "hidden"


def test_a_date_that_is_over_is_told_to_be(page: Page, address: str) -> None:
    page.clock.set_fixed_time("2024-09-30T23:00:00")
    page.goto(f"{address}releases/12.0/")
    expect(page.locator("dl.facts").first).not_to_contain_text("has passed")
    page.clock.set_fixed_time("2024-10-01T12:00:00")
    page.reload()
    expect(page.locator("dl.facts").first).to_contain_text("September 2024 (this date has passed)")


@pytest.mark.parametrize(
    ("today", "where"), [("2024-01-01", 50.0), ("2024-07-01", 74.9), ("2026-11-29", None)]
)
def test_today_is_marked_where_a_picture_has_it(
    page: Page, address: str, today: str, where: float | None
) -> None:
    page.clock.set_fixed_time(f"{today}T12:00:00Z")
    page.goto(f"{address}releases/")
    figure = page.locator("figure").first
    line = figure.locator("svg.figure-drawing .figure-today")
    if where is None:
        expect(line).to_have_attribute("visibility", "hidden")
        expect(figure.locator("[data-today-key]")).to_be_hidden()
    else:
        expect(line).to_have_attribute("visibility", "visible")
        assert float(str(line.get_attribute("x1")).rstrip("%")) == pytest.approx(where, abs=0.1)
        expect(figure.locator("[data-today-key]")).to_be_visible()
