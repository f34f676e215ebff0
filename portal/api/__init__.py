"""The API: static files for machines, below `api/v1/`. `OUTPUTS` is the one table of them.

Shapes: `schema/published/v1/`. A key that does not apply is absent; a value that is not known is null.
"""

from collections.abc import Iterator
from pathlib import Path

from portal.addresses import absolute, edition_path, schema_path
from portal.api import openapi, tables
from portal.api.events import event_items
from portal.api.items import area_items, change_items, link_items, product_items
from portal.api.lifecycle import lts_ids, release_items, track_items
from portal.api.names import surface_items
from portal.api.output import Output, envelope
from portal.fields import Fields, present
from portal.jsontext import json_text
from portal.model import Catalog
from portal.structure import Schemas

__all__ = ["MANIFEST", "OUTPUTS", "Output", "envelope", "index_items", "json_text", "write_all"]

MANIFEST = "api/v1/manifest.json"
OPENAPI = "api/v1/openapi.json"


def index_items(catalog: Catalog) -> list[Fields]:
    """Give what the API has, an item a row of the table."""
    return [_listed(catalog, output) for output in OUTPUTS]


OUTPUTS: tuple[Output, ...] = (
    Output("api/v1/index.json", "What the API has.", "index", index_items),
    Output("api/v1/changes.json", "Every breaking change.", "changes", change_items),
    Output("api/v1/changes/{id}.json", "One breaking change.", "changes", change_items),
    Output(
        edition_path("{edition}"), "Every breaking change as an earlier edition has it.", "changes", None,
        names=lambda catalog: [edition.id for edition in catalog.editions],
    ),
    Output("api/v1/releases.json", "Every release.", "releases", release_items),
    Output("api/v1/releases/{version}.json", "One release.", "releases", release_items),
    Output("api/v1/tracks.json", "The tracks of releases and support.", "tracks", track_items),
    Output("api/v1/products.json", "The products that the facts name.", "products", product_items),
    Output("api/v1/areas.json", "The parts of the product.", "areas", area_items),
    Output("api/v1/links.json", "What the source refers to by name.", "links", link_items),
    Output("api/v1/surface.json", "Every name that a change touches.", "surface", surface_items),
    Output("api/v1/events.json", "Everything that happened, newest first.", "events", event_items),
    Output(
        "api/v1/changes.csv", "Every breaking change, a row each.", None, change_items,
        tables.MEDIA_TYPE, tables.render_changes,
    ),
    Output(
        "api/v1/releases.csv", "Every release, a row each.", None, release_items,
        tables.MEDIA_TYPE, tables.render_releases,
    ),
    Output("api/v1/lifecycle/cle.json", "Releases and ends of support in ECMA-428 (CLE).", "cle", None),
    Output(
        "api/v1/lifecycle/openeox/{track}.json", "The ends of an LTS track in OpenEoX Core.", "openeox", None,
        names=lts_ids,
    ),
    Output("api/v1/plan.json", "What the upgrade planner computes from.", "plan", None),
    Output("api/v1/scan.json", "What the scanner of code works from.", "scan", None),
    Output(MANIFEST, "Every file for machines, with its size and SHA-256.", "manifest", None),
    Output(OPENAPI, "This API in OpenAPI 3.1.", None, None),
)  # fmt: skip


def files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Give the path and the text of every file that this room makes."""
    for output in OUTPUTS:
        yield from output.files(catalog)
    for edition in catalog.editions:
        yield edition_path(edition.id), edition.text
    yield OPENAPI, openapi.render(catalog, OUTPUTS)


def write_all(catalog: Catalog, schemas: Schemas, out: Path) -> None:
    """Write the API, and the published schemas that describe it, below `out`, which is the site's folder."""
    published = [(schema_path(kind), json_text(schemas.schema(kind))) for kind in schemas.kinds]
    for path, text in [*files(catalog), *published]:
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="")


def _listed(catalog: Catalog, output: Output) -> Fields:
    # The index counts its own rows without asking itself.
    count = len(OUTPUTS) if output.items is index_items else output.count(catalog)
    return {
        "path": output.path,
        **({} if output.key else {"url": absolute(catalog.portal, output.path)}),
        "about": output.about,
        "media_type": output.media_type,
        **present(
            schema=absolute(catalog.portal, schema_path(output.schema)) if output.schema else None,
            count=count,
        ),
    }
