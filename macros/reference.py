"""Calls of pages that explain data files: fields out of the schemas, rules out of their docstrings."""

import inspect
from typing import NamedTuple

from macros.render import render
from macros.schema_fields import fields_of
from macros.view import View
from portal.catalog import read_schemas
from portal.rules import RULES


class Rule(NamedTuple):
    """One rule, as a page shows it."""

    id: str
    text: str


def field_reference(view: View, kind: str) -> str:
    """Every field of a kind of data file."""
    schema = read_schemas(view.root).schema(kind)
    return render("field_reference", view, schema=schema, kind=kind, fields=list(fields_of(schema)))


def rule_reference(view: View) -> str:
    """Every rule between records."""
    rules = [Rule(rule.ID, inspect.cleandoc(rule.__doc__ or "")) for rule in RULES]
    return render("rule_reference", view, rules=rules)
