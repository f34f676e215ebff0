"""What follows from the facts alone, worked out at build, so that a browser need not do it again."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.planner.asked import Refusal, read_areas, read_end, read_products, spellings
from portal.planner.coverage import coverage
from portal.planner.facts import CHANGE_PAGE, Facts
from portal.planner.hits import every_arrival, marks, only_devices
from portal.planner.making import to_step
from portal.planner.path import Stop, way_stop
from portal.planner.upgrade import Reason
from portal.planner.wording import say
from portal.versions import Version


@dataclass(frozen=True)
class PreparedStop:
    """A known release as a stop between the ends of a way; `web`: what differs by web interface."""

    version: Version
    reason: Reason
    reason_text: str
    rules: tuple[str, ...]
    track: str = ""
    date: str = ""
    scheduled: str = ""
    page: str = ""
    web: Stop | None = None


@dataclass(frozen=True)
class PreparedHit:
    """A point at which a change comes; `change` counts from 1.

    It is on every way that starts before `behind` and ends at `since` or later. The rest is what a hit says
    that its change does not, and the products that are hit where it can be `only` them. A mark with `{start}`
    holds only for a start that is not before `since`.
    """

    change: int
    since: Version
    behind: Version
    version: Version
    page: str
    marks: tuple[str, ...] = ()
    unnamed: bool = False
    stage: int = 0
    stage_text: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """All of it.

    `hits` are in the order of plans. `hints` go by the word of the refusal that they are for. `areas` and
    `products` have the id for every spelling: lower case, single spaces, without `axis ` at the beginning.
    """

    stops: tuple[PreparedStop, ...]
    hits: tuple[PreparedHit, ...]
    hints: dict[str, str]
    areas: dict[str, str]
    products: dict[str, str]
    coverage: tuple[str, ...]


def prepare(facts: Facts) -> Prepared:
    """Give what follows from the facts."""
    return Prepared(
        stops=tuple(_stop(facts, version) for version in facts.versions),
        hits=tuple(_hits(facts)),
        hints=dict(_hints(facts)),
        areas=spellings(facts.areas),
        products=spellings(facts.products),
        coverage=coverage(facts),
    )


def _stop(facts: Facts, version: Version) -> PreparedStop:
    usual, web = (way_stop(facts, version, web=web) for web in (False, True))
    step = to_step(facts, usual, (), factory_reset=False)
    return PreparedStop(
        version=step.version,
        reason=step.reason,
        reason_text=step.reason_text,
        rules=step.rules,
        track=step.track,
        date=step.date,
        scheduled=step.scheduled,
        page=step.page,
        web=web if web != usual else None,
    )


def _hits(facts: Facts) -> Iterator[PreparedHit]:
    places = {change.id: place for place, change in enumerate(facts.changes, 1)}
    for arrival in every_arrival(facts):
        yield PreparedHit(
            change=places[arrival.change.id],
            since=arrival.since,
            behind=arrival.behind,
            version=arrival.point.version,
            page=CHANGE_PAGE.replace("{id}", arrival.change.id),
            marks=tuple(marks(facts, arrival)),
            unnamed=arrival.point.first is not None,
            stage=arrival.stage,
            stage_text=arrival.point.text,
            only=only_devices(facts, arrival.change),
        )


def _hints(facts: Facts) -> Iterator[tuple[str, str]]:
    """Give the hints that depend on the word of the refusal alone, and for a major version on its number."""
    last = facts.versions[-1].major
    asked = {"not-a-version": "", "unknown-lts": "LTS 0000", "lts-without-line": "LTS 0000"}
    asked |= {"major-only": str(last + 1)}
    asked |= {f"major-only-{known.major}": str(known.major) for known in facts.versions}
    for word, text in asked.items():
        end = read_end(facts, "start", text)
        if isinstance(end, Refusal):
            yield word, end.hint
    for word, (_, refusals) in (
        ("unknown-area", read_areas(facts, [""])),
        ("unknown-product", read_products(facts, [""])),
    ):
        yield word, refusals[0].hint
    yield "downgrade", say("downgrade-hint")
