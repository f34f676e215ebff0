"""The call of the page that explains the API: made from its table of outputs and the published schemas."""

import json
import re
from dataclasses import dataclass
from typing import Any

from macros.calls.schema_fields import Field, described_fields
from macros.current import current_schemas
from macros.render import render
from macros.view import View
from portal.addresses import schema_path
from portal.fields import Fields
from portal.outputs.api import tables
from portal.outputs.api.output import Output
from portal.outputs.outputs import API_OUTPUTS
from portal.reading.structure import Schemas

# The same in every file, so the page says it once
ENVELOPE = ("schema_version", "data_as_of", "generated_from", "count", "items")
_DATES = ("date", "date-or-null")
_LONGEST_TEXT = 80


@dataclass(frozen=True)
class Part:
    """What the page says of outputs that belong together, such as `changes.json` and `changes.csv`.

    `schema` is the path of its schema, `example` a JSON text, and `columns` the head of each table by its
    path; each is empty where there is none.
    """

    name: str
    title: str
    outputs: tuple[Output, ...]
    schema: str
    description: str
    fields: tuple[Field, ...]
    example: str
    columns: tuple[tuple[str, str], ...]


def api_reference(view: View) -> str:
    """Every file of the API: address, an example, and its fields."""
    schemas = current_schemas(view.root)
    names = dict.fromkeys(map(_name, API_OUTPUTS))
    sections = [_part(view, schemas, name) for name in names]
    shared = schemas.schema("areas")
    return render(
        "api_reference",
        view,
        sections=sections,
        envelope=[field for field in described_fields(shared, closed=_DATES) if _of_envelope(field)][:-1],
        date=list(described_fields(shared, {"$ref": "#/$defs/date"})),
    )


def cut(value: Any) -> Any:
    """Return a value with only the first entry of every list and the beginning of every text."""
    if isinstance(value, dict):
        return {name: cut(part) for name, part in value.items()}
    if isinstance(value, list):
        return [cut(part) for part in value[:1]]
    if isinstance(value, str) and len(value) > _LONGEST_TEXT and " " in value:
        return value[:_LONGEST_TEXT].rstrip() + " …"
    return value


def _name(output: Output) -> str:
    """Return what a file is about: its schema, or the first word of its path below the API's folder."""
    return output.schema or re.split(r"[./]", output.path.removeprefix("api/v1/"))[0]


def _part(view: View, schemas: Schemas, name: str) -> Part:
    outputs = tuple(output for output in API_OUTPUTS if _name(output) == name)
    first = outputs[0]
    schema = schemas.schema(first.schema) if first.schema else None
    example = max(first.items(view.catalog), key=len, default=None) if first.items else None
    return Part(
        name=name,
        title=schema["title"] if schema else "OpenAPI",
        outputs=outputs,
        schema=schema_path(first.schema) if first.schema else "",
        description=schema["description"] if schema else first.about,
        fields=tuple(_fields(schema)) if schema else (),
        example=json.dumps(cut(example), ensure_ascii=False, indent=2) if example else "",
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
