"""A release and what it brings, and the log of dates."""

from dataclasses import dataclass
from typing import Literal

from portal.model.change import Note
from portal.model.dates import When
from portal.model.versions import Version


@dataclass(frozen=True)
class Component:
    """An open source component in a version."""

    name: str
    version: str
    note: str | None = None


@dataclass(frozen=True)
class Slot:
    """A row of the release schedule."""

    track: str
    date: When
    upcoming: bool = False
    update: str | None = None
    plans: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()


@dataclass(frozen=True)
class Highlight:
    """One thing that a release brings."""

    text: str
    details: str | None = None
    products: tuple[str, ...] = ()
    change: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class HighlightGroup:
    """Highlights under one heading."""

    heading: str
    items: tuple[Highlight, ...]


@dataclass(frozen=True)
class Release:
    """One release."""

    version: Version
    status: Literal["released", "scheduled"]
    date: When | None = None
    summary: str | None = None
    schedule: tuple[Slot, ...] = ()
    components: tuple[Component, ...] = ()
    highlights: tuple[HighlightGroup, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Milestone:
    """A date of a release or of an end of support, as it was recorded on a day. No date: it was canceled.

    `released`: the release is known to be out from this entry on, on the active track.
    """

    recorded: When
    about: Literal["release", "support-end"]
    track: str
    version: Version | None = None
    update: str | None = None
    date: When | None = None
    canceled: bool = False
    released: bool = False
    because: str | None = None
