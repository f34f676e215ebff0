"""Faults of the data, as an editor would make them."""

from tests.faults.fault import Fault, put, remove

CHANGE = "data/changes/date-cgi-removal.yml"
TLS = "data/changes/tls-1-0-1-1-removal.yml"


FAULTS = (
    Fault(
        "vanished-id",
        "checkout",
        remove("data/changes/edit-cgi-removal.yml"),
        ("check", "unexplained-difference"),
    ),
    Fault(
        "edited-event",
        "checkout",
        put(CHANGE, '(history:\n +- date: )"[0-9-]+"', r'\1"2026-11-20"'),
        ("check", "unexplained-difference"),
    ),
    Fault(
        "moved-without-an-event",
        "checkout",
        put(CHANGE, '\nversion: "11.0"', '\nversion: "11.1"'),
        ("check", "history-state"),
    ),
    Fault(
        "date-of-a-wrong-year",
        "checkout",
        put("data/releases/11.11.yml", '"2024-07"', '"2042-07"'),
        ("tests/test_facts.py",),
    ),
    Fault(
        "preview-hides-a-problem",
        "source",
        "`make serve` shows nothing over the pages when a file of the data has become wrong.",
        ("tests/site/test_serve.py",),
    ),
    Fault(
        "unknown-area",
        "checkout",
        put(CHANGE, "\narea: api\n", "\narea: apis\n"),
        ("check", "unknown-reference"),
    ),
    Fault(
        "html-in-a-text", "checkout", put(CHANGE, "Third-party", "<b>Third-party"), ("check", "html-in-text")
    ),
    Fault("missing-why", "checkout", put(CHANGE, "\nwhy: [^\n]*", ""), ("check", "schema")),
    # These two are sound, and say something else than the source
    Fault(
        "altered-figure-in-a-table",
        "checkout",
        put("data/changes/password-complexity-enforced.yml", "~ 9615 years", "~ 9651 years"),
        ("check", "unexplained-difference"),
    ),
    Fault(
        "misspelled-name",
        "checkout",
        put(TLS, "name: root.HTTPS.Allow", "name: root.HTTPS.Alow"),
        ("tests/test_facts.py",),
    ),
)
