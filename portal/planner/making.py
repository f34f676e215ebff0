"""Makes the plan of an upgrade from facts: a pure function that a browser can do again step by step."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from portal.planner.asked import (
    AskedEnd,
    AskedName,
    doubts,
    is_older,
    no_names,
    not_offered,
    not_out,
    read_ends,
    read_ids,
)
from portal.planner.plan_facts import (
    ACTIVE,
    CLASSES,
    Advice,
    Arrival,
    ClassId,
    Facts,
    Hit,
    PlanLast,
    PlanRule,
    PlanStop,
)
from portal.planner.plan_words import listed, say, say_count
from portal.planner.upgrade_plan import (
    Counts,
    Headline,
    PlanEnd,
    PlanStep,
    PlanWay,
    Request,
    UpgradePlan,
    UsedName,
    Verdict,
    Warned,
)
from portal.problems import Refusal, Refused
from portal.words import CONSEQUENCE

# The rules of the data that make stops
_EVERY_LTS_TRACK, _NO_LONG_GAPS = "every-lts-track", "no-long-gaps"


@dataclass(frozen=True)
class _Wanted:
    """What somebody cares about; an empty one keeps all. `areas` and `products` are ids."""

    areas: tuple[str, ...]
    products: tuple[str, ...]
    uses: tuple[AskedName, ...]


def make_plan(facts: Facts, request: Request) -> UpgradePlan:
    """Return the plan of an upgrade. Raises `Refused` with every reason why there is none."""
    start, target, wanted = _read(facts, request)
    way, passed = _way(facts, start, target, request)
    found = [one for one in facts.items if way and _is_on_the_way(one, start, target)]
    kept = [one for one in found if _is_wanted(one, wanted)]
    told = [_told(one, kept, start, wanted.uses, request) for one in _once_a_change(kept)]
    uses = tuple(UsedName(used.asked, used.recorded(*kept)) for used in wanted.uses)
    steps = tuple(_steps(way, told))
    left_out = {one.hit.id for one in found} - {one.hit.id for one in kept}
    counts = Counts(len(steps), len(left_out), _by_class([one.hit for one in told]))
    doubtful = tuple(doubts(facts, start, target))
    verdict = _verdict(way, [one.hit for one in told if _is_certain(one, start, target)], counts, doubtful)
    return UpgradePlan(
        asked=request,
        title=say("title", start=start.asked, target=target.asked),
        start=_place(facts, start),
        target=_place(facts, target),
        way=_way_taken(request),
        uses=uses,
        verdict=verdict,
        summary=_summary(verdict, start, target, counts, wanted),
        headline=tuple(_headline(counts.classes)),
        counts=counts,
        warnings=(
            *doubtful,
            *not_out(facts, start, target),
            *(not_offered(facts, target) if way else ()),
            *(_elsewhere(uses) if way else ()),
            *_left_out(counts),
        ),
        steps=steps,
        rules=tuple(_rules(facts, request)) if way else (),
        advice=_advice(facts, start, target, [one.hit for one in kept], passed),
        rollback=facts.rollback_after(target.version) if way else (),
        coverage=facts.coverage,
        site=facts.site,
        age=facts.age,
        idle=say(f"idle{_filtered(wanted)}"),
        ages=facts.ages,
    )


def _is_on_the_way(arrival: Arrival, start: AskedEnd, target: AskedEnd) -> bool:
    """Whether an upgrade brings a hit, or may bring it."""
    is_behind = arrival.behind is not None and arrival.behind <= start.version
    return not is_behind and arrival.since <= target.version


def _is_certain(arrival: Arrival, start: AskedEnd, target: AskedEnd) -> bool:
    """Whether a hit is known to come on the way and to hit: what no release is named for may not."""
    hit = arrival.hit
    may_hit = hit.class_id in ("every", "named", "somewhere") or (
        hit.class_id == "fails" and hit.applies_to != "unknown"
    )
    is_sure = hit.sureness.startswith("vendor") and hit.status != "unconfirmed"
    is_new = start.version < arrival.since
    return may_hit and is_sure and is_new and arrival.behind is not None and arrival.behind <= target.version


def _verdict(
    way: Sequence[PlanStop], certain: Sequence[Hit], counts: Counts, doubtful: Sequence[Warned]
) -> Verdict:
    if not way:
        return "same"
    if certain:
        return "breaks"
    may = counts.classes.keys() - {"reset", "nothing"}
    return "may-break" if may else "cannot-say" if doubtful else "nothing"


def _read(facts: Facts, request: Request) -> tuple[AskedEnd, AskedEnd, _Wanted]:
    """Read what is asked for. Raises `Refused` with all that cannot be planned with."""
    areas, no_areas = read_ids(facts, "area", request.areas)
    products, no_products = read_ids(facts, "product", request.products)
    uses = tuple(AskedName(asked, facts.parts) for asked in request.uses)
    unknown = (*no_areas, *no_products, *no_names(facts, uses))
    start, target = read_ends(facts, request.start, request.target, *unknown)
    if past := [one for product in products for one in past_last(facts, product, start, target)]:
        raise Refused(*past)
    return start, target, _Wanted(areas, products, uses)


def last_for(facts: Facts, product: str, target: AskedEnd) -> PlanLast | None:
    """Return the last release that a product gets on the target's track, None where no source says one.

    A release that an LTS track stays on came on the active track too, which counts where the product has no
    last release on the LTS track.
    """
    lasts = {last.track_id: last for last in reversed(facts.last.get(product, ()))}
    return lasts.get(_track(facts, target)) or lasts.get(ACTIVE)


def past_last(facts: Facts, product: str, start: AskedEnd, target: AskedEnd) -> Iterator[Refusal]:
    """Return that a product cannot get the target: it is beyond its last release on the target's track."""
    last = last_for(facts, product, target)
    if last is None or start.version == target.version:
        return
    if is_older(AskedEnd(str(last.version), last.version, last.version.release), target):
        what = {"product": last.product, "version": str(last.version), "track": last.track}
        message = say("past-last", **what, target=target.asked)
        yield Refusal("product", message, say("past-last-hint", source=last.source), product)


