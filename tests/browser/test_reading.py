"""What a reader does: open pages and go on from them, on wide and narrow screens."""

from playwright.sync_api import Browser, BrowserContext, Page, expect


def test_a_reader_gets_from_home_to_a_change_by_lists(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What breaks when you upgrade AXIS OS")
    page.get_by_role("link", name="31 in AXIS OS 12").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changes in AXIS OS 12")
    title = "TLS 1.0 and 1.1 removed for HTTPS connections"
    page.get_by_role("article").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("article")).to_contain_text(
        "Removed in AXIS OS 12.0 · planned · affects upgraded devices"
    )
    for heading in ("Why it is introduced", "How it can affect you", "What to do"):
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()


def test_pages_can_be_read_without_scripts(browser: Browser, address: str) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}changes/")
    expect(page.get_by_role("rowheader")).to_have_count(50)
    page.get_by_role("link", name="Password complexity enforced").click()
    expect(page.get_by_text("Not known.")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_be_hidden()
    context.close()


def test_a_script_is_copied_by_its_name(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}partners/calendar/")
    page.get_by_role("button", name="Copy dates.py", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Copied dates.py")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".highlight code").text_content()
