"""Whether a version is supported on a day, as far as the facts know. What is not known is no yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from portal.planner.asked import AskedEnd, lts_name, read_end
from portal.planner.plan_facts import ACTIVE
from portal.planner.plan_words import fill
from portal.planner.support_facts import Stated, SupportFacts, SupportTrack
from portal.planner.support_words import SUPPORT_WORDS
from portal.problems import Refusal, Refused
from portal.words import product_name

SupportState = Literal["supported", "by-rule", "ended", "superseded", "upcoming", "unknown"]


@dataclass(frozen=True)
class SupportAnswer:
    """The answer for a version on a day: `track` is an id, empty where it is on none.

    `asked` is the version, or an LTS track of which no release is known. `note` says what the version was
    taken for, where that is not what it says.
    """

    asked: str
    state: SupportState
    summary: str
    track: str = ""
    note: str = ""


class _Verdict(NamedTuple):
    """The state, the keys of the sentences that say it, and what they name as newer."""

    state: SupportState
    keys: tuple[str, ...]
    latest: str = ""


def support(facts: SupportFacts, asked: str, today: date) -> SupportAnswer:
    """Return whether a version in any printed form is supported. Raises `Refused` for what is no version."""
    end = read_end(facts, "target", asked)
    if isinstance(end, Refusal):
        row = next((one for one in facts.tracks if one.name == lts_name(asked)), None)
        if not row:
            raise Refused(end)
        summary = fill(SUPPORT_WORDS["say-no-release"], {"track": row.name})
        return SupportAnswer(row.name, state_of(row, today), summary, row.id)
    stop = next((stop for stop in facts.stops if stop.version == end.version), None)
    scheduled = stop.scheduled if stop else ""
    track = facts.track(stop.track_id if stop else ACTIVE)
    if end.version in facts.product_specific:
        track, verdict = None, _Verdict("unknown", ("say-product",))
    elif not track:
        verdict = _Verdict("unknown", ("say-beyond",))
    elif track.kind == "active":
        verdict = _on_active(facts, track, end, today, scheduled)
    else:
        verdict = _on_lts(facts, track, end, today)
    until = (track.ends or track.ends_by_rule or track.stands) if track else None
    values = {
        "name": product_name(end.full),
        "track": track.name if track else "",
        "until": until.text if until else "",
        "latest": verdict.latest,
        "scheduled": scheduled,
        "date": str(facts.data_as_of),
    }
    summary = " ".join(fill(SUPPORT_WORDS[key], values) for key in verdict.keys)
    note = f"{end.asked} {end.note}." if end.note and track else ""
    return SupportAnswer(str(end.full), verdict.state, summary, track.id if track else "", note)


def state_of(track: SupportTrack, today: date) -> SupportState:
    """Return how far an LTS track is on a day. A third party's date alone makes it neither way."""
    begins = track.begins.date if track.begins else None
    if begins and begins.start and today < begins.start:
        return "upcoming"
    if track.status == "upcoming":
        return "unknown"
    if track.ends and track.ends.date:
        until = track.ends.date
        if track.ends.is_sure and until.start and today < until.start:
            return "supported"
        is_over = until.end and today > until.end and not until.is_approximate
        return "ended" if is_over and (track.ends.is_sure or track.status == "ended") else "unknown"
    rule = track.ends_by_rule.date if track.ends_by_rule else None
    if track.status == "current" and rule and rule.start and today < rule.start:
        return "by-rule"
    return "ended" if track.status == "ended" else "unknown"


def _on_lts(facts: SupportFacts, track: SupportTrack, end: AskedEnd, today: date) -> _Verdict:
    state, newer = state_of(track, today), _newer(track, end)
    if state in ("ended", "upcoming"):
        return _Verdict(state, (f"say-{state}",))
    if not newer or not facts.kinds[track.kind].supports:
        is_latest = track.builds and track.builds[0].version == end.full
        return _Verdict(state, (f"say-{state}", *(("is-latest",) if is_latest else ())))
    sure = [str(build.version) for build in newer if build.is_sure]
    if not sure:
        return _Verdict("unknown", ("say-reported",), str(newer[0].version))
    return _Verdict("superseded", ("say-superseded", f"and-{state}"), sure[0])


def _on_active(
    facts: SupportFacts, track: SupportTrack, end: AskedEnd, today: date, scheduled: str
) -> _Verdict:
    latest = facts.latest_out
    if scheduled:
        return _Verdict("unknown", ("say-not-out",))
    if latest is None or end.version > latest:
        return _Verdict("unknown", ("say-beyond",))
    sure = [build.version for build in _newer(track, end) if build.is_sure]
    newer = latest if end.version < latest else next(iter(sure), None)
    if newer and facts.kinds[track.kind].supports:
        return _Verdict("superseded", ("say-passed",), str(newer))
    if newer:
        return _Verdict("unknown", ("say-passed-maybe",), str(newer))
    if facts.data_as_of.end and today <= facts.data_as_of.end:
        return _Verdict("supported", ("say-latest",))
    return _Verdict("unknown", ("say-latest-known",))


def _newer(track: SupportTrack, end: AskedEnd) -> list[Stated]:
    """Return the builds of a release that are newer than a version, latest first.

    Only versions of three numbers are compared: how older ones with four stand to these, no source says.
    """
    builds = [build for build in track.builds if build.version and build.version.release == end.version]
    is_full = len(end.full.numbers) == 3
    return [build for build in builds if is_full and build.version and build.version > end.full]


def points(facts: SupportFacts, track: SupportTrack) -> Iterator[tuple[str, Stated | str]]:
    """Return what is known of a track: what it is about, and a text, or who says it as well."""
    unknown = SUPPORT_WORDS["unknown"]
    kind = facts.kinds[track.kind]
    yield "track", f"{track.name} ({track.line})" if track.line else track.name
    if track.kind != "active":
        yield "from", track.begins or unknown
        yield "until", track.ends or track.ends_by_rule or unknown
        if track.stands:
            yield "status", track.stands
    yield from (("note", note) for note in track.notes)
    yield "latest", track.builds[0] if track.builds else unknown
    yield from (("openssl", stated) for stated in track.openssl or (unknown,))
    yield "next", track.next or unknown
    yield from (("rule", rule) for rule in (kind.supports, None if track.ends else kind.lasts) if rule)
