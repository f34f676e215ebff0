"""The devices of a fleet by model, version and verdict: what every report says, in plain values.

A field with a default is left out of the JSON where that holds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from portal.fleet.device import Part
from portal.fleet.judging import FleetGroup, Gets, Judge
from portal.fleet.touching import VERDICTS, FleetVerdict
from portal.model.dates import When


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
        met = [touch for group in self.groups for touch in group.met]
        found = [touch.change for touch in met if touch.verdict not in ("unknown", "nothing")]
        return any(reported or change.is_sure for change in found)


def report_of(
    judge: Judge, judged: Sequence[FleetGroup], today: date, *, unread: int = 0, names: bool = False
) -> FleetReport:
    """Return the report on devices that were judged by one target, with what is their owner's if `names`."""
    same: dict[tuple[str, ...], list[FleetGroup]] = {}
    for one in judged:
        same.setdefault((one.model, one.version, one.verdict, one.source), []).append(one)
    groups = [_together(some, names=names) for some in same.values()]
    groups.sort(key=lambda one: (one.gets != "no", -len(one.devices), one.model, one.version))
    groups.sort(key=lambda one: VERDICTS.index(one.verdict))
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
    met = [replace(touch, count=count) for touch, count in counts.items()]
    met.sort(key=lambda one: (not one.change.is_sure, one.change.id, one.hint, -one.count))
    met.sort(key=lambda one: VERDICTS.index(one.verdict))
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
