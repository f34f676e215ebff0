"""Reads what somebody asks for: versions in any printed form, areas, products, names in use.

What cannot be read is refused.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.model.versions import Version
from portal.planner.plan_facts import Arrival, Facts, PlanRollback
from portal.planner.plan_words import say
from portal.problems import Refusal, Refused

# A release, a longer version, `8.40.x`, an LTS track, each alone or as the download page tags it:
# `10.12.228 - AXIS OS LTS 2022`
_ASKED = re.compile(
    r"(?:axis os )?(?:lts[ -]?(?P<lts>[0-9]{4})|(?P<version>[0-9]+(?:\.[0-9]+){0,3})(?:\.x)?)"
    r"(?: - (?P<tag>.*))?",
    re.IGNORECASE,
)
_PART = re.compile(r"[a-z0-9_#-]+")
_NUMBER = re.compile(r"[0-9]+")


class Downgrade(Refused):
    """The target is older than the start. `rollback` says how a device goes back."""

    def __init__(self, refusal: Refusal, rollback: PlanRollback) -> None:
        self.rollback = rollback
        super().__init__(refusal)


@dataclass(frozen=True)
class AskedEnd:
    """An end of the way: as asked, in full, and as the release that it belongs to, which may be unknown."""

    asked: str
    full: Version
    version: Version


def read_end(facts: Facts, field: str, text: str) -> AskedEnd | Refusal:
    """Return the release that a text means as the `start` or the `target`, or why it means none."""
    asked = " ".join(text.split())
    match = _ASKED.fullmatch(asked)
    if match and match["lts"]:
        return _lts(facts, field, asked, f"LTS {match['lts']}")
    full = _version(match["version"]) if match else None
    if match is None or full is None:
        return _refusal(facts, field, asked, "not-a-version")
    if full.is_major_only:
        return _refusal(facts, field, str(full), "major-only")
    is_known = facts.stop(full.release) is not None
    is_pss = "pss" in (match["tag"] or "").lower() or full.release in facts.product_specific
    out = facts.latest_out
    if is_known or (not is_pss and (out is None or full.release > out)):
        return AskedEnd(str(full), full, full.release)
    why = "product-specific" if is_pss else "unknown-release"
    return Refusal(field, say(why, asked=asked), say("near", near=near(facts, full)), asked)


def _version(text: str) -> Version | None:
    try:
        return Version.parse(text)
    except ValueError:
        return None


def _lts(facts: Facts, field: str, asked: str, name: str) -> AskedEnd | Refusal:
    stop = next((stop for stop in facts.stops if stop.track == name), None)
    return (
        AskedEnd(name, stop.version, stop.version) if stop else _refusal(facts, field, asked, "unknown-lts")
    )


def _refusal(facts: Facts, field: str, asked: str, why: str) -> Refusal:
    hint = facts.hints.get(f"{why}-{asked}") or facts.hints[why]
    return Refusal(field, say(why, asked=asked), hint, asked)


def near(facts: Facts, version: Version) -> str:
    """Name the known releases next below and next above a version that is not known."""
    at = bisect_left(facts.versions, version.release)
    return " and ".join(map(str, facts.versions[max(at - 1, 0) : at + 1]))


# --- filters


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
        ends = {_run(parts[at:]) for at in range(len(parts))} | {
            _run(parts[:at]) for at in range(1, len(parts))
        }
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
