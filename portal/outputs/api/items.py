"""What the API's files list: changes, releases, names, events and what else the facts have, an item each."""

from portal.addresses import (
    absolute,
    change_path,
    change_uri,
    date_uri,
    edition_path,
    event_uri,
    release_path,
)
from portal.fields import (
    Fields,
    aged_fields,
    change_fields,
    date_event_fields,
    date_fields,
    occasion_fields,
    present,
    sourced_fields,
    to_fields,
)
from portal.model import Catalog, Change, Release, Track
from portal.model.knowledge import once
from portal.model.milestones import date_events, name_of, occasion_page
from portal.model.sureness import event_sureness, sureness_of, track_sureness
from portal.model.surface import Mention, surface_names, surface_path


@once
def change_items(catalog: Catalog) -> list[Fields]:
    """Return every change, latest version first."""
    return [
        {
            "uri": change_uri(catalog.portal, change),
            "url": absolute(catalog.portal, change_path(change.id)),
            **change_fields(change),
            **sourced_fields(catalog, change),
            **present(editions=_editions(catalog, change)),
        }
        for change in catalog.changes
    ]


def product_items(catalog: Catalog) -> list[Fields]:
    """Return every product. Who is named in one has said what is told of it."""
    return [
        to_fields(product) | present(age=aged_fields(catalog, product.cited).get("age"))
        for product in catalog.products
    ]


def area_items(catalog: Catalog) -> list[Fields]:
    """Return every area."""
    return list(to_fields(catalog.areas))


def link_items(catalog: Catalog) -> list[Fields]:
    """Return every named link."""
    return list(to_fields(catalog.links))


def source_items(catalog: Catalog) -> list[Fields]:
    """Return every source."""
    return [to_fields(source) | {"age": date_fields(source.date)} for source in catalog.sources]


def _editions(catalog: Catalog, change: Change) -> list[Fields]:
    """Return where the change stands as it was said earlier."""
    return [
        {"id": edition.id, "url": absolute(catalog.portal, edition_path(edition.id))}
        for edition in catalog.editions
        if change.id in edition.change_by_id
    ]


@once
def release_items(catalog: Catalog) -> list[Fields]:
    """Return every release, latest first."""
    return [_release(catalog, release) for release in catalog.releases]


def track_items(catalog: Catalog) -> list[Fields]:
    """Return every track."""
    return [_track(catalog, track) for track in catalog.tracks.tracks]


def _release(catalog: Catalog, release: Release) -> Fields:
    return {
        "version": str(release.version),
        "major": release.version.major,
        "url": absolute(catalog.portal, release_path(release)),
        "status": release.status,
        "date": to_fields(release.date),
        "sureness": {"date": sureness_of(catalog, release.schedule[0].sources)},
        **aged_fields(catalog, release.cited),
        **present(
            summary=release.summary,
            offered=None if release.offered else False,
            builds=to_fields(release.builds),
            previews=to_fields(release.previews),
            kits=to_fields(release.kits),
            schedule=to_fields(release.schedule),
            components=to_fields(release.components),
            highlights=to_fields(release.highlights),
        ),
        "changes": [change.id for change in catalog.changes_in(release.version)],
        **present(links=to_fields(release.links), notes=to_fields(release.notes)),
    }


def _track(catalog: Catalog, track: Track) -> Fields:
    ends = track.support_end[-1].sources if track.support_end else ()
    sure = present(
        begins=track_sureness(catalog, track, "begin", track.begin.sources) if track.begin else None,
        support_ends=track_sureness(catalog, track, "support-end", ends) if ends else None,
    )
    facts = {
        "line": to_fields(track.line),
        "begins": to_fields(track.begins),
        "support_ends": to_fields(track.support_ends),
    }
    return {
        "id": track.id,
        "name": track.name,
        "kind": track.kind,
        "status": None if track.status == "unknown" else track.status,
        # The active track stays on no release, and neither begins nor ends.
        **(present(**facts) if track.kind == "active" else facts),
        **present(sureness=sure),
        **aged_fields(catalog, track.cited),
        **present(notes=to_fields(track.notes)),
    }


@once
def surface_items(catalog: Catalog) -> list[Fields]:
    """Return every name, by kind, in the order of the page."""
    return [
        {
            "id": name.anchors[0],
            "url": absolute(catalog.portal, surface_path(name.item)),
            "kind": name.item.kind,
            "name": name.item.name,
            **present(of=name.item.of),
            "changes": [_mention(mention) for mention in name.mentions],
        }
        for names in surface_names(catalog).values()
        for name in names
    ]


def _mention(mention: Mention) -> Fields:
    """Return what becomes of a name by a change; kind and owner are said above it."""
    named = to_fields(mention.item)
    of_change = {"id": mention.change.id, "version": str(mention.version), "status": mention.status}
    return of_change | {name: value for name, value in named.items() if name not in ("kind", "of")}


# The day, whose history it is, and the place in that: the log's order
_Row = tuple[str, str, int, Fields]


@once
def event_items(catalog: Catalog) -> list[Fields]:
    """Return every event, newest first. Its id counts within a history, which only ever grows."""
    rows = sorted([*_of_changes(catalog), *_of_dates(catalog)], key=lambda row: row[:3], reverse=True)
    return [item for *_, item in rows]


def _of_changes(catalog: Catalog) -> list[_Row]:
    return [
        (
            event.date.text,
            change.id,
            number,
            {
                "id": event_uri(catalog.portal, change, number),
                "about": "change",
                "change": change.id,
                "url": absolute(catalog.portal, change_path(change.id)),
                **to_fields(event),
                "sureness": event_sureness(catalog, event),
                **aged_fields(catalog, event.sources),
            },
        )
        for change in catalog.changes
        for number, event in enumerate(change.history, start=1)
    ]


def _of_dates(catalog: Catalog) -> list[_Row]:
    return [
        (
            event.entry.recorded.text,
            name_of(event.entry),
            event.number,
            {
                "id": date_uri(catalog.portal, name_of(event.entry), event.number),
                **occasion_fields(event.entry),
                "url": absolute(catalog.portal, occasion_page(catalog, event.entry)),
                **date_event_fields(event),
                "sureness": sureness_of(catalog, event.entry.entry.sources),
                **aged_fields(catalog, event.entry.entry.sources),
            },
        )
        for event in date_events(catalog)
    ]
