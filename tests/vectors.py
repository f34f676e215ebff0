"""The questions of `tests/plans/` with their plans, and the facts that they are asked of."""

from functools import cache

from portal.planner import Facts, read_facts
from tests.conftest import TESTS

PLANS = TESTS / "plans"
VECTORS = sorted(PLANS.glob("*.json"))


@cache
def facts(name: str) -> Facts:
    """Return the facts that vectors name."""
    file = PLANS / "facts" / f"{name}.json"
    return read_facts(file.read_bytes(), file.name)
