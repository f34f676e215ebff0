"""Releases as entries of a feed: one entry a release.

It was published when a date of it was first recorded, and updated when one last was. Where none ever was, the
day counts on which the log of dates begins: no newer date of the facts updates an entry of which nothing else
is new.
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
    log = [
        entry for entry in catalog.milestones if (entry.about, entry.version) == ("release", release.version)
    ]
    days = [entry.recorded for entry in (*log[-1:], *catalog.milestones[:1])]
    updated = (days or [catalog.portal.data_as_of])[0].day
    return FeedEntry(
        uri=release_uri(catalog.portal, release),
        url=absolute(catalog.portal, release_path(release)),
        title=f"{name} {state}",
        summary=to_text(release.summary or f"{name} {state}."),
        html=to_html("\n\n".join(_text(catalog, release, state))),
        tags=(f"AXIS OS {release.version.major}", release.status.capitalize()),
        published=release_moment(release.version, log[0].recorded.day) if log else None,
        updated=release_moment(release.version, updated),
        fields=_fields(release),
    )


def _text(catalog: Catalog, release: Release, state: str) -> Iterator[str]:
    """Return the entry's body in Markdown, a part each."""
    yield f"**{product_name(release.version)} {state}**"
    if release.summary:
        yield release.summary
    for slot in release.schedule:
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
