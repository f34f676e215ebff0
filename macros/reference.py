"""Calls of pages that explain data files: fields out of the schemas, rules out of their docstrings."""

import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

from macros.render import render
from macros.view import View
from portal.catalog import read_schemas
from portal.rules import RULES


class Field(NamedTuple):
    """One field of a kind of data file, as a page shows it."""

    path: str
    required: bool
    holds: str
    description: str


class Rule(NamedTuple):
    """One rule, as a page shows it."""

    id: str
    text: str


def field_reference(view: View, kind: str) -> str:
    """Every field of a kind of data file."""
    schema = read_schemas(view.root).schema(kind)
    return render("field_reference", view, schema=schema, kind=kind, fields=list(_fields(schema, schema, "")))


def rule_reference(view: View) -> str:
    """Every rule between records."""
    rules = [Rule(rule.ID, inspect.cleandoc(rule.__doc__ or "")) for rule in RULES]
    return render("rule_reference", view, rules=rules)


def _fields(schema: dict[str, Any], node: dict[str, Any], path: str) -> Iterator[Field]:
    for name, value in node.get("properties", {}).items():
        full = f"{path}.{name}" if path else name
        target = _resolve(schema, value)
        yield Field(full, name in node.get("required", ()), _values(schema, target), target["description"])
        if target.get("type") == "array":
            yield from _fields(schema, _resolve(schema, target["items"]), f"{full}[]")
        elif target.get("type") == "object":
            yield from _fields(schema, target, full)


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a local reference; what stands beside it (a description of its own) wins."""
    if "$ref" not in node:
        return node
    name = node["$ref"].removeprefix("#/$defs/")
    return _resolve(schema, schema["$defs"][name]) | {key: node[key] for key in node if key != "$ref"}


def _values(schema: dict[str, Any], node: dict[str, Any]) -> str:
    """Say in words what a field can hold."""
    if "enum" in node:
        return ", ".join(node["enum"])
    if "const" in node:
        return str(node["const"]).lower()
    if node.get("type") == "array":
        item = _resolve(schema, node["items"])
        return "list of groups" if item.get("type") == "object" else f"list of: {_values(schema, item)}"
    if isinstance(node.get("type"), list):
        return "text, or a group with unknown and note"
    words = {"string": "text", "boolean": "true or false", "object": "group of fields"}
    examples = ", ".join(node.get("examples", ()))
    return words[node["type"]] + (f", such as {examples}" if examples else "")
