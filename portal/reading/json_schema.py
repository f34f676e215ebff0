"""The walker of JSON Schemas (draft 2020-12): their fields, references and shared definitions."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]
# An annotation of our own: more values than those of the `enum` beside it may come within version 1.
OPEN = "x-open-enum"
# What stands in a path for each item of a list, and for each value that is found by a key of the data
STEPS = {"items": "[]", "additionalProperties": ".*"}
_DEFINITIONS = "#/$defs/"
_REFERENCE = re.compile(rf'"\$ref": "{re.escape(_DEFINITIONS)}([^"]+)"')
_OTHER_FILE = re.compile(r'"[a-z-]+\.schema\.json(?=#/\$defs/)')
# What only people read, and the address of the schema, which moves with the site
WORDS = frozenset({"title", "description", "examples", "default", "deprecated", "$comment", "$id"})


class SchemaField(NamedTuple):
    """A field that a schema describes: its path, such as `items[].date.precision`, and what it can hold.

    `written` is its schema as it stands there, `node` the same with references followed.
    """

    path: str
    written: Schema
    node: Schema
    is_required: bool


def fields_of(
    schema: Schema, start: Schema | None = None, closed: Collection[str] = ()
) -> Iterator[SchemaField]:
    """Return every field of the part `start`, or of the whole schema.

    The fields of a definition are left out where its name is in `closed`, and where it stands within itself.
    """
    yield from _fields(schema, schema if start is None else start, "", frozenset(closed))


def _fields(root: Schema, node: Schema | bool, path: str, closed: frozenset[str]) -> Iterator[SchemaField]:
    name = definition_name(node)
    if name in closed:
        return
    within = closed | {name} if name else closed
    found = resolve(root, node)
    for field, written in found.get("properties", {}).items():
        full = f"{path}.{field}" if path else field
        yield SchemaField(full, written, resolve(root, written), field in found.get("required", ()))
        yield from _fields(root, written, full, within)
    for keyword, step in STEPS.items():
        if keyword in found:
            yield from _fields(root, found[keyword], path + step, within)
    for branch in found.get("anyOf", ()):
        yield from _fields(root, branch, path, within)


def added_fields(old: Schema, new: Schema) -> list[str]:
    """Return the paths of the fields that only the new schema has."""
    known = {field.path for field in fields_of(old)}
    return [field.path for field in fields_of(new) if field.path not in known]


def open_enums(schema: Schema) -> Iterator[SchemaField]:
    """Return each field of which, or of whose items, more values may come: `enum` has those of today."""
    for field in fields_of(schema):
        nodes = (field.node, resolve(schema, field.node.get("items", {})))
        yield from (field._replace(node=node) for node in nodes if is_open(node))


def is_open(node: Schema) -> bool:
    """Whether more values may come."""
    return bool(node.get(OPEN))


def without_words(node: Any, *, are_names: bool = False) -> Any:
    """Return a schema without what only people read. With `are_names` the keys are names of fields."""
    if isinstance(node, list):
        return [without_words(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {
        key: without_words(part, are_names=not are_names and key in ("properties", "$defs"))
        for key, part in node.items()
        if are_names or key not in WORDS
    }


# --- references


def spelled_out(node: Schema | bool) -> Schema:
    """Return the schema that true or false stands for."""
    if isinstance(node, bool):
        return {} if node else {"enum": []}
    return node


def definition_name(node: Schema | bool) -> str:
    """Return the name of the definition that a node refers to, or nothing."""
    return str(spelled_out(node).get("$ref", "")).removeprefix(_DEFINITIONS)


def resolve(root: Schema, node: Schema | bool) -> Schema:
    """Return a node with its references followed; what stands beside one adds to it."""
    node = spelled_out(node)
    if "$ref" not in node:
        return node
    target = resolve(root, root["$defs"][definition_name(node)])
    beside = {key: value for key, value in node.items() if key != "$ref"}
    return {**target, **beside, "required": [*target.get("required", ()), *beside.get("required", ())]}


def bundled(schema: Schema, shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with the shared definitions that it uses inside it, whatever file it names for them.

    So it stands alone, and references across files cost half as much again.
    """
    whole: dict[str, Any]
    whole, common = (json.loads(_OTHER_FILE.sub('"', json.dumps(one))) for one in (schema, shared))
    defined = {**common, **whole.pop("$defs", {})}
    used: set[str] = set()
    wanted = _names_in(whole)
    while wanted:
        name = wanted.pop()
        if name in defined and name not in used:
            used.add(name)
            wanted |= _names_in(defined[name])
    return whole | {"$defs": {name: defined[name] for name in defined if name in used}}


def _names_in(schema: Schema) -> set[str]:
    """Return the names of the definitions that a schema refers to."""
    return set(_REFERENCE.findall(json.dumps(schema)))


def inlined(schema: Schema) -> Any:
    """Return a schema with definitions in place of references, which are half of what a check takes."""
    return _inlined(schema, schema["$defs"], {})


def _inlined(node: Any, definitions: Schema, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(node, list):
        return [_inlined(part, definitions, known) for part in node]
    if not isinstance(node, dict):
        return node
    parts = {
        key: _inlined(part, definitions, known) for key, part in node.items() if key not in ("$ref", "$defs")
    }
    name = definition_name(node)
    if not name:
        return parts
    if name not in known:
        known[name] = {}  # a definition may refer to itself
        known[name].update(_inlined(definitions[name], definitions, known))
    return {**parts, "allOf": [known[name], *parts.get("allOf", [])]} if parts else known[name]
