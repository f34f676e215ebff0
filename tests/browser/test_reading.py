"""What a reader does: open pages and go on from them, on wide and narrow screens."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

PAGES = (
    "",
    "releases/",
    "releases/11.11/",
    "changes/",
    "changes/12/",
    "changes/tls-1-0-1-1-removal/",
    "changes/onvif-class-candidate-removal/",
    "changes/password-complexity-enforced/",
    "lifecycle/",
    "lifecycle/upgrading/",
    "lifecycle/support/",
    "components/sbom/",
    "partners/feeds/",
    "contributing/",
    "contributing/fields/",
    "links/",
)


def test_a_reader_gets_from_home_to_a_change_by_lists(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("AXIS OS Portal")
    page.get_by_role("link", name="31 in AXIS OS 12").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Changes in AXIS OS 12")
    page.get_by_role("link", name="Security", exact=True).click()
    page.get_by_role("link", name="TLS 1.0 and 1.1 removed for HTTPS connections").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("TLS 1.0 and 1.1 removed for HTTPS connections")
    expect(page.get_by_role("article")).to_contain_text(
        "Removed in AXIS OS 12.0 · planned · hits upgraded devices"
    )
    for heading in ("Why it is introduced", "How it can affect you", "What to do"):
        expect(page.get_by_role("heading", level=2, name=heading)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    wide = []
    for path in PAGES:
        page.goto(address + path)
        assert page.locator("body").get_attribute("data-md-color-scheme") == (
            "slate" if scheme == "dark" else "default"
        )
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    context.close()
    assert wide == []


def test_every_kind_of_page_opens_without_a_complaint(page: Page, address: str) -> None:
    for path in PAGES:
        answer = page.goto(address + path)
        assert answer
        assert answer.ok
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


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
