"""Reads what somebody asks for: versions in any printed form, areas, products, names in use.

What cannot be read is refused.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.model.versions import Version
from portal.planner.plan_facts import ACTIVE, Arrival, Facts, Known, KnownRelease
from portal.planner.plan_words import listed, say
from portal.planner.upgrade_plan import Warned
from portal.problems import Refusal, Refused

# A release, a longer version, a major version alone, `8.40.x`, an LTS track, each alone, with a `v` or as the
# download page tags it: `10.12.228 - AXIS OS LTS 2022`
_ASKED = re.compile(
    r"(?:axis os )?(?:lts[ -]?(?P<lts>[0-9]{4})|v?(?P<version>[0-9]+(?:\.[0-9]+){0,3})(?:\.x)?)(?: - .*)?",
    re.IGNORECASE,
)
_PART = re.compile(r"[a-z0-9_#-]+")
_NUMBER = re.compile(r"[0-9]+")


class Downgrade(Refused):
    """The target is older than the `start`, a release."""

    def __init__(self, start: Version, *refusals: Refusal) -> None:
        self.start = start
        super().__init__(*refusals)


@dataclass(frozen=True)
class AskedEnd:
    """An end of the way: as asked, in full, and as the release that it belongs to, which may be unknown.

    `note` says what it was taken for, where that is not what it says.
    """

    asked: str
    full: Version
    version: Version
    note: str = ""


def read_ends(known: Known, start: str, target: str, *more: Refusal) -> tuple[AskedEnd, AskedEnd]:
    """Return the releases that a start and a target mean.

    Raises `Refused` with every reason against them and with `more`, and `Downgrade`.
    """
    first, last = read_end(known, "start", start), read_end(known, "target", target)
    refusals = (*(end for end in (first, last) if isinstance(end, Refusal)), *more)
    if refusals or isinstance(first, Refusal) or isinstance(last, Refusal):
        raise Refused(*refusals)
    if is_older(last, first):
        message = say("downgrade", target=last.asked, start=first.asked)
        raise Downgrade(first.version, Refusal("target", message, say("downgrade-hint"), last.asked))
    return first, last


def is_older(target: AskedEnd, start: AskedEnd) -> bool:
    """Whether a target is before a start.

    Within a release only versions of three numbers are compared: how older ones with four, such as 9.80.3.2,
    stand to those with three, such as 9.80.66, the source does not say.
    """
    if target.version != start.version:
        return target.version < start.version
    return len(target.full.numbers) == len(start.full.numbers) == 3 and target.full < start.full


def read_end(known: Known, field: str, text: str) -> AskedEnd | Refusal:
    """Return the release that a text means as the `start` or the `target`, or why it means none."""
    asked = " ".join(text.split())
    match = _ASKED.fullmatch(asked)
    if match and match["lts"]:
        name = f"LTS {match['lts']}"
        stop = next((stop for stop in known.stops if stop.track == name), None)
        return (
            AskedEnd(name, stop.version, stop.version)
            if stop
            else _refusal(known, field, asked, "unknown-lts")
        )
    full = _version(match["version"]) if match else None
    if full is None:
        return _refusal(known, field, asked, "not-a-version")
    if full.is_major_only:
        return _of_major(known, field, full)
    return AskedEnd(str(full), full, full.release, _placed(known, full.release))


def lts_name(text: str) -> str:
    """Return the name of the LTS track that a text means, or nothing."""
    match = _ASKED.fullmatch(" ".join(text.split()))
    return f"LTS {match['lts']}" if match and match["lts"] else ""


def _version(text: str) -> Version | None:
    try:
        return Version.parse(text)
    except ValueError:
        return None


def _of_major(known: Known, field: str, major: Version) -> AskedEnd:
    """Return what a major version alone means: its earliest release to start from, its latest to get."""
    stops = [stop for stop in known.stops if stop.version.major == major.major]
    out = [stop for stop in stops if not stop.scheduled]
    if not stops:
        version = Version((major.major, 0))
        return AskedEnd(str(major), version, version, _placed(known, version))
    first, last = stops[0].version, (out or stops)[-1].version
    version, why = (first, "first") if field == "start" else (last, "latest-out" if out else "latest")
    return AskedEnd(str(major), version, version, say(f"taken-as-{why}", version=str(version)))


def _placed(known: Known, version: Version) -> str:
    """Say how a release that the data does not name is placed; nothing of one that it names."""
    if version in known.versions:
        return ""
    key = "placed-product-specific" if version in known.product_specific else "placed"
    return say(key, version=str(version), near=_near(known, version))


def _refusal(known: Known, field: str, asked: str, why: str) -> Refusal:
    return Refusal(field, say(why, asked=asked), dict(end_hints(known.stops))[why], asked)


def end_hints(stops: Sequence[KnownRelease]) -> Iterator[tuple[str, str]]:
    """Return what to do about an end that is refused, by the word for that."""
    yield "not-a-version", say("not-a-version-hint")
    tracks = [stop.track for stop in stops if stop.track_id != ACTIVE]
    yield "unknown-lts", say("unknown-lts-hint", tracks=listed(tracks))


def _near(known: Known, version: Version) -> str:
    """Return the known releases next below and next above a version that is not known."""
    at = bisect_left(known.versions, version)
    return " and ".join(map(str, known.versions[max(at - 1, 0) : at + 1]))


# --- what to know before trusting an answer


def doubts(known: Known, start: AskedEnd, target: AskedEnd) -> Iterator[Warned]:
    """Return where the way leaves what the data knows. That nothing is recorded there means nothing."""
    out = known.latest_out
    for version in (start.version, target.version):
        if version not in known.versions and (out is None or version > out):
            values = {"version": str(version), "near": _near(known, version)}
            yield Warned("beyond", say("beyond", date=str(known.data_as_of), **values))
    on_the_way = [version for version in known.versions if start.version < version < target.version]
    ends = [target.version] if start.version < target.version else []
    majors = dict.fromkeys(version.major for version in (*on_the_way, *ends))
    if silent := [str(major) for major in majors if major not in known.majors]:
        yield Warned("not-documented", say("not-documented", majors=", ".join(silent)))


def not_offered(facts: Facts, target: AskedEnd) -> Iterator[Warned]:
    """Return that nobody can get the target any more."""
    stop = facts.stop(target.version)
    if stop and stop.skipped and not stop.scheduled:
        yield Warned("not-offered", say("not-offered", version=str(target.version)))


def not_out(known: Known, start: AskedEnd, target: AskedEnd) -> Iterator[Warned]:
    """Return that the target is not known to be out, unless there is nothing to install."""
    for stop in known.stops:
        if stop.version == target.version != start.version and stop.scheduled:
            text = say("target-scheduled", version=str(target.version), scheduled=stop.scheduled)
            yield Warned("target-scheduled", text)


# --- filters


def no_names(facts: Facts, uses: Sequence["AskedName"]) -> Iterator[Refusal]:
    """Return which names in use are none, or none that is recorded."""
    for used in uses:
        why = "empty-name" if used.is_empty else "" if used.recorded(*facts.items) else "unknown-name"
        if why:
            yield Refusal("uses", say(why, asked=used.asked), facts.hints[why], used.asked)


def read_ids(
    facts: Facts, field: Literal["area", "product"], asked: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Return the areas or products that are asked for, as ids, and what is none."""
    ids = facts.areas if field == "area" else facts.products
    why = f"unknown-{field}"
    found = dict.fromkeys(ids[folded(text)] for text in asked if folded(text) in ids)
    unknown = (text for text in asked if folded(text) not in ids)
    return tuple(found), tuple(
        Refusal(field, say(why, asked=text), facts.hints[why], text) for text in unknown
    )