def _way(
    facts: Facts, start: AskedEnd, target: AskedEnd, request: Request
) -> tuple[tuple[PlanStep, ...], tuple[str, ...]]:
    """Return every stop after the start, the target last, or none if there is nothing to install.

    With it come the words that advice goes by: `passed` if a release between is no stop, and the target's
    major version if an LTS track is between.
    """
    if start.version == target.version:
        return (), ()
    between = [
        stop for stop in facts.stops if start.version < stop.version < target.version and not stop.skipped
    ]
    by_id = {rule.id: rule for rule in _rules(facts, request)}
    stops = []
    for stop in between:
        if stop.track_id != ACTIVE and _EVERY_LTS_TRACK in by_id:
            stops.append(_stop(stop, by_id[_EVERY_LTS_TRACK].strength, "lts-by-web"))
        elif _NO_LONG_GAPS in by_id:
            stops.append(_stop(stop, by_id[_NO_LONG_GAPS].strength, "between"))
    words = ["passed"] if len(stops) < len(between) else []
    if any(stop.track_id != ACTIVE for stop in between):
        words.append(f"lts>{target.version.major}")
    last = facts.stop(target.version) or PlanStop(version=target.version)
    return (*stops, _stop(last, "target", "your-target")), tuple(words)


def _stop(stop: PlanStop, reason: Literal["required", "recommended", "target"], key: str) -> PlanStep:
    """Return a stop with its reason, and no hits yet."""
    return PlanStep(**vars(stop), reason=reason, reason_text=say(key))


def _rules(facts: Facts, request: Request) -> Iterator[PlanRule]:
    """Return the rules that make the stops of the way that is asked for."""
    wanted = {_EVERY_LTS_TRACK: request.web, _NO_LONG_GAPS: request.every}
    return (rule for rule in facts.rules if wanted.get(rule.id))


def _way_taken(request: Request) -> PlanWay:
    if request.every:
        return PlanWay("every", say("way-every"))
    return PlanWay("required", say("way-by-web" if request.web else "way-required"))


def _is_wanted(arrival: Arrival, wanted: _Wanted) -> bool:
    """Whether a change is what somebody cares about."""
    if wanted.areas and arrival.hit.area not in wanted.areas:
        return False
    if wanted.products and arrival.only and not set(wanted.products) & set(arrival.only):
        return False
    return not wanted.uses or any(used.recorded(arrival) for used in wanted.uses)


def _once_a_change(kept: Sequence[Arrival]) -> Iterator[Arrival]:
    """Return each change where it takes effect, or else at the last of its stages on the way."""
    last = {one.hit.id: one for one in sorted(kept, key=lambda one: (one.hit.effect, one.hit.stage))}
    return (one for one in kept if last[one.hit.id] is one)


def _told(
    arrival: Arrival, kept: Sequence[Arrival], start: AskedEnd, uses: Sequence[AskedName], request: Request
) -> Arrival:
    """Return an arrival with what holds for this plan alone."""
    hit = arrival.hit
    names = _once(name for used in uses for name in used.recorded(arrival))
    marks = list(hit.marks)
    if start.version >= arrival.since:
        marks.append(say("unnamed-behind", start=str(start.version)))
    if names:
        marks.append(say("names", names=", ".join(names)))
    stages = sorted((one.hit for one in kept if one.hit.id == hit.id), key=lambda one: one.stage)
    own = replace(
        hit,
        class_id=hit.class_after_reset if request.factory_reset and hit.class_after_reset else hit.class_id,
        class_after_reset=None,
        marks=tuple(marks),
        names=names,
        stages=tuple(text for one in stages for text in one.stages),
    )
    return replace(arrival, hit=own)


