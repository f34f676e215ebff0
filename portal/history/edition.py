"""An edition: what the portal publishes for machines at one time, as far as it is known.

Editions are compared in their published form, since that is what readers hold us to, and the only form that a
checkout, an old revision and a published site have in common.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator

from portal.fields import Fields
from portal.model import Milestone
from portal.problems import printable
from portal.reading.json_schema import Schema

# Kind of entry -> the file that has all of them, and the field that names one for ever
KINDS = {
    "change": ("api/v1/changes.json", "id"),
    "release": ("api/v1/releases.json", "version"),
    "track": ("api/v1/tracks.json", "id"),
    "product": ("api/v1/products.json", "id"),
    "area": ("api/v1/areas.json", "id"),
    "link": ("api/v1/links.json", "id"),
    "source": ("api/v1/sources.json", "id"),
    "surface": ("api/v1/surface.json", "id"),
}
INDEX = "api/v1/index.json"
CLE = "api/v1/lifecycle/cle.json"
_SCHEMA = re.compile(r"schema/v1/([a-z-]+)\.schema\.json")
# Feeds are compared in one of their three formats: all three say the same.
_FEED = re.compile(r"(feeds/(?:(?:areas|majors|touches)/)?[a-z0-9-]+(?:/upgrade)?)(?:/[0-9]+)?\.json")
# What a schema is, by its own standard
_META = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_LISTED = {file for file, _ in KINDS.values()} | {INDEX, CLE}


class UnreadableEdition(Exception):
    """An edition cannot be compared: where, what is wrong, and what to do."""

    def __init__(self, where: str, message: str, hint: str) -> None:
        super().__init__(f"{printable(where, 500)}: {printable(message, 500)}\n    {hint}")


@dataclass(frozen=True)
class PublishedEvent:
    """An event of a history. `fields` has all that is said of it."""

    event: str
    date: str
    fields: Fields


@dataclass(frozen=True)
class PublishedSlot:
    """A row in the schedule of a release. `beside` has what it says beside its date."""

    track: str
    date: str | None
    beside: Fields


@dataclass(frozen=True)
class PublishedEntry:
    """An entry as an edition publishes it: a change, a release, a track, ...

    Versions and dates are texts as they are printed. None where the kind of entry or the edition has no such
    field, and where it is not known. `fields` has all that is published of it, to see what else differs.
    """

    kind: str
    id: str
    title: str
    uri: str | None
    area: str | None
    status: str | None
    version: str | None
    date: str | None
    line: str | None
    begins: str | None
    support_ends: str | None
    is_active: bool
    schedule: tuple[PublishedSlot, ...]
    history: tuple[PublishedEvent, ...]
    fields: Fields

    @property
    def date_by_row(self) -> dict[str, str | None]:
        """The dates of its schedule by track; further rows of one track are counted from 2."""
        found: dict[str, str | None] = {}
        for slot in self.schedule:
            name, number = slot.track, 2
            while name in found:
                name, number = f"{slot.track} {number}", number + 1
            found[name] = slot.date
        return found


@dataclass(frozen=True)
class FeedItem:
    """An entry of a feed, and when it last had something new for readers."""

    id: str
    title: str
    modified: str | None


@dataclass(frozen=True)
class Edition:
    """One edition. What it publishes is read when asked for, and `UnreadableEdition` tells of another shape.

    `sums` has the SHA-256 of every file by its address below the site's root. `documents` has the content of
    those that `is_compared` names, JSON as values and others as text; it is empty where only sums are known.
    `milestones` is the log of dates, None where it is not known. `promised` are patterns of addresses that
    stay: `{id}` stands for any entry. `notes` say what is not known of it, and why. It `is_whole` unless it
    is a baseline, whose documents lack what no later edition is held to.
    """

    name: str
    sums: Mapping[str, str]
    documents: Mapping[str, Any]
    milestones: tuple[Milestone, ...] | None = None
    promised: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    is_whole: bool = True

    @cached_property
    def entries(self) -> dict[str, dict[str, PublishedEntry]]:
        """The entries by kind and id. Of a kind whose file is not there, none are known."""
        return {
            kind: {id_: _entry(kind, id_, item) for id_, item in self._listed(file, key).items()}
            for kind, (file, key) in KINDS.items()
            if file in self.documents
        }

    @cached_property
    def feeds(self) -> dict[str, dict[str, FeedItem]]:
        """The items of each feed by id, of all its pages, by the feed's path without its format."""
        found: dict[str, dict[str, FeedItem]] = {}
        for path in self.documents:
            name = feed_name(path)
            if name:
                found.setdefault(name, {}).update(
                    {
                        id_: FeedItem(id_, str(item.get("title")), _printed(item.get("date_modified")))
                        for id_, item in self._listed(path, "id").items()
                    }
                )
        return found

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """The published schemas by name."""
        found = {}
        for path, document in self.documents.items():
            match = _SCHEMA.fullmatch(path)
            if match:
                if not _META.is_valid(document):
                    raise self.unreadable(path, "is not a schema")
                found[match[1]] = document
        return found

    @property
    def media_types(self) -> dict[str, str | None]:
        """The media type of each file that the index of the API names."""
        return {path: _printed(item.get("media_type")) for path, item in self._listed(INDEX, "path").items()}

    @property
    def lifecycle_events(self) -> tuple[Fields, ...]:
        """The published events of the lifecycle, oldest first."""
        return tuple(self._listed(CLE, "id", "events").values())[::-1]

    def _listed(self, file: str, key: str, within: str = "items") -> dict[str, Fields]:
        """Return the objects of a list in a file by one of their fields."""
        document = self.documents.get(file)
        if document is None:
            return {}
        items = document.get(within) if isinstance(document, dict) else None
        if not isinstance(items, list):
            raise self.unreadable(file, f"has no list of {within}")
        found = {}
        for item in items:
            name = item.get(key) if isinstance(item, dict) else None
            if not isinstance(name, str | int):
                raise self.unreadable(file, f"has an entry without {key}")
            found[str(name)] = item
        return found

    def texts(self, ending: str) -> Iterator[tuple[str, str]]:
        """Return the address and the text of each file whose address ends so."""
        for path, document in self.documents.items():
            if path.endswith(ending):
                yield path, document

    def unreadable(self, file: str, what: str) -> UnreadableEdition:
        """Return the error that a file is not what version 1 publishes."""
        return UnreadableEdition(f"{self.name}: {file}", what, "take a sound copy")


