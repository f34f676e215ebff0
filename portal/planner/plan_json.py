"""The published facts, `api/v1/plan.json`: written for the page and for commands elsewhere, and read back.

Shape: `schema/published/v1/plan.schema.json`. Reading trusts nothing: beside what `portal.fields` checks,
references have to lead somewhere.
"""

from collections.abc import Iterator
from typing import Any

from portal.fields import compact, from_fields, problems, read_fields, to_fields
from portal.planner.plan_facts import Arrival, Facts, Known
from portal.planner.plan_words import WORDS
from portal.planner.upgrade_plan import UpgradePlan
from portal.problems import InvalidData, printable

PATH = "api/v1/plan.json"
SCHEMA_VERSION = "1.0"
# The refusals that have a hint of the facts
_HINTED = {
    "not-a-version",
    "unknown-lts",
    "unknown-area",
    "unknown-product",
    "empty-name",
    "unknown-name",
    "downgrade",
}


def render_facts(facts: Facts) -> str:
    """Return the facts and the words of plans as compact JSON: same facts, same bytes."""
    fields = {
        "schema_version": SCHEMA_VERSION,
        "as_of": str(facts.data_as_of),
        **to_fields(facts),
        "words": dict(WORDS),
        "count": len(facts.items),
    }
    return compact(fields)


def plan_fields(plan: UpgradePlan) -> dict[str, Any]:
    """Return a plan as JSON values. A key that does not apply is absent."""
    fields: dict[str, Any] = to_fields(plan)
    # `class` is a keyword of Python
    headline = [{"class": one.class_id, "text": one.text} for one in plan.headline]
    return fields | {"headline": headline}


def read_facts(data: bytes, where: str) -> Facts:
    """Return the facts of a published file. Raises `InvalidData`; `where` names the file in it."""
    hint = f"give the file {PATH} of a published portal"
    fields = read_fields(data, where, "the facts for planning", SCHEMA_VERSION, hint)
    facts = from_fields(fields, Facts, where, hint)
    wrong = list(_broken_references(facts))
    if wrong:
        raise InvalidData(problems(wrong, where))
    return facts


def _broken_references(facts: Facts) -> Iterator[str]:
    """Return what refers to nothing, and what a plan cannot do without."""
    yield from wrong_releases(facts)
    for why in sorted(_HINTED - facts.hints.keys()):
        yield f"is missing @ hints.{why}"
    for number, arrival in enumerate(facts.items):
        yield from _broken_arrival(facts, arrival, f"items[{number}]")


def wrong_releases(known: Known) -> Iterator[str]:
    """Return what versions cannot be read with; each text ends with ` @ ` and its place."""
    if not known.site.startswith(("http://", "https://")) or not known.site.endswith("/"):
        yield "is not a web address with a slash at its end @ site"
    if not known.stops:
        yield "has no release @ stops"
    if list(known.versions) != sorted(set(known.versions)):
        yield "are not in the order of their versions @ stops"


def _broken_arrival(facts: Facts, arrival: Arrival, place: str) -> Iterator[str]:
    if arrival.hit.area not in facts.areas.values():
        yield f"{printable(arrival.hit.area)} is not an area @ {place}.hit.area"
    for product in sorted(set(arrival.hit.products) - set(facts.products.values())):
        yield f"{printable(product)} is not a product @ {place}.hit.products"
    if arrival.behind is not None and arrival.since > arrival.behind:
        yield f"{arrival.since} is after {arrival.behind} @ {place}.since"
