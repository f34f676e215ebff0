"""Releases and tracks as items of the API."""

from portal.addresses import absolute, release_path
from portal.fields import Fields, present, to_fields
from portal.model import Catalog, Release, Track
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
        "date": to_fields(release.date),
        **present(
            summary=release.summary,
            schedule=to_fields(release.schedule),
            components=to_fields(release.components),
            highlights=to_fields(release.highlights),
        ),
        "changes": [change.id for change in catalog.changes_in(release.version)],
        **present(links=to_fields(release.links), notes=to_fields(release.notes)),
    }


def _track(track: Track) -> Fields:
    facts = {
        "line": to_fields(track.line),
        "starts": to_fields(track.starts),
        "support": to_fields(track.support),
    }
    return {
        "id": track.id,
        "name": track.name,
        "kind": track.kind,
        "status": None if track.status == "unknown" else track.status,
        # The active track stays on no release, and neither begins nor ends.
        **(present(**facts) if track.kind == "active" else facts),
        **present(notes=to_fields(track.notes)),
    }
