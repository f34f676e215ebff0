"""The explorer on a phone, as Chromium measures it: many rows, a processor slowed down four times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.goals import at_most
from tests.bench.sites import publish_portal
from tests.bench.watching import BLOCKED, LONGEST, forget, number, watch
from tests.browser.chromium import QUIET, ensure_chromium
from tests.serving import serve

ROWS = (600, 6000)
VISITS = 5
SLOWDOWN = 4
SETTLED = 3000  # milliseconds after which a loaded page has nothing left to do
ANSWERED = 1500  # and a page that was asked for something
LABELS = ("a page of the same theme without a list: ", "", "by a shared address: ", "")
REACTION = "next paint (0: within 16), ms"
GOALS = {
    (600, "total blocking time, ms"): 100,
    (600, "layout shift"): 0,
    (6000, "layout shift"): 0,
    (6000, f"first key: {REACTION}"): 100,
}


def print_explorer(repository: Path, folder: Path) -> None:
    """Publish sites with many rows below `folder`, visit the explorer of each, and print a line a figure."""
    print(
        f"Medians of {VISITS} visits to the explorer: Chromium, a phone {SLOWDOWN} times slower than this\n"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        for rows in ROWS:
            checkout = publish_portal(repository, folder / f"explorer-{rows}", rows)
            with serve(checkout.site) as address:
                visits = [_visit_all(browser, address) for _ in range(VISITS)]
            for page, looks in zip(LABELS, zip(*visits, strict=True), strict=True):
                _print(rows, page, looks)
        browser.close()


def _visit_all(browser: Browser, address: str) -> tuple[dict[str, float], ...]:
    """Make a visit of each kind, in the order of `LABELS`: in turn, so that noise hits all of them."""
    return (
        _look(browser, f"{address}links/"),
        _look(browser, f"{address}changes/"),
        _look(browser, f"{address}changes/?area=acap&sort=title"),
        _use(browser, f"{address}changes/"),
    )


def _print(rows: int, page: str, visits: tuple[dict[str, float], ...]) -> None:
    for what in visits[0]:
        value = median(visit[what] for visit in visits)
        goal = GOALS.get((rows, page + what))
        verdict = "" if goal is None else f"  {at_most(value, goal)}"
        print(f"{f'{rows} rows: {page}{what}':<72}{value:8.2f}{verdict}")


@contextmanager
def _visit(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(watch(".explorer__count"))
    page.goto(address, wait_until="commit")
    yield page
    context.close()


def _look(browser: Browser, address: str) -> dict[str, float]:
    """Measure a visitor who only looks."""
    with _visit(browser, address) as page:
        page.wait_for_load_state("load")
        page.wait_for_timeout(SETTLED)
        return {
            "total blocking time, ms": number(page, BLOCKED),
            "layout shift": number(page, "seen.shift"),
        }


def _use(browser: Browser, address: str) -> dict[str, float]:
    """Measure a visitor who types as soon as there is something to type into, then chooses."""
    with _visit(browser, address) as page:
        page.wait_for_selector("#explorer-q")
        page.focus("#explorer-q")
        found = _answer(page, "first key", lambda: page.keyboard.press("l"))
        found |= _answer(page, "next key", lambda: page.keyboard.press("o"))
        page.click("[data-more]")
        found |= _answer(page, "area", lambda: page.select_option("#explorer-area", "api"))
        found |= _answer(page, "sort by title", lambda: page.select_option("#explorer-sort", "title"))
        return found | _answer(page, "clear all", lambda: page.click("[data-clear]"))


def _answer(page: Page, name: str, act: Callable[[], object]) -> dict[str, float]:
    forget(page)
    act()
    page.wait_for_timeout(ANSWERED)
    return {
        f"{name}: {REACTION}": number(page, "seen.event"),
        f"{name}: answer painted, ms": number(page, "seen.answer"),
        f"{name}: longest task (0: within 50), ms": number(page, LONGEST),
    }
