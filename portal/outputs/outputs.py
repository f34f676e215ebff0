"""Every file for machines: `OUTPUTS` is the one table, an output a line.

The build writes it, the API's index and its description list it, verification and `portal diff` read it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from portal import planner
from portal.addresses import MANIFEST, absolute, edition_path, schema_path
from portal.fields import Fields, json_text, present
from portal.model import Catalog
from portal.outputs import badges, bundle, calendar, schema_list, standards
from portal.outputs.api import openapi, tables
from portal.outputs.api.items import (
    area_items,
    change_items,
    event_items,
    link_items,
    product_items,
    release_items,
    source_items,
    surface_items,
    track_items,
)
from portal.outputs.api.output import Files, Output
from portal.outputs.feeds import FORMATS, Format, feeds_of
from portal.reading.structure import Schemas

API = "api/v1/"


def index_items(catalog: Catalog) -> list[Fields]:
    """Return what the API has, an item a row of the table."""
    return [_listed(catalog, output) for output in API_OUTPUTS]


def _editions(catalog: Catalog, _: Schemas | None) -> Files:
    return [(edition_path(edition.id), edition.text.encode()) for edition in catalog.editions]


def _papers(standard: str, catalog: Catalog, _: Schemas | None) -> Files:
    return [
        (paper.path, paper.text.encode()) for paper in standards.papers(catalog) if paper.standard == standard
    ]


def _plan(catalog: Catalog, _: Schemas | None) -> Files:
    yield planner.PATH, planner.render_facts(planner.facts_of(catalog)).encode()


def _support(catalog: Catalog, _: Schemas | None) -> Files:
    yield planner.SUPPORT_PATH, planner.render_support(planner.support_of(catalog)).encode()


def _scan(catalog: Catalog, _: Schemas | None) -> Files:
    yield bundle.PATH, bundle.render_bundle(bundle.bundle_of(catalog)).encode()


def _openapi(catalog: Catalog, _: Schemas | None) -> Files:
    yield f"{API}openapi.json", openapi.render(catalog, API_OUTPUTS).encode()


def _made_later(_: Catalog, __: Schemas | None) -> Files:
    """Return nothing: the manifest is made of all other files, those of pages too (`macros/after`)."""
    return ()


def _feeds(form: Format, catalog: Catalog, _: Schemas | None) -> Files:
    for feed in feeds_of(catalog):
        if feed.format == form:
            for path, text in feed.documents(catalog):
                yield path, text.encode()


def _calendars(catalog: Catalog, _: Schemas | None) -> Files:
    return [(found.path, calendar.render(catalog, found)) for found in calendar.calendars(catalog)]


def _badges(end: str, render: Callable[[badges.Badge], str], catalog: Catalog, _: Schemas | None) -> Files:
    return [(f"badges/{badge.name}.{end}", render(badge).encode()) for badge in badges.badges(catalog)]


def _schemas(catalog: Catalog, schemas: Schemas | None) -> Files:
    if schemas:
        for kind in schemas.kinds:
            path = schema_path(kind)
            named = schemas.schema(kind) | {"$id": absolute(catalog.portal, path)}
            yield path, json_text(named).encode()


def _schema_list(catalog: Catalog, schemas: Schemas | None) -> Files:
    if schemas:
        yield schema_list.PATH, schema_list.render_schema_list(catalog, schemas, OUTPUTS).encode()


OUTPUTS: tuple[Output, ...] = (
    Output("api/v1/index.json", "What the API has.", "index", index_items),
    Output("api/v1/changes.json", "Every breaking change.", "changes", change_items),
    Output("api/v1/changes/{id}.json", "One breaking change.", "changes", change_items),
    Output(
        edition_path("{edition}"), "Every breaking change as of an earlier edition.", "changes",
        made=_editions,
    ),
    Output("api/v1/releases.json", "Every release.", "releases", release_items),
    Output("api/v1/releases/{version}.json", "One release.", "releases", release_items),
    Output("api/v1/tracks.json", "The tracks of releases and support.", "tracks", track_items),
    Output("api/v1/products.json", "Every product that a change names.", "products", product_items),
    Output("api/v1/areas.json", "The parts of the product.", "areas", area_items),
    Output("api/v1/links.json", "Pages, videos, feeds and contacts, by name.", "links", link_items),
    Output("api/v1/sources.json", "The sources of all facts.", "sources", source_items),
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
    Output(
        "api/v1/lifecycle/cle.json", "Releases and ends of support in ECMA-428 (CLE).", "cle",
        made=partial(_papers, standards.CLE),
    ),
    Output(
        "api/v1/lifecycle/openeox/{track}.json", "The ends of an LTS track in OpenEoX Core.", "openeox",
        made=partial(_papers, standards.OPENEOX),
    ),
    Output(
        standards.ENDOFLIFE_PATH, "AXIS OS in the form of a product of endoflife.date.", "endoflife",
        made=partial(_papers, standards.ENDOFLIFE),
    ),
    Output(planner.PATH, "What the upgrade planner works from.", "plan", made=_plan),
    Output(planner.SUPPORT_PATH, "Which versions are supported, and until when.", "support", made=_support),
    Output(bundle.PATH, "What the code scanner works from.", "scan", made=_scan),
    Output(MANIFEST, "Every file for machines, with its size and SHA-256.", "manifest", made=_made_later),
    Output("api/v1/openapi.json", "This API in OpenAPI 3.1.", made=_openapi),
    *(
        Output(
            f"feeds/{{name}}.{form.extension}", f"The feeds as {form.name}.", media_type=form.media_type,
            made=partial(_feeds, form),
        )
        for form in FORMATS
    ),
    Output("calendar/{name}.ics", "Dates as calendars.", media_type="text/calendar", made=_calendars),
    Output(
        "badges/{name}.svg", "Until when a track or version is supported, as a picture.",
        media_type="image/svg+xml", made=partial(_badges, "svg", badges.render_svg),
    ),
    Output(
        "badges/{name}.json", "The same as an endpoint badge of shields.io.", "badge",
        made=partial(_badges, "json", badges.render_endpoint),
    ),
    Output("schema/v1/{kind}.schema.json", "The shape of each kind of file.", made=_schemas),
    Output(schema_list.PATH, "The schemas, for editors.", made=_schema_list),
)  # fmt: skip
API_OUTPUTS = tuple(output for output in OUTPUTS if output.path.startswith(API))


def files_of(catalog: Catalog, schemas: Schemas | None) -> Iterator[tuple[str, bytes]]:
    """Return the path and the content of every file for machines but the manifest, which lists the others.

    An earlier edition may have no schemas that can be published.
    """
    for output in OUTPUTS:
        yield from output.files(catalog, schemas)


def write_outputs(catalog: Catalog, schemas: Schemas, site: Path) -> list[str]:
    """Write every file for machines but the manifest below `site`, and return their paths."""
    written = []
    for path, data in files_of(catalog, schemas):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append(path)
    return written


def _listed(catalog: Catalog, output: Output) -> Fields:
    # The index counts its own rows without asking itself.
    count = len(API_OUTPUTS) if output.items is index_items else output.count(catalog)
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
