"""What an upgrade means for a device: three answers that are kept apart.

What its settings and applications meet on the way; whether a source says that this product gets the version;
and what its files did not hold. What is not known is never a pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from portal.fleet.device import Device
from portal.fleet.touching import DeviceRules, Touch, Unseen
from portal.model.change import Consequence
from portal.model.versions import Version
from portal.planner import (
    AskedEnd,
    Facts,
    Request,
    UpgradePlan,
    doubts,
    folded,
    last_for,
    make_plan,
    past_last,
    read_end,
)
from portal.problems import Refusal, Refused
from portal.scanner import Names

# The worst first: `VERDICT` of portal/words.py says them
FleetVerdict = Literal["blocked", "breaks", "unknown", "defaults", "nothing"]
VERDICTS: tuple[FleetVerdict, ...] = get_args(FleetVerdict)
Gets = Literal["yes", "no", "unknown"]
_VERDICT_OF: Mapping[Consequence, FleetVerdict] = {
    "upgrade-fails": "blocked",
    "app-breaks": "breaks",
    "integration-breaks": "breaks",
    "unknown": "unknown",
    "default-changes": "defaults",
    "nothing-to-do": "nothing",
}
_CONSEQUENCES = tuple(_VERDICT_OF)
# How the data names the products of a chip
_BASED_ON = "products based on "


@dataclass(frozen=True)
class FleetWay:
    """The way from one version: its plan, or in `said` why there is none.

    Changes from `begin` on count; without it none do. `doubts` say where the way leaves what the data knows.
    """

    start: AskedEnd
    said: str = ""
    begin: Version | None = None
    plan: UpgradePlan | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgedDevice:
    """A device without its settings and applications, and the answers. The worst touch is first.

    `gets` tells whether a source says that the product gets the target, and `source` which.
    """

    device: Device
    way: FleetWay
    verdict: FleetVerdict
    touches: tuple[Touch, ...]
    unseen: tuple[Unseen, ...]
    gets: Gets
    source: str


class Judge:
    """Judges devices by one target. Raises `Refused` where that is no version."""

    def __init__(self, facts: Facts, names: Names, target: str, *, web: bool = False) -> None:
        end = read_end(facts, "target", target)
        if isinstance(end, Refusal):
            raise Refused(end)
        self.facts, self.target = facts, end
        self._rules, self._web = DeviceRules(names), web
        self._ways: dict[str, FleetWay] = {}
        # The products that a change can hit, none where it can hit all; and what may not hit upgraded devices
        self._only = {item.hit.id: set(item.only) for item in facts.items}
        self._maybe = {item.hit.id for item in facts.items if item.hit.applies_to == "unknown"}

    def judge(self, device: Device) -> JudgedDevice:
        """Return the answers of a device."""
        if device.version not in self._ways:
            self._ways[device.version] = self._way(device.version)
        way, products = self._ways[device.version], self._products(device)
        touches: tuple[Touch, ...] = ()
        unseen: tuple[Unseen, ...] = ()
        if way.begin:
            ends = way.begin, self.target.version
            found = (self._concerning(touch, products) for touch in self._rules.touched(device, *ends))
            touches = tuple(sorted(filter(None, found), key=weight))
            unseen = self._rules.unknown(device, *ends)
        verdicts = {verdict_of(touch) for touch in touches}
        # A row of a list holds nothing to look at
        if not way.plan or way.doubts or unseen or (way.plan.steps and device.holds <= {"identity"}):
            verdicts.add("unknown")
        verdict: FleetVerdict = min(verdicts, key=VERDICTS.index, default="nothing")
        kept = replace(device, settings=(), applications=())
        return JudgedDevice(kept, way, verdict, touches, unseen, *self._gets(way, products))

    def _way(self, version: str) -> FleetWay:
        start = read_end(self.facts, "start", version)
        if isinstance(start, Refusal):
            why = f"{start.message}." if version else "Its version is not in the files."
            counted = f"All that comes up to {self.target.asked} is counted."
            first = self.facts.versions[0]
            return FleetWay(AskedEnd(version, first, first), f"{why} {counted}", first)
        try:
            plan = make_plan(self.facts, Request(version, self.target.asked, web=self._web))
        except Refused as refused:
            return FleetWay(start, f"{refused.refusals[0].message}.")
        if not plan.steps:
            return FleetWay(start, plan.summary, None, plan)
        doubtful = tuple(one.text for one in doubts(self.facts, start, self.target))
        return FleetWay(start, "", start.version, plan, doubtful)

    def _products(self, device: Device) -> tuple[str, ...]:
        """Return the ids that the data has for a device: of its model, its chip and its architecture."""
        chip = f"{_BASED_ON}{folded(device.chip.partition('(')[0])}"
        asked = (folded(device.model), chip, folded(device.architecture))
        return tuple(self.facts.products.get(name, "") for name in asked)

    def _concerning(self, touch: Touch, products: tuple[str, ...]) -> Touch | None:
        """Return a touch as it concerns some product: a hint where that is not known, None where not."""
        change = touch.change
        only = self._only.get(change.id) or set(products)
        if not only.intersection(products) and products[0]:
            return None
        is_known = only.intersection(products) and change.id not in self._maybe
        is_default = change.consequence == "default-changes"
        return touch if is_known or is_default else replace(touch, is_hint=True)

    def _gets(self, way: FleetWay, products: tuple[str, ...]) -> tuple[Gets, str]:
        if way.plan and not way.plan.steps:
            return "yes", "It runs this release already."
        for product in filter(None, products):
            for refusal in past_last(self.facts, product, way.start, self.target):
                return "no", f"{refusal.message} ({refusal.hint})."
            if last := last_for(self.facts, product, self.target):
                what = f"{last.product}: {last.version} is its last release on {last.track}"
                return "yes", f"{what} (said by {last.source})."
        return "unknown", ""


def verdict_of(touch: Touch) -> FleetVerdict:
    """Return what a touch alone makes of a device."""
    if touch.is_hint or touch.change.status == "unconfirmed":
        return "unknown"
    return _VERDICT_OF[touch.change.consequence]


def weight(touch: Touch) -> tuple[int, bool, int, str]:
    """Return the place of a touch: the worst first, and of those what is surest."""
    change = touch.change
    verdict = VERDICTS.index(verdict_of(touch))
    return verdict, not change.is_sure, _CONSEQUENCES.index(change.consequence), change.id
