"""Common Lifecycle Enumeration 1.0.0 (ECMA-428, https://ecma-tc54.github.io/ECMA-428/): events of AXIS OS.

An event is never changed: a date that moves withdraws its event and adds another. The log of dates is walked
from its beginning, so that an event's id and content depend on nothing that is added to the log later. A
release has an event from the entry on that says that it is out, and none before.
"""

from typing import Any

from portal.addresses import absolute
from portal.model import Catalog, Milestone
from portal.model.milestones import Key, changed, key_of, out_from
from portal.model.versions import Version
from portal.outputs.standards.moments import last_moment, midnight
from portal.prose import to_text
from portal.words import standing

SCHEMA = "https://cle.example.com/schema/cle-1.0.0.schema.json"  # the standard itself has this address
IDENTIFIER = "pkg:generic/axis-os"

Event = dict[str, Any]


def document(catalog: Catalog, found: list[Event]) -> dict[str, Any]:
    """Return the document of these events, the newest first, with the support policies that they name.

    The standard has no field for the facts' date. The text of a policy, the only one for people, says it.
    """
    named = {event.get("supportId") for event in found}
    policies = [
        {
            "id": kind.id,
            "description": f"{to_text(kind.summary)} {standing(catalog.portal)}",
            "url": absolute(catalog.portal, "lifecycle/"),
        }
        for kind in catalog.tracks.kinds
        if kind.id in named
    ]
    return {
        "$schema": SCHEMA,
        "identifier": IDENTIFIER,
        "updatedAt": midnight(changed(catalog, catalog.milestones[-1])),
        "events": found[::-1],
        **({"definitions": {"support": policies}} if policies else {}),
    }


def events(catalog: Catalog) -> list[Event]:
    """Return all events in the order of their ids, from 1."""
    found: list[Event] = []
    valid: dict[Key, tuple[int, Event]] = {}
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
            found.append({"id": len(found) + 1, **facts, "published": midnight(milestone.recorded.start)})
            valid[key] = (len(found), facts)
    return found


def _facts(catalog: Catalog, milestone: Milestone) -> Event | None:
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


def _withdrawal(number: int, event: int, milestone: Milestone) -> Event:
    recorded = midnight(milestone.recorded.start)
    said = {"id": number, "type": "withdrawn", "effective": recorded, "eventId": event}
    return said | {"reason": milestone.because, "published": recorded}


def _line(version: Version) -> str:
    """Return all versions of a release as a VERS range (Annex A): 11.11 and 11.11.3, but not 11.12."""
    *before, last = version.numbers
    return f"vers:intdot/>={version}|<{Version((*before, last + 1))}"
