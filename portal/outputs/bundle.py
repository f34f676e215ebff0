"""The bundle, `api/v1/scan.json`: all that `portal scan` works from, in one file.

The names with the changes that touch them, the upgrades that bring each change, and the releases by which
versions are read. It is published, and the wheel carries that of its build.
Shape: `schema/published/v1/scan.schema.json`.
"""

from dataclasses import dataclass

from portal.fields import compact, from_fields, problems, read_fields, to_fields
from portal.model import Catalog
from portal.planner import Arrival, Known, about, facts_of, known_of, wrong_releases
from portal.problems import InvalidData, Problem
from portal.scanner import Between, Names, names_of, wrong_names

PATH = "api/v1/scan.json"
SCHEMA_VERSION = "1.0"


@dataclass(frozen=True)
class Bundle:
    """What a scan works from: both hold as of one date."""

    names: Names
    known: Known


def bundle_of(catalog: Catalog) -> Bundle:
    """Return the bundle of a catalog."""
    between: dict[str, tuple[Between, ...]] = {}
    for arrival in facts_of(catalog).items:
        way = _between(catalog, arrival)
        between[arrival.hit.id] = (*between.get(arrival.hit.id, ()), way)
    return Bundle(names_of(catalog, between), known_of(catalog))


def _between(catalog: Catalog, arrival: Arrival) -> Between:
    """Return the upgrades that bring a hit, and what is said of it there where it is not the whole change."""
    hit, change = arrival.hit, catalog.change_by_id[arrival.hit.id]
    if hit.status == change.status:
        return Between(arrival.since, arrival.behind)
    return Between(arrival.since, arrival.behind, hit.status, about(hit))


def render_bundle(bundle: Bundle) -> str:
    """Return a bundle as compact JSON: same facts, same bytes."""
    fields = {"schema_version": SCHEMA_VERSION, **to_fields(bundle.known), **to_fields(bundle.names)}
    return compact(fields)


def read_bundle(data: bytes, where: str) -> Bundle:
    """Return the bundle of a published file. Raises `InvalidData`; `where` names the file in it."""
    hint = f"give the file {PATH} of a published portal"
    fields = read_fields(data, where, "what a scan works from", SCHEMA_VERSION, hint)
    names, known = from_fields(fields, Names, where, hint), from_fields(fields, Known, where, hint)
    if not names.count:
        raise InvalidData([Problem(where, 1, 1, "changes", "has no name to search for", hint)])
    if wrong := [*wrong_names(names), *wrong_releases(known)]:
        raise InvalidData(problems(wrong, where))
    return Bundle(names, known)
