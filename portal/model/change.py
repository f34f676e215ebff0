"""A breaking change and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.model.dates import When
from portal.model.notes import Note, Statement
from portal.model.versions import Version

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
    """Something that happened to an entry."""

    date: When
    event: Literal["recorded", "announced", "moved", "applied", "withdrawn", "corrected"]
    version: Version | None = None
    from_: Version | None = None
    to: Version | None = None
    status: Status | None = None
    because: str | None = None


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
    def recorded(self) -> When:
        """When it was entered."""
        return self.history[0].date

    @property
    def updated(self) -> When:
        """When anything last happened to it."""
        return self.history[-1].date
