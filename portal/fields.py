"""Typed values as fields of published JSON, and back: the shapes that `schema/published/v1/` describes.

A key that does not apply is absent; a value that is not known is null, and `unknown` says why. What is read
is checked and never trusted: types, versions and characters are checked, unknown fields are ignored, and the
first things that are wrong are named.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import eq
from typing import Any, TypeVar, get_args
from unicodedata import category

from cattrs import BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from portal.model import (
    Ages,
    Catalog,
    Change,
    Event,
    Link,
    Milestone,
    Phase,
    Slot,
    Source,
    Stage,
    Statement,
    sureness,
)
from portal.model.change import AppliesTo, Below, Consequence
from portal.model.dates import When
from portal.model.milestones import DateEvent
from portal.model.versions import Version
from portal.problems import InvalidData, Problem, printable

Fields = dict[str, Any]
T = TypeVar("T")

_NAMED_AT_MOST = 3


def json_text(value: Any) -> str:
    """Return a value as it is published: the same value, the same bytes, one member a line."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def change_fields(change: Change) -> Fields:
    """Return all facts of a change as JSON values. Texts are Markdown."""
    return {
        "id": change.id,
        "title": change.title,
        "summary": change.summary,
        "area": change.area,
        "kind": change.kind,
        "status": change.status,
        "version": str(change.version),
        "major": change.major,
        "tentative": change.tentative,
        "applies_to": _known(change.applies_to),
        "consequence": _known(change.consequence),
        **present(audience=list(change.audience), inferred=to_fields(change.inferred)),
        **statement_fields(change.statements),
        **present(
            details=change.details,
            surface=to_fields(change.surface),
            replacement=to_fields(change.replacement),
            look=to_fields(change.look),
            products=to_fields(change.products),
            platforms=to_fields(change.platforms),
            stages=to_fields(change.stages),
            examples=to_fields(change.examples),
            tables=to_fields(change.tables),
            unsearchable=change.unsearchable,
            related=to_fields(change.related),
            links=to_fields(change.links),
            notes=to_fields(change.notes),
        ),
        "history": to_fields(change.history),
    }


def sourced_fields(catalog: Catalog, change: Change) -> Fields:
    """Return who says what is said of a change, how sure it is, and how old."""
    sure = {
        "exists": sureness.existence(catalog, change),
        "version": sureness.version(catalog, change),
        **present(
            came=sureness.came(catalog, change),
            replacement=[sureness.sureness_of(catalog, one.sources) for one in change.replacement],
            look=sureness.sureness_of(catalog, change.look.sources) if change.look else None,
        ),
    }
    return {"sureness": sure, **aged_fields(catalog, change.cited)}


def aged_fields(catalog: Catalog, cited: Sequence[str]) -> Fields:
    """Return who says something, and how old that is: as old as the newest of them."""
    return {"age": date_fields(catalog.age(cited)), "sources": list(cited)} if cited else {}


def ages_fields(ages: Ages | None) -> Fields:
    """Return how old the items of a file are, nothing for a file in which nobody is named."""
    return {"ages": {"oldest": date_fields(ages.oldest), "newest": date_fields(ages.newest)}} if ages else {}


def statement_fields(statements: Mapping[str, Statement]) -> Fields:
    """Return a text or null each, and in `unknown` what is missing where it is null."""
    unknown = {name: statement.note for name, statement in statements.items() if not statement.known}
    return {name: statement.text for name, statement in statements.items()} | present(unknown=unknown)


def date_fields(when: When) -> Fields:
    """Return a date with its precision: the EDTF text, the first and last day that it can mean, how exact."""
    return {
        "value": when.text,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "approximate": when.is_approximate,
    }


def date_event_fields(event: DateEvent) -> Fields:
    """Return what happened to a date; `occasion_fields` says to which, `aged_fields` who says it."""
    until = event.before.date if event.before else None
    dates = {"from_date": to_fields(until), "to_date": to_fields(event.entry.date)}
    about = {"date": event.entry.recorded.text, "event": event.kind}
    return about | present(**dates, because=event.entry.because)


def occasion_fields(entry: Milestone) -> Fields:
    """Return what an entry of the log of dates is about. The version of a track can be unknown: null."""
    about = {"about": entry.about, "track": entry.track, "version": to_fields(entry.version)}
    return about | present(update=entry.update)


