"""Nobody is kept out: axe-core on every kind of page, and what the browser tells a screen reader."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kinds import OTHERS, TEMPLATES, paint, settle, visit

NARROW, WIDE = 360, 1280

# All rules, the experimental and the best practices too. Level AAA of the WCAG asks what a page of facts
# can't give: no more than so many difficult words, a contrast at which links are no longer seen as links.
RUN = """
([place, category]) => axe.run(place, {
  resultTypes: ["violations"],
  rules: Object.fromEntries(axe.getRules().map(({ ruleId, tags }) => [ruleId, {
    enabled: !tags.some((tag) => /^wcag2\\d*aaa$/.test(tag)) && (!category || tags.includes(category)),
  }])),
})
"""
COLORS = "cat.color"

# Roles of what a reader operates. Each needs a name, or a screen reader says only "button".
CONTROLS = frozenset(
    {"button", "checkbox", "combobox", "link", "listbox", "radio", "searchbox", "slider", "textbox"}
)
# Places to jump to. Two of one role need two names.
LANDMARKS = frozenset({"complementary", "navigation", "region", "search"})


@pytest.fixture(params=[NARROW, WIDE])
def still_page(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Page:
    """A page of either width, on which nothing moves."""
    return new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce").new_page()


@pytest.mark.parametrize("still_page", [NARROW], indirect=True)
@pytest.mark.parametrize("path", TEMPLATES)
def test_axe_finds_nothing_where_it_is_narrow(still_page: Page, real_address: str, path: str) -> None:
    visit(still_page, real_address + path)
    assert violations(still_page) == []


@pytest.mark.parametrize("still_page", [WIDE], indirect=True)
@pytest.mark.parametrize("path", TEMPLATES)
def test_axe_finds_nothing_in_either_scheme(still_page: Page, real_address: str, path: str) -> None:
    """No color of a page depends on its width; the menu of a phone has its own test."""
    visit(still_page, real_address + path)
    assert violations_in_both_schemes(still_page) == []


@pytest.mark.parametrize("still_page", [NARROW], indirect=True)
@pytest.mark.parametrize("path", OTHERS)
def test_axe_finds_nothing_in_a_page_of_texts(still_page: Page, real_address: str, path: str) -> None:
    visit(still_page, real_address + path)
    assert violations(still_page) == []


def test_axe_finds_nothing_in_the_search(still_page: Page, real_address: str) -> None:
    visit(still_page, real_address)
    still_page.keyboard.press("/")
    expect(still_page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    for typed, said in (("tls", "result"), ("nothing.has.this.cgi", "No page")):
        still_page.keyboard.type(typed)
        expect(still_page.locator("[data-search-status]")).to_contain_text(said)
        assert violations_in_both_schemes(still_page, "dialog") == []


@pytest.mark.parametrize("still_page", [NARROW], indirect=True)
@pytest.mark.parametrize("path", ["", "changes/12/", "changes/tls-1-0-1-1-removal/"])
def test_axe_finds_nothing_in_the_menu(still_page: Page, real_address: str, path: str) -> None:
    visit(still_page, real_address + path)
    open_menu(still_page)
    assert violations_in_both_schemes(still_page, ".md-sidebar--primary") == []


def test_axe_sees_faults(page: Page, real_address: str) -> None:
    """In a page that has one: otherwise an empty list would say nothing."""
    visit(page, real_address)
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend', '<a href=x></a><button></button>')"
    )
    assert {violation.split(":")[0] for violation in violations(page)} == {"button-name", "link-name"}


@pytest.mark.parametrize("path", TEMPLATES)
def test_landmarks_headings_and_names(page: Page, real_address: str, path: str) -> None:
    visit(page, real_address + path)
    tree = accessibility_tree(page)
    roles = [role for role, _, _ in tree]
    assert [roles.count(role) for role in ("banner", "main", "contentinfo")] == [1, 1, 1]
    levels = [level for role, _, level in tree if role == "heading"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [(above, below) for above, below in itertools.pairwise(levels) if below > above + 1] == []
    assert [role for role, name, _ in tree if role in CONTROLS and not name] == []
    assert doubled([(role, name) for role, name, _ in tree if role in LANDMARKS]) == []
    assert doubled(page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")) == []


def doubled(values: list[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def open_menu(page: Page) -> None:
    page.get_by_role("button", name="Menu").press("Enter")
    expect(page.locator(".md-sidebar--primary .md-nav__link:visible").first).to_be_in_viewport()
    settle(page)


def violations_in_both_schemes(page: Page, place: str = "html") -> list[str]:
    """Return a line for each rule that is broken, in one scheme or the other."""
    paint(page, "light")
    found = violations(page, place)
    paint(page, "dark")
    return found + [f"dark: {violation}" for violation in violations(page, place, COLORS)]


def violations(page: Page, place: str = "html", category: str = "") -> list[str]:
    """Return a line for each rule (of a category) that is broken: what it says, where, how to mend it."""
    settle(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in page.evaluate(RUN, [place, category])["violations"]
        for node in rule["nodes"]
    ]


@cache
def axe_script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def accessibility_tree(page: Page) -> list[tuple[str, str, int]]:
    """Return role, name and level (0 if it has none) of all that a screen reader is told of, in its order."""
    session = page.context.new_cdp_session(page)
    nodes: dict[str, dict[str, Any]] = {
        node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]
    }
    session.detach()

    def walk(node: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
        if not node["ignored"]:
            levels = (
                item["value"]["value"] for item in node.get("properties", ()) if item["name"] == "level"
            )
            yield node["role"]["value"], node.get("name", {}).get("value", "").strip(), next(levels, 0)
        for child in node.get("childIds", ()):
            yield from walk(nodes[child])

    return list(walk(next(node for node in nodes.values() if "parentId" not in node)))
