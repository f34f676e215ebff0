"""Calls of the page that says how complete the data is: coverage, what is not known, notes on the source."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from macros.calls.open_points import DataEntry, Unknown, noted, unknowns
from macros.render import render
from macros.view import View
from portal.addresses import change_file, edit_address, made_up
from portal.model import Catalog, Change, Note
from portal.model import sureness as how_sure
from portal.model.sources import SURENESS as SURENESS_LEVELS
from portal.words import NOTE, SURENESS


@dataclass(frozen=True)
class Share:
    """How many of all there are."""

    count: int
    of: int

    @property
    def percent(self) -> int:
        """In percent, rounded down: 100 is all."""
        return 100 * self.count // self.of


class Coverage(NamedTuple):
    """How many changes of an area say each thing, have names of the surface, and links."""

    name: str
    changes: int
    why: Share
    impact: Share
    action: Share
    consequence: Share
    audience: Share
    surface: Share
    links: Share


class Certainty(NamedTuple):
    """For how many changes each statement is as sure as this."""

    name: str
    exists: int
    version: int
    came: int


class OpenPoints(NamedTuple):
    """What is open about an entry, and where to edit it."""

    subject: DataEntry
    edit: str
    items: tuple[Unknown | Note, ...]


def set_up(view: View) -> str:
    """Return what of this portal's own address is still made up; nothing of one that is set up."""
    return render("set_up", view, unset=made_up(view.catalog.portal))


def coverage(view: View) -> str:
    """Return how complete the changes of each area are, and all of them."""
    changes = view.catalog.changes
    rows = [
        _coverage(area.name, [change for change in changes if change.area == area.id])
        for area in view.catalog.areas
        if any(change.area == area.id for change in changes)
    ]
    return render("coverage", view, rows=[*rows, _coverage("All areas", list(changes))])


def sureness(view: View) -> str:
    """Return how sure it is, for how many changes, that they are, in which version, and that they came."""
    catalog = view.catalog
    exists, version, came = (
        Counter(of(catalog, change) for change in catalog.changes)
        for of in (how_sure.existence, how_sure.version, how_sure.came)
    )
    rows = [
        Certainty(SURENESS[level].capitalize(), exists[level], version[level], came[level])
        for level in SURENESS_LEVELS
    ]
    return render("sureness", view, rows=rows)


def unknown_values(view: View) -> str:
    """Return what is not known, by kind of entry."""
    groups = {name: _said(view.catalog, entries) for name, entries in unknowns(view.catalog).items()}
    return render("unknown_values", view, groups={name: found for name, found in groups.items() if found})


def source_notes(view: View, kind: str) -> str:
    """Return all notes of a kind, by what they are about."""
    if kind not in NOTE:
        raise ValueError(f"there are no notes of the kind {kind!r}")
    areas = {change_file(change.id): change.area for change in view.catalog.changes}
    groups: dict[str, list[tuple[DataEntry, tuple[Note, ...]]]] = {area.id: [] for area in view.catalog.areas}
    for subject, notes in noted(view.catalog):
        of_kind = tuple(note for note in notes if note.kind == kind)
        groups.setdefault(areas.get(subject.file, ""), []).append((subject, of_kind))
    names = {area.id: area.name for area in view.catalog.areas} | {"": "Releases, tracks and other data"}
    found = [(area, names[area], _said(view.catalog, entries)) for area, entries in groups.items()]
    return render("source_notes", view, kind=kind, groups=[group for group in found if group[2]])


def _coverage(name: str, changes: list[Change]) -> Coverage:
    total = len(changes)
    return Coverage(
        name,
        total,
        Share(sum(change.why.known for change in changes), total),
        Share(sum(change.impact.known for change in changes), total),
        Share(sum(change.action.known for change in changes), total),
        Share(sum(change.consequence != "unknown" for change in changes), total),
        Share(sum(bool(change.audience) for change in changes), total),
        Share(sum(bool(change.surface) for change in changes), total),
        Share(sum(bool(change.links) for change in changes), total),
    )


def _said(
    catalog: Catalog, entries: Iterable[tuple[DataEntry, tuple[Unknown | Note, ...]]]
) -> list[OpenPoints]:
    """Return the entries of which something is open, each once, in their order."""
    return [
        OpenPoints(
            subject,
            edit_address(catalog.portal, subject.file),
            tuple(item for _, items in members for item in items),
        )
        for subject, members in groupby((entry for entry in entries if entry[1]), key=lambda entry: entry[0])
    ]
