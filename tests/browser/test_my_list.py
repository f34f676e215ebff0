"""My list of changes: ticked, kept in the address, shown alone, told in more words, and taken along."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

ROWS = "[data-explorer] tbody tr:visible"
TITLES = {
    "tls-1-0-1-1-removal": "TLS 1.0 and 1.1 removed for HTTPS connections",
    "date-cgi-removal": "date.cgi removed",
}


def count(page: Page) -> Locator:
    return page.locator(".explorer__count")


def tick(page: Page, change: str) -> None:
    page.get_by_role("checkbox", name=f"Concerns me: {TITLES[change]}").check()


def test_what_is_ticked_is_in_the_address_at_once_and_shown_alone_when_asked(
    page: Page, address: str
) -> None:
    page.goto(f"{address}changes/")
    toggle = page.get_by_role("button", name="Show only my list")
    expect(toggle).to_be_disabled()
    for change in reversed(TITLES):
        tick(page, change)
    expect(page).to_have_url(f"{address}changes/?only=tls-1-0-1-1-removal,date-cgi-removal")  # as shown
    expect(page.locator(ROWS)).to_have_count(50)
    expect(toggle).to_have_text("Show only my list (2)")

    toggle.click()
    expect(page.locator(ROWS)).to_have_count(2)
    expect(count(page)).to_have_text("2 of 50 changes")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(ROWS)).to_have_count(50)


def test_an_address_with_a_list_shows_that_alone_and_filters_work_on(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?only=date-cgi-removal,tls-1-0-1-1-removal,%3Cimg%3E,no-such")
    expect(page.locator(ROWS)).to_have_count(2)
    page.get_by_label("Area", exact=True).select_option("api")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?area=api&only=tls-1-0-1-1-removal,date-cgi-removal,no-such$"))
    page.get_by_label("Area", exact=True).select_option("edge-storage")
    page.get_by_role("button", name="Without “my list”").click()
    expect(page.locator(ROWS).first).to_be_visible()
    expect(page.get_by_role("button", name="Show only my list (2 of 3)")).to_be_visible()


def test_going_back_hides_nothing_that_was_in_sight(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    tick(page, "date-cgi-removal")
    page.get_by_label("Area", exact=True).select_option("api")
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.get_by_role("checkbox", name=TITLES["date-cgi-removal"])).to_be_checked()


def test_detail_is_a_line_what_to_do_or_everything(page: Page, address: str) -> None:
    page.goto(f"{address}changes/?only=date-cgi-removal")
    row = page.locator(ROWS)
    detail = page.get_by_label("Detail")
    expect(row).not_to_contain_text("time.cgi", use_inner_text=True)
    detail.select_option("do")
    expect(row.get_by_text("time.cgi").first).to_be_visible()
    expect(row).not_to_contain_text("Why", use_inner_text=True)
    detail.select_option("full")
    for label in ("What to do", "Impact", "Why"):
        expect(row.get_by_text(label, exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?only=date-cgi-removal&detail=full$"))
    page.reload()
    expect(row.get_by_text("Impact", exact=True)).to_be_visible()
    page.go_back()
    expect(detail.locator("option:checked")).to_have_text("What to do")


def test_where_the_facts_do_not_load_a_row_tells_what_it_has(page: Page, address: str) -> None:
    page.route("**/api/v1/changes.json", lambda route: route.fulfill(body="no JSON"))
    page.goto(f"{address}changes/?only=date-cgi-removal&detail=full")
    expect(page.locator(ROWS).get_by_text("time.cgi").first).to_be_visible()


def test_what_is_shown_can_be_pasted_as_markdown(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{address}changes/?q=removed&area=api")
    tick(page, "date-cgi-removal")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("Copied as Markdown.")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# Breaking changes\n\nUnofficial · As of about June 2024")
    shown = page.locator(ROWS).count()
    assert f"Shown: {shown} of 50 changes; removed; Area: API" in text
    assert text.count("\n- [ ] ") == shown - 1
    assert re.search(
        r"- \[x\] 11.0 · \[date.cgi removed\]\(\S+/changes/date-cgi-removal/\) · API · Applied", text
    )
    assert "**What to do:**" not in text

    page.get_by_label("Detail").select_option("do")
    page.get_by_role("button", name="Copy as Markdown").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('**What to do:**')")


def test_what_is_shown_can_be_saved_as_a_table(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}changes/?only=tls-1-0-1-1-removal,date-cgi-removal")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "changes.csv"
    saved.value.save_as(tmp_path / "changes.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "changes.csv").read_text("utf-8-sig"))))
    assert [(row["id"], row["title"]) for row in rows] == list(TITLES.items())
    assert rows[1]["version"] == "11.0"
    assert rows[1]["status"] == "applied"
    assert "time.cgi" in rows[1]["action"]
    assert rows[1]["url"].endswith("/changes/date-cgi-removal/")
