"""What a plan is made from: every stop and every hit there can be, in full, so that planning only chooses.

It is what is published for the page and for planners elsewhere: see `portal.fields`. A field with a default
is left out there where the default holds. Texts are Markdown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from portal.model import Statement
from portal.model.change import AppliesTo, Audience, Consequence, Status
from portal.model.dates import When
from portal.model.sources import Ages, Sureness
from portal.model.versions import Version

# Where pages are, relative to the site's root: `portal.addresses` as a browser can fill it in.
CHANGE_PAGE = "changes/{id}/"
RELEASE_PAGE = "releases/{version}/"
ACTIVE = "active"

Strength = Literal["required", "recommended"]
# What a change is for a plan: the first of these that applies. `class_of` in arriving.py says when.
ClassId = Literal["fails", "every", "named", "somewhere", "unsure", "reset", "nothing"]
CLASSES: tuple[ClassId, ...] = get_args(ClassId)


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
    """A known release that can be a stop of a way; `page` is its page from the site's root.

    One that is `skipped` is no stop between the ends: it is canceled, or nobody can get it any more.
    """

    date: str = ""
    page: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class StageText:
    """What comes at a stage of a change, and how far it has come."""

    version: Version
    text: str
    status: Status = "applied"


@dataclass(frozen=True)
class Hit:
    """A change, or a stage of one, where it comes.

    `version` is where, `what` says that with its kind, `page` is its page from the site's root, `marks` what
    else to know about it, with consequence, audience and sureness in words. `stage` counts from 1, `status`
    is that of the stage, and `stages` has its text; where it has `effect`, the change itself comes.
    `class_after_reset` is the class for devices that are reset, where that is another.

    Only in a plan it has the `names` in use that it touches, as recorded, the class of that plan alone, and
    in `stages` all that the way passes.
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
    class_id: ClassId
    why: Statement
    impact: Statement
    action: Statement
    marks: tuple[str, ...] = ()
    class_after_reset: ClassId | None = None
    names: tuple[str, ...] = ()
    audience: tuple[Audience, ...] = ()
    tentative: bool = False
    unnamed: bool = False
    stage: int = 0
    stages: tuple[StageText, ...] = ()
    effect: bool = False
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
    """A rule for an upgrade's path, when it holds, how strictly, and who says so."""

    id: str
    text: str
    strength: Strength
    sources: tuple[PlanLink, ...]
    when: str = ""


@dataclass(frozen=True)
class Advice:
    """A text of a source, and the plans that it belongs to: `making` explains `when`.

    `sources` say it, where that is not the vendor.
    """

    id: str
    text: str
    question: str = ""
    links: tuple[PlanLink, ...] = ()
    sources: tuple[PlanLink, ...] = ()
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

    Pages are below `site`. `items` are the arrivals
    in the order of plans; `parts` has what each name in their `calls` and `names` is compared by. `areas` and
    `products` have the id for every spelling: lower case, single spaces, without `axis ` at the beginning.
    `last` has what a product gets last, by its id; `builds` where a version in full came, in words. `hints`
    say what to do about what is refused, by the word for that. `coverage` says what the facts know, `ages`
    how old what they say of changes is, and `age` that in a sentence.
    """

    generated_from: PlanSource
    stops: tuple[PlanStop, ...]
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
