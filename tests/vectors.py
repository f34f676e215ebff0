"""The questions of `tests/plans/` with their plans, the facts that they are asked of, and a day to ask on."""

from datetime import date
from functools import cache

from portal.planner import Facts, read_facts
from tests.conftest import TESTS

TODAY = date(2026, 11, 30)
PLANS = TESTS / "plans"
VECTORS = sorted(PLANS.glob("*.json"))


@cache
def facts(name: str) -> Facts:
    """Return the facts that vectors name."""
    file = PLANS / "facts" / f"{name}.json"
    return read_facts(file.read_bytes(), file.name)
