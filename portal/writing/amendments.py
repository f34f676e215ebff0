"""Amendments: a change moves to another version, is applied or is withdrawn, and its history says so."""

from collections.abc import Callable
from typing import Any

from portal.model.versions import Version
from portal.problems import Refusal, Refused
from portal.writing.desk import Desk
from portal.writing.edits import Edit
from portal.writing.patch import patch
from portal.writing.source import SourceText


def move(desk: Desk, change_id: str, version: str, because: Callable[[], str]) -> Edit:
    """Return the edit that moves a planned change to another version. `because` is called last."""
    source = desk.change(change_id)
    change = _planned(source, change_id)
    target = str(_release(desk, version))
    if target == change["version"]:
        raise Refused(Refusal("version", f"{change_id} is planned for {target} already"))
    event = {"event": "moved", "from": change["version"], "to": target, "because": because()}
    return _amended(desk, source, {"version": target}, event)


def apply(desk: Desk, change_id: str, because: str | None = None) -> Edit:
    """Return the edit by which a planned change came with its release, and what to say of it."""
    source = desk.change(change_id)
    change = _planned(source, change_id)
    version = Version.parse(change["version"])
    if not desk.is_out(version):
        hint = f"set `status: released` in data/releases/{version}.yml first, or move the change"
        raise Refused(Refusal("id", f"{change_id} is planned for {version}, which is not out", hint))
    said = {} if because is None else {"because": because.strip()}
    return _amended(desk, source, {"status": "applied"}, {"event": "applied", **said})


def withdraw(desk: Desk, change_id: str, because: Callable[[], str]) -> Edit:
    """Return the edit that says that a change will not happen, and `because` of what."""
    source = desk.change(change_id)
    _planned(source, change_id)
    return _amended(desk, source, {"status": "withdrawn"}, {"event": "withdrawn", "because": because()})


def _planned(source: SourceText, change_id: str) -> dict[str, Any]:
    """Return what is said of a change that is planned. Raises `Refused` for one whose story is over."""
    change: Any = source.value
    if change["status"] != "planned":
        day = change["history"][-1]["date"]
        message = f"{change_id} is {change['status']} already: its history ends on {day}"
        hint = f"if that is wrong, add an event `corrected` at the end of {source.path}"
        raise Refused(Refusal("id", message, hint))
    return dict(change)


def _release(desk: Desk, text: str) -> Version:
    version = desk.version(text)
    if not version.is_major_only and desk.is_out(version):
        hint = "a planned change can only move to a release that is still to come"
        raise Refused(Refusal("version", f"{version} is out", hint))
    return version


def _amended(desk: Desk, source: SourceText, texts: dict[str, str], event: dict[str, Any]) -> Edit:
    event = {"date": desk.today.isoformat(), **event}
    if not event.get("because", "-").strip():
        raise Refused(Refusal("because", "is empty", "give the reason in a sentence"))
    after = patch(source, desk.shape("change"), texts, {"history": event})
    return Edit(source.path, source.data, after)
