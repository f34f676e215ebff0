"""The fields that a schema describes, as a table can show them."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from portal.reading.json_schema import OPEN, Schema, definition_name, fields_of, resolve

_WORDS = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "object": "group of fields",
    "null": "null",
}


class EnumValue(NamedTuple):
    """One value that a field can have, and what it means."""

    value: str
    meaning: str


class Field(NamedTuple):
    """One field: its path, such as `stages[].version`, what it holds in words, and its values."""

    path: str
    required: bool
    holds: str
    description: str
    choices: tuple[EnumValue, ...] = ()

    @property
    def group(self) -> str:
        """The path of the group that the field is in, empty at the top."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """The field's name in its group."""
        return self.path.rpartition(".")[2]


class FieldGroup(NamedTuple):
    """The fields of one group, such as `stages[]`."""

    path: str
    fields: tuple[Field, ...]


def described_fields(
    schema: Schema, start: Schema | None = None, closed: Collection[str] = ()
) -> Iterator[Field]:
    """Return the fields of the part `start`, or of the whole schema, and of the groups in it.

    A definition whose name is in `closed` is called by that name, and what is in it is left out.
    """
    for field in fields_of(schema, start, closed):
        holds = _holds(schema, field.written, closed)
        yield Field(field.path, field.is_required, holds, _description(field.node), _choices(field.node))


def grouped(fields: Iterable[Field]) -> tuple[FieldGroup, ...]:
    """Return fields by the groups that they are in, in the order in which these begin."""
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(field.group, []).append(field)
    return tuple(FieldGroup(path, tuple(members)) for path, members in groups.items())


def _description(node: Schema) -> str:
    """Return what a field means, and whether readers must be ready for values that are not listed."""
    more = " More values may come." if node.get(OPEN) else ""
    return f"{node['description']}{more}"


def _choices(node: Schema) -> tuple[EnumValue, ...]:
    """Return the values of an enum, if the schema explains them."""
    meanings = node.get("enumDescriptions", ())
    return tuple(map(EnumValue, node["enum"], meanings)) if meanings else ()


def _holds(schema: Schema, value: Schema, closed: Collection[str]) -> str:
    """Say in words what a field can hold."""
    name = definition_name(value)
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
