"""What the standards ask of a file beyond its JSON Schema, and the narrower shape that is written here."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from types import NoneType
from typing import Any

from portal.outputs.standards import CLE, CLE_SCHEMA, ENDOFLIFE, OPENEOX, OPENEOX_SCHEMA, TO_BE_ANNOUNCED

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_RANGE = re.compile(r"vers:intdot/>=(\d+(?:\.\d+)*)\|<\d+(?:\.\d+)*")
_COMMON = {"id", "type", "effective", "published"}
_FIELDS = {
    "released": _COMMON | {"version"},
    "endOfSupport": _COMMON | {"versions", "supportId"},
    "withdrawn": _COMMON | {"eventId", "reason"},
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What endoflife.date's API v1 asks of a release: field -> the types that it may have
_CYCLE: dict[str, tuple[type, ...]] = {
    "name": (str,), "codename": (str, NoneType), "label": (str,), "releaseDate": (str, NoneType),
    "isLts": (bool,), "ltsFrom": (str, NoneType), "isEol": (bool,), "eolFrom": (str, NoneType),
    "isMaintained": (bool,), "latest": (dict, NoneType), "custom": (dict, NoneType),
}  # fmt: skip
_ENDS = ("general_availability", "end_of_sales", "end_of_security_support", "end_of_life")


def cle_problems(value: dict[str, Any]) -> Iterator[str]:
    """Return everything that is wrong with a CLE document, one sentence each."""
    events: list[dict[str, Any]] = list(reversed(value.get("events", [])))
    if value.get("$schema") != CLE_SCHEMA or not str(value.get("identifier")).startswith("pkg:"):
        yield "is not a CLE 1.0.0 document of a component with a PURL"
    shape = [problem for event in events for problem in _wrong_event(event)]
    if shape or not events:
        yield from shape or ["has no events"]
        return
    if [event["id"] for event in events] != list(range(1, len(events) + 1)):
        yield "its ids do not go down to 1 without a gap"
    for before, after in pairwise(event["published"] for event in events):
        if after < before:
            yield f"an event published at {after} has a higher id than one of {before}"
    if not _is_moment(value.get("updatedAt")) or value["updatedAt"] < events[-1]["published"]:
        yield "was updated before its last event was published"
    yield from _wrong_references(value, events)
    yield from _wrong_state(events)


def openeox_problems(value: dict[str, Any]) -> Iterator[str]:
    """Return everything that is wrong with an OpenEoX Core record, one sentence each."""
    required = {"$schema", "end_of_security_support", "end_of_life", "last_updated"}
    for name in sorted(required - value.keys()):
        yield f"lacks {name}"
    for name in sorted(value.keys() - required - {*_ENDS}):
        yield f"has an unknown {name}"
    if value.get("$schema") != OPENEOX_SCHEMA:
        yield "is not an OpenEoX Core 1.0 record"
    said = {name: value[name] for name in _ENDS if name in value and value[name] != TO_BE_ANNOUNCED}
    wrong = [name for name, moment in said.items() if not _is_moment(moment)]
    if not _is_moment(value.get("last_updated")):
        wrong.append("last_updated")
    yield from (f"{name} is not a moment in UTC" for name in wrong)
    if not wrong:
        start, end = said.get("general_availability"), said.get("end_of_life")
        for name, moment in said.items():
            if end and moment > end:
                yield f"end_of_life is before {name}"
            if start and moment < start:
                yield f"{name} is before general_availability"


def endoflife_problems(value: dict[str, Any]) -> Iterator[str]:
    """Return everything that is wrong with a product of endoflife.date, but for a date that is not known."""
    result, day = value["result"], value["generated_at"][:10]
    for name in ("aliases", "tags", "identifiers", "releases"):
        if not isinstance(result.get(name), list):
            yield f"{name} is no list"
    names = [cycle.get("name") for cycle in result["releases"]]
    if len(set(names)) != len(names):
        yield "has a release twice"
    for cycle in result["releases"]:
        wrong = [name for name, kinds in _CYCLE.items() if not isinstance(cycle.get(name, 0), kinds)]
        days = [cycle[name] for name in ("releaseDate", "ltsFrom", "eolFrom") if cycle.get(name)]
        days += [cycle["latest"]["date"]] if cycle.get("latest") and cycle["latest"]["date"] else []
        if wrong or cycle.keys() - _CYCLE.keys():
            yield f"{cycle.get('name')}: has other fields than a release: {wrong}"
        elif not all(map(_DAY.fullmatch, days)):
            yield f"{cycle['name']}: has a date that is no day"
        elif cycle["isEol"] == cycle["isMaintained"]:
            yield f"{cycle['name']}: is both maintained and at its end, or neither"
        elif cycle["eolFrom"] and (cycle["eolFrom"] <= day) != cycle["isEol"]:
            yield f"{cycle['name']}: ends on {cycle['eolFrom']}, seen from {day}"


def _wrong_event(event: dict[str, Any]) -> Iterator[str]:
    number, kind = event.get("id"), event.get("type")
    if type(number) is not int or kind not in _FIELDS:
        yield f"event {number}: has no id, or another type than is written here"
    elif event.keys() != _FIELDS[kind]:
        yield f"event {number}: has other fields than {', '.join(sorted(_FIELDS[kind]))}"
    elif not _is_moment(event["effective"]) or not _is_moment(event["published"]):
        yield f"event {number}: has a time that is not a moment in UTC"
    elif kind == "endOfSupport" and not (
        event["versions"] and all(_RANGE.fullmatch(part["range"]) for part in event["versions"])
    ):
        yield f"event {number}: has no range of versions"


def _wrong_references(value: dict[str, Any], events: list[dict[str, Any]]) -> Iterator[str]:
    defined = [policy["id"] for policy in value.get("definitions", {}).get("support", [])]
    named = {event["supportId"] for event in events if "supportId" in event}
    if len(set(defined)) < len(defined):
        yield "defines a support policy twice"
    for policy in sorted(named ^ set(defined)):
        yield f"the support policy {policy} is {'not defined' if policy in named else 'never named'}"
    gone: set[int] = set()
    for event in events:
        if event["type"] == "withdrawn":
            target = next((other for other in events if other["id"] == event["eventId"]), None)
            if target is None or target["id"] >= event["id"] or target["type"] == "withdrawn":
                yield f"event {event['id']}: withdraws {event['eventId']}, which is no event before it"
            if event["eventId"] in gone:
                yield f"event {event['id']}: withdraws {event['eventId']} a second time"
            gone.add(event["eventId"])


def _wrong_state(events: list[dict[str, Any]]) -> Iterator[str]:
    """Check what is left when withdrawn events are ignored: each thing once, and support after release."""
    gone = {event["eventId"] for event in events if event["type"] == "withdrawn"}
    left = [event for event in events if event["id"] not in gone]
    released: dict[str, str] = {}
    for event in left:
        if event["type"] == "released":
            if event["version"] in released:
                yield f"{event['version']} is released twice"
            released[event["version"]] = event["effective"]
    ended: set[tuple[str, str]] = set()
    for event in left:
        for part in event.get("versions", ()):
            if (part["range"], event["supportId"]) in ended:
                yield f"the support of {part['range']} ends twice"
            ended.add((part["range"], event["supportId"]))
            first = _RANGE.fullmatch(part["range"])
            if first and event["effective"] < released.get(first[1], ""):
                yield f"the support of {first[1]} ends before its release"


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


# What finds everything that is wrong with a file, by its standard
CHECKS = {CLE: cle_problems, OPENEOX: openeox_problems, ENDOFLIFE: endoflife_problems}
