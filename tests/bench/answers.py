"""How long the planner and the list of changes take to answer: in Python, and on a slow phone."""

from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, sync_playwright

from portal.planner import Request, facts_of, make_plan
from portal.reading.catalog import load_catalog
from tests.bench.sites import MANY, publish_portal
from tests.browser.chromium import QUIET, ensure_chromium
from tests.serving import serve

SLOWDOWN = 4
# What is measured, the page, what is chosen there, and where the page then says something else
CHOICES = (
    ("planner: another version", "plan/?start=10.12&target=13.20", "#plan-start", "9.80", ".plan__status"),
    ("list of changes: an area", "changes/", "#explorer-area", "api", ".explorer__count"),
)
# Chooses, and gives the milliseconds until what the page then says is painted
_CHOOSE = """([field, value, says]) => new Promise((done) => {
  const control = document.querySelector(field);
  let begin;
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  }).observe(document.querySelector(says), { childList: true, characterData: true, subtree: true });
  control.value = value;
  begin = performance.now();
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
})"""


def print_answers(repository: Path, folder: Path, runs: int) -> None:
    """Print the milliseconds of a plan in Python and of each choice in Chromium."""
    site = publish_portal(repository, folder / "portal", MANY)
    facts = facts_of(load_catalog(site.parent))
    request = Request("10.12", str(facts.versions[-1]), web=True)
    times = []
    for _ in range(runs):
        begin = perf_counter()
        make_plan(facts, request)
        times.append(1000 * (perf_counter() - begin))
    print(f"{f'{MANY} entries: milliseconds; pages on a processor {SLOWDOWN} times slower':<58}")
    print(f"{'the plan from 10.12 to the newest, Python':<58}{median(times):10.1f}")
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        for what, path, *choice in CHOICES:
            found = median(_choose(browser, address + path, choice) for _ in range(runs))
            print(f"{what:<58}{found:10.1f}")
        browser.close()


def _choose(browser: Browser, address: str, choice: list[str]) -> float:
    """Visit a page anew, let it come to rest, and choose."""
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(address, wait_until="networkidle")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    milliseconds = float(page.evaluate(_CHOOSE, choice))
    page.context.close()
    return milliseconds
