"""What a reader downloads: bytes of every request that a real Chromium without a past makes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.goals import at_most
from tests.bench.sites import A_CHANGE, publish_plain, publish_portal
from tests.browser.chromium import QUIET, ensure_chromium
from tests.checkout import Checkout
from tests.serving import Answer, serve

PAGES = {"home": "", "explorer": "changes/", "a change": A_CHANGE}
FEW, MANY, MOST = 60, 600, 3000
WORD = "parameter"  # which many entries have, at each size
GOAL = 1.1
SHOWN = 5
HEAVIEST = 4
SETTLED = 1000  # milliseconds after the first results in which the last ones come
FRAGMENT = "/pagefind/fragment/"  # what Pagefind loads for each result that is shown


@dataclass
class Traffic:
    """Everything that a server has given."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def raw(self) -> int:
        """Bytes of all bodies, before compression."""
        return sum(answer.raw for answer in self.answers)

    @property
    def sent(self) -> int:
        """Bytes of all bodies as they were sent, text compressed by gzip."""
        return sum(answer.sent for answer in self.answers)

    @property
    def heaviest(self) -> str:
        """The files that weigh most as sent."""
        answers = sorted(self.answers, key=lambda answer: -answer.sent)[:HEAVIEST]
        return ", ".join(
            f"{PurePosixPath(answer.path).name or '/'} {answer.sent / 1000:.1f}" for answer in answers
        )


def print_weights(repository: Path, folder: Path) -> None:
    """Publish the portal and the plain site at several sizes, visit both, and print a line a figure."""
    portals = {
        entries: publish_portal(repository, folder / f"portal-{entries}", entries)
        for entries in (None, FEW, MANY, MOST)
    }
    plains = {
        entries: publish_plain(portals[entries], folder / f"plain-{entries}") for entries in (None, FEW, MANY)
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        print("kB of all requests that Chromium makes; gzip: as sent, raw: before compression\n")
        print(f"{'First visit':<36}{'portal':>9}{'plain':>9}{'ratio':>9}")
        for name, path in PAGES.items():
            ours = _first_visit(browser, portals[None], path)
            bare = _first_visit(browser, plains[None], path)
            _print_ratio(f"{name}, gzip", ours.sent, bare.sent, GOAL)
            _print_ratio(f"{name}, raw", ours.raw, bare.raw, GOAL)
            print(f"    portal: {ours.heaviest}\n    plain:  {bare.heaviest}")
        print(f"\n{'First visit, home, as entries grow':<36}{MANY:>9}{FEW:>9}{'ratio':>9}")
        for site, sizes, goal in (("portal", portals, GOAL), ("plain", plains, None)):
            many, few = (_first_visit(browser, sizes[entries], "") for entries in (MANY, FEW))
            _print_ratio(f"{site}, gzip", many.sent, few.sent, goal)
            _print_ratio(f"{site}, raw", many.raw, few.raw, goal)
        print(f"\n{'First search, gzip':<36}{f'{SHOWN} results':>18}{'as many as the dialog shows':>30}")
        for entries in (FEW, MANY, MOST):
            _print_search(entries, _first_search(browser, portals[entries]))
        browser.close()


def _print_ratio(what: str, size: int, other: int, goal: float | None) -> None:
    ratio = size / other
    verdict = "" if goal is None else f"  {at_most(ratio, goal)}"
    print(f"{what:<36}{size / 1000:9.1f}{other / 1000:9.1f}{ratio:9.2f}{verdict}")


def _print_search(entries: int, search: Traffic) -> None:
    fragments = [answer.sent for answer in search.answers if FRAGMENT in answer.path]
    few = search.sent - sum(fragments[SHOWN:])
    shown = f"{search.sent / 1000:.1f} ({len(fragments)} results)"
    print(f"{f'portal at {entries} entries':<36}{few / 1000:18.1f}{shown:>30}")


def _first_visit(browser: Browser, site: Checkout, path: str) -> Traffic:
    """Give what a page and everything that it loads by itself weigh."""
    with _reader(browser, site, path) as (_, traffic):
        return traffic


def _first_search(browser: Browser, site: Checkout) -> Traffic:
    """Give what searching adds to a page that is there: the dialog opened, a word typed, results shown."""
    with _reader(browser, site, "") as (page, traffic):
        traffic.answers.clear()
        page.click("[data-search-open]")
        page.keyboard.type(WORD)
        page.wait_for_selector("[data-search-results] a")
        page.wait_for_timeout(SETTLED)
        return traffic


@contextmanager
def _reader(browser: Browser, site: Checkout, path: str) -> Iterator[tuple[Page, Traffic]]:
    """Give a page that has loaded all that it wants, and the traffic so far and to come."""
    traffic = Traffic()
    note: Callable[[Answer], None] = traffic.answers.append
    with serve(site.site, note=note) as address:
        context = browser.new_context()
        page = context.new_page()
        response = page.goto(address + path, wait_until="networkidle")
        if not response or not response.ok:
            raise RuntimeError(f"{site.site} has no page /{path}")
        yield page, traffic
        context.close()
