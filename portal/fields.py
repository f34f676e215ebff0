"""A change and a date as fields for machines: the shape that `schema/published/v1/` describes.

A key that does not apply is absent; a value that is not known is null, and `unknown` says why.
"""

import json
from typing import Any

from portal.model import Change, Event, Example, Note, Stage, Surface, Table
from portal.model.dates import When

Fields = dict[str, Any]


def json_text(value: Any) -> str:
    """Return a value as it is published: the same value, the same bytes, one member a line."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def change_fields(change: Change) -> Fields:
    """Return all facts of a change as JSON values. Texts are Markdown."""
    statements = change.statements.items()
    unknown = {name: statement.note for name, statement in statements if not statement.known}
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
        "applies_to": None if change.applies_to == "unknown" else change.applies_to,
        **{name: statement.text for name, statement in statements},
        **present(
            unknown=unknown,
            details=change.details,
            surface=[_surface(item) for item in change.surface],
            products=list(change.products),
            stages=[_stage(stage) for stage in change.stages],
            examples=[_example(example) for example in change.examples],
            tables=[_table(table) for table in change.tables],
            related=list(change.related),
            links=list(change.links),
            notes=[note_fields(note) for note in change.notes],
        ),
        "history": [event_fields(event) for event in change.history],
    }


def date_fields(when: When) -> Fields:
    """Return a date with its precision: the EDTF text, the first and last day that it can mean, how exact."""
    return {
        "value": when.text,
        "start": when.start.isoformat(),
        "end": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "approximate": when.is_approximate,
    }


def present(**values: Any) -> Fields:
    """Keep what applies: drop None and empty lists."""
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _surface(item: Surface) -> Fields:
    named = present(of=item.of, replaced_by=item.replaced_by, **match_fields(item))
    return {"kind": item.kind, "name": item.name, "effect": item.effect, **named}


def match_fields(item: Surface) -> Fields:
    """Return how code is searched for a name."""
    return present(match=list(item.match), match_as=item.match_as, near=list(item.near))


def _stage(stage: Stage) -> Fields:
    date = date_fields(stage.date) if stage.date else None
    return {"version": str(stage.version), **present(track=stage.track, date=date), "text": stage.text}


def _example(example: Example) -> Fields:
    return {
        "caption": example.caption,
        "role": example.role,
        "language": example.language,
        "text": example.text,
    }


def _table(table: Table) -> Fields:
    rows = [list(row) for row in table.rows]
    footnote = present(footnote=table.footnote)
    return {"caption": table.caption, "columns": list(table.columns), "rows": rows, **footnote}


def note_fields(note: Note) -> Fields:
    """Return a note on the source."""
    return {"kind": note.kind, "text": note.text}


def event_fields(event: Event) -> Fields:
    """Return what happened to an entry."""
    versions = {"version": event.version, "from": event.from_, "to": event.to}
    said = {name: str(version) for name, version in versions.items() if version}
    return {
        "date": event.date.text,
        "event": event.event,
        **said,
        **present(status=event.status, because=event.because),
    }
