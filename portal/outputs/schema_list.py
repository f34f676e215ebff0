"""The list of the published schemas, `schema/v1/catalog.json`, from which editors know what fits a file.

The form is that of SchemaStore's catalog (https://json.schemastore.org/schema-catalog.json), which tools take
from any address: the YAML language server as `yaml.schemaStore.url`, v8r as `--catalogs`.
"""

import re
from collections.abc import Iterator, Sequence

from portal.addresses import absolute, schema_path
from portal.fields import Fields, json_text
from portal.model import Catalog
from portal.outputs.api.output import Output
from portal.outputs.feeds.subjects import subjects_of
from portal.reading.structure import Schemas

PATH = "schema/v1/catalog.json"
FORM = "https://json.schemastore.org/schema-catalog.json"


def render_schema_list(catalog: Catalog, schemas: Schemas, outputs: Sequence[Output]) -> str:
    """Return the text of the list: each schema with patterns of the files that it describes."""
    patterns = dict.fromkeys(_patterns(catalog, outputs))
    entries = [
        _entry(catalog, kind, schemas.schema(kind), [pattern for fits, pattern in patterns if fits == kind])
        for kind in schemas.kinds
    ]
    return json_text({"$schema": FORM, "version": 1, "schemas": entries})


def _entry(catalog: Catalog, kind: str, schema: Fields, patterns: list[str]) -> Fields:
    about = str(schema.get("description", kind))  # an earlier edition may have schemas without
    return {
        "name": f"{catalog.portal.name}: {schema.get('title', kind)}",
        "description": about.partition(". ")[0].rstrip(".") + ".",
        "fileMatch": patterns,
        "url": absolute(catalog.portal, schema_path(kind)),
    }


def _patterns(catalog: Catalog, outputs: Sequence[Output]) -> Iterator[tuple[str, str]]:
    """Return each schema with a pattern of its files, wherever a copy of the site is kept."""
    # What the command makes, as its pages name it
    made = {"fleet": "fleet", "scan-report": "scan", "scan-baseline": "baseline"}
    yield from ((schema, f"**/axis-os-{name}.json") for schema, name in made.items())
    for output in outputs:
        if output.schema:
            yield output.schema, "**/" + re.sub(r"\{\w+\}", "*", output.path)
    for subject in subjects_of(catalog):
        name = re.sub(r"^(\w+)/[^/]+", r"\1/*", subject.name)
        yield subject.schema, f"**/feeds/{name}.json"
        yield subject.schema, f"**/feeds/{name}/*.json"
