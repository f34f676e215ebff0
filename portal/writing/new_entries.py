"""New entries: a file or an item with what is known, and an open word on what is not."""

from collections.abc import Callable
from typing import Any

from portal.addresses import change_file
from portal.model.versions import Version
from portal.problems import FieldPath
from portal.writing.desk import Desk
from portal.writing.edits import Edit
from portal.writing.layout import render, render_comment
from portal.writing.patch import patch
from portal.writing.questions import Answers
from portal.writing.source import YamlComments

_STATEMENTS = ("why", "impact", "action")
# True of every new entry, so that nothing is said about a source that nobody has looked at for it.
_OPEN = "Not written down here yet."
_LOG = "data/milestones.yml"
_PRODUCTS = "data/products.yml"


def new_change(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return a new change. What is not known of it is said to be so, below a comment on what goes there."""
    shape = desk.shape("change")
    by_release = "applied" if desk.is_out(Version.parse(answers["version"])) else "planned"
    status = answers.get("status") or by_release
    statements = {name: answers.get(name) or {"unknown": True, "note": _OPEN} for name in _STATEMENTS}
    recorded = {"event": "recorded", "version": answers["version"], "status": status}
    event = {"date": desk.today.isoformat(), **recorded}
    value: dict[str, Any] = {**answers, **statements, "status": status, "history": [event]}
    if answers["applies_to"] == "unknown":
        text = "The source does not say whether upgraded devices are affected."
        value["notes"] = [{"kind": "gap", "text": text}]
    above: dict[FieldPath, list[str]] = {
        (name,): render_comment(shape.field(name).description)
        for name in _STATEMENTS
        if not answers.get(name)
    }
    path = change_file(answers["id"])
    return (Edit(path, None, render(value, path, "change", shape, YamlComments(above))),)


def new_release(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return a new release, and the entry of its date in the log of dates."""
    path = f"data/releases/{answers['version']}.yml"
    file = Edit(path, None, render(dict(answers), path, "release", desk.shape("release"), YamlComments()))
    if "date" not in answers:
        return (file,)
    entry = {
        "recorded": desk.today.isoformat(),
        "about": "release",
        "track": _active_track(desk),
        "version": answers["version"],
        "date": answers["date"],
    }
    return file, _with_item(desk, _LOG, "milestones", entry)


def new_product(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return the list of products with a new one at its end."""
    return (_with_item(desk, _PRODUCTS, "products", dict(answers)),)


ENTRIES: dict[str, Callable[[Desk, Answers], tuple[Edit, ...]]] = {
    "change": new_change,
    "release": new_release,
    "product": new_product,
}


def _with_item(desk: Desk, path: str, field: str, item: dict[str, Any]) -> Edit:
    source = desk.source(path)
    return Edit(path, source.data, patch(source, desk.shape(field), {}, {field: item}))


def _active_track(desk: Desk) -> str:
    """Return the track that a release's own date is of."""
    tracks = desk.value("data/tracks.yml")["tracks"]
    return str(next(track["id"] for track in tracks if track["kind"] == "active"))
