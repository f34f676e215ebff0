"""The devices of a fleet by model, version and verdict: what every report says, in plain values.

A field with a default is left out of the JSON where that holds.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from portal.fleet.device import Part
from portal.fleet.judging import VERDICTS, FleetVerdict, Gets, Judge, JudgedDevice, verdict_of, weight
from portal.fleet.touching import Touch
from portal.model import Statement
from portal.model.dates import When
from portal.model.sources import Ages, Sureness
from portal.model.versions import Version


@dataclass(frozen=True)
class Met:
    """A change that devices of a group meet: how many, and in `said` how many with what setting or the like.

    `when` says its version, reach and sureness. With a `hint` the files only show that somebody should look.
    """

    id: str
    title: str
    url: str
    when: str
    sureness: Sureness
    action: Statement
    verdict: FleetVerdict
    count: int
    said: Mapping[str, int]
    hint: bool = False


@dataclass(frozen=True)
class NotLookedAt:
    """A part that the files of some devices of a group do not hold, and the changes that need it."""

    part: Part
    count: int
    changes: tuple[str, ...]


@dataclass(frozen=True)
class FleetGroup:
    """Devices of one model, version and verdict. The worst change that they meet is first.

    `stops` are to be installed; without any, `said` says why. `gets`: whether a source says that the product
    gets the target, and `source` which. `brings`: what the way brings for every device, with the address of
    that `plan`.
    """

    verdict: FleetVerdict
    count: int
    gets: Gets
    model: str = ""
    version: str = ""
    stops: tuple[Version, ...] = ()
    said: str = ""
    source: str = ""
    brings: str = ""
    plan: str = ""
    met: tuple[Met, ...] = ()
    unseen: tuple[NotLookedAt, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FleetRow:
    """A device, and the ids of the changes that it meets. `own` is private, and only there if asked for."""

    label: str
    verdict: FleetVerdict
    gets: Gets
    model: str = ""
    version: str = ""
    changes: tuple[str, ...] = ()
    own: Mapping[str, str] | None = None


@dataclass(frozen=True)
class FleetReport:
    """All of it, the largest trouble first. `unread` is how many rows and files could not be read."""

    target: str
    today: str
    data_as_of: When
    age: str
    site: str
    count: int
    unread: int
    verdicts: Mapping[FleetVerdict, int]
    gets: Mapping[Gets, int]
    groups: tuple[FleetGroup, ...]
    devices: tuple[FleetRow, ...]
    coverage: tuple[str, ...]
    note: str = ""
    ages: Ages | None = None

    def is_found(self, *, reported: bool) -> bool:
        """Whether something is recorded by the vendor or, where `reported`, by anybody."""
        return any(
            met.verdict not in ("unknown", "nothing") and (reported or met.sureness.startswith("vendor"))
            for group in self.groups
            for met in group.met
        )


def report_of(
    judge: Judge, judged: Sequence[JudgedDevice], today: date, *, unread: int = 0, names: bool = False
) -> FleetReport:
    """Return the report on devices that were judged by one target, with what is their owner's if `names`."""
    facts, target = judge.facts, judge.target
    groups: dict[tuple[object, ...], list[JudgedDevice]] = {}
    for one in judged:
        key = one.device.model, one.device.version, one.verdict, one.source
        groups.setdefault(key, []).append(one)
    verdicts, gets = Counter(one.verdict for one in judged), Counter(one.gets for one in judged)
    return FleetReport(
        target=target.asked,
        note=target.note,
        today=today.isoformat(),
        data_as_of=facts.data_as_of,
        ages=facts.ages,
        age=facts.age,
        site=facts.site,
        count=len(judged),
        unread=unread,
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        gets={answer: gets[answer] for answer in get_args(Gets)},
        groups=tuple(sorted((_group(judge, found) for found in groups.values()), key=_trouble)),
        devices=tuple(_row(one, names=names) for one in judged),
        coverage=facts.coverage,
    )


def _trouble(group: FleetGroup) -> tuple[int, bool, int, str, str]:
    verdict, is_stuck = VERDICTS.index(group.verdict), group.gets == "no"
    return verdict, not is_stuck, -group.count, group.model, group.version


def _group(judge: Judge, devices: Sequence[JudgedDevice]) -> FleetGroup:
    first, way = devices[0], devices[0].way
    unseen = Counter(unseen for one in devices for unseen in one.unseen)
    plan = way.plan if way.plan and way.plan.steps else None
    warned = [one.text for one in plan.warnings if one.text not in way.doubts] if plan else []
    ends = f"start={plan.start.version}&target={plan.target.version}" if plan else ""
    return FleetGroup(
        verdict=first.verdict,
        count=len(devices),
        gets=first.gets,
        model=first.device.model,
        version=first.device.version,
        stops=tuple(step.version for step in plan.steps) if plan and first.gets != "no" else (),
        said=way.said,
        source=first.source,
        brings=" ".join((plan.summary, *warned)) if plan else "",
        plan=f"{judge.facts.site}plan/?{ends}" if plan else "",
        met=tuple(_met(devices)),
        unseen=tuple(NotLookedAt(one.part, count, one.changes) for one, count in unseen.items()),
        doubts=way.doubts,
    )


def _met(devices: Sequence[JudgedDevice]) -> Iterator[Met]:
    """Return the changes that devices meet, the worst first."""
    touches: dict[tuple[str, bool], list[Touch]] = {}
    counts: Counter[tuple[str, bool]] = Counter()
    for one in devices:
        counts.update({(touch.change.id, touch.is_hint) for touch in one.touches})
        for touch in one.touches:
            touches.setdefault((touch.change.id, touch.is_hint), []).append(touch)
    for (name, is_hint), found in sorted(touches.items(), key=lambda item: weight(item[1][0])):
        change = found[0].change
        yield Met(
            id=name,
            title=change.title,
            url=change.url,
            when=change.when,
            sureness=change.sureness,
            action=change.action,
            verdict=verdict_of(found[0]),
            count=counts[name, is_hint],
            said=dict(
                Counter(f"{one.of}: {one.said}" if one.of else one.said for one in found).most_common()
            ),
            hint=is_hint,
        )


def _row(one: JudgedDevice, *, names: bool) -> FleetRow:
    changes = tuple(dict.fromkeys(touch.change.id for touch in one.touches))
    device, own = one.device, dict(one.device.own) if names else None
    return FleetRow(device.label, one.verdict, one.gets, device.model, device.version, changes, own or None)
