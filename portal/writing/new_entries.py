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
from portal.writing.questions import Answers, split_ids
from portal.writing.yaml_source import YamlComments

_STATEMENTS = ("why", "impact", "action")
# True of every new entry, so that nothing is said about a source that nobody has looked at for it.
_OPEN = "Not written down here yet."
_SOURCES = "data/sources.yml"
_PRODUCTS = "data/products.yml"


def new_change(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return a new change. What is not known of it is said to be so, below a comment on what goes there."""
    shape = desk.shape("change")
    told = {**answers}
    sources = split_ids(told.pop("source"))
    by_release = "applied" if desk.is_out(Version.parse(told["version"])) else "planned"
    status = told.get("status") or by_release
    statements = {name: told.get(name) or {"unknown": True, "note": _OPEN} for name in _STATEMENTS}
    recorded = {"event": "recorded", "version": told["version"], "status": status, "sources": sources}
    event = {"date": desk.today.isoformat(), **recorded}
    value: dict[str, Any] = {**told, **statements, "status": status, "history": [event]}
    if told["applies_to"] == "unknown":
        text = "No source says whether upgraded devices are affected."
        value["notes"] = [{"kind": "gap", "text": text, "sources": sources}]
    above: dict[FieldPath, list[str]] = {
        (name,): render_comment(shape.field(name).description) for name in _STATEMENTS if not told.get(name)
    }
    path = change_file(told["id"])
    return (Edit(path, None, render(value, path, "change", shape, YamlComments(above))),)


def new_release(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return a new release with the first row of its schedule, and the date of that."""
    entry: dict[str, Any] = {"id": desk.next_number, "recorded": desk.today.isoformat()}
    entry["state"] = answers["state"]
    entry |= {"date": answers["date"]} if "date" in answers else {}
    row = {"track": _active_track(desk), "dates": [{**entry, "sources": split_ids(answers["source"])}]}
    value: dict[str, Any] = {name: answers[name] for name in ("version", "summary") if name in answers}
    value["schedule"] = [row]
    path = f"data/releases/{answers['version']}.yml"
    return (Edit(path, None, render(value, path, "release", desk.shape("release"), YamlComments())),)


def new_product(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return the list of products with a new one at its end."""
    value: dict[str, Any] = {**answers}
    if "alias" in answers:
        value["aliases"] = value.pop("alias").split("\n")
    return (_with_item(desk, _PRODUCTS, "products", value),)


def new_source(desk: Desk, answers: Answers) -> tuple[Edit, ...]:
    """Return the list of sources with a new one at its end, read today where nothing else is said."""
    return (_with_item(desk, _SOURCES, "sources", {"seen": desk.today.isoformat(), **answers}),)


ENTRIES: dict[str, Callable[[Desk, Answers], tuple[Edit, ...]]] = {
    "change": new_change,
    "release": new_release,
    "product": new_product,
    "source": new_source,
}


def _with_item(desk: Desk, path: str, field: str, item: dict[str, Any]) -> Edit:
    source = desk.source(path)
    return Edit(path, source.data, patch(source, desk.shape(field), {}, {(field,): item}))


def _active_track(desk: Desk) -> str:
    """Return the track that a release first comes on."""
    return str(next(track["id"] for track in desk.listed("tracks") if track["kind"] == "active"))
