"""What Chromium says of a page in use: long tasks, shifts, slow events, and when it has answered."""

from string import Template

from playwright.sync_api import Page

# `answer` is when a change of the element that says the answer has been painted.
_WATCH = Template("""
window.seen = { tasks: [], shift: 0, event: 0, answer: 0 };
const observe = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true, ...more });
observe("longtask", ({ startTime, duration }) => seen.tasks.push({ startTime, duration }));
observe("layout-shift", ({ hadRecentInput, value }) => { if (!hadRecentInput) seen.shift += value; });
const slowest = ({ duration }) => { seen.event = Math.max(seen.event, duration); };
observe("event", slowest, { durationThreshold: 16 });
let since = 0;
for (const type of ["click", "input", "change"])
  addEventListener(type, ({ timeStamp }) => { since = timeStamp; }, true);
const afterPaint = (done) => requestAnimationFrame(() => setTimeout(done));
const answer = () => afterPaint(() => { if (since) seen.answer = performance.now() - since; since = 0; });
addEventListener("readystatechange", () => {
  const said = document.querySelector("$said");
  if (document.readyState !== "interactive" || !said) return;
  new MutationObserver(answer).observe(said, { childList: true });
}, true);
""")
LONGEST = "Math.max(0, ...seen.tasks.map(({ duration }) => duration))"
# As Lighthouse counts: of each task what comes after the first contentful paint and exceeds 50 ms
BLOCKED = """(() => {
  const [{ startTime: paint }] = performance.getEntriesByName("first-contentful-paint");
  const after = ({ startTime, duration }) => startTime + duration - Math.max(startTime, paint);
  return seen.tasks.reduce((sum, task) => sum + Math.max(0, after(task) - 50), 0);
})()"""


def watch(said: str) -> str:
    """Give the script that watches a page; `said` selects the element that says the answer."""
    return _WATCH.substitute(said=said)


def forget(page: Page) -> None:
    """Begin afresh."""
    page.evaluate("Object.assign(seen, { tasks: [], event: 0, answer: 0 })")


def number(page: Page, expression: str) -> float:
    """Give what the page computes."""
    return float(page.evaluate(expression))
