"""Makes the plan of an upgrade from facts: a pure function that a browser can do again step by step."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portal.planner.asked import (
    AskedEnd,
    AskedName,
    doubts,
    is_older,
    not_offered,
    not_out,
    read_ends,
    read_ids,
)
from portal.planner.plan_facts import ACTIVE, Advice, Arrival, Facts, Hit, PlanStop
from portal.planner.plan_words import say, say_count
from portal.planner.upgrade_plan import (
    GROUPS,
    Counts,
    PlanEnd,
    PlanStep,
    Request,
    UpgradePlan,
    UsedName,
    Verdict,
    Warned,
)
from portal.problems import Refusal, Refused
from portal.words import CONSEQUENCE


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
    found = [one for one in facts.items if way and _is_on_the_way(one, start, target)]
    kept = [one for one in found if _is_wanted(one, wanted)]
    steps = tuple(_steps(way, kept, start, wanted.uses, factory_reset=request.factory_reset))
    uses = tuple(UsedName(used.asked, used.recorded(*kept)) for used in wanted.uses)
    counts = _counts(steps, {one.hit.id for one in found} - {one.hit.id for one in kept})
    doubtful = tuple(doubts(facts, start, target))
    verdict = _verdict(way, counts, doubtful)
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
            *(not_offered(facts, target) if way else ()),
            *(_elsewhere(facts, wanted, uses) if way else ()),
            *_left_out(counts),
        ),
        steps=steps,
        rules=tuple(rule for rule in facts.rules if rule.id in rules),
        advice=_advice(facts, start, target, [one.hit for one in kept]),
        rollback=facts.rollback_after(target.version) if way else (),
        coverage=facts.coverage,
        site=facts.site,
        age=facts.age,
        ages=facts.ages,
    )


def _is_on_the_way(arrival: Arrival, start: AskedEnd, target: AskedEnd) -> bool:
    """Whether an upgrade brings a hit, or may bring it."""
    is_behind = arrival.behind is not None and arrival.behind <= start.version
    return not is_behind and arrival.since <= target.version


def _verdict(way: Sequence[PlanStop], counts: Counts, doubtful: Sequence[Warned]) -> Verdict:
    if not way:
        return "same"
    if counts.hit:
        return "breaks"
    return "may-break" if counts.unconfirmed else "cannot-say" if doubtful else "nothing"


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
    if past := [one for product in products for one in _past_last(facts, product, start, target)]:
        raise Refused(*past)
    return start, target, _Wanted(areas, products, uses)


def _past_last(facts: Facts, product: str, start: AskedEnd, target: AskedEnd) -> Iterator[Refusal]:
    """Return that a product cannot get the target: it is beyond its last release on the target's track.

    A release that an LTS track stays on came on the active track too, which counts where the product has no
    last release on the LTS track.
    """
    lasts = {last.track_id: last for last in reversed(facts.last.get(product, ()))}
    last = lasts.get(_track(facts, target)) or lasts.get(ACTIVE)
    if last is None or start.version == target.version:
        return
    if is_older(AskedEnd(str(last.version), last.version, last.version.release), target):
        what = {"product": last.product, "version": str(last.version), "track": last.track}
        message = say("past-last", **what, target=target.asked)
        yield Refusal("product", message, say("past-last-hint", source=last.source), product)


def _way(facts: Facts, start: AskedEnd, target: AskedEnd, *, web: bool) -> tuple[PlanStop, ...]:
    """Return every stop after the start, the target last; none if there is nothing to install."""
    if start.version == target.version:
        return ()
    between = [
        stop for stop in facts.stops if start.version < stop.version < target.version and not stop.skipped
    ]
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
        hits.sort(key=lambda hit: _ORDER.index(hit.consequence))
        by_group = {
            group: tuple(hit for hit in hits if _group(hit, factory_reset) == group) for group in GROUPS
        }
        yield PlanStep(
            **vars(stop),
            first=by_group["first"],
            before=by_group["before"],
            at=by_group["at"],
            watch=by_group["watch"],
            maybe=by_group["maybe"],
            after=by_group["after"],
        )


def _group(hit: Hit, factory_reset: bool) -> str:
    """Return what to do about a hit, as a group of `GROUPS`: by what is known, or else by what to prepare."""
    if hit.applies_to == "factory-default" and not factory_reset:
        return "after"
    if hit.status == "unconfirmed":
        return "maybe"
    by_consequence = {
        "upgrade-fails": "first",
        "app-breaks": "before",
        "integration-breaks": "before",
        "nothing-to-do": "watch",
    }
    return by_consequence.get(hit.consequence) or ("before" if hit.action.known else "at")


_ORDER = tuple(CONSEQUENCE)


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
    build = facts.builds.get(str(end.full))
    if note and build:
        note = say("known-build", build=build, counted=note)
    return PlanEnd(end.asked, end.version, stop.track if stop else "", note)


def _counts(steps: Sequence[PlanStep], left_out: set[str]) -> Counts:
    later = {hit.id for step in steps for hit in step.after}
    maybe = {hit.id for step in steps for hit in step.maybe}
    now = [hit for step in steps for hit in step.hits if hit not in (*step.after, *step.maybe)]
    ids = {hit.id for hit in now}
    sure = {hit.id for hit in now if hit.sureness.startswith("vendor")}
    known = {hit.id: hit.consequence for hit in now if hit.consequence != "unknown"}
    return Counts(
        stops=len(steps),
        hit=len(ids),
        unconfirmed=len(maybe - ids),
        later=len(later),
        left_out=len(left_out),
        reported=len(ids - sure),
        consequences=dict(Counter(known.values())),
    )


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
    said = [say_count("breaks", counts.hit, **ends) if verdict == "breaks" else say(verdict, **ends)]
    numbers = {
        "fails": counts.consequences.get("upgrade-fails", 0),
        "reported": counts.reported,
        "may-come": counts.unconfirmed,
        "later": counts.later,
    }
    return " ".join(said + [say_count(key, number) for key, number in numbers.items() if number])


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
