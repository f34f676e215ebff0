"""Releases as entries of a feed: one entry a release.

It was published when it was first recorded, and updated when anything of its dates last was.
"""

from collections.abc import Iterator

from portal.addresses import absolute, release_path, release_uri
from portal.fields import Fields, present, to_fields
from portal.model import Catalog, Release
from portal.model.moments import release_moment
from portal.outputs.feeds.feed_entry import FeedEntry, newest_first
from portal.prose import to_html, to_text
from portal.words import product_name, release_state


def release_entries(catalog: Catalog) -> tuple[FeedEntry, ...]:
    """Return an entry for every release, the latest version first."""
    return newest_first([_entry(catalog, release) for release in catalog.releases])


def _entry(catalog: Catalog, release: Release) -> FeedEntry:
    name, state = product_name(release.version), release_state(catalog, release)
    days = [entry.recorded.day for slot in release.schedule for entry in slot.dates]
    return FeedEntry(
        uri=release_uri(catalog.portal, release),
        url=absolute(catalog.portal, release_path(release)),
        title=f"{name} {state}",
        summary=to_text(release.summary or f"{name} {state}."),
        html=to_html("\n\n".join(_text(catalog, release, state))),
        tags=(f"AXIS OS {release.version.major}", release.status.capitalize()),
        published=release_moment(release.version, min(days)),
        updated=release_moment(release.version, max(days)),
        fields=_fields(release),
    )


def _text(catalog: Catalog, release: Release, state: str) -> Iterator[str]:
    """Return the entry's body in Markdown, a part each."""
    yield f"**{product_name(release.version)} {state}**"
    if release.summary:
        yield release.summary
    for slot in (row for row in release.schedule if row.date):
        sure = "" if catalog.outlook(release, slot) == "out" else " (preliminary)"
        yield f"{catalog.track_by_id[slot.track].name}: {slot.date}{sure}"
    for group in release.highlights:
        yield f"**{group.heading}**"
        yield "\n".join(f"- {' '.join(item.text.split())}" for item in group.items)


def _fields(release: Release) -> Fields:
    return {
        "version": str(release.version),
        "major": release.version.major,
        "status": release.status,
        "date": to_fields(release.date),
        "schedule": [
            {"track": slot.track, **present(update=slot.update), "date": to_fields(slot.date)}
            for slot in release.schedule
        ],
    }
