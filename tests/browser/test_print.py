"""Pages on paper: the text alone, in light colors, with the addresses of links to other hosts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.paper import sheets

PAGES = ("", "changes/tls-1-0-1-1-removal/", "changes/12/", "releases/11.11/", "links/")
# What is of no use on paper
SCREEN_ONLY = (
    "header",
    ".md-tabs",
    ".md-path",
    ".md-sidebar",
    ".md-skip",
    ".md-content__button",
    ".headerlink",
    ".copy-button",
    ".entry-links",
    "nav.jump",
    "dialog",
    "footer",
)
AFTER = "element => getComputedStyle(element, '::after').content"


@pytest.fixture(params=["light", "dark"])
def paper(request: pytest.FixtureRequest, page: Page) -> Page:
    """A page that is printed by somebody who reads it in one of the schemes."""
    page.emulate_media(media="print", color_scheme=request.param)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_only_the_text_is_printed(paper: Page, address: str, path: str) -> None:
    paper.goto(address + path)
    expect(paper.get_by_role("heading", level=1)).to_be_visible()
    for selector in SCREEN_ONLY:
        for element in paper.locator(selector).all():
            expect(element).to_be_hidden()
    expect(paper.locator(".standing")).to_contain_text("As of about June 2024")


def test_it_is_printed_dark_on_light(paper: Page, address: str) -> None:
    paper.goto(f"{address}changes/tls-1-0-1-1-removal/")
    expect(paper.locator("body")).to_have_css("color", "rgb(22, 33, 43)")
    for element in ("body", ".md-typeset .lead"):
        background = paper.locator(element).evaluate("element => getComputedStyle(element).backgroundColor")
        assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_links_to_other_hosts_are_printed_with_their_address(paper: Page, address: str) -> None:
    paper.goto(f"{address}links/")
    link = paper.get_by_role("link", name="AXIS OS Release Notes").first
    assert link.evaluate(AFTER) == '" (https://help.axis.com/en-us/axis-os-release-notes)"'
    paper.goto(f"{address}changes/12/")
    assert paper.get_by_role("link", name="How to read an entry").evaluate(AFTER) == "none"


def printed(page: Page) -> list[str]:
    return sheets(page.pdf(format="A4"))


@pytest.mark.parametrize("path", [*PAGES, "changes/", "surface/", "lifecycle/upgrading/", "about/"])
def test_each_sheet_says_what_it_is_how_old_whose_and_where_from(
    page: Page, real_address: str, path: str
) -> None:
    page.goto(real_address + path)
    title = f"{page.locator('h1').evaluate('title => title.firstChild.textContent')}"
    address = page.locator("link[rel=canonical]").get_attribute("href")
    paper = printed(page)
    for sheet in paper:
        assert "Unofficial·Asof" in sheet
        assert f"{title.replace(' ', '')}·{address}" in sheet
        assert "belongtoAxisCommunicationsAB" in sheet
    assert sum(sheet.count("Unofficial·Asof") for sheet in paper) == len(paper)


def test_six_chosen_changes_are_two_sheets_that_say_what_was_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}changes/")
    for row in page.locator("[data-concerns]").all()[::9][:6]:
        row.check()
    page.get_by_role("button", name="Show only my list (6)").click()
    page.get_by_label("Detail").select_option("do")
    expect(page.locator("[data-told=do]")).to_have_count(6)
    paper = printed(page)
    assert len(paper) <= 2
    assert re.search(r"Shown:6of\d+changes;mylist", paper[0])
    query = page.evaluate("location.search")
    assert "only=" in query
    for sheet in paper:
        assert f"/changes/{query}" in sheet
        assert "Concernsme" not in sheet
        assert "Howtoreadanentry" not in sheet.partition("Shown:")[2]


def test_the_changes_of_a_major_version_are_printed_a_line_each(page: Page, address: str) -> None:
    page.goto(f"{address}changes/11/")
    titles = [text.replace(" ", "") for text in page.locator("article h3").all_text_contents()]
    page.get_by_text("What to do, impact and why").first.click()
    text = "".join(printed(page))
    assert all(title in text for title in titles)
    assert text.count("Whattodo") == 2  # over and in the one that is open
