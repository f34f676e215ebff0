"""What a comparison gives. `CONTRACT_RULES` says of each rule of the contract what breaks it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Literal

from portal.fields import Fields

What = Literal["added", "removed", "moved", "status", "event", "reworded"]
SCHEMA_VERSION = "1.0"

# Rule -> what breaks it, in the order in which people read of it
CONTRACT_RULES: Mapping[str, str] = MappingProxyType(
    {
        "removed-id": "An entry is gone, or has another id: a change, release, track, product, area, link, "
        "source or name of the surface.",
        "removed-entry": "An entry is gone from a feed or a calendar, or has another id there. Only a change "
        "whose area, names or devices are corrected goes from the feeds that are of these to others.",
        "removed-address": "A feed, a calendar or a file is no longer at its address.",
        "removed-column": "A column of a table is gone, or has another name or place.",
        "media-type": "A file is of another media type.",
        "removed-field": "A schema has lost a field.",
        "required-field": "A schema has a new field that is required. New fields are optional.",
        "optional-field": "A field that was always there can be absent.",
        "wider-type": "A field can be of a type that it could not be of, such as null.",
        "wider-values": "A field can have a value that it could not have, and its schema does not say "
        "that more may come.",
        "closed-values": "A schema no longer says of a field that more values may come.",
        "looser-limit": "A limit on a value has gone, or lets more through.",
        "schema": "A schema differs in a way that this comparison cannot judge.",
        "rewritten-event": "An event of a history or an entry in the log of dates has changed or is gone.",
        "silent-change": "A version or a status differs, and no new event says so.",
        "silent-date": "A date has moved or is gone, and the log of dates does not say so.",
    }
)


@dataclass(frozen=True)
class Break:
    """A promise that is not kept: the `rule`, the address or file, what in it, and what to do."""

    rule: str
    where: str
    field: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class FieldDifference:
    """What a field of an entry said and says; None where it has no such field."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class EntryNews:
    """One thing that is new of an entry.

    `field`, `before` and `after` are of what moved or has another status; for an event they are its kind,
    None and its day. `fields` are those reworded.
    """

    what: What
    field: str = ""
    before: str | None = None
    after: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryDifference:
    """An entry that differs.

    `kind` is change, release, track, product, area, link or source; `file` is where it is edited. `said` has
    its status and version, and every text that differs. `events` are those that are new, in words. `untold`
    are the facts that differ while no event tells readers so.
    """

    kind: str
    id: str
    title: str
    file: str
    news: tuple[EntryNews, ...]
    said: tuple[FieldDifference, ...] = ()
    events: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether only the new edition has it."""
        return any(news.what == "added" for news in self.news)

    @property
    def is_gone(self) -> bool:
        """Whether only the old edition has it."""
        return any(news.what == "removed" for news in self.news)


@dataclass(frozen=True)
class FeedStep:
    """An entry of a feed that readers receive, or no longer receive."""

    id: str
    title: str


@dataclass(frozen=True)
class FeedNews:
    """What readers of a feed receive: its addresses, one a format, and its entries by what is new of them."""

    addresses: tuple[str, ...]
    is_new: bool
    added: tuple[FeedStep, ...] = ()
    updated: tuple[FeedStep, ...] = ()
    removed: tuple[FeedStep, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All that differs between an `old` edition and a `new` one, called by their names.

    Addresses of files are sorted; `added_fields` has the schema and the field that readers may newly find.
    `notes` say what could not be compared, and why. It `is_whole` unless the old edition is a baseline: then
    nothing is known of `entries`, `feeds` and `changed_files`.
    """

    old: str
    new: str
    breaks: tuple[Break, ...]
    entries: tuple[EntryDifference, ...]
    feeds: tuple[FeedNews, ...]
    added_files: tuple[str, ...]
    removed_files: tuple[str, ...]
    changed_files: tuple[str, ...]
    added_fields: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    is_whole: bool = True

    @property
    def verdict(self) -> Literal["same", "differs", "breaks"]:
        """Whether the contract is broken, and if not, whether anything differs or can differ."""
        if self.breaks:
            return "breaks"
        parts = (self.entries, self.feeds, self.added_files, self.changed_files, self.added_fields)
        return "differs" if any(parts) or not self.is_whole else "same"


# --- as JSON values


def difference_fields(difference: Difference) -> Fields:
    """Return the comparison. Every key is always there, but in `entries` only those that apply."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": difference.old,
        "new": difference.new,
        "verdict": difference.verdict,
        "breaks": [asdict(found) for found in difference.breaks],
        "entries": [_news(entry, news) for entry in difference.entries for news in entry.news],
        "feeds": [_feed(news) for news in difference.feeds],
        "files": {
            "added": list(difference.added_files),
            "removed": list(difference.removed_files),
            "changed": list(difference.changed_files),
        },
        "added_fields": [{"schema": schema, "field": field} for schema, field in difference.added_fields],
        "notes": list(difference.notes),
    }


def _news(entry: EntryDifference, news: EntryNews) -> Fields:
    named = {"what": news.what, "kind": entry.kind, "id": entry.id, "title": entry.title}
    if news.what in ("moved", "status"):
        return {**named, "field": news.field, "before": news.before, "after": news.after}
    if news.what == "event":
        return {**named, "event": news.field, "date": news.after}
    return {**named, "fields": list(news.fields)} if news.what == "reworded" else named


def _feed(news: FeedNews) -> Fields:
    steps = {"added": news.added, "updated": news.updated, "removed": news.removed}
    return {
        "addresses": list(news.addresses),
        "is_new": news.is_new,
        **{name: [asdict(step) for step in found] for name, found in steps.items()},
    }
