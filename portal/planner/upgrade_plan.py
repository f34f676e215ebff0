"""The plan of an upgrade: plain values, ready to be shown. A field with a default is left out of the JSON."""

from dataclasses import dataclass
from typing import Literal

from portal.model.versions import Version
from portal.planner.plan_facts import Advice, Hit, PlanRollback, PlanRule, PlanStop

Verdict = Literal["breaks", "nothing", "cannot-say", "same"]


@dataclass(frozen=True)
class Request:
    """What somebody asks for, as they type it."""

    start: str
    target: str
    factory_reset: bool = False
    web: bool = False
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


@dataclass(frozen=True, kw_only=True)
class PlanStep(PlanStop):
    """A version to install on the way.

    What hits the devices that you upgrade is in `before` where there is something to prepare, and in `at`
    where the source names nothing to prepare. `after` concerns only devices that are reset to factory
    defaults or new from here on.
    """

    before: tuple[Hit, ...]
    at: tuple[Hit, ...]
    after: tuple[Hit, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them."""
        return (*self.before, *self.at, *self.after)


@dataclass(frozen=True)
class UsedName:
    """A name in use: as asked, and as it is recorded in the hits."""

    name: str
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many stops and different changes: `hit` upgraded devices, `later` only reset or new ones."""

    stops: int
    hit: int
    later: int
    left_out: int


@dataclass(frozen=True)
class UpgradePlan:
    """The way from one version to another, and what changes at which stop.

    `verdict` is `cannot-say` where nothing is recorded, but the data does not reach far enough to call that
    nothing; `same` where both ends are one release.
    """

    asked: Request
    title: str
    start: PlanEnd
    target: PlanEnd
    uses: tuple[UsedName, ...]
    verdict: Verdict
    summary: str
    counts: Counts
    warnings: tuple[Warned, ...]
    steps: tuple[PlanStep, ...]
    rules: tuple[PlanRule, ...]
    advice: tuple[Advice, ...]
    coverage: tuple[str, ...]
    site: str
    rollback: PlanRollback | None = None
