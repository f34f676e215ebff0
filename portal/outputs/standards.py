"""Lifecycle in the forms of others: ECMA-428 (CLE) and endoflife.date for all, OpenEoX Core for LTS tracks.

Common Lifecycle Enumeration 1.0.0 (https://ecma-tc54.github.io/ECMA-428/): an event is never changed. A date
that moves withdraws its event and adds another. The log of dates is walked from its beginning, so that an
event's id and content depend on nothing that is added to the log later. A release has an event from the entry
on that says that it is out, and none before.

OpenEoX Core 1.0 (https://docs.oasis-open.org/openeox/eox-core/v1.0/): an LTS track is not sold, so it has no
end of sales. Security patches are part of its support, and it has no other, so the end of support is its end
of security support and its end of life. What may follow for a product is another track. A record has no field
for who says a date, and of when: the track's entry in `tracks.json` has that.

A product of endoflife.date (API v1, https://endoflife.date/docs/api/v1/): `isEol` and `isMaintained` are yes
or no, so a release of which neither is known is left out. They hold as of the date of the facts, not of the
day on which the file is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.addresses import absolute, release_path
from portal.fields import json_text
from portal.model import Catalog, Milestone, Track
from portal.model.dates import When
from portal.model.milestones import Key, key_of, out_from
from portal.model.moments import first_moment, last_moment
from portal.model.sources import SURENESS
from portal.model.sureness import track_sureness
from portal.model.versions import Version
from portal.planner import support, support_of
from portal.prose import to_text
from portal.words import said_by

FOLDER = "api/v1/lifecycle"
CLE = "ECMA-428 (CLE) 1.0.0"
OPENEOX = "OpenEoX Core 1.0"
CLE_SCHEMA = "https://cle.example.com/schema/cle-1.0.0.schema.json"  # the standard itself has this address
OPENEOX_SCHEMA = "https://docs.oasis-open.org/openeox/v1.0/schema/core.json"
ENDOFLIFE = "endoflife.date API v1"
ENDOFLIFE_PATH = f"{FOLDER}/endoflife/axis-os.json"
IDENTIFIER = "pkg:generic/axis-os"
TO_BE_ANNOUNCED = "tba"

# Of a state of support that is known
_IS_MAINTAINED = {"supported": True, "by-rule": True, "ended": False, "superseded": False}
LifecycleEvent = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """One output: `path` from the site's root, its standard, what it is about, and its text."""

    path: str
    standard: str
    title: str
    text: str


def papers(catalog: Catalog) -> tuple[Paper, ...]:
    """Return all files. CLE has no file without events, and endoflife.date none without releases."""
    return tuple(_papers(catalog))


def _papers(catalog: Catalog) -> Iterator[Paper]:
    events = cle_events(catalog)
    if events:
        yield Paper(f"{FOLDER}/cle.json", CLE, "AXIS OS", json_text(cle_document(catalog, events)))
    for track in catalog.tracks.tracks:
        if track.kind == "lts":
            record = openeox_record(catalog, track)
            yield Paper(f"{FOLDER}/openeox/{track.id}.json", OPENEOX, track.name, json_text(record))
    if catalog.releases:
        yield Paper(ENDOFLIFE_PATH, ENDOFLIFE, "AXIS OS", json_text(endoflife_product(catalog)))


def cle_document(catalog: Catalog, found: list[LifecycleEvent]) -> dict[str, Any]:
    """Return the document of these events, the newest first, with the support policies that they name.

    The standard has no field for who says a date, and of when. The text of a policy, the only one for people,
    says it.
    """
    named = {event.get("supportId") for event in found}
    policies = [
        {
            "id": kind.id,
            "description": f"{to_text(kind.summary)} {_said(catalog, kind.id)}",
            "url": absolute(catalog.portal, "lifecycle/"),
        }
        for kind in catalog.tracks.kinds
        if kind.id in named
    ]
    return {
        "$schema": CLE_SCHEMA,
        "identifier": IDENTIFIER,
        "updatedAt": first_moment(max(entry.recorded.day for entry in catalog.milestones)),
        "events": found[::-1],
        **({"definitions": {"support": policies}} if policies else {}),
    }


def _said(catalog: Catalog, kind: str) -> str:
    """Say who says when the support of a kind of tracks ends, and of when that is."""
    ends = [
        (track, track.support_end[-1].sources)
        for track in catalog.tracks.tracks
        if track.kind == kind and track.support_end
    ]
    cited = tuple(dict.fromkeys(name for _, sources in ends for name in sources))
    sure = (track_sureness(catalog, track, "support-end", sources) for track, sources in ends)
    weakest = max(sure, key=SURENESS.index)
    return f"{said_by(catalog, cited, weakest)} {to_text(catalog.portal.disclaimer)}"


