"""The switch of colors, the menu of small screens and the table of contents, as a reader uses them."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import SCHEMES

BODY = "data-md-color-scheme"


def test_the_switch_changes_the_colors_and_the_choice_stays(page: Page, address: str) -> None:
    page.goto(address)
    switch = page.get_by_role("button", name="Dark colors")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.press("Enter")
    for path in ("", "changes/", "releases/11.11/"):
        page.goto(address + path)
        expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["dark"])
        expect(page.get_by_role("button", name="Dark colors")).to_have_attribute("aria-pressed", "true")
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Dark colors").click()
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["light"])  # chosen, so not followed


def test_without_a_choice_the_preference_is_followed(page: Page, address: str) -> None:
    page.goto(address)
    for preferred, scheme in SCHEMES.items():
        page.emulate_media(color_scheme=preferred)  # type: ignore[arg-type]
        expect(page.locator("body")).to_have_attribute(BODY, scheme)


def test_it_works_where_the_browser_keeps_nothing(page: Page, address: str) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    page.add_init_script(refuse)
    page.goto(address)
    page.get_by_role("button", name="Dark colors").click()
    expect(page.locator("body")).to_have_attribute(BODY, SCHEMES["dark"])


def test_the_menu_by_keys_alone(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{address}changes/12/")
    button = page.get_by_role("button", name="Menu")
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="APIs and names")
    expect(link).not_to_be_in_viewport()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(link).not_to_be_in_viewport()


def test_the_menu_closes_when_it_has_led_to_a_part_of_the_page(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{address}lifecycle/")
    page.get_by_role("button", name="Menu").click()
    page.evaluate("location.hash = '#the-three-kinds'")
    expect(page.locator("#__drawer")).not_to_be_checked()


def test_the_table_of_contents_marks_what_is_read(page: Page, address: str) -> None:
    page.goto(f"{address}releases/")
    contents = page.get_by_role("navigation", name="Table of contents").last
    contents.get_by_role("link", name="All releases").click()
    active = contents.locator(".md-nav__link--active")
    expect(active).to_have_text("All releases")
    page.evaluate("scrollTo(0, 0)")
    expect(active).to_have_text("Schedule")


def test_on_paper_what_is_folded_is_open(page: Page, address: str) -> None:
    page.goto(f"{address}releases/")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<details>x</details>')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details:not([open])")).to_have_count(0)
