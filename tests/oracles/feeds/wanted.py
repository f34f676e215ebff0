"""What has to be in the feeds, from the facts alone: the ids of each subject by its name."""

from portal.addresses import change_uri, date_uri, event_uri, release_uri
from portal.model import Catalog, Change, Milestone
from portal.model.milestones import Occasion, occasions

# Each kind of name is in at least one of these feeds.
_TOUCHED = {
    "endpoints": {"endpoint", "argument", "header"},
    "parameters": {"parameter", "setting"},
    "protocols": {"protocol"},
    "libraries": {"library", "needed-library"},
    "packages": {"manifest", "package", "needed-library"},
    "applications": {"application"},
    "formats": {"format"},
    "values": {"value"},
    "hardware": {"hardware"},
}


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
            for number in range(1, len(_events(occasion)) + 1)
        },
        "releases": {release_uri(portal, release) for release in catalog.releases},
    }
    for area in catalog.areas:
        found[f"areas/{area.id}"] = {uri for change, uri in ids.items() if change.area == area.id}
    for change, uri in ids.items():
        for major in _majors(change):
            found.setdefault(f"majors/{major}", set()).add(uri)
            may_hit = {uri} if change.applies_to in ("upgrade", "unknown") else set()
            found.setdefault(f"majors/{major}/upgrade", set()).update(may_hit)
    for name, kinds in _TOUCHED.items():
        found[f"touches/{name}"] = {uri for change, uri in ids.items() if kinds & _kinds(change)}
    return {name: frozenset(uris) for name, uris in found.items()}


def _kinds(change: Change) -> set[str]:
    """Return the kinds of names that it has. An argument of a manifest is none of an endpoint."""
    in_manifest = {
        item.name.rpartition(".")[2] for item in change.surface if (item.of or "").startswith("ACAP manifest")
    }
    return {
        "manifest"
        if item.of and (item.of in in_manifest or item.of.startswith("ACAP manifest"))
        else item.kind
        for item in change.surface
    }


def _events(occasion: Occasion) -> list[Milestone]:
    """That something is known without a date tells readers of dates nothing, before it has one."""
    dates = [entry.date is not None for entry in occasion.entries]
    return list(occasion.entries[dates.index(True) :]) if any(dates) else []


def wanted_dates(catalog: Catalog) -> dict[str, str]:
    """Return how old the entries of the feeds of each subject are: the oldest and the newest, as one date."""
    changes = {change_uri(catalog.portal, change): change.cited for change in catalog.changes}
    events = [event.sources for change in catalog.changes for event in change.history]
    events += [entry.entry.sources for one in occasions(catalog) for entry in _events(one)]
    found = {}
    for name, uris in wanted_ids(catalog).items():
        of_changes = [changes[uri] for uri in uris if uri in changes]
        others = {"history": events, "releases": [release.cited for release in catalog.releases]}
        cited = others.get(name, of_changes)
        dates = sorted({max(_dates(catalog, names)) for names in cited})
        found[name] = _range(dates) if dates else catalog.portal.data_as_of.text
    return found


def _dates(catalog: Catalog, names: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return the first day, the last day and the text of the date of each source, which sort by time.

    The first day counts before the last: "2026" is no fresher than "2026-10". What has no end ends last.
    """
    dates = [source.date for source in catalog.sources if source.id in names]
    return [(str(date.start or date.end), str(date.end or "9999"), date.text) for date in dates]


def _range(dates: list[tuple[str, str, str]]) -> str:
    (*_, oldest), (*_, newest) = dates[0], dates[-1]
    return oldest if oldest == newest else f"{oldest.split('/')[0]}/{newest.split('/')[-1]}"


def _majors(change: Change) -> set[int]:
    """Once in the feed of a major version, always in it: who reads it must learn that a change has moved."""
    return {change.major, *(step.version.major for step in change.steps)}
