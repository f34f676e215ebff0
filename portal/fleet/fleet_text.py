"""A report on a fleet for a terminal, and what every form of it says in words."""

import textwrap
from collections.abc import Iterator

from portal.fleet.grouping import FleetGroup, FleetReport, FleetRow, Met
from portal.model.dates import When
from portal.problems import one_line
from portal.prose import to_text
from portal.words import NOT_KNOWN, VERDICT, counted, gap

# What no file of a device shows, whatever it holds
BEYOND = (
    "A result says what the files of a device show. What comes for every device stands with its group; your "
    "own code and integrations are in neither: use portal scan."
)
GETS = {"yes": "yes", "no": "no", "unknown": NOT_KNOWN.lower()}
_NARROWEST = 40


def render_fleet_text(report: FleetReport, width: int, *, devices: bool) -> str:
    """Return the report in lines of at most `width` characters, but for what cannot be broken."""
    lines: list[str] = []
    for first, text in _blocks(report, devices=devices):
        rest = " " * (len(first) + 2 * bool(first))
        lines += textwrap.wrap(
            one_line(text), max(width, _NARROWEST), initial_indent=first, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return "\n".join(lines) + "\n"


def _blocks(report: FleetReport, *, devices: bool) -> Iterator[tuple[str, str]]:
    """Return each text with what stands before its first line; an empty one is an empty line."""
    yield from (("", title(report)), ("", made(report)), ("", ""))
    yield from ((f"{count:>8,}  ", VERDICT[verdict]) for verdict, count in report.verdicts.items())
    yield from (("", ""), ("", offers(report)), ("", BEYOND))
    for number, group in enumerate(report.groups, 1):
        yield from (("", ""), (f"{number}. ", heading(report, group)))
        yield from (("   ", f"{label}: {text}") for label, text in points(report, group))
        yield from (("   ", f"Plan: {group.plan}"),) if group.plan else ()
        for met in group.met:
            yield "   - ", f"{verdict(met)}: {met.title}"
            yield from (("     ", text) for text in (met.when, *touched(group, met), met.url))
    listed = ["", *(", ".join(cells(one)) for one in report.devices)] if devices else []
    yield from (("", text) for text in (*listed, "", *report.coverage))


# --- in words


def title(report: FleetReport) -> str:
    """Say what the report is about."""
    note = f" ({report.target} {report.note})" if report.note else ""
    return f"{counted(report.count, 'device')} on the way to AXIS OS {report.target}{note}"


def made(report: FleetReport) -> str:
    """Say when it was made, how old its facts are, and what could not be read."""
    noun = "row or file" if report.unread == 1 else "rows or files"
    unread = f" Not read: {report.unread:,} {noun}." if report.unread else ""
    return f"Made on {When.parse(report.today)}. {report.age}{unread}"


def offers(report: FleetReport) -> str:
    """Say of how many devices a source says that they get the version."""
    said = ", ".join(f"{GETS[answer]} {count:,}" for answer, count in report.gets.items())
    return f"Whether a source says that the product gets {report.target}: {said}."


def heading(report: FleetReport, group: FleetGroup) -> str:
    """Name a group, and say how large it is, and whether it cannot get there at all."""
    named = f"{group.model or 'model not known'}, {group.version or 'version not known'}"
    stuck = f", does not get {report.target}" if group.gets == "no" else ""
    return f"{VERDICT[group.verdict].capitalize()}: {counted(group.count, 'device')}, {named}{stuck}"


def points(report: FleetReport, group: FleetGroup) -> Iterator[tuple[str, str]]:
    """Return what is said of a group, each with its label."""
    if group.met:
        action = group.met[0].action
        yield "Do first", to_text(action.text or gap(action.note))
    if group.stops or group.said:
        yield "Way", f"install {', then '.join(map(str, group.stops))}" if group.stops else group.said
    yield f"Gets {report.target}", f"{GETS[group.gets]}. {group.source}".rstrip()
    unseen = [
        f"{counted(len(one.changes), 'change')} on the way could not be looked for: the files of "
        f"{counted(one.count, 'device')} do not show all of the {one.part}."
        for one in group.unseen
    ]
    if unseen or group.doubts:
        yield NOT_KNOWN, " ".join((*unseen, *group.doubts))
    if group.brings:
        yield "For every device", group.brings


def verdict(met: Met) -> str:
    """Say how bad it is to meet a change."""
    return f"{VERDICT[met.verdict]}, have a look" if met.hint else VERDICT[met.verdict]


def touched(group: FleetGroup, met: Met) -> list[str]:
    """Say what a change touches of how many devices."""
    return [f"{count:,} of {group.count:,}: {text}" for text, count in met.said.items()]


def cells(one: FleetRow) -> tuple[str, ...]:
    """Return what a table has of a device, with what is its owner's own where that was asked for."""
    own = [f"{what} {value}" for what, value in (one.own or {}).items()]
    model, version = one.model or "model not known", one.version or "version not known"
    return one.label, model, version, VERDICT[one.verdict], f"gets it: {GETS[one.gets]}", *own
