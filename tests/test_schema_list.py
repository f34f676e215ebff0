"""The list of schemas for editors: in SchemaStore's form, and right about every file."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pathspec import PathSpec

from portal.model import Catalog
from portal.outputs.outputs import OUTPUTS, files_of
from portal.outputs.schema_list import PATH, render_schema_list
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY

SCHEMAS = published_schemas(REPOSITORY)
# In short what https://json.schemastore.org/schema-catalog.json asks for
TEXT = {"type": "string", "minLength": 1}
ENTRY = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "description": TEXT,
        "fileMatch": {"type": "array", "items": TEXT, "uniqueItems": True},
        "url": {"type": "string", "pattern": "^https://"},
    },
    "required": ["name", "description", "fileMatch", "url"],
    "additionalProperties": False,
}
FORM = {
    "properties": {
        "$schema": {"const": "https://json.schemastore.org/schema-catalog.json"},
        "version": {"const": 1},
        "schemas": {"type": "array", "items": ENTRY, "minItems": 1},
    },
    "required": ["$schema", "version", "schemas"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, Any]:
    """Every published JSON file that is no schema, as its value."""
    found = dict(files_of(catalog, SCHEMAS))
    return {
        path: json.loads(data)
        for path, data in found.items()
        if path.endswith(".json") and not path.startswith("schema/")
    }


@pytest.fixture(scope="module")
def listed(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """The entries of the list by the kind of schema."""
    value = json.loads(render_schema_list(catalog, SCHEMAS, OUTPUTS))
    Draft202012Validator(FORM).validate(value)
    return {entry["url"].rpartition("/")[2].removesuffix(".schema.json"): entry for entry in value["schemas"]}


@pytest.fixture(scope="module")
def fitting(listed: dict[str, dict[str, Any]]) -> Callable[[str], list[str]]:
    """Gives the kinds of schema that an editor takes for a file."""
    # Once each: to make one takes longer than to match a thousand files
    patterns = {kind: PathSpec.from_lines("gitignore", entry["fileMatch"]) for kind, entry in listed.items()}
    return lambda path: [kind for kind, spec in patterns.items() if spec.match_file(f"copy/of/it/{path}")]


def test_every_schema_is_listed_with_files(listed: dict[str, dict[str, Any]]) -> None:
    assert listed.keys() == set(SCHEMAS.kinds)
    assert [kind for kind, entry in listed.items() if not entry["fileMatch"]] == []
    assert len({entry["name"] for entry in listed.values()}) == len(listed)


def test_every_file_has_just_the_schema_that_describes_it(
    fitting: Callable[[str], list[str]], files: dict[str, Any]
) -> None:
    assert len(files) > 80
    without = []
    for path, value in files.items():
        kinds = fitting(path)
        assert len(kinds) <= 1, (path, kinds)
        for kind in kinds:
            assert list(SCHEMAS.broken(kind, value)) == [], path
        without += [path] * (not kinds)
    assert without == ["api/v1/openapi.json"]


def test_further_pages_of_a_feed_have_its_schema(fitting: Callable[[str], list[str]]) -> None:
    for path in (
        "feeds/changes/2.json",
        "feeds/areas/api/2.json",
        "feeds/majors/12/3.json",
        "feeds/majors/12/upgrade/2.json",
        "feeds/touches/values/2.json",
    ):
        assert fitting(path) == ["changes-feed"], path


def test_other_files_of_a_partner_have_none(fitting: Callable[[str], list[str]]) -> None:
    for path in ("package.json", "changes.json", "src/api/v2/changes.json", PATH):
        assert fitting(path) == []
