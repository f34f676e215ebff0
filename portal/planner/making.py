"""Makes the plan of an upgrade from facts: a pure function that a browser can do again step by step."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portal.planner.asked import AskedEnd, AskedName, doubts, not_out, read_ends, read_ids
from portal.planner.plan_facts import ACTIVE, Advice, Arrival, Facts, Hit, PlanStop
from portal.planner.plan_words import say, say_count
from portal.planner.upgrade_plan import (
    Counts,
    PlanEnd,
    PlanStep,
    Request,
    UpgradePlan,
    UsedName,
    Verdict,
    Warned,
)
from portal.problems import Refusal


@dataclass(frozen=True)
class _Wanted:
    """What somebody cares about; an empty one keeps all. `areas` and `products` are ids."""

    areas: tuple[str, ...]
    products: tuple[str, ...]
    uses: tuple[AskedName, ...]


def make_plan(facts: Facts, request: Request) -> UpgradePlan:
    """Return the plan of an upgrade. Raises `Refused` with every reason why there is none."""
    start, target, wanted = _read(facts, request)
    way = _way(facts, start, target, web=request.web)
    found = [one for one in facts.items if way and start.version < one.behind and one.since <= target.version]
    kept = [one for one in found if _is_wanted(one, wanted)]
    steps = tuple(_steps(way, kept, start, wanted.uses, factory_reset=request.factory_reset))
    uses = tuple(UsedName(used.asked, used.recorded(*kept)) for used in wanted.uses)
    counts = _counts(steps, {one.hit.id for one in found} - {one.hit.id for one in kept})
    doubtful = tuple(doubts(facts, start, target))
    verdict: Verdict = "breaks" if counts.hit else "cannot-say" if doubtful else "nothing"
    if not way:
        verdict = "same"
    rules = {rule for stop in way for rule in stop.rules}
    return UpgradePlan(
        asked=request,
        title=say("title", start=start.asked, target=target.asked),
        start=_place(facts, start),
        target=_place(facts, target),
        uses=uses,
        verdict=verdict,
        summary=_summary(verdict, start, target, counts),
        counts=counts,
        warnings=(
            *doubtful,
            *not_out(facts, start, target),
            *(_elsewhere(facts, wanted, uses) if way else ()),
            *_left_out(counts),
        ),
        steps=steps,
        rules=tuple(rule for rule in facts.rules if rule.id in rules),
        advice=_advice(facts, start, target, [one.hit for one in kept]),
        rollback=facts.rollback if way else None,
        coverage=facts.coverage,
        site=facts.site,
    )


def _read(facts: Facts, request: Request) -> tuple[AskedEnd, AskedEnd, _Wanted]:
    """Read what is asked for. Raises `Refused` with all that cannot be planned with."""
    areas, no_areas = read_ids(facts, "area", request.areas)
    products, no_products = read_ids(facts, "product", request.products)
    uses = tuple(AskedName(asked, facts.parts) for asked in request.uses)
    no_names = (
        Refusal("uses", say("empty-name", asked=used.asked), facts.hints["empty-name"], used.asked)
        for used in uses
        if used.is_empty
    )
    start, target = read_ends(facts, request.start, request.target, *no_areas, *no_products, *no_names)
    return start, target, _Wanted(areas, products, uses)


def _way(facts: Facts, start: AskedEnd, target: AskedEnd, *, web: bool) -> tuple[PlanStop, ...]:
    """Return every stop after the start, the target last; none if there is nothing to install."""
    if start.version == target.version:
        return ()
    between = [stop for stop in facts.stops if start.version < stop.version < target.version]
    causes = facts.by_web if web else {}
    on_the_way = [
        replace(stop, **vars(causes[str(stop.version)])) if str(stop.version) in causes else stop
        for stop in between
    ]
    unknown = PlanStop(version=target.version, reason="target", reason_text="", rules=())
    last = facts.stop(target.version) or unknown
    return (*on_the_way, replace(last, reason="target", reason_text=say("your-target"), rules=()))


def _is_wanted(arrival: Arrival, wanted: _Wanted) -> bool:
    """Whether a change is what somebody cares about."""
    if wanted.areas and arrival.hit.area not in wanted.areas:
        return False
    if wanted.products and arrival.only and not set(wanted.products) & set(arrival.only):
        return False
    return not wanted.uses or any(used.recorded(arrival) for used in wanted.uses)


def _steps(
    way: Sequence[PlanStop],
    kept: Sequence[Arrival],
    start: AskedEnd,
    uses: Sequence[AskedName],
    *,
    factory_reset: bool,
) -> Iterator[PlanStep]:
    """Return each stop with what is in force from there on and was not at the one before."""
    versions = [stop.version for stop in way]
    arriving: list[list[Arrival]] = [[] for _ in way]
    for arrival in kept:
        arriving[bisect_left(versions, arrival.since)].append(arrival)
    seen: set[str] = set()
    for stop, here in zip(way, arriving, strict=True):
        hits = []
        for arrival in here:
            hits.append(_hit(arrival, start, uses, again=arrival.hit.id in seen))
            seen.add(arrival.hit.id)
        now = [hit for hit in hits if factory_reset or hit.applies_to != "factory-default"]
        yield PlanStep(
            **vars(stop),
            before=tuple(hit for hit in now if hit.action.known),
            at=tuple(hit for hit in now if not hit.action.known),
            after=tuple(hit for hit in hits if hit not in now),
        )


def _hit(arrival: Arrival, start: AskedEnd, uses: Sequence[AskedName], *, again: bool) -> Hit:
    """Say of a hit what holds for this plan alone."""
    names = _once(name for used in uses for name in used.recorded(arrival))
    marks = list(arrival.hit.marks)
    if start.version >= arrival.since:
        marks.append(say("unnamed-behind", start=str(start.version)))
    if names:
        marks.append(say("names", names=", ".join(names)))
    return replace(arrival.hit, marks=tuple(marks), names=names, again=again)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


# --- what to say of it all


def _place(facts: Facts, end: AskedEnd) -> PlanEnd:
    stop = facts.stop(end.version)
    note = say("counts-as", version=str(end.version)) if end.full != end.version else ""
    return PlanEnd(end.asked, end.version, stop.track if stop else "", note)


def _counts(steps: Sequence[PlanStep], left_out: set[str]) -> Counts:
    now = {hit.id for step in steps for hit in (*step.before, *step.at)}
    later = {hit.id for step in steps for hit in step.after}
    return Counts(len(steps), len(now), len(later), len(left_out))


def _elsewhere(facts: Facts, wanted: _Wanted, uses: Sequence[UsedName]) -> Iterator[Warned]:
    """Return which names in use no hit of the plan touches."""
    for used, use in zip(wanted.uses, uses, strict=True):
        if not use.recorded:
            key = "name-elsewhere" if used.recorded(*facts.items) else "name-unknown"
            yield Warned(key, say(key, name=use.name))


def _left_out(counts: Counts) -> Iterator[Warned]:
    if counts.left_out:
        yield Warned("left-out", say_count("left-out", counts.left_out))


def _summary(verdict: Verdict, start: AskedEnd, target: AskedEnd, counts: Counts) -> str:
    ends = {"start": start.asked, "target": target.asked}
    said = say_count("breaks", counts.hit, **ends) if verdict == "breaks" else say(verdict, **ends)
    return f"{said} {say_count('later', counts.later)}" if counts.later else said


def _advice(facts: Facts, start: AskedEnd, target: AskedEnd, hits: Sequence[Hit]) -> tuple[Advice, ...]:
    """Return the advice for a plan, without its conditions.

    A plan is looked at as a line such as `;lts-2022>active;+lts-2022;11;`: the tracks of the start and the
    target; each of them again behind a `+` if that end names more than a release, as 10.12.228 does; the
    major versions of which a changed default comes on the way. A text belongs to the plan if the line has
    one of the parts that `when` lists.
    """
    ends = [(_track(facts, end), end) for end in (start, target)]
    exact = [f"+{track}" for track, end in ends if len(end.full.numbers) > 2]
    defaults = [str(hit.version.major) for hit in hits if hit.applies_to == "factory-default"]
    line = f";{';'.join(['>'.join(track for track, _ in ends), *exact, *defaults])};"
    return tuple(
        replace(advice, when=()) for advice in facts.advice if any(part in line for part in advice.when)
    )


def _track(facts: Facts, end: AskedEnd) -> str:
    """The track that an end of the way is on: an LTS track, or else the active one."""
    stop = facts.stop(end.version)
    return stop.track_id if stop else ACTIVE
