"""One change as a reader uses its page."""

from playwright.sync_api import Browser, expect


def test_names_and_the_citation_can_be_copied(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}changes/tls-1-0-1-1-removal/")
    page.get_by_role("button", name="Copy root.HTTPS.AllowTLS11").click()
    expect(page.get_by_role("article").get_by_role("status")).to_have_text("Copied root.HTTPS.AllowTLS11")
    assert page.evaluate("navigator.clipboard.readText()") == "root.HTTPS.AllowTLS11"
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_role("article").get_by_role("status")).to_have_text("Copied the citation")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "tls-1-0-1-1-removal" in cited
    assert cited.endswith("/changes/tls-1-0-1-1-removal/")
    context.close()


def test_without_scripts_there_is_no_dead_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}changes/tls-1-0-1-1-removal/")
    expect(page.get_by_role("article").get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="JSON")).to_have_attribute("href", "../../feeds/changes.json")
    context.close()
