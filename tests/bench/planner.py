"""The planner at a size that the real data does not have: in Python, and in Chromium as the page is used."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

from portal.catalog import load_catalog
from portal.model import Catalog
from portal.planner import PATH, Facts, Request, facts_of, make_plan, render_facts
from tests.bench.goals import at_most
from tests.bench.sites import publish_portal
from tests.bench.synthetic import write_synthetic
from tests.bench.watching import LONGEST, forget, number, watch
from tests.browser.chromium import QUIET, ensure_chromium
from tests.outputs import write_output
from tests.serving import serve

CHANGES, RELEASES = 6000, 300
RUNS = 9
ANSWERED = 3000  # milliseconds after which the whole plan is there
WITHIN = 50
PAINTED = "next paint (0: within 16), ms"

COMPUTE = """async (request) => {
  const { makePlan } = await import("../assets/plan.js");
  const facts = await (await fetch("../api/v1/plan.json")).json();
  const times = Array.from({ length: 12 }, () => {
    const start = performance.now();
    makePlan(facts, request);
    return performance.now() - start;
  });
  return times.slice(3).sort((one, other) => one - other)[4];
}"""


def print_planner(repository: Path, folder: Path) -> None:
    """Plan over many changes in both languages, and print a line a figure."""
    site = publish_portal(repository, folder / "planner")
    write_synthetic(site.root, CHANGES, CHANGES // RELEASES)
    catalog = load_catalog(site.root)
    write_output(catalog, PATH, site.site)
    facts = facts_of(catalog)
    request = Request("10.12", str(facts.versions[-1]), web=True)
    found = make_plan(facts, request)
    print(
        f"{len(catalog.changes)} changes, {len(catalog.releases)} releases; the plan from 10.12 on has "
        f"{found.counts.hit + found.counts.later} changes at {found.counts.stops} stops; medians of {RUNS}\n"
    )
    for what, value in _python(catalog, facts, request):
        print(f"{what:<64}{value:8.1f}")
    with serve(site.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=QUIET)
        visits = [dict(_use(browser, address, request)) for _ in range(RUNS)]
        browser.close()
    for what in visits[0]:
        value = median(visit[what] for visit in visits)
        goal = f"  {at_most(value, WITHIN)}" if PAINTED in what else ""
        print(f"{what:<64}{value:8.1f}{goal}")


def _python(catalog: Catalog, facts: Facts, request: Request) -> Iterator[tuple[str, float]]:
    yield "Python: facts from the catalog, ms", _time(lambda: facts_of(catalog))
    yield "Python: facts as JSON, ms", _time(lambda: render_facts(facts))
    yield "Python: the plan, ms", _time(lambda: make_plan(facts, request))


def _time(act: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        times.append(1000 * (perf_counter() - start))
    return median(times)


def _use(browser: Browser, address: str, request: Request) -> Iterator[tuple[str, float]]:
    """Measure the plan alone, then somebody who asks for the largest plan and changes what is asked."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(watch(".plan__status"))
    page.goto(f"{address}plan/?start={request.start}&target={request.target}&web=1")
    page.wait_for_timeout(ANSWERED)
    asked = {"start": request.start, "target": request.target, "web": True}
    yield "Chromium: the plan, ms", float(page.evaluate(COMPUTE, asked))
    yield from _answer(page, "another start", lambda: page.select_option("#plan-start", "9.80"))
    yield from _answer(page, "factory reset", lambda: page.check("[name=factory_reset]"))
    page.click(".plan__filters summary")
    yield from _answer(page, "an area", lambda: page.check("[name=areas]"))
    yield from _answer(page, "a name in use", lambda: page.type("#plan-uses", "s"))
    context.close()


def _answer(page: Page, name: str, act: Callable[[], object]) -> Iterator[tuple[str, float]]:
    forget(page)
    act()
    page.wait_for_timeout(ANSWERED)
    yield f"Chromium: {name}: {PAINTED}", number(page, "seen.event")
    yield f"Chromium: {name}: answer painted, ms", number(page, "seen.answer")
    yield f"Chromium: {name}: longest task (0: within 50), ms", number(page, LONGEST)
