"""What has to be in the feeds, from the facts alone: the ids of each subject by its name."""

from portal.addresses import change_uri, date_uri, event_uri, release_uri
from portal.model import Catalog, Change
from portal.model.milestones import occasions


def wanted_ids(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Return the ids that the feeds of each subject must have, no fewer and no more."""
    portal = catalog.portal
    ids = {change: change_uri(portal, change) for change in catalog.changes}
    found = {
        "changes": set(ids.values()),
        "history": {
            event_uri(portal, change, number)
            for change in catalog.changes
            for number in range(1, len(change.history) + 1)
        }
        | {
            date_uri(portal, occasion.name, number)
            for occasion in occasions(catalog)
            for number in range(1, len(occasion.entries) + 1)
        },
        "releases": {release_uri(portal, release) for release in catalog.releases},
    }
    for area in catalog.areas:
        found[f"areas/{area.id}"] = {uri for change, uri in ids.items() if change.area == area.id}
    for change, uri in ids.items():
        for major in _majors(change):
            found.setdefault(f"majors/{major}", set()).add(uri)
    return {name: frozenset(uris) for name, uris in found.items()}


def _majors(change: Change) -> set[int]:
    """Once in the feed of a major version, always in it: who reads it must learn that a change has moved."""
    left = {event.from_.major for event in change.history if event.from_}
    return {change.major} | left
