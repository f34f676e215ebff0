"""Calls of the page about the promise to partners: what may grow, and what the comparison refuses."""

from collections.abc import Iterator
from typing import NamedTuple

from macros.current import current_schemas
from macros.render import render
from macros.view import View
from portal.addresses import schema_path
from portal.history import RULES
from portal.reading.json_schema import open_enums


class OpenField(NamedTuple):
    """A field of which more values may come: what it means, the schemas that have it, and its values."""

    name: str
    description: str
    values: tuple[str, ...]
    schemas: tuple[str, ...]


def open_values(view: View) -> str:
    """The fields of which more values may come, with those of today."""
    return render("open_values", view, fields=list(_open_fields(view)))


def contract_rules(view: View) -> str:
    """What `portal diff` refuses, a rule each."""
    return render("contract_rules", view, rules=RULES)


def _open_fields(view: View) -> Iterator[OpenField]:
    """Return each field once, whatever files have it."""
    schemas = current_schemas(view.root)
    found: dict[tuple[str, str, tuple[str, ...]], dict[str, None]] = {}
    for kind in schemas.kinds:
        for field in open_enums(schemas.schema(kind)):
            name, node = field.path.rpartition(".")[2], field.node
            said = (name, node["description"], tuple(node["enum"]))
            found.setdefault(said, {})[schema_path(kind)] = None
    for said, paths in found.items():
        yield OpenField(*said, tuple(paths))
