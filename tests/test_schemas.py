"""The authored schemas themselves: valid, strict, described, and with patterns that hold and end."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from portal.problems import InvalidData
from portal.reading import structure
from portal.reading.json_schema import OPEN
from portal.reading.structure import Schemas, published_schemas
from portal.reading.yamltext import read_yaml
from tests.conftest import REPOSITORY

AUTHORED = REPOSITORY / "schema" / "authored"
FILES = sorted(AUTHORED.glob("*.schema.json"))
PUBLISHED = sorted((REPOSITORY / "schema" / "published").rglob("*.schema.json"))
NAMES = [file.name.removesuffix(".schema.json") for file in FILES]
SCHEMAS = Schemas(AUTHORED)
# Draft 2020-12 without its tolerance for keywords that it does not know
STRICT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "https://portal.example/strict-draft-2020-12",
    "$dynamicAnchor": "meta",
    "$ref": "https://json-schema.org/draft/2020-12/schema",
    "unevaluatedProperties": False,
}
# What editors write against also explains the values of an enum and the form of a text, as editors know it.
STRICT_AUTHORED = {
    **STRICT,
    "properties": {
        "enumDescriptions": {"type": "array", "items": {"type": "string", "minLength": 2}},
        "patternErrorMessage": {"type": "string"},
    },
    "dependentRequired": {"enumDescriptions": ["enum"], "patternErrorMessage": ["pattern"]},
}
# What partners read may also say of which enum more values may come.
STRICT_PUBLISHED = {**STRICT, "properties": {OPEN: {"const": True}}, "dependentRequired": {OPEN: ["enum"]}}
CONDITIONS = ("if", "then", "else", "allOf", "anyOf", "oneOf", "not")


def load(file: Path) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return schema


def strict_errors(schema: object, strict: dict[str, Any] = STRICT) -> list[str]:
    validator = Draft202012Validator(strict)
    return [error.message for error in validator.iter_errors(schema)]


def subschemas(schema: object, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every object of a schema that is a schema itself, with its place."""
    if not isinstance(schema, dict):
        return
    yield where, schema
    for keyword in ("properties", "$defs"):
        for name, inner in schema.get(keyword, {}).items():
            yield from subschemas(inner, f"{where}/{keyword}/{name}")
    for keyword in ("items", "if", "then", "else", "not", "additionalProperties"):
        yield from subschemas(schema.get(keyword), f"{where}/{keyword}")
    for keyword in ("allOf", "anyOf", "oneOf"):
        for number, inner in enumerate(schema.get(keyword, ())):
            yield from subschemas(inner, f"{where}/{keyword}/{number}")


def in_condition(where: str) -> bool:
    return any(keyword in where.split("/") for keyword in CONDITIONS)


EVERY = [
    (f"{name}{where}", schema)
    for name in NAMES
    for where, schema in subschemas(load(AUTHORED / f"{name}.schema.json"))
]
PATTERNS = {where: schema["pattern"] for where, schema in EVERY if "pattern" in schema}


@pytest.mark.parametrize("file", [*FILES, *PUBLISHED], ids=lambda file: file.parent.name + "/" + file.stem)
def test_schema_is_valid_and_has_no_unknown_keyword(file: Path) -> None:
    assert strict_errors(load(file), STRICT_PUBLISHED if file in PUBLISHED else STRICT_AUTHORED) == []


@pytest.mark.parametrize(
    "schema", [{OPEN: True}, {"enum": ["a"], OPEN: False}, {"properties": {"a": {OPEN: True}}}]
)
def test_only_an_enum_is_open(schema: object) -> None:
    assert strict_errors(schema, STRICT_PUBLISHED)
    assert not strict_errors({"properties": {"a": {"enum": ["a"], OPEN: True}}}, STRICT_PUBLISHED)
    assert strict_errors({"properties": {"a": {"enum": ["a"], OPEN: True}}})


def test_every_schema_says_what_it_is() -> None:
    for file in FILES:
        schema = load(file)
        assert schema["$schema"] == STRICT["$schema"]
        assert schema["$id"] == file.name
        assert schema["title"]


