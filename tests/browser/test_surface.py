"""The index of names as a reader uses it, and what an address that is missing offers."""

import json

from playwright.sync_api import Browser, Page, expect

from portal.model import Catalog
from portal.surface import surface_names


def test_a_link_from_a_ticket_shows_the_name(page: Page, address: str) -> None:
    for anchor in ("root.https.allowtls1", "https.allowtls1"):
        page.goto(f"{address}surface/#{anchor}")
        name = page.locator("tbody", has=page.get_by_text("root.HTTPS.AllowTLS1", exact=True))
        expect(name).to_be_in_viewport()
        expect(name).to_contain_text("removed")
        expect(name).to_contain_text("12.0")
    name.get_by_role("link", name="TLS 1.0 and 1.1 removed").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("TLS 1.0 and 1.1")
    page.get_by_role("link", name="root.HTTPS.AllowTLS11").click()
    expect(page).to_have_url(f"{address}surface/#root.https.allowtls11")


def test_a_missing_address_offers_what_it_may_have_meant(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    # The test's server has no page of its own for missing addresses, as a host has: give it ours.
    body = page.request.get(f"{address}404.html").text().replace('"/', f'"{address}')
    page.route(
        "**/changes/getbrand/", lambda route: route.fulfill(body=body, content_type="text/html", status=404)
    )
    page.goto(f"{address}changes/getbrand/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    expect(page.get_by_text("/changes/getbrand/")).to_be_visible()
    results = page.get_by_role("region", name="What the portal has on").get_by_role("link")
    expect(results.first).to_have_text("getBrand.cgi removed")
    context.close()


def test_every_name_in_code_is_found_first_in_any_case(page: Page, address: str, catalog: Catalog) -> None:
    """Asks the search that the dialog uses, for every parameter, endpoint and library that has a spelling."""
    wanted = {
        spelling: [mention.change.title for mention in name.mentions]
        for kind in ("parameter", "endpoint", "library")
        for name in surface_names(catalog)[kind]
        for item in (name.item,)
        if item.match and " " not in item.name
        for spelling in (item.name, item.name.lower(), item.name.removeprefix("root."))
        if "." in spelling or kind == "library"  # PTZ alone is a word, not a name
    }
    page.goto(address)
    found = json.loads(
        page.evaluate(
            """async ([script, spellings]) => {
                const { find } = await import(script);
                const titles = {};
                for (const spelling of spellings) {
                    const results = await find(spelling);
                    titles[spelling] = results.length ? (await results[0].data()).meta.title : null;
                }
                return JSON.stringify(titles);
            }""",
            [f"{address}assets/search-index.js", list(wanted)],
        )
    )
    assert len(wanted) > 40
    assert {spelling: title for spelling, title in found.items() if title not in wanted[spelling]} == {}


def test_without_a_result_there_is_advice(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("AllowTLS13")
    expect(dialog.get_by_role("status")).to_contain_text("No page has")
    expect(dialog.get_by_role("link", name="APIs and names")).to_be_visible()
