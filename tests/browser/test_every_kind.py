"""What holds for every kind of page: it fits any screen, and can be read by keys and without scripts."""

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import KINDS, NOT_FOUND, SCHEMES, TEMPLATES, paint, visit

WIDTHS = (360, 768, 1280)
# How often Tab is pressed on a page: enough for the menus and the beginning of the text
TABS = 50

# What of the text a reader cannot see: neither there nor in what can be opened. Left out are the foot of a
# printed sheet, boxes that need the script, and links for screens that have no place for a table of contents.
UNSEEN = """
[...document.querySelectorAll("article :is(h1, h2, h3, h4, p, li, th, td, dt, dd, pre, figcaption)")]
  .filter((part) => part.textContent.trim() && !part.closest("details:not([open]), [hidden]"))
  .filter((part) => !part.closest(".imprint__page, .explorer__mine, nav"))
  .filter((part) => !part.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((part) => part.textContent.trim())
"""
# What is pressed, but for what the theme does by styles alone
PRESSED = ":is(button, input:not(.md-toggle, .md-nav__toggle), select):visible"
# What the keys are at, and whether any of it is in sight with nothing over it. The theme's switches are in
# sight by the label beside them.
FOCUSED = """
() => {
  const at = document.activeElement;
  const seen = [at, at.nextElementSibling].some((part) => (
    (part === at || part?.matches("label")) && [...part.getClientRects()].some((box) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return there && (part.contains(there) || there.contains(part));
    })
  ));
  return { end: at === document.body, seen, what: at.outerHTML.slice(0, 160) };
}
"""


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_there_and_fits(page: Page, real_address: str, path: str) -> None:
    assert visit(page, real_address + path).status == (404 if path == NOT_FOUND else 200)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    styled = page.evaluate("getComputedStyle(document.querySelector('.md-header')).position")
    assert styled == "sticky", "the page came without its styles"
    ways = itertools.product(WIDTHS, SCHEMES) if path in TEMPLATES else [(WIDTHS[0], "light")]
    wide = []
    for width, scheme in ways:
        page.set_viewport_size({"width": width, "height": 800})
        paint(page, scheme)
        # Not only the page: a part may be too wide in a page that hides what does not fit.
        if page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)") > width:
            wide.append((width, scheme))
    assert wide == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_page_comes_in_the_colors_that_a_reader_prefers(
    new_context: Callable[..., BrowserContext], real_address: str, scheme: str
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    page.goto(real_address)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


def test_every_kind_of_page_can_be_read_without_scripts(
    new_context: Callable[..., BrowserContext], real_address: str
) -> None:
    """All text is seen, and there is nothing to press that would do nothing."""
    page = new_context(java_script_enabled=False).new_page()
    for path in KINDS:
        page.goto(real_address + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate(UNSEEN) == [], path
        assert page.locator(PRESSED).count() == 0, path


def test_the_menu_opens_without_scripts(
    new_context: Callable[..., BrowserContext], real_address: str
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto(real_address)
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(page.locator(".md-sidebar--primary .md-nav__link:visible").first).to_be_in_viewport()


def test_keys_alone_lead_from_home_to_a_change(page: Page, real_address: str) -> None:
    page.goto(real_address)
    press_tab_until(page, "#__content", most=1)  # the first thing is the way past the menus
    page.keyboard.press("Enter")
    press_tab_until(page, "/changes/", most=40)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{real_address}changes/")
    press_tab_until(page, "#__content", most=1)
    page.keyboard.press("Enter")
    press_tab_until(page, "/changes/*-*/", most=60)
    name = page.evaluate("document.activeElement.textContent.trim()")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("path", TEMPLATES)
def test_keys_reach_what_can_be_seen(
    new_context: Callable[..., BrowserContext], real_address: str, path: str
) -> None:
    """What the keys are at is in sight, and the header does not lie over it."""
    page = new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
    visit(page, real_address + path)
    lost = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at["end"]:
            break
        if not at["seen"]:
            lost.append(at["what"])
    assert lost == []


def press_tab_until(page: Page, address: str, most: int) -> None:
    """Press Tab until a link is reached whose address ends so; `*` stands for any text without a slash."""
    pattern = re.compile(re.escape(address).replace(r"\*", "[^/]+") + "$")
    for _ in range(most):
        page.keyboard.press("Tab")
        if pattern.search(page.evaluate("document.activeElement.href ?? ''")):
            expect(page.locator(":focus-visible")).to_be_in_viewport()
            return
    pytest.fail(f"no link to {address} after {most} times Tab")