def test_every_property_and_definition_has_a_description() -> None:
    shared = load(AUTHORED / "values.schema.json")["$defs"]
    undescribed = []
    for where, schema in EVERY:
        named = where.split("/")[-2:-1] in (["properties"], ["$defs"])
        if not named or in_condition(where):
            continue
        home = load(AUTHORED / f"{where.split('/')[0]}.schema.json").get("$defs", {})
        target = (home | shared).get(schema.get("$ref", "").split("/")[-1], {})
        text = schema.get("description") or target.get("description", "")
        if len(text.strip()) < len("One tag."):
            undescribed.append(where)
    assert undescribed == []


def test_every_value_to_choose_is_explained() -> None:
    choices = [
        (where, schema)
        for where, schema in EVERY
        if "enum" in schema and not in_condition(where) and not where.startswith("ids/$defs/known-")
    ]
    assert len(choices) > 15
    wrong = [
        where
        for where, schema in choices
        if len(schema.get("enumDescriptions", ())) != len(schema["enum"])
        or len(set(schema["enumDescriptions"])) < len(schema["enum"])
    ]
    assert [where for where in wrong if not where.startswith("ids/")] == []


def test_every_form_is_explained() -> None:
    """An editor shows this in place of the pattern."""
    for where, schema in EVERY:
        if "pattern" in schema:
            assert schema["patternErrorMessage"].startswith("Write "), where


def test_every_example_is_one() -> None:
    """What editors see as an example can be written like that."""
    for kind in SCHEMAS.kinds:
        bundled = SCHEMAS.schema(kind)
        for where, schema in subschemas(bundled):
            validator = Draft202012Validator(schema | {"$defs": bundled["$defs"]})
            for example in schema.get("examples", ()):
                assert validator.is_valid(example), (kind, where, example)


def test_every_group_refuses_fields_it_does_not_know() -> None:
    open_groups = [
        where
        for where, schema in EVERY
        if schema.get("type") == "object"
        and "properties" in schema
        and schema.get("additionalProperties") is not False
    ]
    assert open_groups == []


def test_every_text_is_constrained() -> None:
    def constrained(schema: dict[str, Any]) -> bool:
        if schema.keys() & {"pattern", "enum", "const", "$ref"}:
            return True
        branches = [schema[name] for name in ("then", "else") if name in schema]
        return bool(branches) and all(constrained(branch) for branch in branches)

    loose = [
        where for where, schema in EVERY if "string" in str(schema.get("type")) and not constrained(schema)
    ]
    assert loose == []


def test_every_value_has_a_type_or_a_choice() -> None:
    saying = {"type", "enum", "const", "$ref"}
    silent = [
        where
        for where, schema in EVERY
        if where not in ("values", "ids") and not in_condition(where) and not schema.keys() & saying
    ]
    assert silent == []


def test_every_list_is_limited() -> None:
    lists = [(where, schema) for where, schema in EVERY if schema.get("type") == "array"]
    assert lists
    assert [where for where, schema in lists if not schema.keys() >= {"items", "minItems", "maxItems"}] == []


def test_references_inside_a_bundle_are_local_and_lead_somewhere() -> None:
    for kind in SCHEMAS.kinds:
        schema = SCHEMAS.schema(kind)
        references = {inner["$ref"] for _, inner in subschemas(schema) if "$ref" in inner}
        assert references
        for reference in references:
            assert reference.startswith("#/$defs/")
            assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_no_schema_takes_the_name_of_a_shared_definition() -> None:
    shared = load(AUTHORED / "values.schema.json")["$defs"].keys()
    for file in FILES:
        if file.name not in ("values.schema.json", structure.OFFERED):
            assert not load(file).get("$defs", {}).keys() & shared


def test_every_file_of_the_data_has_a_schema() -> None:
    data = REPOSITORY / "data"
    files = {file.stem for file in data.glob("*.yml")}
    folders = {folder.name.removesuffix("s") for folder in data.iterdir() if folder.is_dir()} - {"edition"}
    assert set(SCHEMAS.kinds) == files | folders


# --- what partners read

READ = published_schemas(REPOSITORY)


