"""The plan of an upgrade: plain values, ready to be shown. A field with a default is left out of the JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from portal.model.sources import Ages
from portal.model.versions import Version
from portal.planner.plan_facts import Advice, Hit, PlanRollback, PlanRule, PlanStop

Verdict = Literal["breaks", "may-break", "cannot-say", "nothing", "same"]


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


# In the order of what to do: what comes before the installation, then what comes with it, then the rest
BEFORE = ("first", "before")
GROUPS = (*BEFORE, "at", "watch", "maybe", "after")


@dataclass(frozen=True, kw_only=True)
class PlanStep(PlanStop):
    """A version to install on the way, with its hits by what to do about them; `GROUPS` has their order.

    `first` is what the upgrade fails of, `before` what to prepare, and `at` what to test since the source
    names nothing to prepare; `watch` needs nothing done, and `maybe` may have come. `after` concerns only
    devices that are reset to factory defaults or new from here on.
    """

    first: tuple[Hit, ...]
    before: tuple[Hit, ...]
    at: tuple[Hit, ...]
    watch: tuple[Hit, ...]
    maybe: tuple[Hit, ...]
    after: tuple[Hit, ...]

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them."""
        return tuple(hit for group in GROUPS for hit in getattr(self, group))


@dataclass(frozen=True)
class UsedName:
    """A name in use: as asked, and as it is recorded in the hits."""

    name: str
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """How many stops and different changes: `hit` upgraded devices, `later` only reset or new ones.

    `unconfirmed` may have come. Of those that hit, `reported` have no word of the vendor, and `consequences`
    counts them by what is known to become of whoever does nothing.
    """

    stops: int
    hit: int
    unconfirmed: int
    later: int
    left_out: int
    reported: int = 0
    consequences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class UpgradePlan:
    """The way from one version to another, and what changes at which stop.

    `verdict` is `may-break` where all that hits may have come, but nothing says so; `cannot-say` where
    nothing is recorded, but the data does not reach far enough to call that nothing; `same` where both ends
    are one release. `age` says how old the facts are, in words.
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
    age: str
    ages: Ages | None = None
    rollback: tuple[PlanRollback, ...] = ()
