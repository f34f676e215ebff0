"""A breaking change and its parts, what its sources leave out, and what an earlier edition has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from portal.model.dates import When
from portal.model.sources import Claim
from portal.model.versions import Version


@dataclass(frozen=True)
class Statement:
    """What is said on one point, in Markdown; `text` is None where nothing is, and `note` tells of that.

    Two that say nothing are equal, however that is told.
    """

    text: str | None
    note: str | None = field(default=None, compare=False)

    @property
    def known(self) -> bool:
        """Whether anything is said."""
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
# Unconfirmed: it was due, and no source says whether it came.
Status = Literal["planned", "applied", "withdrawn", "unconfirmed"]
# What becomes of whoever does nothing
Consequence = Literal[
    "upgrade-fails", "app-breaks", "integration-breaks", "default-changes", "nothing-to-do", "unknown"
]
Audience = Literal["operators", "integrators", "app-developers"]
AppliesTo = Literal["upgrade", "factory-default", "unknown"]
MatchAs = Literal["endpoint", "parameter", "argument", "library", "text"]
# Kinds of names that are looked up where they are declared: in a package, its manifest, a device's settings
DECLARED = frozenset({"manifest", "package", "needed-library", "setting"})
# A version; or the one that the device gets, which a declared range has to reach
Below = Version | Literal["target"]


@dataclass(frozen=True)
class Surface:
    """A name that code or configuration would use. A default was `from_` and is `to`, as `sources` say.

    One that is declared is touched where its value is `is_`, is not `is_not`, is a version below `below` or
    has `has` among its options, or where it is `absent`; with none of these, wherever it is there. One of a
    `stage`, by its version, is touched by that stage alone.
    """

    kind: str
    name: str
    effect: str
    of: str | None = None
    replaced_by: str | None = None
    match: tuple[str, ...] = ()
    match_as: MatchAs | None = None
    near: tuple[str, ...] = ()
    and_near: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    sources: tuple[str, ...] = ()
    is_: str | None = None
    is_not: str | None = None
    below: Below | None = None
    has: str | None = None
    absent: bool = False
    stage: Version | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """What it is searched by, for people: `user|login=root` is `user=root` and `login=root`."""
        parts = (text.partition("=") for text in self.match)
        return tuple(
            f"{name}{equals}{value}"
            for names, equals, value in parts
            for name in (names.split("|") if equals else [names])
        )


@dataclass(frozen=True)
class Snippet:
    """A call, or lines of code, that can be copied as they are."""

    text: str
    language: Literal["sh", "json", "text"]


@dataclass(frozen=True)
class Replacement:
    """What takes the place of the old thing, and where it is. `changes_device` is said of its request."""

    name: str
    path: str
    sources: tuple[str, ...]
    since: Version | None = None
    request: Snippet | None = None
    changes_device: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Look:
    """One way to see whether a device or code uses the old thing. It only reads."""

    text: str
    sources: tuple[str, ...]
    request: Snippet | None = None


@dataclass(frozen=True)
class Stage:
    """One step of a change that comes in steps. Without a status of its own it has that of the change."""

    version: Version
    text: str
    track: str | None = None
    date: When | None = None
    status: Status | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platforms:
    """The groups of products by chip or architecture that it is limited to, and those that it leaves out."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inferred:
    """In a sentence each: from what it is concluded, where no source says it."""

    applies_to: str | None = None
    consequence: str | None = None
    audience: str | None = None


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
    """Something that happened to an entry, or to the step of it that `stage` names by its version.

    `date` is the day on which it was written down here; `happened` is when it was said or done elsewhere.
    `sources` are ids; with `inferred` they do not say it themselves: it is concluded from them.
    """

    date: When
    event: Literal[
        "recorded", "announced", "specified", "moved", "applied", "withdrawn", "corrected", "unconfirmed"
    ]
    version: Version | None = None
    from_: Version | None = None
    to: Version | None = None
    status: Status | None = None
    stage: Version | None = None
    because: str | None = None
    happened: When | None = None
    sources: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True)
class Step:
    """An event, its place in the history from 1, and what it led to.

    `was` is the version of the change before it; `version` and `status` are those after it.
    """

    number: int
    event: Event
    was: Version
    version: Version
    status: Status


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
    consequence: Consequence = "unknown"
    audience: tuple[Audience, ...] = ()
    inferred: Inferred = Inferred()
    tentative: bool = False
    details: str | None = None
    surface: tuple[Surface, ...] = ()
    replacement: tuple[Replacement, ...] = ()
    look: Look | None = None
    products: tuple[str, ...] = ()
    platforms: Platforms | None = None
    stages: tuple[Stage, ...] = ()
    examples: tuple[Example, ...] = ()
    tables: tuple[Table, ...] = ()
    unsearchable: str | None = None
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
    def asks_device(self) -> bool:
        """Whether a request is one to a device, whose address the reader has to fill in."""
        found = [one.request for one in self.replacement] + [self.look.request if self.look else None]
        return any(request and "DEVICE" in request.text for request in found)

    @property
    def may_come(self) -> bool:
        """Whether it has come or may come: only what is withdrawn does not."""
        return self.status != "withdrawn"

    @property
    def is_ahead(self) -> bool:
        """Whether it is announced, and nothing says that it was due already."""
        return self.status == "planned"

    def status_of(self, stage: Stage) -> Status:
        """Return how far a step has come: without a status of its own, as far as the change."""
        return stage.status or self.status

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its history with what it led to."""
        version, status = self.version, self.status  # what the first event says takes their place
        found = []
        for number, event in enumerate(self.history, 1):
            was = version
            if event.stage is None:
                version = event.to or event.version or version
                match event.event:
                    case "applied" | "withdrawn" | "unconfirmed":
                        status = event.event
                    case "moved":
                        status = "planned"
                status = event.status or status
            found.append(Step(number, event, was, version, status))
        return tuple(found)

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that say something of it, each once, in the order of the history.

        Who describes only a replacement, or a way to look, tells nothing new of it and makes it no fresher.
        """
        said = [event.sources for event in self.history]
        said += [stage.sources for stage in self.stages]
        said += [item.sources for item in self.surface]
        said += [note.cited for note in self.notes]
        return tuple(dict.fromkeys(name for names in said for name in names))

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
