"""Amendments: a change comes, moves, is withdrawn or stays unconfirmed; a source is read again.

A change that comes in steps has its own version at one of them; that step goes with the change.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from portal.model.versions import Version
from portal.problems import FieldPath, Refusal, Refused
from portal.writing.desk import Desk
from portal.writing.edits import Edit
from portal.writing.patch import patch
from portal.writing.yaml_source import SourceText

Fate = Literal["applied", "withdrawn", "unconfirmed"]
Texts = dict[FieldPath, str]
_OPEN = ("planned", "unconfirmed")
_SOURCES = "data/sources.yml"


@dataclass(frozen=True)
class Told:
    """What is said of an event: who says it, why, and when it happened where that is not today."""

    sources: tuple[str, ...]
    because: str | None = None
    happened: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the event that say it. Raises `Refused` for a reason without words."""
        if self.because is not None and not self.because.strip():
            raise Refused(Refusal("because", "is empty", "give the reason in a sentence"))
        said = {"because": self.because and self.because.strip(), "happened": self.happened}
        return {**{name: text for name, text in said.items() if text}, "sources": [*self.sources]}


# Called last, since an editor is asked only for what will be of use.
Telling = Callable[[], Told]


def move(desk: Desk, change_id: str, version: str, told: Telling) -> Edit:
    """Return the edit that moves a change to another version, or makes its version exact: `12` is `12.1`."""
    source = desk.change(change_id)
    change = _still_open(source, change_id)
    before, target = Version.parse(change["version"]), desk.version(version)
    if target == before:
        raise Refused(Refusal("version", f"{change_id} is planned for {target} already"))
    if not target.is_major_only and desk.is_out(target):
        raise Refused(
            Refusal("version", f"{target} is out", f"if it came with that: portal came {change_id} {target}")
        )
    is_exact = before.is_major_only and target.major == before.major
    texts: Texts = {("version",): str(target)}
    for number, step in enumerate(change.get("stages", [])):
        if step["version"] == change["version"]:
            texts["stages", number, "version"] = str(target)
            if "status" in step and not is_exact:
                texts["stages", number, "status"] = "planned"
    if not is_exact and change["status"] != "planned":
        texts["status",] = "planned"
    event = {"event": "specified" if is_exact else "moved", "from": str(before), "to": str(target)}
    return _amended(desk, source, texts, event, told())


@dataclass(frozen=True)
class Ending:
    """How a plan ends, for a step alone where one is named.

    What came came with `version`, which need not be the one that was planned; None: it is that one.
    """

    fate: Fate
    stage: str | None = None
    version: str | None = None


def end(desk: Desk, change_id: str, ending: Ending, told: Telling) -> Edit:
    """Return the edit by which a plan for a change, or for a step of it, ends."""
    said = desk.version(ending.version) if ending.version else None
    source, fate = desk.change(change_id), ending.fate
    change: Any = source.value
    if ending.stage is None:
        _still_open(source, change_id, "" if fate == "unconfirmed" else "unconfirmed")
        planned = change["version"]
    else:
        planned = _step(source, change_id, ending.stage, fate)
    version = said or Version.parse(planned)
    if fate == "applied" and not desk.is_out(version):
        what = str(version) if said else f"{change_id} is planned for {planned}, which"
        release = f"{version}.0" if version.is_major_only else str(version)
        hint = f"if it is: portal release {release} --out"
        raise Refused(Refusal("version" if said else "id", f"{what} is not out", hint))
    event: dict[str, Any] = {"event": fate}
    if str(version) != planned:
        event["version"] = str(version)
    if ending.stage is None:
        texts = _ended(change, fate, str(version))
    else:
        event["stage"] = planned
        texts = _step_ended(change, planned, fate, str(version))
    return _amended(desk, source, texts, event, told())


def read_again(desk: Desk, source_id: str, seen: date) -> Edit:
    """Return the edit that says when a source was last read. Raises `Refused`."""
    fault = desk.unknown_source(source_id)
    if fault:
        raise Refused(replace(fault, field="id"))
    number, item = next(found for found in enumerate(desk.listed("sources")) if found[1]["id"] == source_id)
    if seen.isoformat() <= item["seen"]:
        raise Refused(Refusal("--seen", f"{seen} is not later than {item['seen']}, when it was last read"))
    if seen > desk.today:
        raise Refused(Refusal("--seen", f"{seen} is still to come", "give the day on which you read it"))
    source = desk.source(_SOURCES)
    texts: dict[FieldPath, str] = {("sources", number, "seen"): seen.isoformat()}
    return Edit(_SOURCES, source.data, patch(source, desk.shape("sources"), texts, {}))


def _ended(change: dict[str, Any], fate: Fate, version: str) -> Texts:
    """Return what becomes of the fields of a whole change. Its steps that are still ahead stay so."""
    texts: Texts = {("status",): fate}
    if version != change["version"]:
        texts["version",] = version
    reached = False
    for number, step in enumerate(change.get("stages", [])):
        if fate == "withdrawn":
            if step.get("status") in _OPEN:
                texts["stages", number, "status"] = fate
        elif step["version"] == change["version"]:
            reached = True
            texts["stages", number, "status"] = fate
            if version != step["version"]:
                texts["stages", number, "version"] = version
        elif reached and "status" not in step:
            texts["stages", number, "status"] = change["status"]
    return texts


def _step_ended(change: dict[str, Any], planned: str, fate: Fate, version: str) -> Texts:
    texts: Texts = {}
    for number, step in enumerate(change["stages"]):
        if step["version"] == planned:
            texts["stages", number, "status"] = fate
            if version != planned:
                texts["stages", number, "version"] = version
    return texts


def _step(source: SourceText, change_id: str, stage: str, fate: Fate) -> str:
    """Return the version of a step whose story is not over. Raises `Refused`."""
    change: Any = source.value
    stage = stage.strip("\"'")
    steps = [step for step in change.get("stages", []) if step["version"] == stage]
    if not steps:
        listed = ", ".join(step["version"] for step in change.get("stages", []))
        hint = f"its steps are at {listed}" if listed else "leave --stage out"
        raise Refused(Refusal("--stage", f"{change_id} has no such step", hint))
    if stage == change["version"]:
        hint = "leave --stage out: that is said of the change"
        raise Refused(Refusal("--stage", f"{change_id} takes effect with that step", hint))
    status = steps[0].get("status", change["status"])
    if status == fate or status not in _OPEN:
        raise Refused(Refusal("--stage", f"that step is {status} already"))
    return stage


def _still_open(source: SourceText, change_id: str, also: str = "unconfirmed") -> dict[str, Any]:
    """Return what is said of a change that is planned. Raises `Refused` for one whose story is over."""
    change: Any = source.value
    if change["status"] not in ("planned", also):
        day = change["history"][-1]["date"]
        message = f"{change_id} is {change['status']} already: its history ends on {day}"
        hint = f"if that is wrong, add an event `corrected` at the end of {source.path}"
        raise Refused(Refusal("id", message, hint))
    return dict(change)


def _amended(desk: Desk, source: SourceText, texts: Texts, event: dict[str, Any], told: Told) -> Edit:
    event = {"date": desk.today.isoformat(), **event, **told.fields}
    after = patch(source, desk.shape("change"), texts, {("history",): event})
    return Edit(source.path, source.data, after)
