"""The hits: which changes come on the way, at which of their stages, and at which stop."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.planner.asked import End
from portal.planner.facts import CHANGE_PAGE, Change, Facts, Stage
from portal.planner.names import Parts, recorded
from portal.planner.upgrade import Hit
from portal.planner.wording import WORDS, listed, say
from portal.versions import Version


@dataclass(frozen=True)
class Wanted:
    """What somebody cares about; an empty one keeps all. `areas` and `products` are ids."""

    areas: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    uses: tuple[Parts, ...] = ()


@dataclass(frozen=True)
class Arrival:
    """A change that comes on the way; `stage` counts from 1, 0 for a change without stages."""

    change: Change
    point: Stage
    stage: int

    @property
    def since(self) -> Version:
        """The earliest release that it can be in."""
        return self.point.first or self.point.version

    @property
    def behind(self) -> Version:
        """The earliest version that has it for certain: from there on no way leads to it."""
        if self.point.first is None:
            return self.point.version
        return self.point.last or Version((self.point.version.major + 1,))


def every_arrival(facts: Facts) -> tuple[Arrival, ...]:
    """Give all that comes in the order of plans: by version, and last what has no release named."""
    found = [Arrival(change, point, number) for change in facts.changes for number, point in change.points]
    return tuple(sorted(found, key=lambda arrival: (arrival.point.first is not None, arrival.since)))


def arrivals(facts: Facts, start: End, target: End) -> tuple[Arrival, ...]:
    """Give what comes after the start, or may, up to and including the target."""
    return tuple(
        arrival
        for arrival in every_arrival(facts)
        if start.version < arrival.behind and arrival.since <= target.version
    )


def is_wanted(facts: Facts, change: Change, wanted: Wanted) -> bool:
    """Whether a change is what somebody cares about."""
    if wanted.areas and change.area not in wanted.areas:
        return False
    if wanted.products and not _concerns(facts, change, wanted.products):
        return False
    return not wanted.uses or any(recorded(change, used) for used in wanted.uses)


def _concerns(facts: Facts, change: Change, products: Sequence[str]) -> bool:
    """Whether a change may hit one of the products."""
    only = only_devices(facts, change)
    return not only or bool(set(products) & set(only))


def only_devices(facts: Facts, change: Change) -> tuple[str, ...]:
    """Give the products that a change can hit, or nothing where it may hit any.

    A device can be used with any accessory, and be in any group, so only other devices are ruled out.
    """
    kinds = {product.id: product.kind for product in facts.products}
    return change.products if all(kinds[name] == "device" for name in change.products) else ()


def by_stop(found: Sequence[Arrival], way: Sequence[Version]) -> tuple[tuple[Arrival, ...], ...]:
    """Give, for each stop, what is in force from there on and was not at the one before."""
    stops: list[list[Arrival]] = [[] for _ in way]
    for arrival in found:
        stops[bisect_left(way, arrival.since)].append(arrival)
    return tuple(map(tuple, stops))


def hit(facts: Facts, start: End, arrival: Arrival, uses: Sequence[Parts]) -> Hit:
    """Say what is known of a change where it comes."""
    change, point = arrival.change, arrival.point
    return Hit(
        id=change.id,
        title=change.title,
        page=CHANGE_PAGE.replace("{id}", change.id),
        area=change.area,
        kind=change.kind,
        version=point.version,
        marks=tuple(_settled(start, arrival, marks(facts, arrival))),
        tentative=change.tentative,
        unnamed=point.first is not None,
        applies_to=change.applies_to,
        stage=arrival.stage,
        stage_text=point.text,
        why=change.why,
        why_unknown=change.why_unknown,
        impact=change.impact,
        impact_unknown=change.impact_unknown,
        action=change.action,
        action_unknown=change.action_unknown,
        products=change.products,
        names=tuple(dict.fromkeys(name for used in uses for name in recorded(change, used))),
    )


def marks(facts: Facts, arrival: Arrival) -> Iterator[str]:
    """Give what a reader should know of a hit; what asks for the `{start}` holds where that may have it."""
    change, point = arrival.change, arrival.point
    if change.planned:
        yield say("planned")
    if change.tentative:
        yield say("tentative")
    if point.first:
        yield say("unnamed", major=str(point.version.major))
        yield WORDS["unnamed-behind"]
    if change.applies_to != "upgrade":
        yield say(f"reach-{change.applies_to}")
    if arrival.stage:
        yield from _stage_marks(change, point, arrival.stage)
    if change.products:
        names = {product.id: product.name for product in facts.products}
        yield say("only-products", products=listed([names[product] for product in change.products]))


def _settled(start: End, arrival: Arrival, said: Iterator[str]) -> Iterator[str]:
    """Give the marks that hold for somebody who starts there."""
    for mark in said:
        if mark != WORDS["unnamed-behind"]:
            yield mark
        elif start.version >= arrival.since:
            yield say("unnamed-behind", start=str(start.version))


def _stage_marks(change: Change, point: Stage, number: int) -> Iterator[str]:
    yield say("stage", number=str(number), count=str(len(change.stages)))
    if point.track:
        yield point.track
    if point.date:
        yield point.date
    if change.version != point.version:
        yield say("takes-effect", version=str(change.version))
