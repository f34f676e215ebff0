"""The description of the API for machines: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0)."""

import re
from collections.abc import Sequence

from portal.addresses import absolute, schema_path
from portal.fields import Fields, json_text
from portal.model import Catalog, Portal
from portal.outputs.api.output import JSON, SCHEMA_VERSION, Output


def render(catalog: Catalog, outputs: Sequence[Output]) -> str:
    """Return the description of all outputs. Shapes are the published schemas, by reference."""
    portal = catalog.portal
    return json_text(
        {
            "openapi": "3.1.0",
            "info": {
                "title": portal.name,
                "version": SCHEMA_VERSION,
                "summary": portal.description,
                "description": f"Static files: every answer is a file. {portal.disclaimer}",
            },
            "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
            "servers": [{"url": portal.url.rstrip("/")}],
            "paths": {f"/{output.path}": {"get": _operation(catalog, output)} for output in outputs},
        }
    )


def _operation(catalog: Catalog, output: Output) -> Fields:
    name = "-".join(re.findall(r"[a-z]+", output.path.removeprefix("api/v1/")))
    answer = {"description": output.about, "content": {output.media_type: _content(catalog.portal, output)}}
    operation: Fields = {"operationId": name, "summary": output.about, "responses": {"200": answer}}
    if output.key:
        operation["parameters"] = [_parameter(output.key, output.named(catalog))]
        operation["responses"]["404"] = {"description": "There is no such entry."}
    return operation


def _content(portal: Portal, output: Output) -> Fields:
    if output.schema:
        return {"schema": {"$ref": absolute(portal, schema_path(output.schema))}}
    return {"schema": {"type": "object" if output.media_type == JSON else "string"}}


def _parameter(key: str, names: Sequence[str]) -> Fields:
    return {
        "name": key,
        "in": "path",
        "required": True,
        "description": f"The entry's {key}.",
        "schema": {"type": "string"},
        **({"example": names[0]} if names else {}),
    }
