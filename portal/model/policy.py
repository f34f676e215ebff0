"""Tracks, support and the policy behind changes and upgrades."""

from dataclasses import dataclass
from typing import Literal

from portal.model.change import Note
from portal.model.dates import When
from portal.model.versions import Version

TrackKindId = Literal["active", "lts", "pss"]
Topic = Literal["upgrade", "support", "sbom"]


@dataclass(frozen=True)
class TrackKind:
    """One of the three kinds of track."""

    id: TrackKindId
    name: str
    short: str
    summary: str
    facts: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Aspect:
    """A row of the comparison of the kinds of track."""

    aspect: str
    active: str
    lts: str
    pss: str
    note: str | None = None


@dataclass(frozen=True)
class Track:
    """One track."""

    id: str
    name: str
    kind: TrackKindId
    status: Literal["current", "upcoming", "ended", "unknown"]
    line: Version | None = None
    starts: When | None = None
    support: When | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Tag:
    """How the download page tags versions of one kind of track."""

    kind: TrackKindId
    examples: tuple[str, ...]
    meaning: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Tracks:
    """All that is recorded of tracks."""

    kinds: tuple[TrackKind, ...]
    comparison: tuple[Aspect, ...]
    tracks: tuple[Track, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Phase:
    """A phase of a product's support."""

    until: When
    track: str
    gets: tuple[str, ...]
    from_: When | None = None
    focus: str | None = None


@dataclass(frozen=True)
class Product:
    """A product, an accessory or a group of products."""

    id: str
    name: str
    kind: Literal["device", "accessory", "group"]
    support: tuple[Phase, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with its answer."""

    id: str
    topic: Topic
    question: str
    answer: str
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why breaking changes are made."""

    name: str
    text: str


@dataclass(frozen=True)
class Rollback:
    """What to do when an upgrade goes wrong."""

    steps: tuple[str, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Major:
    """The introduction to a major version's changes."""

    major: Version
    introduction: str
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class UpgradeRule:
    """A rule for an upgrade's path."""

    id: str
    strength: Literal["required", "recommended"]
    text: str
    when: str | None = None
    example: tuple[Version, ...] = ()
    avoid: tuple[Version, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Policy:
    """The vendor's policy on breaking changes and upgrades."""

    reasons: tuple[Reason, ...]
    commitments: tuple[str, ...]
    default_changes: str
    rollback: Rollback
    majors: tuple[Major, ...]
    upgrade_rules: tuple[UpgradeRule, ...]
