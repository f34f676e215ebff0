"""What is around every page: the way to it, tabs, the footer, and where lines break."""

import pytest
from playwright.sync_api import Page, expect

# A page -> the links of its path, and itself
PATHS = {
    "changes/": ["Home", "Breaking changes"],
    "changes/tls-1-0-1-1-removal/": [
        "Home",
        "Breaking changes",
        "TLS 1.0 and 1.1 removed for HTTPS connections",
    ],
    "changes/12/": ["Home", "Breaking changes", "Changes in AXIS OS 12"],
    "releases/11.11/": ["Home", "Releases", "AXIS OS 11.11"],
    "components/sbom/": ["Home", "Releases", "Software bill of materials"],
    "plan/": ["Home", "Plan an upgrade"],
}
# How many lines of text the code of a page has, and those that begin in the middle of a part of a name
BROKEN = """
[...document.querySelectorAll("article :not(pre) > code")].flatMap((code) => {
  const parts = [];
  for (const node of code.childNodes) {
    const range = document.createRange();
    for (let at = 1; at < (node.length ?? 0); at++) {
      const top = (from) => {
        range.setStart(node, from);
        range.setEnd(node, from + 1);
        return range.getBoundingClientRect();
      };
      const [before, after] = [top(at - 1), top(at)];
      if (after.top >= before.bottom - 1 && /\\w{2}/.test(node.data.slice(at - 1, at + 1)))
        parts.push(`${node.data.slice(0, at)}|${node.data.slice(at)}`);
    }
  }
  return parts;
})
"""


@pytest.mark.parametrize("path", PATHS)
def test_the_way_to_a_page_names_it_last(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    way = page.get_by_role("navigation", name="Breadcrumbs")
    expect(way.get_by_role("listitem")).to_have_text(PATHS[path])
    expect(way.locator("[aria-current=page]")).to_have_text(PATHS[path][-1])
    expect(way.get_by_role("link")).to_have_count(len(PATHS[path]) - 1)


def test_tabs_are_for_who_reads_and_the_footer_leads_who_contributes(page: Page, address: str) -> None:
    page.goto(address)
    tabs = page.get_by_role("navigation", name="Tabs")
    assert tabs.get_by_role("link").all_inner_texts()[0] == "Home"
    expect(tabs.get_by_role("link", name="Contributing")).to_have_count(0)
    page.get_by_role("contentinfo").get_by_role("link", name="Contribute").click()
    beside = page.get_by_role("navigation", name="Navigation")
    expect(beside.get_by_role("link", name="Decisions")).to_be_visible()


def test_the_name_of_the_site_is_whole_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    page.get_by_role("button", name="Menu").click()
    for name in (".md-header__topic .md-ellipsis", ".md-nav__title[for=__drawer]"):
        hidden = page.locator(name).evaluate("name => name.scrollWidth - name.clientWidth")
        assert hidden <= 0, name


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("path", ["surface/", "changes/getbrand-cgi-removal/", "contributing/session/"])
def test_code_breaks_between_the_parts_of_a_name(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + path)
    assert page.evaluate(BROKEN) == []


def test_a_break_is_not_copied(page: Page, address: str) -> None:
    page.goto(f"{address}changes/getbrand-cgi-removal/")
    code = page.get_by_role("table").get_by_text("getbrand.cgi").first
    assert code.locator("wbr").count() > 1
    assert code.evaluate("code => code.textContent") == "axis-cgi/prod_brand_info/getbrand.cgi"


@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("path", ["changes/", "changes/12/", "surface/", "releases/", "partners/api/"])
def test_the_scroll_bar_tells_how_long_a_page_is(
    page: Page, real_address: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{real_address}{path}")
    before = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("document.documentElement.scrollHeight") == before
