"""What every form of a report on a fleet says to people, passage by passage; and the form for a terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal.fleet.judging import FleetGroup, FleetReport
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


@dataclass(frozen=True)
class Passage:
    """A text or an address with what it is about; or a heading, with all that stands below it.

    `tone` is a verdict, or what else it is.
    """

    text: str
    label: str = ""
    tone: str = ""
    inner: Sequence["Passage"] = ()


def passage_of(report: FleetReport, *, devices: bool) -> Passage:
    """Return all that is said, with a list of the devices of each group where that is wanted."""
    target = f"{report.target} ({report.target} {report.note})" if report.note else report.target
    heading = f"{counted(sum(report.verdicts.values()), 'device')} on the way to AXIS OS {target}"
    unread = f" Rows and files that could not be read: {report.unread:,}." if report.unread else ""
    made = Passage(f"Made on {When.parse(report.today)}. {report.age}{unread}")
    numbers = [
        Passage(f"{count:,}", VERDICT[one].capitalize(), one) for one, count in report.verdicts.items()
    ]
    gets = ", ".join(f"{_GETS[answer]} {count:,}" for answer, count in report.gets.items())
    offers = Passage(f"Whether a source says that the product gets {report.target}: {gets}.")
    results = Passage("Results", tone="results", inner=[*numbers, offers, Passage(_BEYOND)])
    groups = [_group(group, report.target, devices=devices) for group in report.groups]
    *covered, whose = map(Passage, report.coverage)
    sources = Passage(f"{report.site}about/sources/", "Each change names its sources. All of them")
    coverage = Passage("What this covers", inner=[*covered, sources])
    return Passage(heading, inner=[made, whose, results, *groups, coverage])


def _group(group: FleetGroup, target: str, *, devices: bool) -> Passage:
    count = counted(len(group.devices), "device")
    named = f"{group.model or 'model not known'}, {group.version or 'version not known'}"
    stuck = f", does not get {target}" if group.gets == "no" else ""
    heading = f"{VERDICT[group.verdict].capitalize()}: {count}, {named}{stuck}"
    same = groupby(group.met, key=lambda touch: (touch.change, touch.hint))
    met = [_met(list(touches), len(group.devices)) for _, touches in same]
    listed = [Passage(", ".join(map(" ".join, (one.own or {}).items())), one.label) for one in group.devices]
    listing = [Passage("Devices", tone="devices", inner=listed)] if devices else []
    return Passage(heading, tone=group.verdict, inner=[*_about(group, target), *met, *listing])


def _about(group: FleetGroup, target: str) -> Iterator[Passage]:
    for touch in group.met[:1] if group.gets != "no" else ():
        yield Passage(to_text(touch.change.action.text or gap(touch.change.action.note)), "Do first")
    if group.way.stops:
        yield Passage(f"install {', then '.join(map(str, group.way.stops))}", "Way")
    yield Passage(f"{_GETS[group.gets]}. {group.source}".rstrip(), f"Gets {target}")
    without = Counter(part for one in group.devices for part in one.unseen)
    unseen = [
        f"{counted(len(changes), 'change')} on the way could not be looked for: the files of "
        f"{counted(without[part], 'device')} do not show enough of the {part}."
        for part, changes in group.unseen.items()
    ]
    if unseen or group.way.doubts:
        yield Passage(" ".join((*group.way.doubts, *unseen)), NOT_KNOWN)
    if group.way.plan:
        yield from (Passage(group.way.brings, "For every device"), Passage(group.way.plan, "Plan"))


def _met(touches: Sequence[Touch], count: int) -> Passage:
    change, verdict = touches[0].change, touches[0].verdict
    look = ", have a look" if touches[0].hint else ""
    said = [f"{touch.count:,} of {count:,}: {touch.said}" for touch in touches]
    heading = f"{VERDICT[verdict].capitalize()}{look}: {change.title}"
    return Passage(heading, tone=verdict, inner=[*map(Passage, (change.when, *said, change.url))])


def render_fleet_text(report: FleetReport, width: int, *, devices: bool) -> str:
    """Return the report in lines of at most `width` characters, but for what cannot be broken."""
    return "\n".join(_lines(passage_of(report, devices=devices), width, 0)) + "\n"


def _lines(said: Passage, width: int, depth: int) -> Iterator[str]:
    yield from [""] if depth == 1 and said.inner else []
    lead = "  " * (depth - 1) + "- " * (depth == 2 and bool(said.inner))
    yield from textwrap.wrap(
        one_line(": ".join(filter(None, (said.label, said.text)))), width, initial_indent=lead,
        subsequent_indent=" " * len(lead) + "  ", break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    for inner in said.inner:
        yield from _lines(inner, width, depth + 1)
