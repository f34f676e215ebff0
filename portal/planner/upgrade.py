"""The plan of an upgrade: plain values, ready to be shown. A field with a default is left out of the JSON."""

from dataclasses import dataclass
from typing import Literal

from portal.planner.facts import Advice, Rollback, Rule
from portal.versions import Version

Reason = Literal["required", "recommended", "target"]
Verdict = Literal["breaks", "nothing", "cannot-say", "same"]


@dataclass(frozen=True)
class Place:
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
class Hit:
    """A change, or a stage of one, at the stop from which on it is in force. Texts are Markdown.

    `version` is where it comes, `page` its page from the site's root, `marks` what to know about it, `stage`
    counts from 1, `names` those in use that it touches, as recorded. Where a text is empty, `..._unknown`
    says what is missing.
    """

    id: str
    title: str
    page: str
    area: str
    kind: str
    version: Version
    marks: tuple[str, ...] = ()
    tentative: bool = False
    unnamed: bool = False
    applies_to: Literal["upgrade", "factory-default", "unknown"] = "upgrade"
    stage: int = 0
    stage_text: str = ""
    why: str = ""
    why_unknown: str = ""
    impact: str = ""
    impact_unknown: str = ""
    action: str = ""
    action_unknown: str = ""
    products: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A version to install on the way.

    What hits the devices that you upgrade is in `before` where there is something to prepare, and in `at`
    where the source names nothing to prepare. `after` concerns only devices that are reset to factory
    defaults or new from here on.
    """

    version: Version
    reason: Reason
    reason_text: str
    rules: tuple[str, ...]
    before: tuple[Hit, ...]
    at: tuple[Hit, ...]
    after: tuple[Hit, ...]
    track: str = ""
    date: str = ""
    scheduled: str = ""
    page: str = ""

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All of them."""
        return (*self.before, *self.at, *self.after)


@dataclass(frozen=True)
class Use:
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

    start: Place
    target: Place
    factory_reset: bool
    web: bool
    areas: tuple[str, ...]
    products: tuple[str, ...]
    uses: tuple[Use, ...]
    verdict: Verdict
    summary: str
    counts: Counts
    warnings: tuple[Warned, ...]
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    advice: tuple[Advice, ...]
    rollback: Rollback
    coverage: tuple[str, ...]
    site: str
