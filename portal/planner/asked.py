"""Reads what somebody asks for: versions in any printed form, areas, products. The rest is refused."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.planner.facts import Area, Facts, Product, Rollback
from portal.planner.wording import listed, say
from portal.versions import Version

# A release, a longer version, `8.40.x`, an LTS track, each alone or as the download page tags it:
# `10.12.228 - AXIS OS LTS 2022`
_ASKED = re.compile(
    r"(?:axis os )?(?:lts[ -]?(?P<lts>[0-9]{4})|(?P<version>[0-9]+(?:\.[0-9]+){0,3})(?:\.x)?)"
    r"(?: - (?P<tag>.*))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Refusal:
    """One thing that cannot be planned with: `field` is start, target, area or product."""

    field: str
    asked: str
    message: str
    hint: str = ""


class Refused(Exception):
    """There is no plan. `refusals` says why, all of it; `rollback` is there for a downgrade."""

    def __init__(self, refusals: Iterable[Refusal], rollback: Rollback | None = None) -> None:
        self.refusals = tuple(refusals)
        self.rollback = rollback
        super().__init__("\n".join(f"{item.field}: {item.message}" for item in self.refusals))


@dataclass(frozen=True)
class End:
    """An end of the way: as asked, in full, and as the release that it belongs to, which may be unknown."""

    asked: str
    full: Version
    version: Version


def read_end(facts: Facts, field: str, text: str) -> End | Refusal:
    """Give the release that a text means as the `start` or the `target`, or why it means none."""
    asked = " ".join(text.split())
    match = _ASKED.fullmatch(asked)
    if match and match["lts"]:
        return _lts(facts, field, asked, match["lts"])
    full = _version(match["version"]) if match else None
    if match is None or full is None:
        return Refusal(field, asked, say("not-a-version", asked=asked), say("not-a-version-hint"))
    if full.is_major_only:
        return _major_only(facts, field, full)
    known = facts.release(full.release) is not None
    is_pss = "pss" in (match["tag"] or "").lower() or full.release in facts.product_specific.releases
    if is_pss and not known:
        return Refusal(field, asked, say("product-specific", asked=asked), _near_hint(facts, field, full))
    out = facts.latest_out
    if known or out is None or full.release > out:
        return End(str(full), full, full.release)
    return Refusal(field, asked, say("unknown-release", asked=asked), _near_hint(facts, field, full))


def _version(text: str) -> Version | None:
    try:
        return Version.parse(text)
    except ValueError:
        return None


def _lts(facts: Facts, field: str, asked: str, year: str) -> End | Refusal:
    track = next((track for track in facts.tracks if track.name.lower() == f"lts {year}"), None)
    if track and track.line:
        return End(track.name, track.line, track.line)
    known = say("unknown-lts-hint", tracks=listed([track.name for track in facts.tracks if track.line]))
    if track:
        return Refusal(field, asked, say("lts-without-line", track=track.name), known)
    return Refusal(field, asked, say("unknown-lts", asked=asked), known)


def _major_only(facts: Facts, field: str, version: Version) -> Refusal:
    releases = [known for known in facts.versions if known.major == version.major]
    hint = say("major-only-hint", releases=listed(releases))
    if not releases:
        hint = say("major-unknown-hint", last=str(facts.versions[-1]))
    return Refusal(field, str(version), say("major-only", asked=str(version)), hint)


def near(facts: Facts, version: Version) -> tuple[Version | None, Version | None]:
    """Give the known releases next below and next above a version."""
    below = [known for known in facts.versions if known < version.release]
    above = [known for known in facts.versions if known > version.release]
    return (below[-1] if below else None), (above[0] if above else None)


def _near_hint(facts: Facts, field: str, version: Version) -> str:
    """Name the nearest known releases, and which leaves out no change: an earlier start, a later target."""
    below, above = near(facts, version)
    names = listed([known for known in (below, above) if known])
    take = below if field == "start" else above
    return say("near-take", near=names, take=str(take)) if take else say("near", near=names)


# --- filters


def read_areas(facts: Facts, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Give the areas asked for, as ids, and what is no area."""
    hint = say("unknown-area-hint", areas=listed([area.id for area in facts.areas]))
    return _read_ids("area", spellings(facts.areas), asked, hint)


def read_products(facts: Facts, asked: Sequence[str]) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Give the products asked for, as ids, and what is no product."""
    hint = say("unknown-product-hint", count=str(len(facts.products)))
    return _read_ids("product", spellings(facts.products), asked, hint)


def spellings(items: Iterable[Area | Product]) -> dict[str, str]:
    """Give the id for each way to ask for an area or a product: its id and its name, folded."""
    return {folded: item.id for item in items for folded in (_folded(item.id), _folded(item.name))}


def _read_ids(
    field: str, ids: dict[str, str], asked: Sequence[str], hint: str
) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    found = _once(ids[_folded(text)] for text in asked if _folded(text) in ids)
    unknown = (text for text in asked if _folded(text) not in ids)
    return found, tuple(Refusal(field, text, say(f"unknown-{field}", asked=text), hint) for text in unknown)


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).removeprefix("axis ")


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
