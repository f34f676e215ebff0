"""Checkouts from before the first release, brought into today's shape.

All that they said was from one document, which nothing named, and `data/milestones.yml` was the log of dates.
Nobody was ever told of that shape: with version 0.1.0 out, this module can go.
"""

from typing import Any

from portal.model.versions import Version

LOG = "data/milestones.yml"
_PORTAL = "data/portal.yml"
_POLICY = "data/policy.yml"
_SOURCE = "portal-2024-06"
_SOURCES = [_SOURCE]
_NOTES = ("contradiction", "gap", "garbled", "context")
_Key = tuple[str, str, str | None, str | None]


def brought_up(values: dict[str, Any]) -> dict[str, Any]:
    """Return the documents of an earlier checkout, by path, in today's shape."""
    if LOG not in values:
        return values
    values = {path: _sourced(value) for path, value in values.items()}
    log: dict[_Key, list[dict[str, Any]]] = {}
    for number, entry in enumerate(values[LOG]["milestones"], 1):
        version = entry["version"] if entry["about"] == "release" else None
        key = (entry["about"], entry["track"], version, entry.get("update"))
        log.setdefault(key, []).append({"id": str(number), "sources": _SOURCES, **entry})
    found = {path: value for path, value in values.items() if path != LOG}
    tracks = found["data/tracks.yml"]
    undated = len(values[LOG]["milestones"])
    releases = [path for path in found if path.startswith("data/releases/")]
    for path in sorted(releases, key=lambda path: Version.parse(found[path]["version"])):
        if not found[path].get("date"):
            undated += 1
        found[path] = _release(found[path], log, {track["id"]: track for track in tracks["tracks"]}, undated)
    source = {
        "id": _SOURCE,
        "title": "The document of June 2024",
        "publisher": "vendor",
        "date": found[_PORTAL]["data_as_of"],
        "seen": "2026-11-23",
        "read": "whole",
    }
    policy = found[_POLICY]
    return found | {
        _POLICY: policy
        | {
            "default_changes": [{"text": policy["default_changes"], "sources": _SOURCES}],
            "upgrade_rules": [rule | {"sources": _SOURCES} for rule in policy["upgrade_rules"]],
            "rollback": [policy["rollback"] | {"sources": _SOURCES}],
        },
        "data/tracks.yml": tracks | {"tracks": [_track(one, log) for one in tracks["tracks"]]},
        "data/sources.yml": {"sources": [source]},
    }


def _sourced(value: Any) -> Any:
    """Return a value whose events and notes name the source."""
    if isinstance(value, list):
        return [_sourced(part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {name: _sourced(part) for name, part in value.items()}
    named = "event" in found or found.get("kind") in _NOTES
    return found | {"sources": _SOURCES} if named else found


def _release(
    release: dict[str, Any], log: dict[_Key, list[dict[str, Any]]], tracks: dict[str, Any], undated: int
) -> dict[str, Any]:
    active = next(id_ for id_, track in tracks.items() if track["kind"] == "active")
    rows = list(release.get("schedule", ()))
    if not any(row["track"] == active and "update" not in row for row in rows):
        rows.insert(0, {"track": active})
    rows.sort(key=lambda row: (row["track"], "update" in row) != (active, False))
    schedule = []
    for row in rows:
        is_first = row["track"] == active and "update" not in row
        has_begun = row.get("upcoming", False) and tracks[row["track"]]["status"] in ("current", "ended")
        is_out = release["status"] == "released" and (is_first or has_begun)
        entries = log.get(("release", row["track"], release["version"], row.get("update")), [])
        first = {"id": str(undated), "recorded": "2026-11-23", "sources": _SOURCES}
        dates = _dates(entries or [first], "released" if is_out else "scheduled")
        kept = {name: value for name, value in row.items() if name not in ("date", "dates")}
        schedule.append({"track": kept.pop("track"), "dates": dates, **kept})
    rest = {name: value for name, value in release.items() if name not in ("status", "date", "schedule")}
    return {"version": rest.pop("version"), "schedule": schedule, **rest}


def _track(track: dict[str, Any], log: dict[_Key, list[dict[str, Any]]]) -> dict[str, Any]:
    found = {name: value for name, value in track.items() if name not in ("starts", "support")}
    found["sources"] = _SOURCES
    begin = track.get("starts") or track.get("support", "").partition("/")[0]
    if begin:
        found["begin"] = {"date": begin, "sources": _SOURCES}
    end = log.get(("support-end", track["id"], None, None))
    return found | ({"support_end": _dates(end, "scheduled")} if end else {})


def _dates(entries: list[dict[str, Any]], state: str) -> list[dict[str, Any]]:
    """Return the entries of a log; where one says that it is out, those before it did not."""
    said = next((place for place, entry in enumerate(entries) if entry.get("released")), 0)
    kept = ("id", "recorded", "date", "because", "sources")
    return [
        {
            "state": "canceled" if entry.get("canceled") else state if place >= said else "scheduled",
            **{name: entry[name] for name in kept if name in entry},
        }
        for place, entry in enumerate(entries)
    ]
