"""What a reader downloads: bytes of every request that a real Chromium without a past makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.processes import print_bar
from tests.bench.sites import A_CHANGE, MANY, REAL, publish_plain, publish_portal
from tests.browser.chromium import QUIET, ensure_chromium
from tests.serving import serve

PAGES = {"home": "", "list of changes": "changes/", "a change": A_CHANGE}
WORD = "parameter"  # which many entries have, at each size
BAR = 1.1
SETTLED = 1000  # milliseconds after the first results in which the last ones come


def print_weights(repository: Path, folder: Path, _runs: int) -> None:
    """Publish the portal and the plain site at each size, visit both, and print what was sent."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        for entries in (REAL, MANY):
            ours = publish_portal(repository, folder / f"portal-{entries}", entries)
            plain = publish_plain(ours.parent, folder / f"plain-{entries}")
            print(f"{f'{entries} entries: kB of a first visit, compressed':<58}{'portal':>10}{'plain':>10}")
            for name, path in PAGES.items():
                sent, bare = (_visit(browser, site, path) for site in (ours, plain))
                print(f"{name:<58}{sent:10.1f}{bare:10.1f}")
                print_bar("    portal / plain", sent / bare, BAR)
            print(f"{'a first search, on top of that':<58}{_search(browser, ours):10.1f}\n")
        browser.close()


def _visit(browser: Browser, site: Path, path: str) -> float:
    """Return the kB of a page and of everything that it loads by itself."""
    with _reader(browser, site, path) as (_, sent):
        return sum(sent) / 1000


def _search(browser: Browser, site: Path) -> float:
    """Return the kB that a search adds to a page: the dialog opened, a word typed, results shown."""
    with _reader(browser, site, "") as (page, sent):
        sent.clear()
        page.click("[data-search-open]")
        page.keyboard.type(WORD)
        page.wait_for_selector("[data-search-results] a")
        page.wait_for_timeout(SETTLED)
        return sum(sent) / 1000


@contextmanager
def _reader(browser: Browser, site: Path, path: str) -> Iterator[tuple[Page, list[int]]]:
    """Yield a page that has loaded all that it wants, and the bytes of each answer so far and to come."""
    sent: list[int] = []
    with serve(site, note=lambda answer: sent.append(answer.sent)) as address:
        page = browser.new_context().new_page()
        response = page.goto(address + path, wait_until="networkidle")
        if not response or not response.ok:
            raise RuntimeError(f"{site} has no page /{path}")
        yield page, sent
        page.context.close()
