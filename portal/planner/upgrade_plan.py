"""The plan of an upgrade: plain values, ready to be shown. A field with a default is left out of the JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portal.model.sources import Ages
from portal.model.versions import Version
from portal.planner.plan_facts import CLASSES, Advice, ClassId, Hit, PlanRollback, PlanRule, PlanStop

Verdict = Literal["breaks", "may-break", "cannot-say", "nothing", "same"]


@dataclass(frozen=True)
class Request:
    """What somebody asks for, as they type it."""

    start: str
    target: str
    factory_reset: bool = False
    web: bool = False
    every: bool = False
    areas: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanEnd:
    """An end of the way: as asked, the release that it counts as, and its track as far as it is known."""

    asked: str
    version: Version
    track: str = ""
    note: str = ""


@dataclass(frozen=True)
class Warned:
    """Something to know before trusting the plan."""

    id: str
    text: str


@dataclass(frozen=True)
class PlanWay:
    """Which of the two ways it is, in a sentence: only `required` stops, or `every` release between."""

    id: Literal["required", "every"]
    text: str


@dataclass(frozen=True)
class Headline:
    """How many changes of a class there are, in words."""

    class_id: ClassId
    text: str


@dataclass(frozen=True, kw_only=True)
class PlanStep(PlanStop):
    """A version to install, why, and the changes that bite there, by class; `CLASSES` has their order.

    `fails` may stop the upgrade. `every` hits every upgraded device, `named` only products that are named;
    `somewhere` comes in a release of a major version that no source names; `unsure` rests on a third party or
    our inference, is not confirmed, or may not hit upgraded devices. `reset` concerns only devices that are
    reset to factory defaults or new, and with `nothing` there is nothing to do.
    """

    reason: Literal["required", "recommended", "target"]
    reason_text: str
    fails: tuple[Hit, ...] = ()
    every: tuple[Hit, ...] = ()
    named: tuple[Hit, ...] = ()
    somewhere: tuple[Hit, ...] = ()
    unsure: tuple[Hit, ...] = ()
    reset: tuple[Hit, ...] = ()
    nothing: tuple[Hit, ...] = ()

    @property
    def classes(self) -> tuple[tuple[ClassId, tuple[Hit, ...]], ...]:
        """The classes that have any hits."""
        return tuple((name, getattr(self, name)) for name in CLASSES if getattr(self, name))

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them."""
        return tuple(hit for _, hits in self.classes for hit in hits)


@dataclass(frozen=True)
class UsedName:
    """A name in use: as asked, and as it is recorded in the hits."""

    name: str
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many stops, changes of each class, and changes that the filters leave out."""

    stops: int
    left_out: int
    classes: Mapping[ClassId, int] = field(default_factory=dict)


@dataclass(frozen=True)
class UpgradePlan:
    """The way from one version to another, and what changes at which stop.

    `verdict` is `breaks` where something is certain to hit, `may-break` where nothing that may is certain;
    `cannot-say` where nothing is recorded, but the data does not reach far enough to call that nothing;
    `same` where both ends are one release. `headline` counts each change once. `age` says how old the facts
    are, and `idle` what to say of a stop at which nothing changes, in words.
    """

    asked: Request
    title: str
    start: PlanEnd
    target: PlanEnd
    way: PlanWay
    uses: tuple[UsedName, ...]
    verdict: Verdict
    summary: str
    headline: tuple[Headline, ...]
    counts: Counts
    warnings: tuple[Warned, ...]
    steps: tuple[PlanStep, ...]
    rules: tuple[PlanRule, ...]
    advice: tuple[Advice, ...]
    coverage: tuple[str, ...]
    site: str
    age: str
    idle: str
    ages: Ages | None = None
    rollback: tuple[PlanRollback, ...] = ()
