"""What a published schema describes: its fields, and those of which more values may come."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
# An annotation of our own: more values than those of the `enum` beside it may come within version 1.
OPEN = "x-open-enum"
_DEFINITIONS = "#/$defs/"
_SAID_OPEN = re.compile(r"\bMore (?:[a-z]+ )?may come\.")


def added_fields(old: Schema, new: Schema) -> list[str]:
    """Return the fields that only the new schema has."""
    known = dict(fields_of(old))
    return [field for field, _ in fields_of(new) if field not in known]


def open_enums(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Return each field of which more values may come, with its schema: `enum` has those of today."""
    yield from ((field, node) for field, node in fields_of(schema) if node.get(OPEN))


def fields_of(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Return every field with its schema, such as `items[].date.precision`; once in what contains itself."""
    yield from _fields(schema, schema, "", frozenset())


def _fields(
    root: Schema, node: Schema, path: str, open_names: frozenset[str]
) -> Iterator[tuple[str, Schema]]:
    name = spelled_out(node).get("$ref", "")
    if name in open_names:
        return
    within = open_names | {name} if name else open_names
    found = resolve(root, node)
    for field, inner in found.get("properties", {}).items():
        full = f"{path}.{field}" if path else field
        yield full, resolve(root, inner)
        yield from _fields(root, inner, full, within)
    if "items" in found:
        yield from _fields(root, found["items"], f"{path}[]", within)
    for branch in found.get("anyOf", ()):
        yield from _fields(root, branch, path, within)


def spelled_out(node: Schema | bool) -> Schema:
    """Return the schema that true or false stands for."""
    if isinstance(node, bool):
        return {} if node else {"enum": []}
    return node


def resolve(root: Schema, node: Schema | bool) -> Schema:
    """Follow references; what stands beside one adds to it."""
    node = spelled_out(node)
    if "$ref" not in node:
        return node
    target = resolve(root, root["$defs"][node["$ref"].removeprefix(_DEFINITIONS)])
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return {**target, **beside, "required": [*target.get("required", ()), *beside.get("required", ())]}


def is_open(node: Schema) -> bool:
    """Whether more values may come."""
    # Before there was the mark, descriptions said it.
    return bool(node.get(OPEN)) or bool(_SAID_OPEN.search(node.get("description", "")))
