"""Faults of the planner and the scanner."""

from tests.faults.fault import Fault, edit_json

FAULTS = (
    Fault(
        "plan-drops-a-blocker",
        "site",
        edit_json(
            "api/v1/plan.json", lambda value: (value["items"].pop(), value.update(count=value["count"] - 1))
        ),
        ("tests/site/test_pages.py",),
    ),
    Fault(
        "page-plans-otherwise",
        "source",
        "The page for planning leaves out what comes with the target version itself; the command does not.",
        ("tests/browser/test_plan_vectors.py",),
    ),
    Fault(
        "silence-taken-for-nothing",
        "source",
        "`portal plan` ends with 0 where the data does not reach far enough to say whether anything breaks.",
        ("tests/test_cli_plan.py",),
    ),
    Fault(
        "scanner-misses-an-endpoint",
        "source",
        "The scanner finds an endpoint only if its letters are as large and small as in the data.",
        ("tests/scanner/test_search.py",),
    ),
    Fault(
        "accepted-without-a-reason",
        "source",
        "A comment in the code that accepts a finding of the scanner counts without a reason.",
        ("tests/scanner/test_scanning.py",),
    ),
)
