"""Calls of pages that explain data files: fields out of the schemas, rules out of their docstrings."""

from macros.calls.schema_fields import described_fields
from macros.current import current_authored_schemas
from macros.render import render
from macros.view import View
from portal.reading.rules import RULES
from portal.reading.rules.explanation import explain


def field_reference(view: View, kind: str) -> str:
    """Every field of a kind of data file."""
    schema = current_authored_schemas(view.root).schema(kind)
    return render("field_reference", view, schema=schema, kind=kind, fields=list(described_fields(schema)))


def rule_reference(view: View) -> str:
    """Every rule between records, with an example of what passes and of what fails."""
    return render("rule_reference", view, rules=list(map(explain, RULES)))
