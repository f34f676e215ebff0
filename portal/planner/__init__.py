"""The upgrade planner: what to install, in which order, and what changes at each stop."""

from collections.abc import Sequence

from portal.model import Catalog
from portal.planner.asked import AskedEnd, Downgrade, doubts, folded, not_out, read_end, read_ends
from portal.planner.gathering import facts_of, known_of
from portal.planner.making import last_for, make_plan, past_last
from portal.planner.plan_facts import Arrival, Facts, Known
from portal.planner.plan_json import (
    PATH,
    plan_fields,
    read_facts,
    render_facts,
    wrong_releases,
)
from portal.planner.plan_markdown import render_markdown
from portal.planner.plan_text import about, render_text
from portal.planner.support_facts import (
    SUPPORT_PATH,
    SupportFacts,
    read_support,
    render_support,
    support_of,
)
from portal.planner.support_words import SUPPORT_WORDS
from portal.planner.supported import SupportAnswer, points, state_of, support
from portal.planner.upgrade_plan import Request, UpgradePlan

__all__ = [
    "PATH",
    "SUPPORT_PATH",
    "SUPPORT_WORDS",
    "Arrival",
    "AskedEnd",
    "Downgrade",
    "Facts",
    "Known",
    "Request",
    "SupportAnswer",
    "SupportFacts",
    "UpgradePlan",
    "about",
    "doubts",
    "facts_of",
    "folded",
    "known_of",
    "last_for",
    "make_plan",
    "not_out",
    "past_last",
    "plan",
    "plan_fields",
    "points",
    "read_end",
    "read_ends",
    "read_facts",
    "read_support",
    "render_facts",
    "render_markdown",
    "render_support",
    "render_text",
    "state_of",
    "support",
    "support_of",
    "wrong_releases",
]


def plan(  # noqa: PLR0913 - what can be asked for, each by name
    catalog: Catalog,
    start: str,
    target: str,
    *,
    factory_reset: bool = False,
    web: bool = False,
    every: bool = False,
    areas: Sequence[str] = (),
    products: Sequence[str] = (),
    uses: Sequence[str] = (),
) -> UpgradePlan:
    """Return the plan of an upgrade between two versions in any printed form.

    `factory_reset`: devices are reset to factory defaults after it. `web`: it is done through the web
    interface. `every`: each release between is a stop, as the vendor recommends, and not only those that are
    required. `areas` (ids), `products` (ids or names) and `uses` (names that code or configuration has) keep
    only what concerns them. Raises `Refused` for what is not known, and for a downgrade.
    """
    request = Request(start, target, factory_reset, web, every, tuple(areas), tuple(products), tuple(uses))
    return make_plan(facts_of(catalog), request)