def present(**values: Any) -> Fields:
    """Keep what applies: drop None and empty lists."""
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def to_fields(value: Any) -> Any:
    """Return a typed value as JSON values. Fields with defaults are left out where these hold."""
    return _CONVERTER.unstructure(value)


def compact(fields: Any) -> str:
    """Return JSON values as text without spaces: same values, same bytes."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_fields(data: bytes, where: str, what: str, schema_version: str, hint: str) -> dict[str, Any]:
    """Return the object of a file. Raises `InvalidData`; `where` names the file in it, and `what` its use."""
    value = _json(data, where, hint)
    version = value.get("schema_version") if isinstance(value, dict) else None
    if not isinstance(version, str):
        message = f"is JSON, but not {what}: it has no schema_version"
        raise InvalidData([Problem(where, 1, 1, "", message, hint)])
    if version.partition(".")[0] != schema_version.partition(".")[0]:
        message = f"has schema_version {printable(version)}, and this command reads {schema_version}"
        raise InvalidData([Problem(where, 1, 1, "", message, "take a command of the same age")])
    fields: dict[str, Any] = value
    return fields


def from_fields(fields: Any, kind: type[T], where: str, hint: str = "") -> T:
    """Return the typed value of JSON values. Raises `InvalidData` with a hint on what to do."""
    try:
        return _CONVERTER.structure(fields, kind)
    except BaseValidationError as error:
        found = transform_error(error, path="", format_exception=_fault)
        raise InvalidData(problems(found, where, hint)) from None


def problems(found: Sequence[str], where: str, hint: str = "") -> Iterator[Problem]:
    """Return the first of what is wrong; each text ends with ` @ ` and the place in the file."""
    for text in found[:_NAMED_AT_MOST]:
        message, _, field = text.rpartition(" @ ")
        more = len(found) - _NAMED_AT_MOST
        yield Problem(where, 1, 1, field.lstrip("."), message, f"{more} more like this" if more > 0 else hint)


def _json(data: bytes, where: str, hint: str) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg}"
        raise InvalidData([Problem(where, error.lineno, error.colno, "", what, hint)]) from None
    except (ValueError, RecursionError):
        raise InvalidData([Problem(where, 1, 1, "", "is not JSON that can be read", hint)]) from None


def _fault(error: BaseException, kind: type | None) -> str:
    if isinstance(error, KeyError):
        return "is missing"
    if isinstance(error, (ValueError, TypeError)) and str(error):
        return printable(str(error), 200)
    return f"is not {getattr(kind, '__name__', 'what it has to be')}"


def _text(value: Any, _: type) -> str:
    if not isinstance(value, str):
        raise TypeError(f"is {type(value).__name__}, not text")
    # What a terminal would take for a command, or what would turn a line around
    if not value.isprintable() and any(
        not char.isprintable() and char not in "\n\t" and category(char) != "Zs" for char in value
    ):
        raise ValueError("has a control character")
    return value


def _whole(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"is {type(value).__name__}, not {kind.__name__}")
    return value


def _version(value: Any, _: type) -> Version:
    return Version.parse(_text(value, str))


def _when(value: Any, _: type) -> When:
    if not isinstance(value, dict):
        raise TypeError(f"is {type(value).__name__}, not a date")
    return When.parse(_text(value["value"], str))


def _known(value: AppliesTo | Consequence) -> str | None:
    return None if value == "unknown" else value


def _one_of(choices: Any) -> Callable[[Any, Any], str]:
    """Return how one of some values is read, where null stands for unknown."""
    known = [value for value in get_args(choices) if value != "unknown"]

    def read(value: Any, _: Any) -> str:
        if value not in (None, *known):
            raise ValueError(f"is not {', '.join(known)} or null")
        return value or "unknown"

    return read


def _statement(value: Any, _: type) -> Statement:
    text, note = value
    return Statement(None if text is None else _text(text, str), None if note is None else _text(note, str))


def _has_statements(kind: Any) -> bool:
    return dataclasses.is_dataclass(kind) and bool(_statements_in(kind))


def _statements_in(kind: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(kind) if field.type is Statement]


def _stating(kind: Any, converter: Converter) -> Callable[[Any], Fields]:
    """Return how a value with statements becomes JSON."""
    plain = make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)
    names = _statements_in(kind)
    return lambda value: plain(value) | statement_fields({name: getattr(value, name) for name in names})


def _stated(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """Return the way back: each text with its part of `unknown`."""
    plain = make_dict_structure_fn(kind, converter)

    def stated(value: Any, _: Any) -> Any:
        if isinstance(value, Mapping):
            unknown = value.get("unknown")
            notes = unknown if isinstance(unknown, Mapping) else {}
            texts = {name: value[name] for name in _statements_in(kind) if name in value}
            value = {**value, **{name: (text, notes.get(name)) for name, text in texts.items()}}
        return plain(value, kind)

    return stated


def _stage(stage: Stage) -> Fields:
    limits = present(track=stage.track, date=to_fields(stage.date))
    state = present(status=stage.status, sources=list(stage.sources))
    return {"version": str(stage.version), **limits, "text": stage.text, **state}


def _slot(slot: Slot) -> Fields:
    """Return a row of a schedule as it stands now; what was written down before is in the events."""
    return {
        "track": slot.track,
        **present(update=slot.update),
        "upcoming": slot.upcoming,
        "state": slot.state,
        "date": to_fields(slot.date),
        "sources": list(slot.sources),
        **present(plans=list(slot.plans), components=to_fields(slot.components)),
    }


def _phase(phase: Phase) -> Fields:
    begin = {"from": date_fields(phase.from_)} if phase.from_ else {}
    given = {"until": date_fields(phase.until), "track": phase.track, "gets": list(phase.gets)}
    return begin | given | present(focus=phase.focus)


def renamed_fields(kind: Any) -> Any:
    """Return the fields whose names are keywords of Python: `from` is `from_`, and `is` is `is_`."""
    named = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return {field.name: override(rename=field.name[:-1]) for field in named if field.name.endswith("_")}


def _converter() -> Converter:
    converter = Converter(omit_if_default=True, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _whole)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(Version, _version)
    converter.register_unstructure_hook(Version, str)
    below = Below | None
    converter.register_structure_hook(
        below, lambda value, _: value if value in (None, "target") else _version(value, Version)
    )
    converter.register_structure_hook(When, _when)
    converter.register_unstructure_hook(When, date_fields)
    for choices in (AppliesTo, Consequence):
        converter.register_structure_hook_func(partial(eq, choices), _one_of(choices))
        converter.register_unstructure_hook_func(partial(eq, choices), _known)
    converter.register_structure_hook(Statement, _statement)
    converter.register_structure_hook_factory(_has_statements, lambda kind: _stated(kind, converter))
    converter.register_unstructure_hook_factory(_has_statements, lambda kind: _stating(kind, converter))
    converter.register_unstructure_hook(Change, change_fields)
    converter.register_unstructure_hook(Stage, _stage)
    converter.register_unstructure_hook(Phase, _phase)
    converter.register_structure_hook_factory(
        renamed_fields, lambda kind: make_dict_structure_fn(kind, converter, **renamed_fields(kind))
    )
    converter.register_unstructure_hook_factory(
        renamed_fields,
        lambda kind: make_dict_unstructure_fn(
            kind, converter, _cattrs_omit_if_default=True, **renamed_fields(kind)
        ),
    )
    # The date of an event is a day, said as text alone.
    text = override(unstruct_hook=lambda when: when.text)
    event = make_dict_unstructure_fn(
        Event, converter, _cattrs_omit_if_default=True, from_=override(rename="from"), date=text
    )
    converter.register_unstructure_hook(Event, event)
    day = override(struct_hook=lambda text, _: When.parse(_text(text, str)))
    event_of = make_dict_structure_fn(Event, converter, from_=override(rename="from"), date=day)
    converter.register_structure_hook(Event, event_of)
    unsaid = override(omit=True)
    source = make_dict_unstructure_fn(
        Source, converter, _cattrs_omit_if_default=True, seen=text, fingerprint=unsaid
    )
    converter.register_unstructure_hook(Source, source)
    link = make_dict_unstructure_fn(
        Link, converter, _cattrs_omit_if_default=True, url=override(omit_if_default=False)
    )
    converter.register_unstructure_hook(Link, link)
    converter.register_unstructure_hook(Slot, _slot)
    return converter


_CONVERTER = _converter()
