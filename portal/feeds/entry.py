"""What a feed says of each change, before it takes the form of JSON or RSS."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from portal.addresses import absolute, change_path, change_uri
from portal.dates import When
from portal.model import Catalog, Change, Statement
from portal.prose import to_html, to_text
from portal.words import STATUS, status_line


@dataclass(frozen=True)
class Entry:
    """One entry. `html` is clean; `published` and `updated` come from the change's history, in UTC."""

    change: Change
    uri: str
    url: str
    title: str
    summary: str
    html: str
    tags: tuple[str, ...]
    published: datetime
    updated: datetime


def change_entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Give an entry for every change, the last updated first."""
    entries = [_entry(catalog, change) for change in catalog.changes]
    return tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True))


def _entry(catalog: Catalog, change: Change) -> Entry:
    return Entry(
        change=change,
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
        published=_midnight(change.recorded),
        updated=_midnight(change.updated),
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


def _midnight(when: When) -> datetime:
    return datetime.combine(when.start, time(), UTC)
