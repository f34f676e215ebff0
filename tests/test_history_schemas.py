"""The rules for published schemas: what breaks a reader of the old one, and what does not."""

import json
from typing import Any

import pytest

from portal.history.schema_breaks import breaks_of
from portal.reading.json_schema import OPEN, added_fields, fields_of, open_enums
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY

TEXT = {"type": "string"}
SOME = {"type": "string", "minLength": 2, "maxLength": 9, "pattern": "^a", "format": "uri"}
DATE = {"$ref": "#/$defs/date"}
NULL = {"type": "null"}
FEW = {"enum": ["a", "b"]}


def of(field: object, *required: str, **more: Any) -> dict[str, Any]:
    """A schema with one field `f`, and a definition that it can refer to."""
    date = {"type": "object", "properties": {"value": TEXT, "end": {"type": ["string", "null"]}}}
    return {
        "type": "object",
        "properties": {"f": field},
        "required": list(required),
        "$defs": {"date": date},
        **more,
    }


def group(required: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required)}


def array(items: object, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


# old, new, the rule that is broken and where
BREAKS = [
    ("field gone", of(group(a=TEXT, b=TEXT)), of(group(a=TEXT)), "removed-field", "f.b"),
    ("field renamed", of(group(a=TEXT)), of(group(b=TEXT)), "removed-field", "f.a"),
    ("field of a list gone", of(array(group(a=TEXT))), of(array(group())), "removed-field", "f[].a"),
    ("first field gone", of(TEXT), {**of(TEXT), "properties": {}}, "removed-field", "f"),
    ("other type", of(TEXT), of({"type": "integer"}), "wider-type", "f"),
    ("type of a list's items", of(array(TEXT)), of(array({"type": "integer"})), "wider-type", "f[]"),
    ("text or list", of(TEXT), of({"type": ["string", "array"]}), "wider-type", "f"),
    ("bool or date", of({"type": "boolean"}), of({"anyOf": [{"type": "boolean"}, DATE]}), "wider-type", "f"),
    ("null by type", of(TEXT), of({"type": ["string", "null"]}), "wider-type", "f"),
    ("null by anyOf", of(DATE), of({"anyOf": [DATE, NULL]}), "wider-type", "f"),
    ("null by enum", of(FEW), of({"enum": ["a", "b", None]}), "wider-type", "f"),
    ("number of integer", of({"type": "integer"}), of({"type": "number"}), "wider-type", "f"),
    ("no type at all", of(TEXT), of({"description": "Anything."}), "wider-type", "f"),
    ("items free", of(array(TEXT)), of({"type": "array"}), "wider-type", "f[]"),
    ("always there, now optional", of(TEXT, "f"), of(TEXT), "optional-field", "f"),
    ("inner, now optional", of(group(("a",), a=TEXT)), of(group((), a=TEXT)), "optional-field", "f.a"),
    (
        "optional beside a reference",
        of({**DATE, "required": ["value"]}),
        of(DATE),
        "optional-field",
        "f.value",
    ),
    ("new and required", of(group(a=TEXT)), of(group(("b",), a=TEXT, b=TEXT)), "required-field", "f.b"),
    ("one value more", of(FEW), of({"enum": ["a", "b", "c"]}), "wider-values", "f"),
    ("another value", of(FEW), of({"enum": ["a", "c"]}), "wider-values", "f"),
    ("other constant", of({"const": "a"}), of({"const": "b"}), "wider-values", "f"),
    ("true is not 1", of({"enum": [1]}), of({"enum": [1, True]}), "wider-type", "f"),
    ("any text", of(FEW), of(TEXT), "wider-values", "f"),
    ("opened", of(FEW), of({**FEW, OPEN: True}), "wider-values", "f"),
    ("closed", of({**FEW, OPEN: True}), of(FEW), "closed-values", "f"),
    ("pattern gone", of(SOME), of({**SOME, "pattern": None} | {"pattern": "^"}), "looser-limit", "f"),
    ("format gone", of({"type": "string", "format": "date"}), of(TEXT), "looser-limit", "f"),
    ("shorter", of(SOME), of({**SOME, "minLength": 1}), "looser-limit", "f"),
    ("longer", of(SOME), of({**SOME, "maxLength": 10}), "looser-limit", "f"),
    ("empty list", of(array(TEXT, minItems=1)), of(array(TEXT)), "looser-limit", "f"),
    ("negative", of({"type": "integer", "minimum": 0}), of({"type": "integer"}), "looser-limit", "f"),
    ("twice", of(array(TEXT, uniqueItems=True)), of(array(TEXT)), "looser-limit", "f"),
    (
        "values of a map",
        of({"type": "object", "additionalProperties": TEXT}),
        of({"type": "object", "additionalProperties": {"type": "integer"}}),
        "wider-type",
        "f.*",
    ),
    (
        "map free",
        of({"type": "object", "additionalProperties": TEXT}),
        of({"type": "object"}),
        "wider-type",
        "f.*",
    ),
    (
        "map opened",
        of({"type": "object", "additionalProperties": False}),
        of({"type": "object"}),
        "wider-type",
        "f.*",
    ),
    (
        "one of two groups",
        of({"anyOf": [group(("a",), a=TEXT, b=TEXT), group(("c",), c=TEXT)]}),
        of({"anyOf": [group(("a",), a=TEXT), group(("c",), c=TEXT)]}),
        "removed-field",
        "f.b",
    ),
    ("anything", of(TEXT), of(True), "wider-type", "f"),
    ("unknown keyword new", of(TEXT), of({**TEXT, "not": {"const": "a"}}), "schema", "f"),
    ("unknown keyword gone", of({**TEXT, "oneOf": [FEW]}), of(TEXT), "schema", "f"),
    ("other dialect", of(TEXT, **{"$schema": "a"}), of(TEXT, **{"$schema": "b"}), "schema", ""),
    (
        "in a definition",
        of(DATE),
        of(DATE, **{"$defs": {"date": group(value=TEXT)}}),
        "removed-field",
        "f.end",
    ),
]
HARMLESS = [
    ("other name", of(TEXT, **{"$id": "a"}), of(TEXT, **{"$id": "b"})),
    ("the same", of(SOME, "f"), of(SOME, "f")),
    ("new optional field", of(group(a=TEXT)), of(group(a=TEXT, b=TEXT))),
    ("new optional group", of(TEXT), {**of(TEXT), "properties": {"f": TEXT, "g": group(("a",), a=TEXT)}}),
    ("words", of({**TEXT, "description": "A."}), of({**TEXT, "description": "B.", "title": "C"})),
    ("optional, now always there", of(TEXT), of(TEXT, "f")),
    ("never null", of({"type": ["string", "null"]}), of(TEXT)),
    ("never null by anyOf", of({"anyOf": [DATE, NULL]}), of(DATE)),
    ("null said in another way", of({"type": ["string", "null"]}), of({"anyOf": [TEXT, NULL]})),
    ("anyOf in another order", of({"anyOf": [DATE, NULL]}), of({"anyOf": [NULL, DATE]})),
    ("integer of number", of({"type": "number"}), of({"type": "integer"})),
    ("one value less", of({"enum": ["a", "b", None]}), of({"enum": ["a"]})),
    ("only one value", of(FEW), of({"const": "a"})),
    ("values of a text", of(TEXT), of(FEW)),
    ("values in another order", of(FEW), of({"enum": ["b", "a"]})),
    ("open, one value more", of({**FEW, OPEN: True}), of({"enum": ["a", "b", "c"], OPEN: True})),
    ("limits new", of(TEXT), of(SOME)),
    ("stricter", of(SOME), of({**SOME, "minLength": 3, "maxLength": 8})),
    ("limit in a named definition", of(TEXT), of({"$ref": "#/$defs/t"}, **{"$defs": {"t": SOME}})),
    ("definition put in place", of(DATE), of(of(DATE)["$defs"]["date"])),
    (
        "definition renamed",
        of(DATE),
        of({"$ref": "#/$defs/day"}, **{"$defs": {"day": of(DATE)["$defs"]["date"]}}),
    ),
    ("keys of a map", of({"type": "object"}), of({"type": "object", "additionalProperties": TEXT})),
    ("nothing", of(TEXT), of(False)),
    ("items of a free list", of({"type": "array"}), of(array(TEXT))),
]


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"), [row[1:] for row in BREAKS], ids=[r[0] for r in BREAKS]
)
def test_breaks_a_reader(old: dict[str, Any], new: dict[str, Any], rule: str, field: str) -> None:
    assert [(found.rule, found.field) for found in breaks_of(old, new)] == [(rule, field)]


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in HARMLESS], ids=[row[0] for row in HARMLESS])
def test_breaks_no_reader(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert breaks_of(old, new) == []


def test_a_schema_within_itself_is_compared_to_its_end() -> None:
    def tree(**fields: Any) -> dict[str, Any]:
        node = group(name=TEXT, child={"$ref": "#/$defs/node"}, **fields)
        return of({"$ref": "#/$defs/node"}, **{"$defs": {"node": node}})

    assert breaks_of(tree(), tree()) == []
    assert [found.field for found in breaks_of(tree(leaf=TEXT), tree())] == ["f.leaf"]
    assert [field.path for field in fields_of(tree())] == ["f", "f.name", "f.child"]


def test_a_walk_says_what_is_required_and_stops_where_it_is_told() -> None:
    schema = of(array(group(("a",), a=DATE, b={"anyOf": [DATE, NULL]})), "f")
    fields = {field.path: field for field in fields_of(schema)}
    assert list(fields) == [
        "f",
        "f[].a",
        *(f"f[].{name}" for name in ("a.value", "a.end", "b", "b.value", "b.end")),
    ]
    assert [path for path, field in fields.items() if field.is_required] == ["f", "f[].a"]
    assert (fields["f[].a"].written, fields["f[].a"].node["type"]) == (DATE, "object")
    assert [field.path for field in fields_of(schema, closed={"date"})] == ["f", "f[].a", "f[].b"]
    assert [field.path for field in fields_of(schema, DATE)] == ["value", "end"]


def test_a_walk_goes_into_values_that_are_found_by_any_key() -> None:
    by_key = {"type": "object", "additionalProperties": array(group(a=TEXT))}
    assert [field.path for field in fields_of(of(by_key, "f"))] == ["f", "f.*[].a"]
    assert list(fields_of({"type": "object", "additionalProperties": False})) == []


def test_a_message_says_what_a_reader_can_now_meet() -> None:
    (found,) = breaks_of(of(FEW), of({"enum": ["a", "b", "c", "d"]}))
    assert found.message == "can be c, d, and could not before"
    (found,) = breaks_of(of({"anyOf": [TEXT, DATE]}), of({"anyOf": [TEXT, NULL, {"type": "integer"}]}))
    assert found.message == "can be of type null, integer, and could not before"
    (found,) = breaks_of(of(SOME), of({**SOME, "minLength": 1}))
    assert found.message == "minLength was 2, and is 1"


def test_new_fields_are_those_that_only_the_new_schema_has() -> None:
    old, new = of(array(group(a=TEXT))), of(array(group(a=TEXT, b=DATE)))
    assert added_fields(old, new) == ["f[].b", "f[].b.value", "f[].b.end"]
    assert added_fields(new, old) == []


@pytest.mark.parametrize("kind", published_schemas(REPOSITORY).kinds)
def test_a_published_schema_breaks_nobody_by_itself(kind: str) -> None:
    schema = published_schemas(REPOSITORY).schema(kind)
    assert breaks_of(schema, json.loads(json.dumps(schema))) == []
    fields = [field.path for field in fields_of(schema)]
    assert len(set(fields)) == len(fields)
    for name in list(schema["properties"]):
        fewer = {key: value for key, value in schema["properties"].items() if key != name}
        assert [found.field for found in breaks_of(schema, {**schema, "properties": fewer})] == [name]


def test_open_enums_are_found_by_their_mark() -> None:
    schema = of(array(group(a={**FEW, OPEN: True}, b=FEW)))
    assert [(field.path, field.node["enum"]) for field in open_enums(schema)] == [("f[].a", ["a", "b"])]
    schemas = published_schemas(REPOSITORY)
    marked = {kind for kind in schemas.kinds if OPEN in json.dumps(schemas.schema(kind))}
    assert marked == {kind for kind in schemas.kinds if list(open_enums(schemas.schema(kind)))}
    assert [field.path for field in open_enums(schemas.schema("changes"))] == [
        "data_as_of.precision",
        "ages.oldest.precision",
        "ages.newest.precision",
        "items[].kind",
        "items[].status",
        "items[].consequence",
        "items[].audience",
        "items[].sureness.exists",
        "items[].sureness.version",
        "items[].sureness.came",
        "items[].sureness.replacement",
        "items[].sureness.look",
        "items[].age.precision",
        "items[].surface[].kind",
        "items[].surface[].match_as",
        "items[].stages[].date.precision",
        "items[].stages[].status",
        "items[].history[].about",
        "items[].history[].event",
        "items[].history[].status",
        "items[].history[].from_date.precision",
        "items[].history[].to_date.precision",
        "items[].history[].happened.precision",
        "items[].history[].sureness",
        "items[].history[].age.precision",
    ]
