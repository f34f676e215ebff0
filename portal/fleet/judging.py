"""What an upgrade means for devices: three answers that are kept apart, in plain values for every report.

What their settings and applications meet on the way; whether a source says that the product gets the version;
and what their files did not hold. What is not known is never a pass. A device alone is a group of one. A
field with a default is left out of the JSON where that holds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from portal.fleet.device import Device, Part
from portal.fleet.touching import VERDICTS, FleetVerdict, Rule, Touch, Unseen, look, rules_between
from portal.model.dates import When
from portal.model.versions import Version
from portal.planner import AskedEnd, Facts, Request, doubts, folded, last_for, make_plan, past_last, read_end
from portal.problems import Refusal, Refused
from portal.scanner import Names

Gets = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class FleetWay:
    """The way from one version: the `stops` to install, and what it `brings` for every device.

    `plan` is the address of that; `doubts` say why there is none, or where it leaves what the data knows.
    """

    stops: tuple[Version, ...] = ()
    brings: str = ""
    plan: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FleetDevice:
    """A device, the ids of what it meets, and what its files do not show all of. `own` is private."""

    label: str
    changes: tuple[str, ...] = ()
    unseen: tuple[Part, ...] = ()
    own: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class FleetGroup:
    """Devices of one model, version and verdict, or a single one. What they meet is in `met`.

    `gets` tells whether a source says that the product gets the target, and `source` which.
    """

    verdict: FleetVerdict
    model: str = ""
    version: str = ""
    gets: Gets
    source: str = ""
    way: FleetWay
    met: tuple[Touch, ...] = ()
    unseen: Unseen = field(default_factory=dict)
    devices: tuple[FleetDevice, ...]


@dataclass(frozen=True)
class FleetReport:
    """All of it, the largest trouble first. `unread` is how many rows and files could not be read."""

    target: str
    today: str
    data_as_of: When
    age: str
    site: str
    unread: int
    verdicts: Mapping[FleetVerdict, int]
    gets: Mapping[Gets, int]
    groups: tuple[FleetGroup, ...]
    coverage: tuple[str, ...]
    note: str = ""

    def is_found(self, *, reported: bool) -> bool:
        """Whether something is recorded by the vendor or, where `reported`, by anybody."""
        met = (one for group in self.groups for one in group.met if one.verdict not in ("unknown", "nothing"))
        return any(reported or one.change.is_sure for one in met)


class Judge:
    """Judges devices by one target. Raises `Refused` where that is no version."""

    def __init__(self, facts: Facts, names: Names, target: str, *, web: bool = False) -> None:
        end = read_end(facts, "target", target)
        if isinstance(end, Refusal):
            raise Refused(end)
        self.facts, self.target = facts, end
        self._names, self._web = names, web
        self._ways: dict[str, tuple[AskedEnd, FleetWay, tuple[Rule, ...]]] = {}
        # The products that a change can hit, none where it can hit all; and what may not hit upgraded devices
        self._only = {item.hit.id: set(item.only) for item in facts.items}
        self._maybe = {item.hit.id for item in facts.items if item.hit.applies_to == "unknown"}

    def judge(self, device: Device) -> FleetGroup:
        """Return the answers of a device, as a group that has no other."""
        if device.version not in self._ways:
            start, way = self._way(device.version)
            on_way = rules_between(self._names, start.version, self.target.version)
            self._ways[device.version] = start, way, tuple(on_way)
        (start, way, rules), products = self._ways[device.version], self._products(device)
        touches, unseen = look(device, rules, self.target.version)
        met = tuple(filter(None, (self._concerning(touch, products) for touch in touches)))
        verdicts = {touch.verdict for touch in met}
        # A row of a list holds nothing to look at
        if way.doubts or unseen or (way.stops and device.holds <= {"identity"}):
            verdicts.add("unknown")
        gets, source = self._gets(start, way, products)
        changes = tuple(dict.fromkeys(touch.change.id for touch in met))
        return FleetGroup(
            verdict=min(verdicts, key=VERDICTS.index, default="nothing"),
            model=device.model,
            version=device.version,
            gets=gets,
            source=source,
            way=replace(way, stops=()) if gets == "no" else way,
            met=met,
            unseen=unseen,
            devices=(FleetDevice(device.label, changes, tuple(unseen), dict(device.own) or None),),
        )

    def _way(self, version: str) -> tuple[AskedEnd, FleetWay]:
        start = read_end(self.facts, "start", version)
        if isinstance(start, Refusal):
            why = f"{start.message}." if version else "Its version is not in the files."
            first, counted = self.facts.versions[0], f"All that comes up to {self.target.asked} is counted."
            return AskedEnd(version, first, first), FleetWay(doubts=(why, counted))
        try:
            plan = make_plan(self.facts, Request(version, self.target.asked, web=self._web))
        except Refused as refused:
            return start, FleetWay(doubts=(f"{refused.refusals[0].message}.",))
        doubtful = [one.text for one in doubts(self.facts, start, self.target) if plan.steps]
        warned = [one.text for one in plan.warnings if one.text not in doubtful]
        way = f"{self.facts.site}plan/?start={plan.start.version}&target={plan.target.version}"
        stops = tuple(step.version for step in plan.steps)
        return start, FleetWay(stops, " ".join((plan.summary, *warned)), way, tuple(doubtful))

    def _products(self, device: Device) -> tuple[str, ...]:
        """Return the ids that the data has for a device: of its model, its chip and its architecture."""
        chip = f"products based on {folded(device.chip.partition('(')[0])}"
        asked = (folded(device.model), chip, folded(device.architecture))
        return tuple(self.facts.products.get(name, "") for name in asked)

    def _concerning(self, touch: Touch, products: tuple[str, ...]) -> Touch | None:
        """Return a touch as it concerns some product: a hint where that is not known, None where not."""
        change = touch.change
        only = self._only.get(change.id) or set(products)
        if not only.intersection(products) and products[0]:
            return None
        is_known = only.intersection(products) and change.id not in self._maybe
        return touch if is_known or change.consequence == "default-changes" else touch.as_hint

    def _gets(self, start: AskedEnd, way: FleetWay, products: tuple[str, ...]) -> tuple[Gets, str]:
        if not way.stops and not way.doubts:
            return "yes", "It runs this release already."
        for product in filter(None, products):
            if last := last_for(self.facts, product, self.target):
                is_past = any(past_last(self.facts, product, start, self.target))
                said = f"{last.product}: {last.version} is its last release on {last.track}"
                return "no" if is_past else "yes", f"{said} (said by {last.source})."
        return "unknown", ""


def report_of(
    judge: Judge, judged: Sequence[FleetGroup], today: date, *, unread: int = 0, names: bool = False
) -> FleetReport:
    """Return the report on devices that were judged by one target, with what is their owner's if `names`."""
    same: dict[tuple[str, ...], list[FleetGroup]] = {}
    for one in judged:
        same.setdefault((one.model, one.version, one.verdict, one.source), []).append(one)
    groups = [_together(some, names=names) for some in same.values()]
    groups.sort(key=lambda one: (VERDICTS.index(one.verdict), one.gets != "no", -len(one.devices)))
    verdicts, gets = Counter(one.verdict for one in judged), Counter(one.gets for one in judged)
    return FleetReport(
        target=judge.target.asked,
        today=today.isoformat(),
        data_as_of=judge.facts.data_as_of,
        age=judge.facts.age,
        site=judge.facts.site,
        unread=unread,
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        gets={answer: gets[answer] for answer in get_args(Gets)},
        groups=tuple(groups),
        coverage=judge.facts.coverage,
        note=judge.target.note,
    )


def _together(groups: Sequence[FleetGroup], *, names: bool) -> FleetGroup:
    """Return groups of one model, version and verdict as one: the worst first, of that what is surest."""
    counts = Counter(touch for group in groups for touch in group.met)
    met = [replace(touch, count=count) for touch, count in counts.most_common()]
    met.sort(key=lambda one: one.change.status)  # a stage that came, then one that is planned
    met.sort(key=lambda one: (VERDICTS.index(one.verdict), not one.change.is_sure, one.change.id, one.hint))
    unseen: dict[Part, dict[str, None]] = {}
    for part, changes in (item for group in groups for item in group.unseen.items()):
        unseen.setdefault(part, {}).update(dict.fromkeys(changes))
    devices = [device for group in groups for device in group.devices]
    return replace(
        groups[0],
        met=tuple(met),
        unseen={part: tuple(changes) for part, changes in unseen.items()},
        devices=tuple(devices if names else (replace(device, own=None) for device in devices)),
    )
