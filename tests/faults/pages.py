"""Faults of what people read: pages, search, figures, the Markdown beside pages."""

import gzip
from pathlib import Path

from tests.faults.fault import VERIFICATION, Fault, add, put

CHANGE = "changes/date-cgi-removal"
EVERY_KIND = ("tests/browser/test_every_kind.py",)
TRAP = """
addEventListener("keydown", (event) => {
  if (event.key === "Tab" && document.activeElement.closest("article")) event.preventDefault();
});
"""
WIDE = (
    "\narticle * { overflow: visible !important }\narticle :is(table, h1) { min-width: 60rem !important }\n"
)


def lose_from_search(site: Path) -> None:
    """Take away what the search shows of one page."""
    (fragment,) = (
        file
        for file in (site / "pagefind/fragment").iterdir()
        if b'"/changes/getbrand-cgi-removal/"' in gzip.decompress(file.read_bytes())
    )
    fragment.unlink()


FAULTS = (
    Fault("missing-anchor", "site", put("surface/index.html", ' id="date.cgi"', ' id="gone"'), VERIFICATION),
    Fault(
        "script-of-another-host",
        "site",
        put(
            f"{CHANGE}/index.html",
            "</article>",
            '<script src="https://elsewhere.example/x.js"></script></article>',
        ),
        VERIFICATION,
    ),
    Fault(
        "unescaped-title",
        "source",
        "The heading of a change's page takes the title as it is in the data, without escaping.",
        ("tests/browser/test_payloads.py",),
    ),
    Fault(
        "skipped-heading-level",
        "site",
        put(f"{CHANGE}/index.html", '<h2( id="impact".*?)</h2>', r"<h4\1</h4>"),
        ("tests/site/test_html.py",),
    ),
    Fault(
        "heading-without-contrast",
        "site",
        add("assets/portal.css", "\n.md-typeset h2 { color: #aaa !important }\n"),
        ("tests/browser/test_accessibility.py",),
    ),
    Fault("table-wider-than-a-phone", "site", add("assets/portal.css", WIDE), EVERY_KIND),
    Fault("keyboard-trap", "site", add("assets/page.js", TRAP), EVERY_KIND),
    Fault("page-lost-from-search", "site", lose_from_search, ("tests/browser/test_search.py",)),
    Fault(
        "labels-of-a-figure-meet",
        "site",
        put("releases/index.html", '(<text class="figure-tick" x=")[^"]*', r"\g<1>0.00%"),
        ("tests/browser/test_figures.py",),
    ),
    Fault(
        "twin-lacks-a-row",
        "site",
        put(f"{CHANGE}/index.md", r"\n\| \[`date\.cgi`\][^\n]*", ""),
        ("tests/site/test_twins.py",),
    ),
)
