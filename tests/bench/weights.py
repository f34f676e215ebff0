"""What a reader downloads: bytes of every request that a real Chromium without a past makes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

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
            f"{answer.path.rpartition('/')[2] or 'page'} {_kb(answer.sent)}" for answer in answers
        )


def print_weights(repository: Path, folder: Path) -> None:
    """Publish the portal and the plain site at several sizes, visit both, and print a line a figure."""
    sites: dict[tuple[str, int | None], Checkout] = {}
    for entries in (None, FEW, MANY, MOST):
        sites["portal", entries] = publish_portal(repository, folder / f"portal-{entries}", entries)
        if entries != MOST:
            plain = publish_plain(sites["portal", entries], folder / f"plain-{entries}")
            sites["plain", entries] = plain
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        print("Bytes of all requests that Chromium makes; `gzip` as sent, `raw` as decompressed\n")
        for name, path in PAGES.items():
            ours = _first_visit(browser, sites["portal", None], path)
            bare = _first_visit(browser, sites["plain", None], path)
            _print_visits(f"first visit, {name}", ours, bare)
        print()
        for site in ("portal", "plain"):
            visits = [_first_visit(browser, sites[site, entries], "") for entries in (FEW, MANY)]
            _print_growth(f"first visit, home, {site}", visits)
        print()
        for entries in (FEW, MANY, MOST):
            _print_search(entries, _first_search(browser, sites["portal", entries]))
        browser.close()


def _print_visits(what: str, ours: Traffic, bare: Traffic) -> None:
    for kind, one, other in (("gzip", ours.sent, bare.sent), ("raw", ours.raw, bare.raw)):
        ratio = one / other
        print(f"{f'{what}, {kind}':<38}{_kb(one)}, plain theme {_kb(other)}: {ratio:5.2f}  {_goal(ratio)}")
    print(f"    portal: {ours.heaviest}\n    plain:  {bare.heaviest}")


def _print_growth(what: str, visits: list[Traffic]) -> None:
    few, many = (visit.sent for visit in visits)
    ratio = many / few
    # The goal is the portal's; the plain theme stands beside it.
    verdict = "" if what.endswith("plain") else f"  {_goal(ratio)}"
    print(f"{what:<38}{_kb(few)} at {FEW} entries, {_kb(many)} at {MANY}: {ratio:5.2f}{verdict}")


def _print_search(entries: int, search: Traffic) -> None:
    fragments = [answer for answer in search.answers if FRAGMENT in answer.path]
    few = search.sent - sum(answer.sent for answer in fragments[SHOWN:])
    print(
        f"{f'first search at {entries} entries, gzip':<38}"
        f"{_kb(few)} with {SHOWN} results, {_kb(search.sent)} with the {len(fragments)} that are shown"
    )


def _kb(size: int) -> str:
    return f"{size / 1000:6.1f} kB"


def _goal(ratio: float) -> str:
    return f"(goal {GOAL}: {'met' if ratio <= GOAL else 'MISSED'})"


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
        page.wait_for_load_state("networkidle")
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
