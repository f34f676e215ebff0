"""Published schemas, seen by who reads what they describe (JSON Schema draft 2020-12, bundled).

What could come by the old schema is all that a reader was built for. So a new schema may give more fields,
as long as they are optional, and promise more of the old ones, but let nothing through that the old one did
not. Readers ignore fields that they do not know, and are ready for new values where `OPEN` says that more may
come. A keyword that no rule here knows must not differ.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from portal.problems import printable
from portal.reading.json_schema import OPEN, STEPS, WORDS, Schema, is_open, resolve, spelled_out

_FREE = {*WORDS, "$defs", OPEN}
_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_LOWEST = ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum")
_HIGHEST = ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum")
_EXACT = ("pattern", "format", "uniqueItems", "multipleOf")
_JUDGED = {
    "type",
    "enum",
    "const",
    "anyOf",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "$ref",
}
_JUDGED |= {*_LOWEST, *_HIGHEST, *_EXACT}


class SchemaBreak(NamedTuple):
    """A rule that is broken at a field (`items[].kind`), and how."""

    rule: str
    field: str
    message: str


class _Pair(NamedTuple):
    """The schemas at one field, with the documents that their references are of."""

    old: Schema
    new: Schema
    old_root: Schema
    new_root: Schema
    field: str

    def at(self, old: Schema, new: Schema, step: str) -> "_Pair":
        return self._replace(old=old, new=new, field=f"{self.field}{step}")


def breaks_of(old: Schema, new: Schema) -> list[SchemaBreak]:
    """Return how a new schema breaks readers of the old one."""
    return list(_compare(_Pair(old, new, old, new, ""), frozenset()))


# --- alternatives: `anyOf`, and each type of a list of types


def _compare(pair: _Pair, seen: frozenset[tuple[str, str]]) -> Iterator[SchemaBreak]:
    step = (spelled_out(pair.old).get("$ref", ""), spelled_out(pair.new).get("$ref", ""))
    if all(step):
        if step in seen:
            return
        seen |= {step}
    olds = list(_alternatives(pair.old_root, pair.old))
    wider = []
    for new in _alternatives(pair.new_root, pair.new):
        found = [list(_one(pair._replace(old=old, new=new), seen)) for old in olds if _same_type(old, new)]
        if not found:
            wider.append(new["type"])
        elif all(found):
            yield from min(found, key=len)
    if wider:
        types = ", ".join(dict.fromkeys(wider))
        yield SchemaBreak("wider-type", pair.field, f"can be of type {types}, and could not before")


def _alternatives(root: Schema, node: Schema) -> Iterator[Schema]:
    """Return what a value can be, one type each."""
    node = resolve(root, node)
    if "anyOf" in node:
        beside = {key: value for key, value in node.items() if key != "anyOf"}
        for branch in node["anyOf"]:
            for inner in _alternatives(root, branch):
                yield {**beside, **inner}
        return
    values = _values(node)
    types = node.get("type", _TYPES if values is None else sorted({_type(value) for value in values}))
    for name in [types] if isinstance(types, str) else types:
        own = {} if values is None else {"enum": [value for value in values if _fits(value, name)]}
        yield {key: value for key, value in node.items() if key != "const"} | own | {"type": name}


def _values(node: Schema) -> list[Any] | None:
    return [node["const"]] if "const" in node else node.get("enum")


def _type(value: Any) -> str:
    names = {
        type(None): "null",
        bool: "boolean",
        int: "integer",
        float: "number",
        str: "string",
        list: "array",
    }
    return names.get(type(value), "object")


def _fits(value: Any, name: str) -> bool:
    return _type(value) == name or (name == "number" and _type(value) == "integer")


def _same_type(old: Schema, new: Schema) -> bool:
    return old["type"] == new["type"] or (old["type"], new["type"]) == ("number", "integer")


# --- one type


def _one(pair: _Pair, seen: frozenset[tuple[str, str]]) -> Iterator[SchemaBreak]:
    yield from _unjudged(pair)
    yield from _values_grown(pair)
    yield from _limits(pair)
    if pair.new["type"] == "object":
        yield from _group(pair, seen)
    for keyword, step in STEPS.items():
        old, new = (_as_schema(node.get(keyword)) for node in (pair.old, pair.new))
        if old is not None:
            yield from _compare(pair.at(old, {} if new is None else new, step), seen)


def _as_schema(node: Any) -> Schema | None:
    """Return the schema that true, false and absent stand for; None for one that lets everything through."""
    return None if node in (None, True, {}) else spelled_out(node)


def _unjudged(pair: _Pair) -> Iterator[SchemaBreak]:
    for keyword in sorted((pair.old.keys() | pair.new.keys()) - _FREE - _JUDGED):
        if pair.old.get(keyword) != pair.new.get(keyword):
            yield SchemaBreak("schema", pair.field, f"{keyword} differs")


def _values_grown(pair: _Pair) -> Iterator[SchemaBreak]:
    old, new = pair.old.get("enum"), pair.new.get("enum")
    if old is None or pair.new["type"] == "null":
        return
    if is_open(pair.old):
        if not is_open(pair.new):
            yield SchemaBreak("closed-values", pair.field, "no longer says that more values may come")
        return
    if is_open(pair.new):
        yield SchemaBreak("wider-values", pair.field, "says that more values may come, and did not before")
    elif new is None:
        yield SchemaBreak(
            "wider-values", pair.field, f"can be any {pair.new['type']}, and only a few values before"
        )
    elif more := [value for value in new if value not in old]:
        values = printable(", ".join(map(str, more)), 120)
        yield SchemaBreak("wider-values", pair.field, f"can be {values}, and could not before")


def _limits(pair: _Pair) -> Iterator[SchemaBreak]:
    enumerated = "enum" in pair.new and "enum" in pair.old  # then the values say all
    for keyword in (*_LOWEST, *_HIGHEST, *_EXACT):
        old, new = pair.old.get(keyword), pair.new.get(keyword)
        if old is None or old is False or old == new or enumerated:
            continue
        stricter = new is not None and (
            (keyword in _LOWEST and new > old) or (keyword in _HIGHEST and new < old)
        )
        if not stricter:
            change = "is gone" if new is None else f"was {old}, and is {new}"
            yield SchemaBreak("looser-limit", pair.field, printable(f"{keyword} {change}", 200))


def _group(pair: _Pair, seen: frozenset[tuple[str, str]]) -> Iterator[SchemaBreak]:
    old, new = pair.old.get("properties", {}), pair.new.get("properties", {})
    old_required, new_required = set(pair.old.get("required", ())), set(pair.new.get("required", ()))
    for name in old:
        step = f".{name}" if pair.field else name
        if name not in new:
            yield SchemaBreak("removed-field", f"{pair.field}{step}", "is gone")
            continue
        if name in old_required - new_required:
            yield SchemaBreak("optional-field", f"{pair.field}{step}", "was always there, and can be absent")
        yield from _compare(pair.at(old[name], new[name], step), seen)
    for name in sorted(new_required - old_required - old.keys()):
        field = f"{pair.field}.{name}" if pair.field else name
        yield SchemaBreak("required-field", field, "is new, and required")
