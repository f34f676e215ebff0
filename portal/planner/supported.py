"""Whether a version is supported on a day, as far as the facts know. What is not known is no yes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.planner.asked import AskedEnd, read_end
from portal.planner.plan_facts import ACTIVE
from portal.planner.support_facts import Stated, SupportFacts, SupportTrack
from portal.planner.support_words import SUPPORT_WORDS
from portal.problems import Refusal, Refused
from portal.words import product_name

SupportState = Literal["supported", "by-rule", "ended", "superseded", "upcoming", "unknown"]
_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Point:
    """Something that is known of a version's track, under a heading, and who says it."""

    label: str
    text: str
    said: str = ""


@dataclass(frozen=True)
class SupportAnswer:
    """What is known of a version on a day: `track` is an id, empty where it is on none."""

    asked: str
    state: SupportState
    summary: str
    track: str = ""
    points: tuple[Point, ...] = ()


def support(facts: SupportFacts, asked: str, today: date) -> SupportAnswer:
    """Return whether a version in any printed form is supported. Raises `Refused` for what is no version."""
    end = read_end(facts, "target", asked)
    if isinstance(end, Refusal):
        raise Refused(end)
    stop = next((stop for stop in facts.stops if stop.version == end.version), None)
    track_id = stop.track_id if stop else ACTIVE
    track = next((track for track in facts.tracks if track.id == track_id), None)
    if end.version in facts.product_specific or not track:
        points = tuple(_after(facts)) if end.version in facts.product_specific else ()
        key = "say-product" if points else "say-beyond"
        return SupportAnswer(str(end.full), "unknown", _say(key, name=product_name(end.full)), "", points)
    on_track = _on_active if track.kind == "active" else _on_lts
    state, summary = on_track(facts, track, end, today)
    is_over = track.kind == "lts" and state in ("ended", "unknown")
    points = (*_points(facts, track, end), *(_after(facts) if is_over else ()))
    return SupportAnswer(str(end.full), state, summary, track.id, points)


def state_of(track: SupportTrack, today: date) -> SupportState:
    """Return how far an LTS track is on a day. A third party's date alone makes it neither way."""
    begins = track.begins.date if track.begins else None
    if begins and begins.start and today < begins.start:
        return "upcoming"
    if track.status == "upcoming":
        return "unknown"
    if track.ends and track.ends.date:
        until, sure = track.ends.date, track.ends.sureness.startswith("vendor")
        if sure and until.start and today < until.start:
            return "supported"
        is_over = until.end and today > until.end and not until.is_approximate
        return "ended" if is_over and (sure or track.status == "ended") else "unknown"
    rule = track.ends_by_rule.date if track.ends_by_rule else None
    if track.status == "current" and rule and rule.start and today < rule.start:
        return "by-rule"
    return "ended" if track.status == "ended" else "unknown"


def _on_lts(facts: SupportFacts, track: SupportTrack, end: AskedEnd, today: date) -> tuple[SupportState, str]:
    state = state_of(track, today)
    said = track.ends or track.ends_by_rule or track.stands
    values = {"name": product_name(end.full), "track": track.name, "until": said.text}
    newer = _newer(track, end)
    if newer and facts.kinds[track.kind].supports and state not in ("ended", "upcoming"):
        sure = [build for build in newer if build.sureness.startswith("vendor")]
        latest = str((sure or newer)[0].version)
        if sure:
            said_of = (_say("say-superseded", **values, latest=latest), _say(f"and-{state}", **values))
            return "superseded", " ".join(said_of)
        return "unknown", _say("say-reported", **values, latest=latest)
    return state, _say(f"say-{state}", **values)


def _on_active(
    facts: SupportFacts, track: SupportTrack, end: AskedEnd, today: date
) -> tuple[SupportState, str]:
    name, latest = product_name(end.full), facts.latest_out
    stop = next((stop for stop in facts.stops if stop.version == end.version), None)
    if stop and stop.scheduled:
        return "unknown", _say("say-not-out", name=name, scheduled=stop.scheduled)
    if latest is None or end.version > latest:
        return "unknown", _say("say-beyond", name=name)
    newer = [build for build in _newer(track, end) if build.sureness.startswith("vendor")]
    if end.version < latest or newer:
        by = str(newer[0].version) if end.version == latest else str(latest)
        if facts.kinds[track.kind].supports:
            return "superseded", _say("say-passed", name=name, latest=by)
        return "unknown", _say("say-unknown", name=name, track=track.name)
    if facts.data_as_of.end and today <= facts.data_as_of.end:
        return "supported", _say("say-latest", name=name)
    return "unknown", _say("say-latest-known", name=name, date=str(facts.data_as_of))


def _newer(track: SupportTrack, end: AskedEnd) -> list[Stated]:
    """Return the builds of a release that are newer than a version, latest first.

    Only versions of three numbers are compared: how older ones with four stand to these, no source says.
    """
    if len(end.full.numbers) != 3:
        return []
    return [
        build
        for build in track.builds
        if build.version and build.version.release == end.version and build.version > end.full
    ]


def _points(facts: SupportFacts, track: SupportTrack, end: AskedEnd) -> Iterator[Point]:
    yield _point("track", track.name if track.line is None else f"{track.name} ({track.line})")
    if track.kind != "active":
        yield _point("from", track.begins)
        yield _point("until", track.ends or track.ends_by_rule)
        if track.status != "unknown":
            yield _point("status", track.stands)
    yield from (_point("note", note) for note in track.notes)
    latest = track.builds[0] if track.builds else None
    if latest and latest.version == end.full:
        yield _point("latest", _say("is-latest", latest=latest.text), latest.said)
    elif latest and latest in _newer(track, end):
        yield _point("latest", _say("is-older", latest=latest.text), latest.said)
    else:
        yield _point("latest", latest)
    yield from (_point("openssl", told) for told in track.openssl or (None,))
    yield _point("next", track.next or None)
    kind = facts.kinds[track.kind]
    rules = (kind.supports, None if track.ends else kind.lasts)
    yield from (_point("rule", rule) for rule in rules if rule)


def _after(facts: SupportFacts) -> Iterator[Point]:
    """Return what there is beyond an LTS track."""
    if "pss" in facts.kinds:
        yield _point("pss", facts.kinds["pss"].summary)


def _point(label: str, told: Stated | str | None, said: str = "") -> Point:
    if isinstance(told, Stated):
        return Point(SUPPORT_WORDS[label], told.text, told.said)
    return Point(SUPPORT_WORDS[label], SUPPORT_WORDS["unknown"] if told is None else told, said)


def _say(key: str, **values: str) -> str:
    """Return a sentence with its places filled in. A value is never itself read as a template."""
    return _PLACE.sub(lambda match: values[match[1]], SUPPORT_WORDS[key])