def _steps(way: Sequence[PlanStep], told: Sequence[Arrival]) -> Iterator[PlanStep]:
    """Return each stop with what is in force from there on and was not at the one before."""
    versions = [stop.version for stop in way]
    arriving: list[list[Hit]] = [[] for _ in way]
    for arrival in told:
        arriving[bisect_left(versions, arrival.since)].append(arrival.hit)
    for stop, hits in zip(way, arriving, strict=True):
        hits.sort(key=lambda hit: _ORDER.index(hit.consequence))
        by_class: dict[str, Any] = {
            name: tuple(hit for hit in hits if hit.class_id == name) for name in CLASSES
        }
        yield replace(stop, **by_class)


_ORDER = tuple(CONSEQUENCE)


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


# --- what to say of it all


def _place(facts: Facts, end: AskedEnd) -> PlanEnd:
    stop = facts.stop(end.version)
    note = say("counts-as", version=str(end.version)) if end.full != end.version else ""
    build = facts.builds.get(str(end.full))
    if note and build:
        note = say("known-build", build=build, counted=note)
    return PlanEnd(
        end.asked, end.version, stop.track if stop else "", "; it ".join(filter(None, (note, end.note)))
    )


def _by_class(hits: Sequence[Hit]) -> dict[ClassId, int]:
    counts = {name: sum(hit.class_id == name for hit in hits) for name in CLASSES}
    return {name: count for name, count in counts.items() if count}


def _headline(counts: Mapping[ClassId, int], one: str = "1") -> Iterator[Headline]:
    """Return how many changes of each class there are, with a word for one alone."""
    for name, count in counts.items():
        yield Headline(name, say_count(f"count-{name}", count, one=one))


def _elsewhere(uses: Sequence[UsedName]) -> Iterator[Warned]:
    """Return which names in use no hit of the plan touches."""
    for use in uses:
        if not use.recorded:
            yield Warned("name-elsewhere", say("name-elsewhere", name=use.name))


def _left_out(counts: Counts) -> Iterator[Warned]:
    if counts.left_out:
        yield Warned("left-out", say_count("left-out", counts.left_out))


def _summary(verdict: Verdict, start: AskedEnd, target: AskedEnd, counts: Counts, wanted: _Wanted) -> str:
    """Return the headline in a sentence, or why there is none."""
    values = {"start": start.asked, "target": target.asked}
    values |= {key: say(f"{key}{_filtered(wanted)}") for key in ("chosen", "none")}
    total = sum(counts.classes.values())
    if verdict == "same":
        return say("same" if start.full == target.full else "same-release", **values)
    if not total:
        return say(verdict, **values)
    texts = [headline.text for headline in _headline(counts.classes, "it" if total == 1 else "1")]
    return say_count("changes", total, **values, parts=listed(texts))


def _filtered(wanted: _Wanted) -> str:
    """Return the end of the keys of what is said where filters leave out: of what is used, or is chosen."""
    return "-of-uses" if wanted.uses else "-of-chosen" if wanted.areas or wanted.products else ""


def _advice(
    facts: Facts, start: AskedEnd, target: AskedEnd, hits: Sequence[Hit], passed: Sequence[str]
) -> tuple[Advice, ...]:
    """Return the advice for a plan, without its conditions.

    A plan is looked at as a line such as `;lts-2022>active;+lts-2022;11;passed;lts>12;`: the tracks of the
    start and the target; each of them again behind a `+` if that end names more than a release, as 10.12.228
    does; the major versions of which a changed default comes on the way; and what `_way` says of the stops. A
    text belongs to the plan if the line has one of the parts that `when` lists.
    """
    ends = [(_track(facts, end), end) for end in (start, target)]
    exact = [f"+{track}" for track, end in ends if len(end.full.numbers) > 2]
    defaults = [str(hit.version.major) for hit in hits if hit.applies_to == "factory-default"]
    line = f";{';'.join(['>'.join(track for track, _ in ends), *exact, *defaults, *passed])};"
    return tuple(
        replace(advice, when=()) for advice in facts.advice if any(part in line for part in advice.when)
    )


def _track(facts: Facts, end: AskedEnd) -> str:
    """The track that an end of the way is on: an LTS track, or else the active one."""
    stop = facts.stop(end.version)
    return stop.track_id if stop else ACTIVE
