"""Makes the plan of an upgrade from facts: a pure function that a browser can do again step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.planner import names
from portal.planner.advice import ACTIVE, fitting
from portal.planner.asked import End, Refusal, Refused, read_areas, read_end, read_products
from portal.planner.coverage import coverage, doubts
from portal.planner.facts import RELEASE_PAGE, Facts
from portal.planner.hits import Arrival, Wanted, arrivals, by_stop, hit, is_wanted
from portal.planner.path import Stop, stops
from portal.planner.upgrade import Counts, Hit, Place, Step, UpgradePlan, Use, Verdict, Warned
from portal.planner.wording import counted, say
from portal.versions import Version


@dataclass(frozen=True)
class Request:
    """What somebody asks for, as they type it."""

    start: str
    target: str
    factory_reset: bool = False
    web: bool = False
    areas: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


def make_plan(facts: Facts, request: Request) -> UpgradePlan:
    """Give the plan of an upgrade. Raises `Refused` with every reason why there is none."""
    start, target, wanted = _read(facts, request)
    same = start.version == target.version
    way = () if same else stops(facts, start, target, web=request.web)
    found = arrivals(facts, start, target) if way else ()
    kept = [arrival for arrival in found if is_wanted(facts, arrival.change, wanted)]
    arriving = by_stop(kept, [stop.version for stop in way])
    hits = [[hit(facts, start, arrival, wanted.uses) for arrival in here] for here in arriving]
    steps = tuple(
        to_step(facts, stop, here, factory_reset=request.factory_reset)
        for stop, here in zip(way, hits, strict=True)
    )
    uses = tuple(_use(name, used, kept) for name, used in zip(request.uses, wanted.uses, strict=True))
    counts = _counts(steps, {arrival.change.id for arrival in found} - {item.change.id for item in kept})
    unsure = doubts(facts, start, target, way)
    verdict: Verdict = "breaks" if counts.hit else "cannot-say" if unsure else "nothing"
    if same:
        verdict = "same"
    rules = {rule for stop in way for rule in stop.rules}
    return UpgradePlan(
        start=_place(facts, start),
        target=_place(facts, target),
        factory_reset=request.factory_reset,
        web=request.web,
        areas=wanted.areas,
        products=wanted.products,
        uses=uses,
        verdict=verdict,
        summary=_summary(verdict, start, target, counts),
        counts=counts,
        warnings=(*unsure, *(_warnings(facts, target, found, uses) if way else ()), *_left_out(counts)),
        steps=steps,
        rules=tuple(rule for rule in facts.rules if rule.id in rules),
        advice=fitting(facts, start, target, [arrival.change for arrival in kept]),
        rollback=facts.rollback,
        coverage=coverage(facts),
        site=facts.site,
    )


def _read(facts: Facts, request: Request) -> tuple[End, End, Wanted]:
    """Read what is asked for. Raises `Refused` with all that cannot be planned with."""
    start = read_end(facts, "start", request.start)
    target = read_end(facts, "target", request.target)
    areas, no_areas = read_areas(facts, request.areas)
    products, no_products = read_products(facts, request.products)
    uses = tuple(names.parts(name) for name in request.uses)
    no_names = (
        Refusal("uses", name, say("empty-name", asked=name))
        for name, used in zip(request.uses, uses, strict=True)
        if not used
    )
    no_ends = (end for end in (start, target) if isinstance(end, Refusal))
    refusals = (*no_ends, *no_areas, *no_products, *no_names)
    if refusals or isinstance(start, Refusal) or isinstance(target, Refusal):
        raise Refused(refusals)
    if _is_older(target.full, start.full):
        message = say("downgrade", target=target.asked, start=start.asked)
        raise Refused([Refusal("target", target.asked, message, say("downgrade-hint"))], facts.rollback)
    return start, target, Wanted(areas, products, uses)


def _is_older(target: Version, start: Version) -> bool:
    """Whether the target is before the start.

    Within a release only versions of three numbers are compared: how older ones with four, such as 9.80.3.2,
    stand to those with three, such as 9.80.66, the source does not say.
    """
    if target.release != start.release:
        return target.release < start.release
    return len(target.numbers) == len(start.numbers) == 3 and target < start


def _place(facts: Facts, end: End) -> Place:
    note = say("counts-as", version=str(end.version)) if end.full != end.version else ""
    return Place(end.asked, end.version, _track(facts, end.version), note)


def _track(facts: Facts, version: Version) -> str:
    """Name the track of a known release: the LTS track that stays on it, or else the active one."""
    if facts.release(version) is None:
        return ""
    track = facts.lts(version) or next((track for track in facts.tracks if track.id == ACTIVE), None)
    return track.name if track else ""


def to_step(facts: Facts, stop: Stop, hits: Sequence[Hit], *, factory_reset: bool) -> Step:
    """Give a stop with what comes there."""
    now = [item for item in hits if factory_reset or item.applies_to != "factory-default"]
    release = facts.release(stop.version)
    return Step(
        version=stop.version,
        reason=stop.reason,
        reason_text=stop.reason_text,
        rules=stop.rules,
        before=tuple(item for item in now if item.action),
        at=tuple(item for item in now if not item.action),
        after=tuple(item for item in hits if item not in now),
        track=_track(facts, stop.version),
        date=release.date if release else "",
        scheduled=say("scheduled", date=facts.data_as_of) if release and release.scheduled else "",
        page=RELEASE_PAGE.replace("{version}", str(stop.version)) if release else "",
    )


def _use(name: str, used: names.Parts, kept: Sequence[Arrival]) -> Use:
    found = [recorded for arrival in kept for recorded in names.recorded(arrival.change, used)]
    return Use(name, tuple(dict.fromkeys(found)))


def _counts(steps: Sequence[Step], left_out: set[str]) -> Counts:
    now = {item.id for step in steps for item in (*step.before, *step.at)}
    later = {item.id for step in steps for item in step.after}
    return Counts(len(steps), len(now), len(later), len(left_out))


def _warnings(facts: Facts, target: End, found: Sequence[Arrival], uses: Sequence[Use]) -> Iterator[Warned]:
    """Give what else to know before trusting the plan."""
    release = facts.release(target.version)
    if release and release.scheduled:
        text = say("target-scheduled", version=str(target.version), date=facts.data_as_of)
        yield Warned("target-scheduled", text)
    for use in uses:
        if not use.recorded:
            used = names.parts(use.name)
            on_the_way = names.known([arrival.change for arrival in found], used)
            anywhere = names.known(facts.changes, used)
            key = "name-left-out" if on_the_way else "name-elsewhere" if anywhere else "name-unknown"
            yield Warned(key, say(key, name=use.name))


def _left_out(counts: Counts) -> Iterator[Warned]:
    if counts.left_out:
        yield Warned("left-out", counted("left-out", counts.left_out))


def _summary(verdict: Verdict, start: End, target: End, counts: Counts) -> str:
    ends = {"start": start.asked, "target": target.asked}
    said = counted("breaks", counts.hit, **ends) if verdict == "breaks" else say(verdict, **ends)
    return f"{said} {counted('later', counts.later)}" if counts.later else said
