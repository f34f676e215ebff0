"""What every form of a report on a fleet says to people, section by section; and the form for a terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from portal.fleet.grouping import FleetReport
from portal.fleet.judging import FleetGroup
from portal.fleet.touching import Touch
from portal.model.dates import When
from portal.problems import one_line
from portal.prose import to_text
from portal.words import NOT_KNOWN, VERDICT, counted, gap

# What no file of a device shows, whatever it holds
_BEYOND = (
    "A result says what the files of a device show. What comes for every device stands with its group; your "
    "own code and integrations are in neither: use portal scan."
)
_GETS = {"yes": "yes", "no": "no", "unknown": NOT_KNOWN.lower()}
_NARROWEST = 40


class Point(NamedTuple):
    """A text or an address, and what it is about. `tone` is a verdict."""

    text: str
    label: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Passage:
    """A part of a report. `tone` is its verdict, or else what it is."""

    heading: str
    points: Sequence[Point]
    inner: Sequence["Passage"] = ()
    tone: str = ""


def section_of(report: FleetReport, *, devices: bool) -> Passage:
    """Return all that is said, with a list of the devices of each group where that is wanted."""
    target = f"{report.target} ({report.target} {report.note})" if report.note else report.target
    heading = f"{counted(sum(report.verdicts.values()), 'device')} on the way to AXIS OS {target}"
    unread = f" Rows and files that could not be read: {report.unread:,}." if report.unread else ""
    made = Point(f"Made on {When.parse(report.today)}. {report.age}{unread}")
    numbers = [Point(f"{count:,}", VERDICT[one].capitalize(), one) for one, count in report.verdicts.items()]
    gets = ", ".join(f"{_GETS[answer]} {count:,}" for answer, count in report.gets.items())
    offers = Point(f"Whether a source says that the product gets {report.target}: {gets}.")
    results = Passage("Results", [*numbers, offers, Point(_BEYOND)], tone="results")
    *covered, whose = map(Point, report.coverage)
    sources = Point(f"{report.site}about/sources/", "Each change names its sources. All of them")
    groups = [_group(group, report.target, devices=devices) for group in report.groups]
    return Passage(
        heading, [made, whose], [results, *groups, Passage("What this covers", [*covered, sources])]
    )


def _group(group: FleetGroup, target: str, *, devices: bool) -> Passage:
    count = counted(len(group.devices), "device")
    named = f"{group.model or 'model not known'}, {group.version or 'version not known'}"
    stuck = f", does not get {target}" if group.gets == "no" else ""
    heading = f"{VERDICT[group.verdict].capitalize()}: {count}, {named}{stuck}"
    same = groupby(group.met, key=lambda touch: (touch.change.id, touch.hint))
    inner = [_met(list(touches), len(group.devices)) for _, touches in same]
    if devices:
        own = (", ".join(map(" ".join, (one.own or {}).items())) for one in group.devices)
        labels = (one.label for one in group.devices)
        inner.append(Passage("Devices", [*map(Point, own, labels)], tone="devices"))
    return Passage(heading, [*_points(group, target)], inner, group.verdict)


def _points(group: FleetGroup, target: str) -> Iterator[Point]:
    for touch in group.met[:1]:
        yield Point(to_text(touch.change.action.text or gap(touch.change.action.note)), "Do first")
    if group.way.stops:
        yield Point(f"install {', then '.join(map(str, group.way.stops))}", "Way")
    yield Point(f"{_GETS[group.gets]}. {group.source}".rstrip(), f"Gets {target}")
    without = Counter(part for one in group.devices for part in one.unseen)
    unseen = [
        f"{counted(len(changes), 'change')} on the way could not be looked for: the files of "
        f"{counted(without[part], 'device')} do not show all of the {part}."
        for part, changes in group.unseen.items()
    ]
    if unseen or group.way.doubts:
        yield Point(" ".join((*group.way.doubts, *unseen)), NOT_KNOWN)
    if group.way.plan:
        yield from (Point(group.way.brings, "For every device"), Point(group.way.plan, "Plan"))


def _met(touches: Sequence[Touch], count: int) -> Passage:
    change, verdict = touches[0].change, touches[0].verdict
    look = ", have a look" if touches[0].hint else ""
    said = [f"{touch.count:,} of {count:,}: {touch.said}" for touch in touches]
    heading = f"{VERDICT[verdict].capitalize()}{look}: {change.title}"
    return Passage(heading, [*map(Point, (change.when, *said, change.url))], tone=verdict)


def render_fleet_text(report: FleetReport, width: int, *, devices: bool) -> str:
    """Return the report in lines of at most `width` characters, but for what cannot be broken."""
    return "\n".join(_lines(section_of(report, devices=devices), max(width, _NARROWEST), 0)) + "\n"


def _lines(section: Passage, width: int, depth: int) -> Iterator[str]:
    yield from [""] if depth == 1 else []
    texts = [": ".join(filter(None, (point.label, point.text))) for point in section.points]
    leads = ["  - " if depth > 1 else "", *("  " * depth for _ in texts)]
    for lead, text in zip(leads, (section.heading, *texts), strict=True):
        yield from textwrap.wrap(
            one_line(text), width, initial_indent=lead, subsequent_indent=" " * len(lead) + "  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    for inner in section.inner:
        yield from _lines(inner, width, depth + 1)
