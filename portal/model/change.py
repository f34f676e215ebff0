"""A breaking change and its parts, what its sources leave out, and what an earlier edition has."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from portal.model.dates import When
from portal.model.sources import Claim
from portal.model.versions import Version


@dataclass(frozen=True)
class Statement:
    """What the source says on one point, in Markdown, or that it says nothing: then `text` is None."""

    text: str | None
    note: str | None = None

    @property
    def known(self) -> bool:
        """Whether the source says anything."""
        return self.text is not None


@dataclass(frozen=True)
class Note:
    """What a reader should know about the sources.

    Where sources differ, `claims` have what each says, and `text` how the portal reads them.
    """

    kind: Literal["contradiction", "gap", "garbled", "context"]
    text: str
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that it names."""
        return self.sources + tuple(claim.source for claim in self.claims)


Kind = Literal["removal", "deprecation", "default", "behavior", "restriction", "addition"]
Status = Literal["planned", "applied", "withdrawn"]
AppliesTo = Literal["upgrade", "factory-default", "unknown"]
MatchAs = Literal["endpoint", "parameter", "argument", "library", "text"]


@dataclass(frozen=True)
class Surface:
    """A name that code or configuration would use."""

    kind: str
    name: str
    effect: str
    of: str | None = None
    replaced_by: str | None = None
    match: tuple[str, ...] = ()
    match_as: MatchAs | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One step of a change that comes in steps."""

    version: Version
    text: str
    track: str | None = None
    date: When | None = None


@dataclass(frozen=True)
class Example:
    """A sample, kept as printed."""

    caption: str
    role: Literal["before", "after", "output", "call"]
    language: str
    text: str


@dataclass(frozen=True)
class Table:
    """A table, kept as printed. Every row has as many cells as there are columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnote: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened to an entry.

    `date` is the day on which it was written down here; `happened` is when it was said or done elsewhere.
    `sources` are ids; with `inferred` they do not say it themselves: it is concluded from them.
    """

    date: When
    event: Literal["recorded", "announced", "moved", "applied", "withdrawn", "corrected"]
    version: Version | None = None
    from_: Version | None = None
    to: Version | None = None
    status: Status | None = None
    because: str | None = None
    happened: When | None = None
    sources: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True)
class Change:
    """One breaking change."""

    id: str
    title: str
    summary: str
    area: str
    kind: Kind
    status: Status
    version: Version
    applies_to: AppliesTo
    why: Statement
    impact: Statement
    action: Statement
    history: tuple[Event, ...]
    tentative: bool = False
    details: str | None = None
    surface: tuple[Surface, ...] = ()
    products: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    examples: tuple[Example, ...] = ()
    tables: tuple[Table, ...] = ()
    related: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def major(self) -> int:
        """The major version whose page lists the change."""
        return self.version.major

    @property
    def statements(self) -> Mapping[str, Statement]:
        """Why, impact and action by the names of their fields."""
        return {"why": self.why, "impact": self.impact, "action": self.action}

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that say something of it, each once, in the order of the history."""
        said = [name for event in self.history for name in event.sources]
        return tuple(dict.fromkeys([*said, *(name for note in self.notes for name in note.cited)]))

    @property
    def recorded(self) -> When:
        """When it was entered."""
        return self.history[0].date

    @property
    def updated(self) -> When:
        """When anything last happened to it."""
        return self.history[-1].date


@dataclass(frozen=True)
class KeptEdition:
    """An edition: its id, the time that it is of, its changes, and the published file that has these."""

    id: str
    date: When
    changes: tuple[Change, ...]
    text: str

    @cached_property
    def change_by_id(self) -> Mapping[str, Change]:
        """Its changes by id."""
        return MappingProxyType({change.id: change for change in self.changes})
