"""Calls of pages that explain files: what editors write, what partners read, and what never changes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from macros.calls.schema_fields import Field, FieldGroup, described_fields, grouped
from macros.current import current_authored_schemas, current_schemas
from macros.render import render
from macros.view import View
from portal.addresses import schema_path
from portal.fields import Fields
from portal.history import CONTRACT_RULES
from portal.outputs.api import tables
from portal.outputs.api.output import Output
from portal.outputs.outputs import API_OUTPUTS, OUTPUTS
from portal.reading.json_schema import open_enums
from portal.reading.rules import RULES
from portal.reading.rules.explanation import explain
from portal.reading.structure import Schemas

# The same in every file, so the page says it once
ENVELOPE = ("schema_version", "data_as_of", "generated_from", "count", "items")
_DATES = ("date", "date-or-null")
# What the pages of the reference, below `partners/api/`, are about
_PAGES = {
    "shared": ("index", "areas", "links", "sources", "manifest", "openapi"),
    "changes": ("changes",),
    "events": ("events", "surface"),
    "releases": ("releases", "tracks", "products"),
    "support": ("support",),
    "plan": ("plan", "scan", "fleet", "scan-report", "scan-baseline"),
    "standards": ("cle", "openeox", "endoflife", "badge"),
}
_LONGEST_TEXT = 80


@dataclass(frozen=True)
class ApiSection:
    """What the page says of outputs that belong together, such as `changes.json` and `changes.csv`.

    `schema` is the path of its schema, `example` a JSON text, and `columns` the head of each table by its
    path; each is empty where there is none.
    """

    name: str
    title: str
    fields: tuple[FieldGroup, ...]
    outputs: tuple[Output, ...] = ()
    schema: str = ""
    description: str = ""
    example: str = ""
    columns: tuple[tuple[str, str], ...] = ()


class OpenField(NamedTuple):
    """A field of which more values may come: what it means, the schemas that have it, and its values."""

    name: str
    description: str
    values: tuple[str, ...]
    schemas: tuple[str, ...]


def field_reference(view: View, kind: str) -> str:
    """Return every field of a kind of data file."""
    schema = current_authored_schemas(view.root).schema(kind)
    return render("field_reference", view, schema=schema, kind=kind, groups=grouped(described_fields(schema)))


def rule_reference(view: View) -> str:
    """Return every rule between records, with an example of what passes and of what fails."""
    return render("rule_reference", view, rules=list(map(explain, RULES)))


def api_files(view: View) -> str:
    """Return the list of the API's files, each with the place that has its fields."""
    places = {name: f"partners/api/{page}/#{name}" for page, names in _PAGES.items() for name in names}
    return render("api_files", view, files=[(output, places[_subject(output)]) for output in API_OUTPUTS])


def api_reference(view: View, page: str) -> str:
    """Return the files that a page of the reference is about: address, an example, and their fields."""
    schemas = current_schemas(view.root)
    sections = [_api_section(view, schemas, name) for name in _PAGES[page]]
    shared = _in_every_file(schemas) if page == "shared" else ()
    return render("api_reference", view, sections=[*shared, *sections])


def open_values(view: View) -> str:
    """Return the fields of which more values may come, with those of today."""
    return render("open_values", view, fields=list(_open_fields(view)))


def contract_rules(view: View) -> str:
    """Return what `portal diff` refuses, a rule each."""
    return render("contract_rules", view, rules=CONTRACT_RULES)


def shortened(value: Any) -> Any:
    """Return a value with only the first entry of every list and the beginning of every text."""
    if isinstance(value, dict):
        return {name: shortened(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shortened(part) for part in value[:1]]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT and " " in value:
        return value[:_LONGEST_TEXT].rstrip() + " …"
    return value


def _open_fields(view: View) -> Iterator[OpenField]:
    """Return each field once, whatever files have it."""
    schemas = current_schemas(view.root)
    found: dict[tuple[str, str, tuple[str, ...]], dict[str, None]] = {}
    for kind in schemas.kinds:
        for field in open_enums(schemas.schema(kind)):
            name, node = field.path.rpartition(".")[2], field.node
            said = (name, node["description"], tuple(node["enum"]))
            found.setdefault(said, {})[schema_path(kind)] = None
    for said, paths in found.items():
        yield OpenField(*said, tuple(paths))


def _subject(output: Output) -> str:
    """Return what a file is about: its schema, or the first word of its path below the API's folder."""
    return output.schema or re.split(r"[./]", output.path.removeprefix("api/v1/"))[0]


def _in_every_file(schemas: Schemas) -> Iterator[ApiSection]:
    """Return what the page says once of all files."""
    schema = schemas.schema("areas")
    envelope = [field for field in described_fields(schema, closed=_DATES) if _of_envelope(field)][:-1]
    yield ApiSection("envelope", "In every JSON file", grouped(envelope))
    yield ApiSection("date", "Dates", grouped(described_fields(schema, {"$ref": "#/$defs/date"})))


def _api_section(view: View, schemas: Schemas, name: str) -> ApiSection:
    outputs = tuple(output for output in OUTPUTS if _subject(output) == name)
    schema = schemas.schema(name) if name in schemas.kinds else None
    items = outputs[0].items if outputs else None
    example = max(items(view.catalog), key=len, default=None) if items else None
    return ApiSection(
        name=name,
        title=outputs[0].path.removeprefix("api/v1/") if outputs else schemas.schema(name)["title"],
        outputs=outputs,
        schema=schema_path(name) if schema else "",
        description=schema["description"] if schema else outputs[0].about,
        fields=grouped(_fields(schema)) if schema else (),
        example=json.dumps(shortened(example), ensure_ascii=False, indent=2) if example else "",
        columns=tuple(
            (output.path, output.render(view.catalog.portal, []).strip())
            for output in outputs
            if output.media_type == tables.MEDIA_TYPE
        ),
    )


def _fields(schema: Fields) -> list[Field]:
    """Return the fields that a file has on top of the envelope."""
    found = described_fields(schema, closed=_DATES)
    return [field for field in found if "items" not in schema["properties"] or not _of_envelope(field)]


def _of_envelope(field: Field) -> bool:
    return field.path.partition(".")[0] in ENVELOPE
