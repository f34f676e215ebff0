"""Changes as entries of a feed: one entry a change, updated by each event of its history."""

from collections.abc import Callable

from portal.addresses import absolute, change_path, change_uri
from portal.feeds.entry import Entry, newest_first
from portal.feeds.moments import event_moment
from portal.fields import change_fields
from portal.model import Catalog, Change, Statement
from portal.prose import to_html, to_text
from portal.words import STATUS, status_line


def change_entries(catalog: Catalog, wanted: Callable[[Change], bool] = lambda _: True) -> tuple[Entry, ...]:
    """Give an entry for every change that is wanted, the last updated first."""
    return newest_first([_entry(catalog, change) for change in catalog.changes if wanted(change)])


def majors_ever(change: Change) -> frozenset[int]:
    """Give every major version that the change was ever planned for, or took effect in."""
    versions = [change.version]
    versions += [said for event in change.history for said in (event.version, event.from_, event.to) if said]
    return frozenset(version.major for version in versions)


def _entry(catalog: Catalog, change: Change) -> Entry:
    return Entry(
        uri=change_uri(catalog.portal, change),
        url=absolute(catalog.portal, change_path(change.id)),
        title=change.title,
        summary=to_text(change.summary),
        html=to_html(_text(change)),
        tags=(
            f"AXIS OS {change.major}",
            catalog.area_by_id[change.area].name,
            STATUS[change.status],
        ),
        published=event_moment(change, 0),
        updated=event_moment(change, len(change.history) - 1),
        fields=change_fields(change),
    )


def _text(change: Change) -> str:
    """Give the entry's body in Markdown: the same order as on the change's page."""
    parts = [
        f"**{status_line(change)}**",
        change.summary,
        _statement("Why", change.why),
        _statement("Impact", change.impact),
        _statement("What to do", change.action),
    ]
    return "\n\n".join(parts)


def _statement(label: str, statement: Statement) -> str:
    text = statement.text if statement.text is not None else f"Not known. {statement.note}"
    return f"**{label}**\n\n{text}"
