"""Letting out: a release comes out, and it is said what became of all that was planned for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.problems import Refusal, Refused, printable
from portal.writing.amendments import Ending, Telling, end, move
from portal.writing.desk import Desk, meant
from portal.writing.edits import Edit
from portal.writing.patch import patch

# By id: "applied", "unconfirmed", or the version that it moves to
Fates = Mapping[str, str]


@dataclass(frozen=True)
class Appearance:
    """On which track a release came, as which update there, and when. None is the first, or not known."""

    track: str | None = None
    update: str | None = None
    date: str | None = None


def planned_for(desk: Desk, version: str, track: str | None = None) -> list[dict[str, Any]]:
    """Return the changes that are planned for a release, which comes on its first track before all others."""
    row = desk.value(_file(desk, version))["schedule"][0]
    version = str(desk.version(version))
    if track not in (None, row["track"]):
        return []
    changes = (desk.value(path) for path in desk.files("change"))
    return [one for one in changes if one["status"] == "planned" and one["version"] == version]


def steps_for(desk: Desk, version: str) -> list[str]:
    """Return the ids of changes that have a step in a release, which do not take effect with it."""
    changes = (desk.value(path) for path in desk.files("change"))
    return [
        one["id"]
        for one in changes
        if one["version"] != version
        for step in one.get("stages", [])
        if step["version"] == version and step.get("status", one["status"]) == "planned"
    ]


def let_out(desk: Desk, version: str, arrival: Appearance, fates: Fates, told: Telling) -> Sequence[Edit]:
    """Return the edits by which a release is out on a track, and each change has its fate."""
    path = _file(desk, version)
    source = desk.source(path)
    row = _row(desk, source.value, arrival)
    said = told()
    entry = {"id": desk.next_number, "recorded": desk.today.isoformat(), "state": "released"}
    fields = said.fields
    fields.pop("happened", None)
    entry |= {"date": arrival.date} if arrival.date else {}
    shape = desk.shape("release")
    if row is None:
        fields.pop("because", None)
        new: Any = {"track": arrival.track or _first_track(source.value), "dates": [entry | fields]}
        new |= {"update": arrival.update} if arrival.update else {}
        after = patch(source, shape, {}, {("schedule",): new})
    else:
        after = patch(source, shape, {}, {("schedule", row, "dates"): entry | fields})
    release = Edit(path, source.data, after)
    out = desk.after([release])
    return [release, *(_fate(out, change, fate, lambda: said) for change, fate in fates.items())]


def unsaid(planned: Sequence[Mapping[str, Any]], fates: Fates) -> Iterator[str]:
    """Return the ids of planned changes of which nothing is said."""
    return (one["id"] for one in planned if one["id"] not in fates)


def strangers(planned: Sequence[Mapping[str, Any]], named: Sequence[str], version: str) -> Iterator[Refusal]:
    """Return what is wrong with ids that are not planned for a release."""
    ids = [one["id"] for one in planned]
    for name in named:
        if name not in ids:
            hint = meant(name, ids) or f"these are: {', '.join(ids) or 'none'}"
            yield Refusal("id", f'"{printable(name)}" is not planned for {printable(version)}', hint)


def _fate(desk: Desk, change: str, fate: str, told: Telling) -> Edit:
    if fate == "applied":
        return end(desk, change, Ending("applied"), told)
    if fate == "unconfirmed":
        return end(desk, change, Ending("unconfirmed"), told)
    return move(desk, change, fate, told)


def _file(desk: Desk, text: str) -> str:
    version = desk.version(text)
    if version.is_major_only:
        raise Refused(Refusal("version", f"{version} is no release", f"write one, such as {version}.0"))
    return f"data/releases/{version}.yml"


def _row(desk: Desk, release: Any, arrival: Appearance) -> int | None:
    """Return which row of the schedule it is; None for a new one. Raises `Refused` for one that is out."""
    tracks = [one["id"] for one in desk.listed("tracks")]
    track = arrival.track or _first_track(release)
    if track not in tracks:
        hint = meant(track, tracks) or f"one of: {', '.join(tracks)}"
        raise Refused(Refusal("--track", f'"{printable(track)}" is not a track of data/tracks.yml', hint))
    for number, row in enumerate(release["schedule"]):
        if (row["track"], row.get("update")) == (track, arrival.update):
            if row["dates"][-1]["state"] == "released":
                hint = "what differs from it is a new entry in `dates`, by hand"
                raise Refused(Refusal("version", f"{release['version']} is out on {track} already", hint))
            return number
    return None


def _first_track(release: Any) -> str:
    return str(release["schedule"][0]["track"])
