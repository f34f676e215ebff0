"""`portal ids`: keep what editors offer while somebody types true to `data/`.

That is the ids of `data/`, as definitions that the authored schemas use. The library reads the wider
definitions of the same names in `values.schema.json`, and leaves it to its rules to say what an unknown id
could have meant.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from portal.cli.outside.editing import WRONG_USE, add_root
from portal.cli.outside.terminal import show, tell
from portal.model import Catalog
from portal.reading.catalog import load_catalog
from portal.reading.opening import SCHEMAS, is_there, read_file
from portal.reading.structure import OFFERED
from portal.writing.edits import write_file

PATH = f"{SCHEMAS}/{OFFERED}"
Schema = dict[str, Any]


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "ids",
        help="tell editors of the ids in data/",
        description=f"Write the ids of data/ into {PATH}, from which editors complete and check references. "
        "Exit code 0: it is up to date now; 1: with --check, it is not; 2: wrong use, or data with problems.",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and say whether it is up to date"
    )
    add_root(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file where it is not up to date, say so, and return the exit code."""
    catalog = load_catalog(options.root)
    file = options.root / PATH
    wanted = render_offered(catalog).encode()
    if is_there(file) and read_file(options.root, PATH) == wanted:
        return 0
    if options.check:
        show(
            f"{PATH}: does not have the ids that data/ has now; `make check` writes it anew; commit it too\n"
        )
        return 1
    try:
        write_offered(catalog, options.root)
    except OSError as error:
        tell(f"portal ids: nothing is written: {error.filename}: {error.strerror}")
        return WRONG_USE
    show(f"{PATH}: written anew, since the ids in data/ have changed; commit it too\n", f"{PATH} is written")
    return 0


def render_offered(catalog: Catalog) -> str:
    """Return the text of the file: what each kind of reference can be."""
    releases = [str(release.version) for release in catalog.releases]
    majors = dict.fromkeys(str(release.version.major) for release in catalog.releases)
    products = _explained("products.yml", {product.id: product.name for product in catalog.products})
    links = _explained("links.yml", {link.id: link.name for link in catalog.links})
    sources = _explained("sources.yml", {source.id: source.title for source in catalog.sources})
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": OFFERED,
        "title": "What other files can refer to",
        "$comment": "Made from data/ by `make check`, for editors. Do not edit it.",
        "$defs": {
            "area-id": _explained("areas.yml", {area.id: area.description for area in catalog.areas}),
            "track-id": _explained("tracks.yml", {track.id: track.name for track in catalog.tracks.tracks}),
            "product-id": products,
            "product-ids": _list_of("product-id", products),
            "link-id": links,
            "link-ids": _list_of("link-id", links),
            "source-id": sources,
            "source-ids": _list_of("source-id", sources),
            "known-release": _choice("releases/", releases),
            "known-version": _choice("releases/", [*releases, *majors]),
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_offered(catalog: Catalog, root: Path) -> None:
    """Write the file into the checkout at `root`."""
    write_file(root / PATH, render_offered(catalog).encode())


def _choice(source: str, values: Iterable[str]) -> Schema:
    return {"description": f"One of `data/{source}`.", "type": "string", "enum": list(values)}


def _explained(source: str, meanings: Mapping[str, str]) -> Schema:
    return {**_choice(source, meanings), "enumDescriptions": list(meanings.values())}


def _list_of(name: str, one: Schema) -> Schema:
    # Not a reference to the wider `ids`: editors would offer the example of those too.
    return {
        "description": f"A list of ids, each once. {one['description']}",
        "type": "array",
        "items": {"$ref": f"#/$defs/{name}"},
        "minItems": 1,
        "maxItems": len(one["enum"]),
        "uniqueItems": True,
    }