def folded(text: str) -> str:
    """Return a name as it is looked up."""
    return " ".join(text.lower().split()).removeprefix("axis ")


# --- names in use


class AskedName:
    """A name in use, `asked` as somebody wrote it; `is_empty` if it has no part.

    Names in use and recorded names are cut into parts: runs of letters, digits, `_`, `-` and `#`, in lower
    case, without a query and a leading `root.`. `recorded_parts` has those of every recorded name that has
    any. A change is named

    - where the parts in use are a run of the recorded ones: `getbrand.cgi`, `Network.Filter`, `TLS`;
    - where a recorded endpoint or parameter ends or begins those in use: `/axis-cgi/vaconfig.cgi` with a
      device's address before it, `root.PTZ` and `root.PTZ.Preset.P0`.

    A recorded `#` stands for a number: `Image.I#.RateControl` is `Image.I0.RateControl`.
    """

    def __init__(self, asked: str, recorded_parts: Mapping[str, str]) -> None:
        self.asked = asked
        self._recorded_parts = recorded_parts
        parts = parts_of(asked).split()
        self.is_empty = not parts
        within = f"(?:^| ){_run(parts)}(?: |$)"
        # No longer than a recorded name, or a long one in use has more of them than there is room for
        most = max((recorded.count(" ") + 1 for recorded in recorded_parts.values()), default=1)
        lengths = range(1, min(most, len(parts)) + 1)
        ends = {_run(end) for length in lengths for end in (parts[:length], parts[-length:])}
        self._within = re.compile(within)
        self._around = re.compile(f"{within}|^(?:{'|'.join(sorted(ends))})$")

    def recorded(self, *arrivals: Arrival) -> tuple[str, ...]:
        """Return the names of some changes that it means, as recorded, each once."""
        found: dict[str, None] = {}
        for arrival in arrivals:
            found |= self._matching(self._around, arrival.calls) | self._matching(self._within, arrival.names)
        return tuple(found)

    def _matching(self, pattern: re.Pattern[str], names: Sequence[str]) -> dict[str, None]:
        return dict.fromkeys(name for name in names if pattern.search(self._recorded_parts.get(name, "")))


def parts_of(name: str) -> str:
    """Return the parts of a name with spaces between."""
    return " ".join(_PART.findall(name.partition("?")[0].lower().strip().removeprefix("root.")))


def _run(parts: Sequence[str]) -> str:
    """Return the pattern of some parts in use, as they can be recorded: no character of a part is special."""
    return _NUMBER.sub(r"(?:\g<0>|#)", " ".join(parts))