def cle_events(catalog: Catalog) -> list[LifecycleEvent]:
    """Return all events in the order of their ids, from 1."""
    found: list[LifecycleEvent] = []
    valid: dict[Key, tuple[int, LifecycleEvent]] = {}
    out = out_from(catalog)
    for place, milestone in enumerate(catalog.milestones):
        key = key_of(milestone)
        comes = milestone.about == "support-end" or place >= out.get(key, len(catalog.milestones))
        facts = _facts(catalog, milestone) if comes else None
        number, before = valid.get(key, (0, None))
        if facts == before:
            continue
        if before is not None:
            found.append(_withdrawal(len(found) + 1, number, milestone))
            del valid[key]
        if facts is not None:
            found.append({"id": len(found) + 1, **facts, "published": first_moment(milestone.recorded.day)})
            valid[key] = (len(found), facts)
    return found


def _facts(catalog: Catalog, milestone: Milestone) -> LifecycleEvent | None:
    """Return what an entry says that CLE can say.

    None where there is no moment; for updates on other tracks, whose versions are not known in full; and for
    the end of support of a track whose version is not known, or that is of one product.
    """
    moment = last_moment(milestone.date) if milestone.date else None
    kind = catalog.track_by_id[milestone.track].kind
    if moment is None or milestone.version is None or kind == "pss":
        return None
    if milestone.about == "support-end":
        versions = [{"range": _line(milestone.version)}]
        return {"type": "endOfSupport", "effective": moment, "versions": versions, "supportId": kind}
    if kind != "active" or milestone.update:
        return None
    return {"type": "released", "effective": moment, "version": str(milestone.version)}


def _withdrawal(number: int, event: int, milestone: Milestone) -> LifecycleEvent:
    recorded = first_moment(milestone.recorded.day)
    said = {"id": number, "type": "withdrawn", "effective": recorded, "eventId": event}
    return said | {"reason": milestone.because, "published": recorded}


def _line(version: Version) -> str:
    """Return all versions of a release as a VERS range (Annex A): 11.11 and 11.11.3, but not 11.12."""
    *before, last = version.numbers
    return f"vers:intdot/>={version}|<{Version((*before, last + 1))}"


def openeox_record(catalog: Catalog, track: Track) -> dict[str, str]:
    """Return the record of a track. What is not known is "tba", or left out where the standard lets it be."""
    finish = track.support_ends
    end = (last_moment(finish) if finish else None) or TO_BE_ANNOUNCED
    has_begun = track.status in ("current", "ended")
    start = last_moment(track.begins) if track.begins and has_begun else None
    if track.status == "upcoming":
        start = TO_BE_ANNOUNCED  # a date that is planned is no start yet
    days = [entry.recorded.day for entry in catalog.milestones if entry.track == track.id]
    return {
        "$schema": OPENEOX_SCHEMA,
        **({"general_availability": start} if start else {}),
        "end_of_security_support": end,
        "end_of_life": end,
        "last_updated": first_moment(max(days, default=catalog.age(track.cited).day)),
    }


def endoflife_product(catalog: Catalog) -> dict[str, Any]:
    """Return AXIS OS as a product of endoflife.date, a release of which support is known a cycle."""
    portal, moment = catalog.portal, first_moment(catalog.portal.data_as_of.known[1])
    return {
        "schema_version": "1.2.0",
        "generated_at": moment,
        "last_modified": moment,
        "result": {
            "name": "axis-os",
            "label": "AXIS OS",
            "aliases": [],
            "category": "os",
            "tags": ["axis", "os"],
            "versionCommand": None,
            "identifiers": [{"id": IDENTIFIER, "type": "purl"}],
            "labels": {"eoas": None, "discontinued": None, "eol": "Support", "eoes": None},
            "links": {
                "icon": None,
                "html": absolute(portal, "lifecycle/"),
                "releasePolicy": absolute(portal, "lifecycle/support/"),
            },
            "releases": list(_cycles(catalog)),
        },
    }


def _cycles(catalog: Catalog) -> Iterator[dict[str, Any]]:
    """Return the releases that are known to be supported or not, the latest first."""
    facts = support_of(catalog)
    day = facts.data_as_of.known[1]
    for release in catalog.releases:
        answer = support(facts, str(release.version), day)
        if not release.is_out or answer.state not in _IS_MAINTAINED:
            continue
        track = facts.track(answer.track)
        is_lts = track is not None and track.kind == "lts"
        ends = (track.ends or track.ends_by_rule) if track and is_lts else None
        build = track.builds[0] if track and is_lts and track.builds else None
        page = absolute(catalog.portal, release_path(release))
        yield {
            "name": str(release.version),
            "codename": None,
            "label": f"{release.version} ({track.name})" if track and is_lts else str(release.version),
            "releaseDate": _last_day(release.date),
            "isLts": is_lts,
            "ltsFrom": _last_day(track.begins.date) if track and is_lts and track.begins else None,
            "isEol": not _IS_MAINTAINED[answer.state],
            "eolFrom": _last_day(ends.date) if ends else None,
            "isMaintained": _IS_MAINTAINED[answer.state],
            "latest": {"name": str(build.version), "date": _last_day(build.date), "link": page}
            if build
            else None,
            "custom": {"asOf": str(facts.data_as_of), "said": answer.summary, "unofficial": "yes"},
        }


def _last_day(when: When | None) -> str | None:
    """Return the last day that a date can mean; None where that is not known."""
    moment = last_moment(when) if when else None
    return moment[:10] if moment else None
