"""Lifecycle in the standards of others: ECMA-428 (CLE) for AXIS OS, OpenEoX Core for each LTS track."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.fields import json_text
from portal.model import Catalog
from portal.outputs.standards import cle, openeox

FOLDER = "api/v1/lifecycle"
CLE = "ECMA-428 (CLE) 1.0.0"
OPENEOX = "OpenEoX Core 1.0"


@dataclass(frozen=True)
class Paper:
    """One output: `path` from the site's root, its standard, what it is about, and its text."""

    path: str
    standard: str
    title: str
    text: str


def papers(catalog: Catalog) -> tuple[Paper, ...]:
    """Return all files. CLE has no file without events."""
    return tuple(_papers(catalog))


def _papers(catalog: Catalog) -> Iterator[Paper]:
    events = cle.events(catalog)
    if events:
        yield Paper(f"{FOLDER}/cle.json", CLE, "AXIS OS", json_text(cle.document(catalog, events)))
    for track in catalog.tracks.tracks:
        if track.kind == "lts":
            record = openeox.core(catalog, track)
            yield Paper(f"{FOLDER}/openeox/{track.id}.json", OPENEOX, track.name, json_text(record))
