"""A strict reading of a finished calendar, octet by octet, that knows nothing of how it was written.

Sources: RFC 5545 (lines 3.1, text 3.3.11, components 3.6, properties 3.8) and RFC 7986. Stricter than both:
only whole days, only the properties below, and only time stamps at midnight, since a day is all that the
data knows and a clock would hardly say midnight.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_OCTETS = 75
_CALENDAR = {
    "VERSION", "PRODID", "CALSCALE", "UID", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "URL",
    "LAST-MODIFIED", "SOURCE", "REFRESH-INTERVAL",
}  # fmt: skip
_EVENT = {
    "UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "DTSTART", "DTEND", "STATUS", "SUMMARY",
    "DESCRIPTION", "URL", "CATEGORIES", "TRANSP",
}  # fmt: skip
_PARAMETERS = {
    "DTSTART": "VALUE=DATE",
    "DTEND": "VALUE=DATE",
    "SOURCE": "VALUE=URI",
    "REFRESH-INTERVAL": "VALUE=DURATION",
}
_LINE = re.compile(r"(?P<name>[A-Z][A-Z-]*)(?:;(?P<parameters>[^:\"]*))?:(?P<value>.*)", re.DOTALL)
# Text: no bare comma or semicolon, and a backslash only before what it escapes
_TEXT = r"(?:[^\\,;]|\\[\\,;nN])+"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_FORM = {
    "VERSION": r"2\.0",
    "CALSCALE": "GREGORIAN",
    "TRANSP": "TRANSPARENT",
    "STATUS": "CONFIRMED|TENTATIVE|CANCELLED",
    "SEQUENCE": "0|[1-9][0-9]*",
    "REFRESH-INTERVAL": r"P[1-9][0-9]*D",
    "UID": _UUID,
    "CATEGORIES": f"{_TEXT}(?:,{_TEXT})*",
    **dict.fromkeys(("URL", "SOURCE"), r"https?://[!-~]+"),
    **dict.fromkeys(("DTSTAMP", "LAST-MODIFIED", "CREATED"), "[0-9]{8}T000000Z"),
    **dict.fromkeys(("DTSTART", "DTEND"), "[0-9]{8}"),
    **dict.fromkeys(("PRODID", "NAME", "X-WR-CALNAME", "SUMMARY", "DESCRIPTION", "X-WR-CALDESC"), _TEXT),
}


class Component(NamedTuple):
    """A calendar or an event: which, on which line it begins, and its values by name."""

    kind: str
    line: int
    values: dict[str, str]


def calendar_problems(data: bytes) -> Iterator[str]:
    """Return everything that is wrong with a calendar's file, one sentence each."""
    wrong = list(_wrong_octets(data))
    if wrong:
        yield from wrong
        return
    components: list[Component] = []
    yield from _read(data.decode("utf-8"), components)
    calendars = [component for component in components if component.kind == "VCALENDAR"]
    events = [component for component in components if component.kind == "VEVENT"]
    if len(calendars) != 1 or components[0].kind != "VCALENDAR" or not events:
        yield "is not one calendar with events"
    for component in components:
        yield from _wrong_component(component)
    for uid, count in Counter(event.values.get("UID") for event in events).items():
        if count > 1:
            yield f"{count} events have the UID {uid}"


def uids(data: bytes) -> set[str]:
    """Return the UID of every event of a sound calendar."""
    components: list[Component] = []
    list(_read(data.decode("utf-8"), components))
    return {component.values["UID"] for component in components if component.kind == "VEVENT"}


def _wrong_octets(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        yield "does not end with CRLF"
    if b"\n" in data.replace(b"\r\n", b"") or b"\r" in data.replace(b"\r\n", b""):
        yield "has a line break that is not CRLF"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), 1):
        if len(line) > _OCTETS:
            yield f"line {number} has {len(line)} octets"
        if not line.strip():
            yield f"line {number} is empty"
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"line {number} is not UTF-8: it breaks off inside a character"
            continue
        if any(ord(char) < 0x20 or ord(char) == 0x7F for char in text):
            yield f"line {number} has a control character"


def _read(text: str, components: list[Component]) -> Iterator[str]:
    """Put every component into the list, and give the lines that cannot stand where they are."""
    open_now: list[Component] = []
    number = 0
    for line in re.split(r"\r\n(?! )", text.removesuffix("\r\n")):
        number += 1 + line.count("\r\n")
        match = _LINE.fullmatch(line.replace("\r\n ", ""))
        if not match:
            yield f"line {number}: is not a property"
        elif match["name"] == "BEGIN":
            open_now.append(Component(match["value"], number, {}))
            components.append(open_now[-1])
            if [component.kind for component in open_now] not in (["VCALENDAR"], ["VCALENDAR", "VEVENT"]):
                yield f"line {number}: no {match['value']} can begin here"
        elif match["name"] == "END":
            if not open_now or open_now.pop().kind != match["value"]:
                yield f"line {number}: no {match['value']} can end here"
        elif not open_now:
            yield f"line {number}: {match['name']} stands outside the calendar"
        else:
            yield from (f"line {number}: {wrong}" for wrong in _put(match, open_now[-1].values))
    for component in open_now:
        yield f"line {component.line}: the {component.kind} does not end"


def _put(match: re.Match[str], values: dict[str, str]) -> Iterator[str]:
    """Put a property among those of its component, and give what is wrong with it there."""
    name, wanted = match["name"], _PARAMETERS.get(match["name"], "")
    if name in values:
        yield f"a second {name}"
    if (match["parameters"] or "") != wanted:
        yield f"{name} has not {wanted or 'no parameter'}"
    values[name] = match["value"]


def _wrong_component(component: Component) -> Iterator[str]:
    where = f"{component.kind} of line {component.line}"
    known = _EVENT if component.kind == "VEVENT" else _CALENDAR
    values = component.values
    for name in sorted(known ^ values.keys()):
        yield f"{where}: {'lacks' if name in known else 'has an unknown'} {name}"
    broken = sorted(name for name, value in values.items() if not _has_form(name, value))
    for name in broken:
        yield f"{where}: {name} cannot be {values[name]}"
    if broken:
        return
    if values.get("DTEND", "99991231") <= values.get("DTSTART", ""):
        yield f"{where}: ends before it begins"
    if values.get("DTSTAMP", values.get("LAST-MODIFIED")) != values.get("LAST-MODIFIED"):
        yield f"{where}: without METHOD, DTSTAMP and LAST-MODIFIED are the same"
    if values.get("CREATED", "") > values.get("LAST-MODIFIED", "99991231"):
        yield f"{where}: was modified before it was created"
    if values.get("NAME") != values.get("X-WR-CALNAME"):
        yield f"{where}: NAME and X-WR-CALNAME differ"


def _has_form(name: str, value: str) -> bool:
    if not re.fullmatch(_FORM.get(name, ".*"), value):
        return False
    if not name.startswith("DT") and name not in {"CREATED", "LAST-MODIFIED"}:
        return True
    try:
        date.fromisoformat(f"{value[:4]}-{value[4:6]}-{value[6:8]}")
    except ValueError:
        return False
    return True
