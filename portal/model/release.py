"""A release and what it brings, and the log of dates."""

from dataclasses import dataclass
from typing import Literal, cast

from portal.model.change import Note
from portal.model.dates import When
from portal.model.versions import Version

DateState = Literal["scheduled", "released", "ended", "canceled"]
ReleaseStatus = Literal["scheduled", "preview", "released", "canceled"]


@dataclass(frozen=True)
class Component:
    """An open source component in a version."""

    name: str
    version: str
    note: str | None = None


@dataclass(frozen=True)
class DateEntry:
    """What was written down on a day of when a release comes on a track, or when the support of one ends.

    `id` is its number among all such entries, for ever; ids of published events come from their order. A
    `date` of None is not known. `sources` are ids.
    """

    id: int
    recorded: When
    state: DateState
    sources: tuple[str, ...]
    date: When | None = None
    because: str | None = None


@dataclass(frozen=True)
class Slot:
    """A release on one track: what was written down of its date, oldest first, and what is planned for it."""

    track: str
    dates: tuple[DateEntry, ...]
    upcoming: bool = False
    update: str | None = None
    plans: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()

    @property
    def state(self) -> DateState:
        """How far it has come."""
        return self.dates[-1].state

    @property
    def date(self) -> When | None:
        """When it comes or came; None where that is not known, and for what was canceled."""
        return self.dates[-1].date

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says so."""
        return self.dates[-1].sources


@dataclass(frozen=True)
class Build:
    """A version in full that came with a release on a track."""

    version: Version
    track: str
    sources: tuple[str, ...]
    date: When | None = None


@dataclass(frozen=True)
class Preview:
    """What the vendor let people try before the release, by its name."""

    name: str
    sources: tuple[str, ...]
    version: Version | None = None
    date: When | None = None


@dataclass(frozen=True)
class Kit:
    """A development kit that came with a release: `requires` is the version that devices need for it."""

    name: str
    version: str
    sources: tuple[str, ...]
    manifest_schemas: tuple[str, ...] = ()
    requires: Version | None = None
    date: When | None = None


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
    """One release. The first row of its schedule is that of the track on which it first comes."""

    version: Version
    schedule: tuple[Slot, ...]
    summary: str | None = None
    offered: bool = True
    builds: tuple[Build, ...] = ()
    previews: tuple[Preview, ...] = ()
    kits: tuple[Kit, ...] = ()
    components: tuple[Component, ...] = ()
    highlights: tuple[HighlightGroup, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def status(self) -> ReleaseStatus:
        """How far it has come: one that is scheduled can be tried already."""
        state = self.schedule[0].state
        return "preview" if state == "scheduled" and self.previews else cast("ReleaseStatus", state)

    @property
    def is_out(self) -> bool:
        """Whether it is known to have come."""
        return self.schedule[0].state == "released"

    @property
    def date(self) -> When | None:
        """When it first came or is to come, None where that is not known."""
        return self.schedule[0].date

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of all sources that say something of it, each once."""
        said = [entry.sources for slot in self.schedule for entry in slot.dates]
        said += [one.sources for one in self.builds]
        said += [one.sources for one in self.previews]
        said += [one.sources for one in self.kits]
        said += [note.cited for note in self.notes]
        return tuple(dict.fromkeys(name for names in said for name in names))


@dataclass(frozen=True)
class Milestone:
    """An entry of the log of all dates, with what it is about."""

    entry: DateEntry
    about: Literal["release", "support-end"]
    track: str
    version: Version | None = None
    update: str | None = None

    @property
    def id(self) -> int:
        """Its number in the log, for ever."""
        return self.entry.id

    @property
    def recorded(self) -> When:
        """The day on which it was written down."""
        return self.entry.recorded

    @property
    def date(self) -> When | None:
        """The date, None where it is not known or canceled."""
        return self.entry.date

    @property
    def because(self) -> str | None:
        """Why the date moved, or what became of it."""
        return self.entry.because

    @property
    def canceled(self) -> bool:
        """Whether it will not come."""
        return self.entry.state == "canceled"

    @property
    def released(self) -> bool:
        """Whether the release is known to be out from this entry on."""
        return self.entry.state == "released"
