"""Releases as entries of a feed: one entry a release.

It was published when it was first recorded, and updated when anything of its dates last was.
"""

from collections.abc import Iterator

from portal.addresses import absolute, release_path, release_uri
from portal.fields import Fields, aged_fields, present, to_fields
from portal.model import Catalog, Release
from portal.model.dates import When
from portal.model.moments import release_moment
from portal.model.sureness import sureness_of
from portal.outputs.feeds.categories import category, major_category
from portal.outputs.feeds.feed_entry import FeedEntry, newest_first
from portal.prose import escape_markdown, to_html, to_text
from portal.words import product_name, release_state, said_by


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
        categories=(
            major_category(release.version),
            category("status", release.status),
            category("sureness", sureness_of(catalog, release.schedule[0].sources)),
        ),
        published=release_moment(release.version, min(days)),
        updated=release_moment(release.version, max(days)),
        age=catalog.age(release.cited),
        fields=_fields(catalog, release),
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
    for heading, items in _builds(catalog, release):
        yield f"**{heading}**"
        yield "\n".join(f"- {escape_markdown(item)}" for item in items)
    sure = sureness_of(catalog, release.schedule[0].sources)
    yield escape_markdown(said_by(catalog, release.cited, sure))


def _builds(catalog: Catalog, release: Release) -> Iterator[tuple[str, list[str]]]:
    """Return what came with it or before it under a heading each, in plain text."""
    if release.builds:
        tracks = catalog.track_by_id
        yield "Builds", [_on(f"{one.version} ({tracks[one.track].name})", one.date) for one in release.builds]
    if release.previews:
        named = [(f"{one.name} {one.version or ''}".rstrip(), one.date) for one in release.previews]
        yield "Previews", [_on(name, date) for name, date in named]
    if release.kits:
        yield "Development kits", [_on(f"{one.name} {one.version}", one.date) for one in release.kits]


def _on(name: str, date: When | None) -> str:
    return f"{name}, {date}" if date else name


def _fields(catalog: Catalog, release: Release) -> Fields:
    return {
        "version": str(release.version),
        "major": release.version.major,
        "status": release.status,
        "date": to_fields(release.date),
        "sureness": {"date": sureness_of(catalog, release.schedule[0].sources)},
        **aged_fields(catalog, release.cited),
        **present(
            builds=to_fields(release.builds),
            previews=to_fields(release.previews),
            kits=to_fields(release.kits),
        ),
        "schedule": [
            {
                "track": slot.track,
                **present(update=slot.update),
                "state": slot.state,
                "date": to_fields(slot.date),
            }
            for slot in release.schedule
        ],
    }
