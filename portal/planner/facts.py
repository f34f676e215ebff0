"""What planning needs of the facts, and nothing more: small enough for a page to load.

A field with a default is left out where the default holds, in the published file too. Texts are Markdown.
"""

from dataclasses import dataclass
from typing import Literal

from portal.versions import Version

# Where pages are, relative to the site's root: `portal.addresses` as a browser can fill it in.
CHANGE_PAGE = "changes/{id}/"
RELEASE_PAGE = "releases/{version}/"


@dataclass(frozen=True)
class Release:
    """A release; `scheduled` if it is not out as of the data's date."""

    version: Version
    date: str = ""
    scheduled: bool = False


@dataclass(frozen=True)
class Track:
    """A track; `line` is the release that an LTS track stays on, as far as it is known."""

    id: str
    name: str
    line: Version | None = None


@dataclass(frozen=True)
class Area:
    """A part of the product."""

    id: str
    name: str


@dataclass(frozen=True)
class Product:
    """A product that changes can be limited to."""

    id: str
    name: str
    kind: Literal["device", "accessory", "group"] = "device"


@dataclass(frozen=True)
class Link:
    """Something that a text refers to; without `url` only by name."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule for an upgrade's path, and when it holds."""

    id: str
    text: str
    when: str = ""


@dataclass(frozen=True)
class Advice:
    """A text of the source, and the plans that it belongs to: every condition given must hold.

    `start` and `target` are ids of tracks of which one must fit; `patch` asks for an end that names more than
    a release; `default_of` for a changed default of that major version among the hits.
    """

    id: str
    text: str
    question: str = ""
    links: tuple[Link, ...] = ()
    start: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    patch: bool = False
    default_of: int = 0


@dataclass(frozen=True)
class Rollback:
    """What to do when an upgrade goes wrong."""

    steps: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ProductSpecific:
    """The releases that the source tags as product-specific (PSS), and what it says of such a track."""

    releases: tuple[Version, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Stage:
    """A point at which a change hits.

    A `version` that is a major version alone comes in some release of it: not before `first`, and not after
    `last` if there is one.
    """

    version: Version
    first: Version | None = None
    last: Version | None = None
    date: str = ""
    track: str = ""
    text: str = ""


@dataclass(frozen=True)
class Change:
    """A change that is not withdrawn, with the names by which code and configuration know what it touches.

    Without `stages` it hits once, at its `version`. Where why, impact or action is empty, the source does not
    say, and `why_unknown` and so on say what is missing.
    """

    id: str
    title: str
    area: str
    kind: str
    version: Version
    first: Version | None = None
    last: Version | None = None
    planned: bool = False
    tentative: bool = False
    applies_to: Literal["upgrade", "factory-default", "unknown"] = "upgrade"
    why: str = ""
    why_unknown: str = ""
    impact: str = ""
    impact_unknown: str = ""
    action: str = ""
    action_unknown: str = ""
    products: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    endpoints: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def points(self) -> tuple[tuple[int, Stage], ...]:
        """Where it hits: its stages, counted from 1, or 0 and itself."""
        return tuple(enumerate(self.stages, 1)) or ((0, Stage(self.version, self.first, self.last)),)


@dataclass(frozen=True)
class Facts:
    """All that a plan is made from. `changes` by area and title; `releases` from the earliest to the latest.

    `majors` are the major versions whose changes the source documents; of others it says nothing.
    """

    data_as_of: str
    site: str
    majors: tuple[int, ...]
    releases: tuple[Release, ...]
    tracks: tuple[Track, ...]
    areas: tuple[Area, ...]
    products: tuple[Product, ...]
    rules: tuple[Rule, ...]
    advice: tuple[Advice, ...]
    rollback: Rollback
    product_specific: ProductSpecific
    changes: tuple[Change, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """The known releases, from the earliest to the latest."""
        return tuple(sorted(release.version for release in self.releases))

    @property
    def latest_out(self) -> Version | None:
        """The latest release that is out as of the data's date."""
        return max((release.version for release in self.releases if not release.scheduled), default=None)

    def release(self, version: Version) -> Release | None:
        """The known release of that version."""
        return next((release for release in self.releases if release.version == version), None)

    def lts(self, version: Version) -> Track | None:
        """The LTS track that stays on a release."""
        return next((track for track in self.tracks if track.line == version), None)
