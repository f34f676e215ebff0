"""The published facts, `api/v1/plan.json`: written for the page and for commands elsewhere, and read back.

Shape: `schema/published/v1/plan.schema.json`. Reading trusts nothing: types, versions, references and
characters are checked, unknown fields are ignored, and the first things that are wrong are named.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter, transform_error

from portal.dates import When
from portal.fields import date_fields
from portal.model import Catalog
from portal.planner.asked import Refused
from portal.planner.facts import Arrival, Facts
from portal.planner.gathering import facts_of
from portal.planner.upgrade import UpgradePlan
from portal.planner.wording import WORDS
from portal.problems import InvalidData, Problem, printable
from portal.versions import Version

T = TypeVar("T")

PATH = "api/v1/plan.json"
SCHEMA_VERSION = "1.0"
_HINT = f"give the file {PATH} of a published portal"
_NAMED_AT_MOST = 3
# The refusals that have a hint of the facts
_HINTED = {
    "not-a-version",
    "unknown-lts",
    "major-only",
    "unknown-area",
    "unknown-product",
    "empty-name",
    "downgrade",
}


def write_facts(catalog: Catalog, out: Path) -> None:
    """Write the facts below `out`, which is the site's folder."""
    target = out / PATH
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(render_facts(facts_of(catalog)), "utf-8", newline="\n")


def render_facts(facts: Facts) -> str:
    """Give the facts and the words of plans as compact JSON: same facts, same bytes."""
    value = {
        "schema_version": SCHEMA_VERSION,
        "as_of": str(facts.data_as_of),
        **_CONVERTER.unstructure(facts),
        "words": dict(WORDS),
        "count": len(facts.items),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def plan_fields(plan: UpgradePlan) -> dict[str, Any]:
    """Give a plan as JSON values. A key that does not apply is absent."""
    fields: dict[str, Any] = _CONVERTER.unstructure(plan)
    return fields


def refused_fields(refused: Refused) -> dict[str, Any]:
    """Give why there is no plan as JSON values; `rollback` is there for a downgrade."""
    fields: dict[str, Any] = {"refusals": _CONVERTER.unstructure(refused.refusals)}
    if refused.rollback:
        fields["rollback"] = _CONVERTER.unstructure(refused.rollback)
    return fields


def read_facts(data: bytes, where: str) -> Facts:
    """Give the facts of a published file. Raises `InvalidData`; `where` names the file in it."""
    value = _json(data, where)
    _check_version(value, where)
    try:
        facts = _CONVERTER.structure(value, Facts)
    except BaseValidationError as error:
        found = transform_error(error, path="", format_exception=_say)
        raise InvalidData(_problems(found, where)) from None
    wrong = list(_broken_references(facts))
    if wrong:
        raise InvalidData(_problems(wrong, where))
    return facts


def _json(data: bytes, where: str) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg}"
        raise InvalidData([Problem(where, error.lineno, error.colno, "", what, _HINT)]) from None
    except (ValueError, RecursionError):
        raise InvalidData([Problem(where, 1, 1, "", "is not JSON that can be read", _HINT)]) from None


def _check_version(value: Any, where: str) -> None:
    version = value.get("schema_version") if isinstance(value, dict) else None
    if not isinstance(version, str):
        message = "is JSON, but not the facts for planning: it has no schema_version"
        raise InvalidData([Problem(where, 1, 1, "", message, _HINT)])
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        message = f"has schema_version {printable(version)}, and this command reads {SCHEMA_VERSION}"
        raise InvalidData([Problem(where, 1, 1, "", message, "take a command of the same age")])


def _problems(found: list[str], where: str) -> Iterator[Problem]:
    """Give the first of what is wrong; each text ends with ` @ ` and the place in the file."""
    for text in found[:_NAMED_AT_MOST]:
        message, _, field = text.rpartition(" @ ")
        more = len(found) - _NAMED_AT_MOST
        yield Problem(where, 1, 1, field.lstrip("."), message, f"{more} more like this" if more > 0 else "")


def _broken_references(facts: Facts) -> Iterator[str]:
    """Give what refers to nothing, and what a plan cannot do without."""
    if not facts.site.startswith(("http://", "https://")) or not facts.site.endswith("/"):
        yield "is not a web address with a slash at its end @ site"
    if not facts.stops:
        yield "has no release @ stops"
    if list(facts.versions) != sorted(set(facts.versions)):
        yield "are not in the order of their versions @ stops"
    for why in sorted(_HINTED - facts.hints.keys()):
        yield f"is missing @ hints.{why}"
    for number, arrival in enumerate(facts.items):
        yield from _broken_arrival(facts, arrival, f"items[{number}]")


def _broken_arrival(facts: Facts, arrival: Arrival, place: str) -> Iterator[str]:
    if arrival.hit.area not in facts.areas.values():
        yield f"{printable(arrival.hit.area)} is not an area @ {place}.hit.area"
    for product in sorted(set(arrival.hit.products) - set(facts.products.values())):
        yield f"{printable(product)} is not a product @ {place}.hit.products"
    if arrival.since > arrival.behind:
        yield f"{arrival.since} is after {arrival.behind} @ {place}.since"


# --- values


def _say(error: BaseException, kind: type | None) -> str:
    if isinstance(error, KeyError):
        return "is missing"
    if isinstance(error, (ValueError, TypeError)) and str(error):
        return printable(str(error), 200)
    return f"is not {getattr(kind, '__name__', 'what it has to be')}"


def _text(value: Any, _: type) -> str:
    if not isinstance(value, str):
        raise TypeError(f"is {type(value).__name__}, not text")
    # What a terminal would take for a command, or what would turn a line around
    if any(not char.isprintable() and char != "\n" and not char.isspace() for char in value):
        raise ValueError("has a control character")
    return value


def _whole(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"is {type(value).__name__}, not {kind.__name__}")
    return value


def _version(value: Any, _: type) -> Version:
    return Version.parse(_text(value, str))


def _when(value: Any, _: type) -> When:
    if not isinstance(value, dict):
        raise TypeError(f"is {type(value).__name__}, not a date")
    return When.parse(_text(value["value"], str))


def _converter() -> Converter:
    converter = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _whole)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(Version, _version)
    converter.register_unstructure_hook(Version, str)
    converter.register_structure_hook(When, _when)
    converter.register_unstructure_hook(When, date_fields)
    return converter


_CONVERTER = _converter()