@pytest.mark.parametrize("kind", READ.kinds)
def test_a_published_schema_stands_alone_and_describes_every_field(kind: str) -> None:
    schema = READ.schema(kind)
    assert schema["$id"] == f"{kind}.schema.json"
    used = set()
    for where, inner in subschemas(schema):
        target = inner
        if "$ref" in inner:
            assert inner["$ref"].startswith("#/$defs/")
            used.add(inner["$ref"].removeprefix("#/$defs/"))
            target = schema["$defs"][inner["$ref"].removeprefix("#/$defs/")]
        if where.split("/")[-2:-1] in (["properties"], ["$defs"]):
            assert inner.get("description") or target.get("description"), where
        assert not isinstance(inner.get("additionalProperties"), bool), "partners ignore unknown keys"
    assert used == schema["$defs"].keys()


def test_no_published_schema_takes_the_name_of_a_shared_definition_that_it_could_mean() -> None:
    shared = load(REPOSITORY / structure.PUBLISHED / "values.schema.json")["$defs"].keys()
    for file in PUBLISHED:
        if "values.schema.json#" in file.read_text("utf-8"):
            assert not load(file).get("$defs", {}).keys() & shared, file.name


# --- patterns

# A good value for each pattern, and whether a line break may end it
GOOD = {
    "change/properties/id": "802-1x-default",
    "change/$defs/manifest-path": "acapPackageConf.configuration.httpConfig.*.type",
    "change/$defs/package-name": "executable-stack",
    "change/$defs/spelling": "Image.I#.RateControl.TargetBitrate",
    "policy/$defs/major": "12",
    "tracks/$defs/kind/properties/lasts/properties/about_years": "5",
    "portal/properties/id_authority": "axis-os-portal.example,2026",
    "portal/properties/synonyms/items/properties/page": "lifecycle/support",
    "values/$defs/line": "One line: with 'quotes', <tags> & 日本 🙂\u00a0.",
    "values/$defs/prose": "Two\n\nparagraphs.",
    "values/$defs/sample": "a\tb\nc",
    "values/$defs/id": "releaseinfo-cgi-removal",
    "values/$defs/version": "13.0.0.12110022",
    "values/$defs/release-version": "11.10",
    "values/$defs/when": "2024-08~/2024-09",
    "values/$defs/update": "2",
    "values/$defs/day": "2026-11-23",
    "values/$defs/dates/items/properties/id": "13",
    "values/$defs/url": "https://www.axis.com:443/a?b=c#d",
}
MANY_LINES = {"values/$defs/prose", "values/$defs/sample"}


def test_the_table_of_patterns_is_complete() -> None:
    assert GOOD.keys() == PATTERNS.keys()


@pytest.mark.parametrize("where", GOOD)
def test_pattern_takes_a_good_value_and_no_trailing_line_break(where: str) -> None:
    assert re.search(PATTERNS[where], GOOD[where])
    assert bool(re.search(PATTERNS[where], GOOD[where] + "\n")) == (where in MANY_LINES)
    for tail in ("\r", "\0", "\u2028", "\u202e", "\ufeff", "\u200b", "\x85", "\x7f"):
        assert not re.search(PATTERNS[where], GOOD[where] + tail)
        assert not re.search(PATTERNS[where], tail + GOOD[where])


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [
        ("when", "../2024-10-21", True),
        ("when", "../2024-10~", True),
        ("when", "../2024", True),
        ("when", "2024-07/..", True),
        ("when", "..", False),
        ("when", "../..", False),
        ("when", "../1899", False),
        ("when", "../2024/2025", False),
        ("version", "13.0.0.12110022", True),
        ("version", "13.0.1234567890", True),
        ("version", "13.0.12345678901", False),
        ("version", "13.123456", False),
        ("version", "13.0.0.0.1", False),
        ("release-version", "13.123456", False),
        ("release-version", "13.0.0.12110022", False),
    ],
)
def test_what_a_date_and_a_version_can_be(name: str, text: str, fits: bool) -> None:
    assert bool(re.search(PATTERNS[f"values/$defs/{name}"], text)) is fits