def feed_name(path: str) -> str | None:
    """Return the address of a JSON Feed without its page and format, None for any other file."""
    match = _FEED.fullmatch(path)
    return match[1] if match else None


def is_schema(path: str) -> bool:
    """Whether a file is a published schema."""
    return bool(_SCHEMA.fullmatch(path))


def is_compared(path: str) -> bool:
    """Whether the content of a file is compared, and not only its sum."""
    if path in _LISTED or is_schema(path) or feed_name(path):
        return True
    return path.startswith(("api/v1/", "calendar/")) and path.endswith((".csv", ".ics"))


# --- reading what is published: an earlier edition may lack a field, or have another value in it


def _entry(kind: str, id_: str, item: Fields) -> PublishedEntry:
    def text(field: str) -> str | None:
        return _printed(item.get(field))

    return PublishedEntry(
        kind=kind,
        id=id_,
        title=f"AXIS OS {id_}" if kind == "release" else text("title") or text("name") or id_,
        uri=text("uri"),
        area=text("area"),
        status=text("status"),
        version=text("version"),
        date=text("date"),
        line=text("line"),
        begins=text("begins"),
        support_ends=text("support_ends"),
        is_active=kind == "track" and item.get("kind") == "active",
        schedule=tuple(
            PublishedSlot(
                track=str(slot.get("track")),
                date=_printed(slot.get("date")),
                beside={name: slot[name] for name in slot if name != "date"},
            )
            for slot in _objects(item.get("schedule"))
        ),
        history=tuple(
            PublishedEvent(str(event.get("event")), str(event.get("date")), event)
            for event in _objects(item.get("history"))
        ),
        fields=item,
    )


def _objects(value: object) -> list[Fields]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _printed(value: Any) -> str | None:
    """Return a value as it is printed: a date as EDTF, None for what is absent or not known."""
    if isinstance(value, dict):
        value = value.get("value")
    return None if value is None else str(value)
