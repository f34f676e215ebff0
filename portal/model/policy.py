"""Tracks, support and the policy behind changes and upgrades."""

from dataclasses import dataclass
from typing import Literal

from portal.model.change import Note
from portal.model.dates import When
from portal.model.release import DateEntry
from portal.model.versions import Version

TrackKindId = Literal["active", "lts", "pss"]
Topic = Literal["upgrade", "support", "sbom"]


@dataclass(frozen=True)
class TrackRule:
    """A rule for the support of tracks of a kind; `about_years` where it is one of how long that lasts."""

    text: str
    sources: tuple[str, ...]
    about_years: int = 0


@dataclass(frozen=True)
class TrackKind:
    """One of the three kinds of track: `lasts` says how long each is supported, `supports` what of it."""

    id: TrackKindId
    name: str
    short: str
    summary: str
    facts: tuple[str, ...]
    lasts: TrackRule | None = None
    supports: TrackRule | None = None
    notes: tuple[Note, ...] = ()

    @property
    def rules(self) -> tuple[TrackRule, ...]:
        """What is said of their support."""
        return tuple(rule for rule in (self.lasts, self.supports) if rule)


@dataclass(frozen=True)
class Aspect:
    """A row of the comparison of the kinds of track."""

    aspect: str
    active: str
    lts: str
    pss: str
    note: str | None = None


@dataclass(frozen=True)
class Begin:
    """When a track begins, and who says so."""

    date: When
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Track:
    """One track. `sources` say how far it is; what is `inferred` no source says itself."""

    id: str
    name: str
    kind: TrackKindId
    status: Literal["current", "upcoming", "ended", "unknown"]
    line: Version | None = None
    begin: Begin | None = None
    support_end: tuple[DateEntry, ...] = ()
    inferred: tuple[Literal["status", "begin", "support-end"], ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def begins(self) -> When | None:
        """When it begins, None where that is not known."""
        return self.begin.date if self.begin else None

    @property
    def support_ends(self) -> When | None:
        """When its support ends, None where that is not known."""
        return self.support_end[-1].date if self.support_end else None

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that say something of it, each once."""
        said = [self.begin.sources if self.begin else (), *(entry.sources for entry in self.support_end)]
        said += [self.sources, *(note.cited for note in self.notes)]
        return tuple(dict.fromkeys(name for names in said for name in names))


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
class LastRelease:
    """The last release that a product gets on a track."""

    track: str
    version: Version
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """A product, an accessory or a group of products: a series, or those with a chip or an architecture.

    `aliases` are other names of it. `members` are the ids of a group's products, as far as they are known.
    """

    id: str
    name: str
    kind: Literal["device", "accessory", "group"]
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    last: tuple[LastRelease, ...] = ()
    support: tuple[Phase, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that say something of it, each once."""
        said = [*(one.sources for one in self.last), *(note.cited for note in self.notes)]
        return tuple(dict.fromkeys(name for names in said for name in names))


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
class DefaultChanges:
    """Whom a changed default hits: one of a major version, or of any where it names none."""

    text: str
    sources: tuple[str, ...]
    major: Version | None = None


@dataclass(frozen=True)
class Rollback:
    """What to do when an upgrade goes wrong: one to a major version, or to any where it names none."""

    steps: tuple[str, ...]
    sources: tuple[str, ...]
    links: tuple[str, ...] = ()
    major: Version | None = None


@dataclass(frozen=True)
class Reported:
    """A change that is told of in a line, without an entry."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Major:
    """The introduction to a major version's changes, and those that have no entry."""

    major: Version
    introduction: str
    links: tuple[str, ...] = ()
    also_reported: tuple[Reported, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class UpgradeRule:
    """A rule for an upgrade's path."""

    id: str
    strength: Literal["required", "recommended"]
    text: str
    sources: tuple[str, ...]
    when: str | None = None
    example: tuple[Version, ...] = ()
    avoid: tuple[Version, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Policy:
    """The vendor's policy on breaking changes and upgrades."""

    reasons: tuple[Reason, ...]
    commitments: tuple[str, ...]
    default_changes: tuple[DefaultChanges, ...]
    rollback: tuple[Rollback, ...]
    majors: tuple[Major, ...]
    upgrade_rules: tuple[UpgradeRule, ...]
