"""Mentions: texts that still say a version that a change is not of any more."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from portal.model.versions import Version
from portal.reading.catalog import kind_of
from portal.reading.yamltext import Document, field_name, read_yaml
from portal.writing.desk import Desk
from portal.writing.edits import Edit

_KINDS = ("change", "release", "policy", "questions", "tracks", "products")
# What is no prose, or is kept as it was
_NO_TEXT = frozenset(
    ("history", "version", "dates", "builds", "previews", "kits", "examples", "tables", "match")
)


def still_said(desk: Desk, edits: Iterable[Edit]) -> str:
    """Return the lines that name these texts by file and field, for the changes that some edits moved."""
    said = ""
    for edit in edits:
        if kind_of(edit.path) != "change" or edit.before is None:
            continue
        change: Any = read_yaml(edit.before, edit.path).value
        after: Any = read_yaml(edit.after, edit.path).value
        old, new = Version.parse(change["version"]), Version.parse(after["version"])
        if old == new or (old.is_major_only and old.major == new.major):
            continue  # "AXIS OS 12" is still true of 12.1
        places = {
            path: ", ".join(field_name(field) for field in _fields(document, change, str(old)))
            for path, document in desk.report.documents.items()
            if kind_of(path) in _KINDS
        }
        lines = [f"  {path}: {fields}\n" for path, fields in places.items() if fields]
        if lines:
            said += f"Look at these texts, which still say {old}:\n" + "".join(lines)
    return said


def _fields(document: Document, change: dict[str, Any], version: str) -> Iterator[tuple[str | int, ...]]:
    """Return the fields of a file that say the version, and are about the change."""
    names = [change["id"], *(one["name"] for one in change.get("surface", []))]
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
    said = re.compile(rf"(?<![\w.]){re.escape(version)}(?!\w|\.\d)")
    value: Any = document.value
    is_near = (
        value.get("id") == change["id"]
        or change["id"] in value.get("related", ())
        or value.get("id") in change.get("related", ())
    )
    for path, text in document.texts(_NO_TEXT):
        if said.search(text):
            holder = value
            for part in path[:-1]:
                holder = holder[part]
            is_its = isinstance(holder, dict) and holder.get("change") == change["id"]
            if is_near or is_its or named.search(text):
                yield path
