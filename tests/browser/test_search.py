"""The search dialog: find a name, narrow the results by version and area, get on where there is nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.model import Catalog

# What is typed -> the title of the first hit
SEARCHES = {
    "AllowTLS11": "TLS 1.0 and 1.1 removed for HTTPS connections",
    "root.HTTPS.AllowTLS11": "TLS 1.0 and 1.1 removed for HTTPS connections",
    "allowtls11": "TLS 1.0 and 1.1 removed for HTTPS connections",
    "getbrand.cgi": "getBrand.cgi removed",
    "Network.UPnP.Enabled": "UPnP discovery protocol disabled by default",
    "lightcontrol": "lightcontrol web service API removed",
    "vFAT": "Formatting of SD cards to vFAT removed",
}
# Found on pages of several versions, and on prose pages too
BROAD = "removed"
CHOICE = re.compile(r"(.+) \((\d+)\)")


def search(page: Page, text: str) -> None:
    page.get_by_role("button", name="Search").click()
    box(page).fill(text)


def box(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("textbox")


def results(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("listitem")


def status(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("status")


def facet(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Narrow the results").get_by_label(name)


def counts(page: Page, name: str) -> dict[str, int]:
    """Return the choices of a facet as they stand there, without the first, and the number beside each."""
    first, *choices = facet(page, name).locator("option").all_inner_texts()
    assert first == "Any"
    found = [CHOICE.fullmatch(choice) for choice in choices]
    return {match[1]: int(match[2]) for match in found if match}


def say(count: int) -> str:
    return f"{count} result{'' if count == 1 else 's'}"


def show_all(page: Page) -> None:
    more = page.get_by_role("dialog").get_by_role("button", name="More results")
    while more.is_visible():
        shown = results(page).count()
        more.click()
        expect(results(page).nth(shown)).to_be_visible()


def test_search_finds_the_change_first(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Search").click()
    first = results(page).first.get_by_role("link")
    for text, title in SEARCHES.items():
        box(page).fill("")
        expect(first).to_be_hidden()
        box(page).fill(text)
        expect(first).to_contain_text(title)
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_search_finds_a_product(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "M5526-E")
    expect(results(page).first.get_by_role("link")).to_contain_text("Computer Vision SDK")


def test_search_works_by_keyboard_alone_on_an_entry_page(page: Page, address: str) -> None:
    page.goto(f"{address}changes/date-cgi-removal/")
    page.keyboard.press("/")
    page.keyboard.type("getbrand")
    expect(results(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("getBrand.cgi removed")


def test_search_says_when_there_is_nothing(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "qwertzuiop")
    expect(status(page)).to_have_text("No page has “qwertzuiop”.")
    expect(page.get_by_role("dialog").get_by_text("Try fewer words")).to_be_visible()
    expect(facet(page, "Version")).to_be_hidden()


# --- facets


def test_facets_come_with_the_first_search(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    with page.expect_response("**/*.pf_meta"):
        page.keyboard.press("/")
    assert not [url for url in asked if "pf_filter" in url or "search-facets" in url]
    expect(facet(page, "Version")).to_be_hidden()
    page.keyboard.type(BROAD)
    expect(facet(page, "Version")).to_be_visible()
    expect(facet(page, "Area")).to_be_visible()
    assert len([url for url in asked if "pf_filter" in url]) == 2


def test_every_choice_has_as_many_results_as_it_says(page: Page, address: str) -> None:
    page.goto(address)
    search(page, BROAD)
    expect(facet(page, "Version")).to_be_visible()
    said = counts(page, "Version")
    assert len([count for count in said.values() if count]) >= 3
    assert 0 in said.values()
    for version, count in said.items():
        facet(page, "Version").select_option(version)
        if not count:
            expect(status(page)).to_have_text(f"No page on {version} has “{BROAD}”.")
            continue
        expect(status(page)).to_have_text(f"{say(count)} on {version}")
        show_all(page)
        expect(results(page)).to_have_count(count)
        for facts in results(page).locator(".search__facts").all_inner_texts():
            assert facts.startswith((f"{version} ", f"{version}.", "Release,"))
        assert counts(page, "Version") == said  # as if it were the only one chosen


def test_without_a_word_a_choice_has_all_its_pages(page: Page, address: str, june: Catalog) -> None:
    page.goto(address)
    search(page, BROAD)
    facet(page, "Version").select_option("AXIS OS 12")
    box(page).fill("")
    changes = [change for change in june.changes if change.major == 12]
    releases = [release for release in june.releases if release.version.major == 12]
    expect(status(page)).to_have_text(f"{len(changes) + len(releases)} results on AXIS OS 12")
    show_all(page)
    titles = results(page).get_by_role("link").all_inner_texts()
    wanted = [change.title for change in changes] + [f"AXIS OS {release.version}" for release in releases]
    assert titles == sorted(wanted, key=str.lower)

    majors = {change.major for change in june.changes} | {one.version.major for one in june.releases}
    entries = [change.major for change in june.changes] + [one.version.major for one in june.releases]
    newest_first = sorted(majors, reverse=True)
    said = counts(page, "Version")
    assert list(said) == [f"AXIS OS {major}" for major in newest_first]
    assert list(said.values()) == [entries.count(major) for major in newest_first]
    areas = [june.area_by_id[change.area].name for change in changes]
    assert {area: count for area, count in counts(page, "Area").items() if count} == {
        area: areas.count(area) for area in areas
    }


def test_two_facets_narrow_and_count_each_beside_the_other(page: Page, address: str, june: Catalog) -> None:
    page.goto(address)
    search(page, BROAD)
    facet(page, "Version").select_option("AXIS OS 12")
    facet(page, "Area").select_option("ACAP")
    box(page).fill("")
    acap = [change for change in june.changes if change.area == "acap"]
    twelve = [change for change in june.changes if change.major == 12]
    both = [change for change in acap if change in twelve]
    assert 0 < len(both) < min(len(acap), len(twelve))
    expect(status(page)).to_have_text(f"{len(both)} results on AXIS OS 12 in the area ACAP")
    assert sum(counts(page, "Version").values()) == len(acap)
    assert sum(counts(page, "Area").values()) == len(twelve)


def test_what_is_chosen_holds_while_typing_on(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "remov")
    expect(facet(page, "Version")).to_be_visible()
    facet(page, "Version").select_option("AXIS OS 11")
    expect(status(page)).to_contain_text("on AXIS OS 11")
    before = counts(page, "Version")["AXIS OS 11"]
    box(page).focus()
    page.keyboard.press("End")
    page.keyboard.type("ed aac decoder")
    expect(status(page)).to_have_text("2 results on AXIS OS 11")
    expect(results(page)).to_have_count(2)
    expect(results(page).first).to_contain_text("AAC")
    assert before > 2
    page.get_by_role("button", name="Close").click()
    search(page, "qwertzuiop")
    expect(status(page)).to_have_text("No page has “qwertzuiop”.")
    expect(facet(page, "Version")).to_have_value("AXIS OS 11")
    facet(page, "Version").select_option("")
    box(page).fill("getbrand.cgi")
    expect(results(page).first).to_contain_text("getBrand.cgi removed")


def test_facets_work_by_keyboard_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("s")
    page.keyboard.type(BROAD)
    expect(facet(page, "Version")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(facet(page, "Version")).to_be_focused()
    for _ in range(2):
        page.keyboard.press("ArrowDown")  # chooses here, and does not go to the results
    expect(facet(page, "Version")).to_be_focused()
    expect(facet(page, "Version")).to_have_value("AXIS OS 12")
    expect(status(page)).to_contain_text("on AXIS OS 12")
    page.keyboard.press("Tab")
    expect(facet(page, "Area")).to_be_focused()
    page.keyboard.type("sec")
    expect(status(page)).to_contain_text("on AXIS OS 12 in the area Security")
    page.keyboard.press("Tab")
    expect(results(page).first.get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).first.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_where_a_choice_has_nothing_a_button_leads_out(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "AllowTLS11")
    expect(status(page)).to_have_text("1 result")
    facet(page, "Version").select_option("AXIS OS 13")
    expect(status(page)).to_have_text("No page on AXIS OS 13 has “AllowTLS11”.")
    expect(page.get_by_role("dialog").get_by_text("Try fewer words")).to_be_hidden()
    page.get_by_role("button", name="Search all versions: 1 result").click()
    link = results(page).get_by_role("link")
    expect(link).to_have_text("TLS 1.0 and 1.1 removed for HTTPS connections")
    expect(link).to_be_focused()
    expect(facet(page, "Version")).to_have_value("")
    expect(status(page)).to_have_text("1 result")
    expect(page.get_by_role("button", name="Search all")).to_have_count(0)


def test_with_two_choices_each_way_out_says_what_it_brings(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "AllowTLS11")
    expect(facet(page, "Area")).to_be_visible()
    facet(page, "Version").select_option("AXIS OS 12")
    facet(page, "Area").select_option("ACAP")
    expect(status(page)).to_have_text("No page on AXIS OS 12 in the area ACAP has “AllowTLS11”.")
    buttons = page.get_by_role("dialog").get_by_role("button", name="Search all")
    expect(buttons).to_have_text(["Search all areas: 1 result", "Search all versions and areas: 1 result"])
    buttons.first.click()
    expect(status(page)).to_have_text("1 result on AXIS OS 12")
    expect(facet(page, "Area")).to_have_value("")


def test_a_name_that_no_page_has_has_no_results_anywhere(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "AllowTLS11")
    expect(facet(page, "Version")).to_be_visible()
    assert sum(counts(page, "Version").values()) == 1
    box(page).fill("AllowTLS19")
    expect(status(page)).to_have_text("No page has “AllowTLS19”.")
    assert sum(counts(page, "Version").values()) == 0
    facet(page, "Version").select_option("AXIS OS 12")
    expect(page.get_by_role("button", name="Search all")).to_have_count(0)
    expect(page.get_by_role("dialog").get_by_text("Try fewer words")).to_be_visible()


def test_results_are_whole_where_facets_do_not_load(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*.pf_filter", lambda route: route.fulfill(status=200, body="broken"))
    page.goto(address)
    search(page, "getbrand.cgi")
    expect(results(page).first).to_contain_text("getBrand.cgi removed")
    expect(facet(page, "Version")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_facets_fit_a_finger_and_every_width(
    new_context: Callable[..., BrowserContext], address: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 740}, has_touch=True).new_page()
    page.goto(address)
    search(page, "upnp")
    expect(facet(page, "Version")).to_be_visible()
    facet(page, "Version").select_option("AXIS OS 13")
    facet(page, "Area").select_option("Network & Discovery")
    button = page.get_by_role("button", name="Search all versions:")
    expect(button).to_be_visible()
    assert page.get_by_role("dialog").evaluate("(dialog) => dialog.scrollWidth <= dialog.clientWidth")
    for control in (facet(page, "Version"), facet(page, "Area"), button):
        place = control.bounding_box()
        assert place
        assert place["height"] >= 44
        assert place["width"] >= 100
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= width
    button.tap()
    expect(status(page)).to_have_text("1 result in the area Network & Discovery")
