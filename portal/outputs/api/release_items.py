"""Releases and tracks as items of the API."""

from portal.addresses import absolute, release_path
from portal.fields import Fields, date_fields, note_fields, present
from portal.model import Catalog, Component, Highlight, HighlightGroup, Release, Slot, Track
from portal.model.dates import When
from portal.model.once import once


@once
def release_items(catalog: Catalog) -> list[Fields]:
    """Return every release, latest first."""
    return [_release(catalog, release) for release in catalog.releases]


def track_items(catalog: Catalog) -> list[Fields]:
    """Return every track."""
    return [_track(track) for track in catalog.tracks.tracks]


def _release(catalog: Catalog, release: Release) -> Fields:
    return {
        "version": str(release.version),
        "major": release.version.major,
        "url": absolute(catalog.portal, release_path(release)),
        "status": release.status,
        "date": _date(release.date),
        **present(
            summary=release.summary,
            schedule=[_slot(slot) for slot in release.schedule],
            components=[_component(component) for component in release.components],
            highlights=[_group(group) for group in release.highlights],
        ),
        "changes": [change.id for change in catalog.changes_in(release.version)],
        **present(links=list(release.links), notes=[note_fields(note) for note in release.notes]),
    }


def _slot(slot: Slot) -> Fields:
    components = [_component(component) for component in slot.components]
    return {
        "track": slot.track,
        "date": date_fields(slot.date),
        "upcoming": slot.upcoming,
        **present(update=slot.update, plans=list(slot.plans), components=components),
    }


def _component(component: Component) -> Fields:
    return {"name": component.name, "version": component.version, **present(note=component.note)}


def _group(group: HighlightGroup) -> Fields:
    return {"heading": group.heading, "items": [_highlight(item) for item in group.items]}


def _highlight(item: Highlight) -> Fields:
    limits = {"products": list(item.products), "change": item.change, "links": list(item.links)}
    return {"text": item.text, **present(details=item.details, **limits)}


def _track(track: Track) -> Fields:
    facts = {
        "line": str(track.line) if track.line else None,
        "starts": _date(track.starts),
        "support": _date(track.support),
    }
    return {
        "id": track.id,
        "name": track.name,
        "kind": track.kind,
        "status": None if track.status == "unknown" else track.status,
        # The active track stays on no release, and neither begins nor ends.
        **(present(**facts) if track.kind == "active" else facts),
        **present(notes=[note_fields(note) for note in track.notes]),
    }


def _date(when: When | None) -> Fields | None:
    return date_fields(when) if when else None
