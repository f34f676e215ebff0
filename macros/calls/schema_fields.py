"""The fields that a schema describes, as a table can show them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from portal.history import OPEN, resolve

Schema = Mapping[str, Any]
_DEFINITIONS = "#/$defs/"
_WORDS = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "object": "group of fields",
    "null": "null",
}


class Choice(NamedTuple):
    """One value that a field can have, and what it means."""

    value: str
    meaning: str


class Field(NamedTuple):
    """One field: its path, such as `stages[].version`, what it holds in words, and its values."""

    path: str
    required: bool
    holds: str
    description: str
    choices: tuple[Choice, ...] = ()


def fields_of(
    schema: Schema, node: Schema | None = None, path: str = "", closed: Collection[str] = ()
) -> Iterator[Field]:
    """Return the fields of `node`, the whole schema if there is none, and of the groups in it.

    A definition whose name is in `closed`, or that stands within itself, is called by that name, and what is
    in it is left out.
    """
    node = schema if node is None else node
    for name, value in node.get("properties", {}).items():
        full = f"{path}.{name}" if path else name
        target = resolve(schema, value)
        holds = _holds(schema, value, closed)
        yield Field(full, name in node.get("required", ()), holds, _description(target), _choices(target))
        if _name(value) and _name(value) in closed:
            continue
        if target.get("type") == "array":
            within = {*closed, _name(target["items"])}
            yield from fields_of(schema, resolve(schema, target["items"]), f"{full}[]", within)
        elif target.get("type") == "object":
            yield from fields_of(schema, target, full, {*closed, _name(value)})


def _description(node: Schema) -> str:
    """Return what a field means, and whether readers must be ready for values that are not listed."""
    more = " More values may come." if node.get(OPEN) else ""
    return f"{node['description']}{more}"


def _choices(node: Schema) -> tuple[Choice, ...]:
    """Return the values of an enum, if the schema explains them."""
    meanings = node.get("enumDescriptions", ())
    return tuple(map(Choice, node["enum"], meanings)) if meanings else ()


def _name(node: Schema) -> str:
    """Return the name of the definition that a node refers to, or nothing."""
    return str(node.get("$ref", "")).removeprefix(_DEFINITIONS)


def _holds(schema: Schema, value: Schema, closed: Collection[str]) -> str:
    """Say in words what a field can hold."""
    name = _name(value)
    if name and name in closed:
        return name.replace("-", " ")
    node = resolve(schema, value)
    if _choices(node):
        return "a choice"
    if "enum" in node:
        return ", ".join("null" if choice is None else choice for choice in node["enum"])
    if "anyOf" in node:
        return " or ".join(_holds(schema, choice, closed) for choice in node["anyOf"])
    if node.get("type") == "array":
        item = resolve(schema, node["items"])
        if "examples" in node:
            item = {**item, "examples": node["examples"][0]}
        grouped = item.get("type") == "object"
        return "list of groups" if grouped else f"list of: {_holds(schema, item, closed)}"
    return _holds_one(node)


def _holds_one(node: Schema) -> str:
    if "const" in node:
        return str(node["const"]).lower()
    if node["type"] == ["string", "object"]:
        return "text, or a group with unknown and note"
    if isinstance(node["type"], list):
        return " or ".join(_WORDS[one] for one in node["type"])
    examples = ", ".join(node.get("examples", ()))
    return _WORDS[node["type"]] + (f", such as {examples}" if examples else "")