@pytest.mark.parametrize("where", GOOD)
def test_pattern_has_no_ambiguous_repetition(where: str) -> None:
    """A repeated group that repeats inside begins with a sign that its inner repetition cannot take."""
    plain = re.sub(r"\[(?:\\.|[^\]])*\]", "C", PATTERNS[where])
    for group in re.findall(r"\((?:\?:)?([^()]*[*+][^()]*)\)(?:[*+]|\{\d+,\})", plain):
        assert group.startswith(("-", "/", r"\."))
    assert not re.search(r"[*+}][*+]", plain)


@pytest.mark.parametrize("where", GOOD)
def test_pattern_ends_on_hostile_values(where: str) -> None:
    good = GOOD[where]
    for part in ("a", "1", "-", "-a", "a-", ".", ".1", "1.", "/", "~", "%", " ", "https://a", good):
        for hostile in (part * 50_000, good + part * 50_000 + "\0", "\0" + part * 50_000):
            re.search(PATTERNS[where], hostile[:50_000] + hostile[-1])


def test_no_pattern_lets_an_unseen_character_in() -> None:
    unseen = [*range(0x20), *range(0x7F, 0xA0), 0x61C, *range(0x200B, 0x2010), *range(0x2028, 0x202F)]
    unseen += [*range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]
    unseen += [0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0]
    unseen += [*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)]
    unseen += [plane * 0x10000 + last for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)]
    allowed = {"values/$defs/prose": "\n", "values/$defs/sample": "\t\n"}
    for where, pattern in PATTERNS.items():
        let_in = [chr(code) for code in unseen if re.search(pattern, f"a{chr(code)}b")]
        assert let_in == list(allowed.get(where, ""))


# --- formats


FORMATS = {"date", "date-time", "uri", "edtf", "line", "prose"}


def test_the_formats_in_use_are_those_that_are_checked() -> None:
    schemas = [schema for file in (*FILES, *PUBLISHED) for _, schema in subschemas(load(file))]
    used = {schema["format"] for schema in schemas if "format" in schema}
    assert used == set(structure._formats().checkers) == FORMATS


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "changes/smb1-removal",
            "2026-11-23",
            "2026-11-31",
            'history[0].date: "2026-11-31" is no day of the calendar',
        ),
        (
            "changes/smb1-removal",
            "2024-08/2024-09",
            "2024-13",
            "stages[0].date: 2024-13: there is no month 13",
        ),
        (
            "changes/smb1-removal",
            "Devices no longer support SMB 1.0 and SMB 2.0.",
            '"[](https://www.axis.com/)"',
            "summary: shows nothing when it is rendered",
        ),
        ("areas", "name: API", 'name: "API "', "areas[2].name: has space before or after the text"),
        ("links", "/vapix-library/", "/%zz", 'links[0].url: "https://www.axis.com/%zz" is not a valid uri'),
    ],
)
def test_format_is_enforced(sample_root: Path, file: str, old: str, new: str, message: str) -> None:
    kind = "change" if file.startswith("changes/") else file
    data = (sample_root / "data" / f"{file}.yml").read_bytes().replace(old.encode(), new.encode(), 1)
    (problem,) = SCHEMAS.problems(kind, read_yaml(data, file), file)
    assert f"{problem.field}: {problem.message}" == message


def test_what_breaks_a_published_schema_is_said_with_its_place() -> None:
    value = {"schema_version": 1, "data_as_of": "2024-06", "generated_from": {}, "count": 0, "items": []}
    assert "$.schema_version: 1 is not of type 'string'" in list(READ.broken("areas", value))


# --- what can be wrong with the folder


def test_missing_shared_definitions_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match=r"values\.schema\.json:1:1: the schema is missing"):
        Schemas(tmp_path)


def test_broken_schema_is_named_with_its_place(tmp_path: Path) -> None:
    shutil.copytree(AUTHORED, tmp_path, dirs_exist_ok=True)
    (tmp_path / "areas.schema.json").write_text('{\n  "type": object\n}', "utf-8")
    with pytest.raises(InvalidData, match=r"areas\.schema\.json:2:11: is not JSON: Expecting value"):
        Schemas(tmp_path)
