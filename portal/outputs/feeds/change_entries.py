"""Changes as entries of a feed: one entry a change, updated by each event of its history."""

from collections.abc import Callable, Iterator, Sequence

from portal.addresses import absolute, change_path, change_uri
from portal.fields import change_fields, sourced_fields
from portal.model import Catalog, Change, sureness
from portal.model.knowledge import once
from portal.model.moments import event_moment
from portal.outputs.feeds.categories import change_categories
from portal.outputs.feeds.feed_entry import FeedEntry, newest_first
from portal.prose import escape_markdown, fence, to_html, to_text
from portal.words import (
    CHANGES_DEVICE,
    LOOK,
    PLACEHOLDERS,
    REPLACEMENT,
    STATEMENTS,
    gap,
    product_name,
    said_by,
    status_line,
)


def change_entries(
    catalog: Catalog, wanted: Callable[[Change], bool] = lambda _: True
) -> tuple[FeedEntry, ...]:
    """Return an entry for every change that is wanted, the last updated first."""
    entries = _entries(catalog)
    return newest_first([entries[change.id] for change in catalog.changes if wanted(change)])


def majors_ever(change: Change) -> frozenset[int]:
    """Return every major version that the change was ever planned for, or took effect in.

    An event of one of its steps says nothing of the change as a whole.
    """
    events = [event for event in change.history if event.stage is None]
    versions = [change.version]
    versions += [said for event in events for said in (event.version, event.from_, event.to) if said]
    return frozenset(version.major for version in versions)


@once
def _entries(catalog: Catalog) -> dict[str, FeedEntry]:
    """Return the entry of every change by its id. Each stands in several feeds."""
    return {change.id: _entry(catalog, change) for change in catalog.changes}


def _entry(catalog: Catalog, change: Change) -> FeedEntry:
    return FeedEntry(
        uri=change_uri(catalog.portal, change),
        url=absolute(catalog.portal, change_path(change.id)),
        title=change.title,
        summary=to_text(change.summary),
        html="\n".join(map(to_html, _parts(catalog, change))),
        categories=tuple(
            change_categories(
                catalog, change, change.version, change.status, sureness.standing(catalog, change)
            )
        ),
        published=event_moment(change, 0),
        updated=event_moment(change, len(change.history) - 1),
        age=catalog.age(change.cited),
        fields=change_fields(change) | sourced_fields(catalog, change),
    )


def _parts(catalog: Catalog, change: Change) -> Iterator[str]:
    """Return the parts of an entry's body in Markdown: the same order, and mostly texts, as on its page."""
    yield f"**{status_line(change)}**"
    yield change.summary
    for name, label in STATEMENTS.items():
        statement = change.statements[name]
        yield f"**{label}**"
        yield gap(statement.note) if statement.text is None else statement.text
        if name == "action":
            yield from _doing(catalog, change)
    yield escape_markdown(said_by(catalog, change.cited, sureness.standing(catalog, change)))


def _doing(catalog: Catalog, change: Change) -> Iterator[str]:
    """Return what to use instead, and how to look whether it is needed."""
    for one in change.replacement:
        since = f", from {product_name(one.since)} on" if one.since else ""
        yield f"**{REPLACEMENT}**"
        yield f"{escape_markdown(one.name)}{since}: {escape_markdown(one.path)}"
        if one.changes_device:
            yield f"**{CHANGES_DEVICE}**"
        if one.request:
            yield fence(one.request.text)
        if one.note:
            yield one.note
        yield _told(catalog, one.sources)
    if change.look:
        yield f"**{LOOK}**"
        yield change.look.text
        if change.look.request:
            yield fence(change.look.request.text)
        yield _told(catalog, change.look.sources)
    if change.asks_device:
        yield PLACEHOLDERS


def _told(catalog: Catalog, sources: Sequence[str]) -> str:
    return escape_markdown(said_by(catalog, sources, sureness.sureness_of(catalog, sources)))
