"""What a browser keeps is distrusted: whatever stands there, a page works as if nothing was kept."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.kinds import SCHEMES
from tests.conftest import REPOSITORY

BODY = "data-md-color-scheme"
PLAN = "plan/?start=11.10&target=12.0"
ASSETS = REPOSITORY / "macros" / "theme" / "assets"
# None of them is what a page writes; the giant ones are a text, a list and a depth
VALUES = {
    "nothing": "",
    "number": "5",
    "object": "{}",
    "list": "[]",
    "true": "true",
    "null": "null",
    "undefined": "undefined",
    "text": '"slate"',
    "no JSON": "{",
    "half a list": '["a"',
    "list of others": '[1, null, {}, ["a"], "a"]',
    "nested": '[[["slate"]]]',
    "entries": '[["a", 1]]',
    "like a list": '{"length": 3, "0": "a"}',
    "prototype": '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
    "other colors": "constructor",
    "colors with a space": "slate ",
    "HTML": "<img src=x onerror=alert(1)>",
    "zero": "\0",
    "half a letter": "\ud800",
    "giant text": "x" * 2_400_000,
    "giant list": json.dumps(["x"] * 400_000),
    "giant depth": "[" * 2_000_000,
}
REFUSE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
FULL = """() => {
  for (const size of [1_000_000, 1_000, 1]) {
    for (let at = 0; ; at++) try { localStorage.setItem(`${size}-${at}`, "x".repeat(size)); } catch { break; }
  }
}"""


def keep(page: Page, address: str, **values: str) -> None:
    """Let the browser have kept values, half letters too."""
    page.goto(address)
    for name, value in values.items():
        page.evaluate(
            "([name, text]) => localStorage.setItem(name, JSON.parse(text))", [name, json.dumps(value)]
        )


def assert_new(page: Page, address: str) -> None:
    """Assert that pages are as on a first visit, and that they keep what is chosen from there on."""
    page.goto(f"{address}changes/")
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["light"])
    expect(page.locator(".explorer__count")).to_contain_text("change")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["dark"])  # not chosen, so followed
    page.goto(f"{address}{PLAN}")
    expect(page.locator(".plan__step")).to_have_count(1)
    expect(page.locator(".plan__result :checked")).to_have_count(0)
    assert page.evaluate("[{}.polluted, [].polluted]") == [None, None]


def use(page: Page) -> None:
    """Tick a box and choose the other colors."""
    page.get_by_role("checkbox", name="installed").last.check()
    page.get_by_role("button", name="Dark colors").click()
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["light"])


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in VALUES.items()])
def test_whatever_is_kept_a_page_works_as_if_nothing_was(page: Page, address: str, value: str) -> None:
    keep(page, address, **{"colors": value, "plan-ticks": value})
    assert_new(page, address)
    use(page)
    page.reload()
    expect(page.get_by_role("checkbox", name="installed").last).to_be_checked()
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["light"])


def test_where_there_is_no_room_a_choice_holds_for_the_page(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(FULL)
    assert_new(page, address)
    use(page)
    page.get_by_label("Through the web interface").check()
    expect(page.get_by_role("checkbox", name="installed").last).to_be_checked()


def test_where_nothing_may_be_kept_a_choice_holds_for_the_page(page: Page, address: str) -> None:
    page.add_init_script(REFUSE)
    assert_new(page, address)
    use(page)
    page.get_by_label("Through the web interface").check()
    expect(page.get_by_role("checkbox", name="installed").last).to_be_checked()


def test_there_is_one_way_to_what_is_kept() -> None:
    words = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "window.name", "history.state")
    theme = ASSETS.parent
    files = [*theme.rglob("*.js"), *theme.rglob("*.html"), *(theme.parent / "templates").iterdir()]
    found: list[tuple[Path, str]] = [
        (file, word) for file in files for word in words if word in file.read_text("utf-8")
    ]
    assert found == [(ASSETS / "scheme.js", "localStorage")]
