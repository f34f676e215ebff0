"""Calls of the page about the promise to partners: what may grow, and what the comparison refuses."""

from collections.abc import Iterator
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.addresses import schema_path
from portal.history import RULES, open_enums
from portal.structure import published_schemas


class OpenField(NamedTuple):
    """A field of which more values may come: where it is, by schema and path in the file, and the values."""

    name: str
    places: tuple[tuple[str, str], ...]
    values: tuple[str, ...]


def open_values(view: View) -> str:
    """The fields of which more values may come, with those of today."""
    return render("open_values", view, fields=list(_open_fields(view)))


def contract_rules(view: View) -> str:
    """What `portal diff` refuses, a rule each."""
    return render("contract_rules", view, rules=RULES)


def _open_fields(view: View) -> Iterator[OpenField]:
    """Give each field once, whatever files have it: those of one name and with the same values are one."""
    schemas = published_schemas(view.root)
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]] = {}
    for kind in schemas.kinds:
        for path, values in open_enums(schemas.schema(kind)):
            places = found.setdefault((path.rpartition(".")[2], values), [])
            if schema_path(kind) not in {schema for schema, _ in places}:
                places.append((schema_path(kind), path))
    for (name, values), places in found.items():
        yield OpenField(name, tuple(places), values)
