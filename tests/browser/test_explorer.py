"""The list of all changes as a reader uses it: narrow it down, share the address, go back."""

import re

from playwright.sync_api import Browser, Locator, Page, expect

ROWS = "[data-explorer] tbody tr:visible"


def count(page: Page) -> Locator:
    return page.locator("[data-explorer]").get_by_role("status")


def test_a_word_finds_titles_summaries_and_names_in_code(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    expect(page.locator(ROWS)).to_have_count(50)
    box = page.get_by_label("Find a word, or a name in code")
    for text, title in (
        ("AllowTLS11", "TLS 1.0 and 1.1 removed for HTTPS connections"),
        ("/axis-cgi/certmgmt.cgi", "Unofficial certificate management API removed"),
        ("M5526", "ACAP Computer Vision SDK"),
    ):
        box.fill(text)
        expect(page.locator(ROWS)).to_have_count(1)
        expect(page.locator(ROWS)).to_contain_text(title)
        expect(count(page)).to_contain_text(re.compile(r"\b1\b.*change"))


def test_facets_narrow_count_and_live_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    area = page.get_by_label("Area", exact=True)
    area.select_option("security")
    expect(page.locator(ROWS)).to_have_count(10)
    expect(area.locator("option:checked")).to_contain_text("(10)")
    page.get_by_label("To version").select_option("11")
    expect(page.locator(ROWS)).to_have_count(4)
    expect(page).to_have_url(re.compile(r"\?(?=.*area=security)(?=.*to=11)"))

    page.go_back()
    expect(page.locator(ROWS)).to_have_count(10)
    page.go_forward()
    expect(page.locator(ROWS)).to_have_count(4)

    page.reload()
    expect(page.locator(ROWS)).to_have_count(4)
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page).to_have_url(f"{address}changes/")


def test_a_shared_address_shows_the_same(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?tentative=yes")
    expect(page.locator(ROWS)).to_have_count(2)
    page.goto(f"{address}changes/?area=no-such-area&what=ever")
    expect(page.locator(ROWS)).to_have_count(50)


def test_nothing_found_says_which_choice_to_give_up(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?area=edge-storage&status=applied")
    expect(page.locator(ROWS)).to_have_count(0)
    empty = page.locator(".explorer__empty")
    expect(empty).to_be_visible()
    empty.get_by_role("button").first.click()
    expect(page.locator(ROWS).first).to_be_visible()


def test_sorting_by_title_and_back(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    first = page.locator(ROWS).first.get_by_role("rowheader")
    before = first.inner_text()  # its section is in view
    page.get_by_label("Sort by").select_option("title")
    expect(first).not_to_have_text(before)
    titles = [
        text.lower() for text in page.locator("[data-explorer] tbody tr:not([hidden]) th").all_text_contents()
    ]
    assert titles == sorted(titles)
    assert len(titles) == 50
    page.get_by_label("Sort by").select_option("")
    expect(first).to_have_text(before)


def test_the_list_is_whole_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}changes/")
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    row = page.locator(ROWS, has_text="date.cgi removed")
    for text in ("11.0", "API", "Applied", "hits upgraded devices", "time.cgi"):
        expect(row).to_contain_text(text)
    context.close()
