"""All facts together, and what is made of them once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Literal, TypeVar

from portal.model.change import Change, KeptEdition, Note
from portal.model.dates import When
from portal.model.policy import Policy, Product, Question, Track, Tracks
from portal.model.release import Milestone, Release, Slot
from portal.model.sources import Ages, Source, ages_of
from portal.model.versions import Version

# What the facts say of a release: it came; it is still ahead; it was due before the day as of which they
# hold, and they do not say whether it came; or it will not come.
Outlook = Literal["out", "ahead", "due", "canceled"]


@dataclass(frozen=True)
class Area:
    """A part of the product."""

    id: str
    name: str
    description: str
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """Something that the source refers to by name."""

    id: str
    name: str
    about: str
    kind: Literal["page", "video", "feed", "contact"]
    url: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Synonym:
    """What people type into the search, and what they mean by it: a change, or a hand-written page."""

    typed: tuple[str, ...]
    change: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class Portal:
    """What the portal says of itself, and as of when its facts hold: the date of its newest source.

    `not_found` is what was looked for in vain, in Markdown; `synonyms` are for the search, and
    `device_words` show that code speaks to a device.
    """

    name: str
    description: str
    url: str
    repository: str
    branch: str
    id_authority: str
    data_as_of: When
    disclaimer: str
    vendor_portal: str | None = None
    hub: str | None = None
    not_found: tuple[str, ...] = ()
    device_words: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """All facts.

    `changes` are sorted by version (latest first), area (as listed) and title; `releases` latest first;
    `editions` oldest first; the rest as written.
    """

    changes: tuple[Change, ...]
    releases: tuple[Release, ...]
    tracks: Tracks
    areas: tuple[Area, ...]
    products: tuple[Product, ...]
    links: tuple[Link, ...]
    questions: tuple[Question, ...]
    policy: Policy
    sources: tuple[Source, ...]
    portal: Portal
    editions: tuple[KeptEdition, ...] = ()

    @cached_property
    def change_by_id(self) -> Mapping[str, Change]:
        """Changes by id."""
        return MappingProxyType({change.id: change for change in self.changes})

    @cached_property
    def release_by_version(self) -> Mapping[Version, Release]:
        """Releases by version."""
        return MappingProxyType({release.version: release for release in self.releases})

    @cached_property
    def area_by_id(self) -> Mapping[str, Area]:
        """Areas by id, in their order."""
        return MappingProxyType({area.id: area for area in self.areas})

    @cached_property
    def product_by_id(self) -> Mapping[str, Product]:
        """Products by id."""
        return MappingProxyType({product.id: product for product in self.products})

    @cached_property
    def link_by_id(self) -> Mapping[str, Link]:
        """Named links by id."""
        return MappingProxyType({link.id: link for link in self.links})

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """Sources by id."""
        return MappingProxyType({source.id: source for source in self.sources})

    def ages(self, changes: Iterable[Change]) -> Ages | None:
        """Return how old what is said of some changes is, each by its newest source."""
        return ages_of(self.age(change.cited) for change in changes if change.cited)

    def age(self, cited: Iterable[str]) -> When:
        """Return the date of the newest of some sources."""
        ages = ages_of(self.source_by_id[name].date for name in cited)
        if ages is None:
            raise ValueError("no source is named")
        return ages.newest

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """The log of all dates, by number."""
        return tuple(sorted(self._dates(), key=lambda entry: entry.id))

    def _dates(self) -> Iterator[Milestone]:
        for release in self.releases:
            for slot in release.schedule:
                for entry in slot.dates:
                    yield Milestone(entry, "release", slot.track, release.version, slot.update)
        for track in self.tracks.tracks:
            for entry in track.support_end:
                yield Milestone(entry, "support-end", track.id, track.line)

    @cached_property
    def track_by_id(self) -> Mapping[str, Track]:
        """Tracks by id."""
        return MappingProxyType({track.id: track for track in self.tracks.tracks})

    def releases_of(self, version: Version) -> tuple[Release, ...]:
        """Return the releases that a version can mean, earliest first."""
        if version.is_major_only:
            return tuple(one for one in reversed(self.releases) if one.version.major == version.major)
        return tuple(one for one in self.releases if one.version == version.release)

    def due(self, version: Version) -> date | None:
        """Return the last day on which a version was to be out, None where no source says one."""
        return next((one.date.end for one in self.releases_of(version) if one.date), None)

    def changes_in(self, version: Version) -> tuple[Change, ...]:
        """Return the changes that take effect in a release, and those that reach a stage in it."""
        return self._changes_by_version.get(version, ())

    @cached_property
    def _changes_by_version(self) -> Mapping[Version, tuple[Change, ...]]:
        found: dict[Version, list[Change]] = {}
        for change in self.changes:
            for version in {change.version, *(stage.version for stage in change.stages)}:
                found.setdefault(version, []).append(change)
        return MappingProxyType({version: tuple(changes) for version, changes in found.items()})

    def outlook(self, release: Release, slot: Slot | None = None) -> Outlook:
        """Tell whether a release, or a row of its schedule, is out as far as the facts know."""
        row = slot or release.schedule[0]
        if row.state == "canceled":
            return "canceled"
        if row.state == "released":
            return "out"
        return "due" if row.date and row.date.is_past(self.portal.data_as_of) else "ahead"

    @property
    def majors(self) -> tuple[int, ...]:
        """Major versions that have changes, latest first."""
        return tuple(sorted({change.major for change in self.changes}, reverse=True))

    @property
    def documented_majors(self) -> tuple[int, ...]:
        """Major versions that have changes or an introduction to them, latest first."""
        introduced = {major.major.major for major in self.policy.majors}
        return tuple(sorted(introduced.union(self.majors), reverse=True))

    @property
    def listed_majors(self) -> tuple[int, ...]:
        """Major versions with a page of changes, latest first: all known from the first documented one on."""
        known = {*self.documented_majors, *(release.version.major for release in self.releases)}
        first = min(self.documented_majors, default=0)
        return tuple(sorted((major for major in known if major >= first), reverse=True))


T = TypeVar("T")


def once(make: Callable[[Catalog], T]) -> Callable[[Catalog], T]:
    """Let a function make its value of a catalog once, and return the same one from then on.

    Whoever gets it must not change it. It is kept where `cached_property` keeps its values.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def kept(catalog: Catalog) -> T:
        values = vars(catalog)
        if name not in values:
            values[name] = make(catalog)
        value: T = values[name]
        return value

    return kept
