"""What a plan is made from: every stop and every hit there can be, in full, so that planning only chooses.

It is what is published for the page and for planners elsewhere: see `portal.fields`. A field with a default
is left out there where the default holds. Texts are Markdown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portal.model import Statement
from portal.model.change import AppliesTo, Audience, Consequence, Status
from portal.model.dates import When
from portal.model.sources import Ages, Sureness
from portal.model.versions import Version

# Where pages are, relative to the site's root: `portal.addresses` as a browser can fill it in.
CHANGE_PAGE = "changes/{id}/"
RELEASE_PAGE = "releases/{version}/"
ACTIVE = "active"

Reason = Literal["required", "recommended", "target"]


@dataclass(frozen=True)
class Cause:
    """Why a release is a stop; `rules` are ids."""

    reason: Reason
    reason_text: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class KnownRelease:
    """A known release. `scheduled` says that it is not known to be out, or will not come.

    `track_id` and `track` are the LTS track that stays on it, or else the active one.
    """

    version: Version
    track_id: str = ACTIVE
    track: str = ""
    scheduled: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanStop(KnownRelease):
    """A known release as a stop between the ends of a way; `page` is its page from the site's root.

    One that is `skipped` is no stop: it is canceled, or nobody can get it any more.
    """

    reason: Reason
    reason_text: str
    rules: tuple[str, ...]
    date: str = ""
    page: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Hit:
    """A change, or a stage of one, where it comes.

    `version` is where, `what` says that with its kind, `page` is its page from the site's root, `marks` what
    else to know about it, with consequence, audience and sureness in words; `stage` counts from 1, and
    `status` is that of the stage.

    Only in a plan it has the `names` in use that it touches, as recorded, and `again` if an earlier hit is of
    the same change, so that its texts need not be said another time.
    """

    id: str
    title: str
    page: str
    area: str
    kind: str
    version: Version
    what: str
    status: Status
    applies_to: AppliesTo
    consequence: Consequence
    sureness: Sureness
    why: Statement
    impact: Statement
    action: Statement
    marks: tuple[str, ...] = ()
    again: bool = False
    names: tuple[str, ...] = ()
    audience: tuple[Audience, ...] = ()
    tentative: bool = False
    unnamed: bool = False
    stage: int = 0
    stage_text: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arrival:
    """A hit, and the plans that it is in: those that start before `behind` and end at `since` or later.

    Without `behind` no version has it for certain: it is in all that end at `since` or later. `only`: the
    products that it can hit, empty where it can hit all. `calls` are the endpoints and parameters that it
    touches, `names` what else code and configuration know it by, all as printed.
    """

    hit: Hit
    since: Version
    behind: Version | None = None
    only: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanLink:
    """Something that a text refers to; without `url` only by name."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class PlanRule:
    """A rule for an upgrade's path, and when it holds."""

    id: str
    text: str
    when: str = ""


@dataclass(frozen=True)
class Advice:
    """A text of the source, and the plans that it belongs to: `making` explains `when`."""

    id: str
    text: str
    question: str = ""
    links: tuple[PlanLink, ...] = ()
    when: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanRollback:
    """What to do when an upgrade goes wrong: one to a `major` version, or to any (0)."""

    steps: tuple[str, ...] = ()
    links: tuple[PlanLink, ...] = ()
    major: int = 0


@dataclass(frozen=True)
class PlanLast:
    """The last release that a product gets on a track, and who says so, in words. `product` is its name."""

    product: str
    track_id: str
    track: str
    version: Version
    source: str


@dataclass(frozen=True)
class PlanSource:
    """The portal that the facts come from."""

    name: str
    url: str
    repository: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """Which releases the data of the portal at `site` knows, as of `data_as_of`: it reads the ends of a way.

    `majors` are the major versions whose changes the source documents; of others it says nothing. `stops` go
    from the earliest to the latest. `product_specific` are releases that the source tags as product-specific
    (PSS).
    """

    data_as_of: When
    site: str
    majors: tuple[int, ...]
    stops: tuple[KnownRelease, ...]
    product_specific: tuple[Version, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """The known releases, from the earliest to the latest."""
        return tuple(stop.version for stop in self.stops)

    @property
    def latest_out(self) -> Version | None:
        """The latest release that is out as of the data's date."""
        return max((stop.version for stop in self.stops if not stop.scheduled), default=None)


@dataclass(frozen=True, kw_only=True)
class Facts(Known):
    """All of it.

    Pages are below `site`. `by_web` has what differs by web interface, by version. `items` are the arrivals
    in the order of plans; `parts` has what each name in their `calls` and `names` is compared by. `areas` and
    `products` have the id for every spelling: lower case, single spaces, without `axis ` at the beginning.
    `last` has what a product gets last, by its id; `builds` where a version in full came, in words. `hints`
    say what to do about what is refused, by the word for that. `coverage` says what the facts know, `ages`
    how old what they say of changes is, and `age` that in a sentence.
    """

    generated_from: PlanSource
    stops: tuple[PlanStop, ...]
    by_web: Mapping[str, Cause]
    items: tuple[Arrival, ...]
    parts: Mapping[str, str]
    areas: Mapping[str, str]
    products: Mapping[str, str]
    rules: tuple[PlanRule, ...]
    advice: tuple[Advice, ...]
    rollback: tuple[PlanRollback, ...]
    hints: Mapping[str, str]
    coverage: tuple[str, ...]
    age: str
    ages: Ages | None = None
    last: Mapping[str, tuple[PlanLast, ...]] = field(default_factory=dict)
    builds: Mapping[str, str] = field(default_factory=dict)

    def stop(self, version: Version) -> PlanStop | None:
        """Return the known release of that version as a stop."""
        return next((stop for stop in self.stops if stop.version == version), None)

    def rollback_after(self, version: Version) -> tuple[PlanRollback, ...]:
        """Return what to do when an upgrade to a version goes wrong."""
        return tuple(one for one in self.rollback if one.major in (0, version.major))
