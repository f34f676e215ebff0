"""An edition: what the portal publishes for machines at one time, as far as it is known.

Editions are compared in their published form, since that is what readers hold us to, and the only form that a
checkout, an old revision and a published site have in common.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from portal.fields import Fields, present
from portal.model import Milestone
from portal.problems import printable

# Kind of entry -> the file that has all of them, and the field that names one for ever
KINDS = {
    "change": ("api/v1/changes.json", "id"),
    "release": ("api/v1/releases.json", "version"),
    "track": ("api/v1/tracks.json", "id"),
    "product": ("api/v1/products.json", "id"),
    "area": ("api/v1/areas.json", "id"),
    "link": ("api/v1/links.json", "id"),
    "surface": ("api/v1/surface.json", "id"),
}
INDEX = "api/v1/index.json"
MANIFEST = "api/v1/manifest.json"
CLE = "api/v1/lifecycle/cle.json"
_SCHEMA = re.compile(r"schema/v1/([a-z-]+)\.schema\.json")
# Feeds are compared in one of their three formats: all three say the same.
_FEED = re.compile(r"(feeds/(?:(?:areas|majors)/)?[a-z0-9-]+)(?:/[0-9]+)?\.json")
# What a schema is, by its own standard
_META = Draft202012Validator(Draft202012Validator.META_SCHEMA)
_LISTED = {file for file, _ in KINDS.values()} | {INDEX, CLE}


class UnreadableEdition(Exception):
    """An edition cannot be compared: where, what is wrong, and what to do."""

    def __init__(self, where: str, message: str, hint: str) -> None:
        super().__init__(f"{printable(where, 500)}: {printable(message, 500)}\n    {hint}")


@dataclass(frozen=True)
class Edition:
    """One edition.

    `sums` has the SHA-256 of every file by its address below the site's root. `documents` has the content of
    those that `is_compared` names, JSON as values and others as text; it is empty where only sums are known.
    `milestones` is the log of dates as fields, None where the source does not say. `promised` are patterns of
    addresses that stay: `{id}` stands for any entry. `notes` say what is not known of it, and why.
    """

    name: str
    sums: Mapping[str, str]
    documents: Mapping[str, Any]
    milestones: tuple[Fields, ...] | None = None
    promised: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def items(self, kind: str) -> dict[str, Fields]:
        """Return all entries of a kind by id. Raises `UnreadableEdition` for a file of another shape."""
        file, key = KINDS[kind]
        return self.listed(file, key)

    def listed(self, file: str, key: str, within: str = "items") -> dict[str, Fields]:
        """Return the objects of a list in a file by one of their fields. Raises the same."""
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

    def schemas(self) -> dict[str, Fields]:
        """Return the published schemas by name."""
        found = {}
        for path, document in self.documents.items():
            match = _SCHEMA.fullmatch(path)
            if match:
                if not _META.is_valid(document):
                    raise self.unreadable(path, "is not a schema")
                found[match[1]] = document
        return found

    def feeds(self) -> dict[str, dict[str, Fields]]:
        """Return the entries of each feed by id, of all its pages, by the feed's path without its format."""
        found: dict[str, dict[str, Fields]] = {}
        for path in self.documents:
            name = feed_name(path)
            if name:
                found.setdefault(name, {}).update(self.listed(path, "id"))
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


def is_compared(path: str) -> bool:
    """Whether the content of a file is compared, and not only its sum."""
    if path in _LISTED or _SCHEMA.fullmatch(path) or feed_name(path):
        return True
    return path.startswith(("api/v1/", "calendar/")) and path.endswith((".csv", ".ics"))


def milestone_fields(milestone: Milestone) -> Fields:
    """Return an entry in the log of dates as it is written."""
    return {
        "recorded": milestone.recorded.text,
        "about": milestone.about,
        "track": milestone.track,
        **present(
            version=milestone.version and str(milestone.version),
            update=milestone.update,
            date=milestone.date and milestone.date.text,
            canceled=milestone.canceled or None,
            released=milestone.released or None,
            because=milestone.because,
        ),
    }
