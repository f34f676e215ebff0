"""The bundle, `api/v1/scan.json`: all that `portal scan` works from, in one file.

The names with the changes that touch them, and under `plan` the facts of the planner, which says what comes
between two versions. It is published, and the wheel carries that of its build.
Shape: `schema/published/v1/scan.schema.json`.
"""

from dataclasses import dataclass

from portal.fields import compact, from_fields, problems, read_fields, to_fields
from portal.model import Catalog
from portal.planner import Facts, facts_fields, facts_from, facts_of
from portal.problems import InvalidData, Problem
from portal.scanner import Names, names_of, wrong_spellings

PATH = "api/v1/scan.json"
SCHEMA_VERSION = "1.0"


@dataclass(frozen=True)
class Bundle:
    """What a scan works from."""

    names: Names
    facts: Facts


def bundle_of(catalog: Catalog) -> Bundle:
    """Return the bundle of a catalog."""
    return Bundle(names_of(catalog), facts_of(catalog))


def render_bundle(bundle: Bundle) -> str:
    """Return a bundle as compact JSON: same facts, same bytes."""
    plan = facts_fields(bundle.facts)
    return compact({"schema_version": SCHEMA_VERSION, **to_fields(bundle.names), "plan": plan})


def read_bundle(data: bytes, where: str) -> Bundle:
    """Return the bundle of a published file. Raises `InvalidData`; `where` names the file in it."""
    hint = f"give the file {PATH} of a published portal"
    fields = read_fields(data, where, "what a scan works from", SCHEMA_VERSION, hint)
    names = from_fields(fields, Names, where)
    if not names.count:
        raise InvalidData([Problem(where, 1, 1, "changes", "has no name to search for", hint)])
    if wrong := list(wrong_spellings(names)):
        raise InvalidData(problems(wrong, where))
    return Bundle(names, facts_from(fields.get("plan", {}), where))
