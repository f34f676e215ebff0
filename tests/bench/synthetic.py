"""Synthetic changes, to measure at a size that the real data does not have: sound, and each time the same."""

from collections.abc import Iterator
from itertools import count as count_from
from pathlib import Path
from typing import Any

import yaml

from portal.model import Catalog
from portal.reading.catalog import load_catalog

# About as many changes in a release as the real data has in its largest
RELEASE_SIZE = 30
# Major versions that have a page, and the share of the changes that each gets; the first is out
SHARES = {11: 0.5, 12: 0.3, 13: 0.2}
# Synthetic releases begin at this minor version, above the real ones
FIRST_MINOR = 20
REACHES = ("upgrade", "upgrade", "upgrade", "factory-default", "unknown")
SUBJECTS = ("Streaming", "Recording", "Overlay", "Audio", "Event", "Storage", "Certificate", "User", "Log")
THINGS = ("API", "parameter group", "web service", "library", "protocol option", "file format", "application")
ENDS = {
    "removal": "removed",
    "deprecation": "deprecated",
    "default": "changed by default",
    "behavior": "answers differently",
    "restriction": "restricted to administrators",
    "addition": "added",
}


def write_synthetic(root: Path, count: int, release_size: int = RELEASE_SIZE) -> None:
    """Add `count` changes to the data of a copied checkout, and the releases that they name.

    They are written down on the day of the newest date in the data: a later number has no earlier day.
    """
    catalog = load_catalog(root)
    source = catalog.sources[0].id
    newest = catalog.milestones[-1]
    numbers, day = count_from(newest.id + 1), newest.recorded.text
    for major, share in SHARES.items():
        for minor in range(FIRST_MINOR, FIRST_MINOR + _releases(count, share, release_size)):
            state = "released" if major == min(SHARES) else "scheduled"
            entry = {"id": str(next(numbers)), "recorded": day, "state": state, "sources": [source]}
            release = {"version": f"{major}.{minor}", "schedule": [{"track": "active", "dates": [entry]}]}
            _write(root / "data" / "releases" / f"{major}.{minor}.yml", release)
    for number, version in zip(range(count), _versions(count, release_size), strict=True):
        change = _change(catalog, number, version, day)
        _write(root / "data" / "changes" / f"{change['id']}.yml", change)


def _releases(count: int, share: float, size: int) -> int:
    return max(1, round(count * share / size))


def _versions(count: int, size: int) -> Iterator[str]:
    """Return the version of each change: its major version's releases in turn, now and then it alone."""
    given = 0
    for major, share in SHARES.items():
        end = count if major == max(SHARES) else given + round(count * share)
        releases = _releases(count, share, size)
        for number in range(end - given):
            yield str(major) if number % 50 == 0 else f"{major}.{FIRST_MINOR + number % releases}"
        given = end


def _change(catalog: Catalog, number: int, version: str, day: str) -> dict[str, Any]:
    kind = tuple(ENDS)[number % len(ENDS)]
    subject, thing = SUBJECTS[number % len(SUBJECTS)], THINGS[number % len(THINGS)]
    applies_to = REACHES[number % len(REACHES)]
    status = "applied" if version.startswith(f"{min(SHARES)}.") else "planned"
    script, parameter = f"{subject.lower()}{number}.cgi", f"root.{subject}.Synthetic{number}"
    change: dict[str, Any] = {
        "id": f"synthetic-{number}",
        "title": f"{subject} {thing} {number} {ENDS[kind]}",
        "summary": f"The {subject.lower()} {thing} number {number} is not what it was. Devices answer calls "
        f"of `{script}` in another way than before, and what relies on the old answer has to be changed.",
        "area": catalog.areas[number % len(catalog.areas)].id,
        "kind": kind,
        "status": status,
        "version": version,
        "applies_to": applies_to,
        "why": f"It makes devices more secure, and the {thing} has had a successor for a long time.",
        "impact": f"Software that calls `{script}`, or that reads `{parameter}`, gets another answer than it "
        "expects, or none.",
        "action": f"Use the successor of the {thing} in place of `{script}`, and test it before you upgrade. "
        "Until your software does, keep its devices on the LTS track before it.",
        "surface": [
            {"kind": "endpoint", "name": f"/axis-cgi/{script}", "effect": "changed", "match": [script]},
            {"kind": "parameter", "name": parameter, "effect": "changed"},
        ],
        "history": [
            {
                "date": day,
                "event": "recorded",
                "sources": [catalog.sources[0].id],
                "version": version,
                "status": status,
            }
        ],
    }
    if number % 9 == 0 and status == "planned":
        change["tentative"] = True
    if number % 10 == 0:
        change["products"] = [catalog.products[number // 10 % len(catalog.products)].id]
    if applies_to == "unknown":
        note = {"kind": "gap", "text": "Synthetic: whom it hits is not said."}
        change["notes"] = [note | {"sources": [catalog.sources[0].id]}]
    return change


def _write(file: Path, value: dict[str, Any]) -> None:
    file.write_text(yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True), "utf-8")
