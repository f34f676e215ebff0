"""The arrivals: each change that is not withdrawn, where it comes or at each stage, and all said of it."""

from collections.abc import Iterator

from portal import model
from portal.model import Catalog, Statement
from portal.model.versions import Version
from portal.planner.bounds import bounds
from portal.planner.plan_facts import CHANGE_PAGE, Arrival, Hit
from portal.planner.plan_words import WORDS, listed, say
from portal.prose import to_plain_markdown


def arrivals(catalog: Catalog) -> tuple[Arrival, ...]:
    """Return all that comes in the order of plans: by version, and last what has no release named."""
    order = {area.id: number for number, area in enumerate(catalog.areas)}
    changes = [change for change in catalog.changes if change.status != "withdrawn"]
    changes.sort(key=lambda change: (order[change.area], change.title.lower(), change.id))
    found = [arrival for change in changes for arrival in _of_change(catalog, change)]
    return tuple(sorted(found, key=lambda arrival: (arrival.hit.unnamed, arrival.since)))


def _of_change(catalog: Catalog, change: model.Change) -> Iterator[Arrival]:
    """Return where a change hits: at its stages, or once at its version."""
    if not change.stages:
        yield _arrival(catalog, change, change.version, bounds(catalog, change, change.version, ()))
    for number, stage in enumerate(change.stages):
        around = (change.stages[:number], change.stages[number:])
        yield _arrival(
            catalog, change, stage.version, bounds(catalog, change, stage.version, *around), number + 1
        )


def _arrival(
    catalog: Catalog,
    change: model.Change,
    version: Version,
    possible: tuple[Version | None, Version | None],
    number: int = 0,
) -> Arrival:
    first, last = possible
    calls, names = _names(change)
    return Arrival(
        hit=_hit(catalog, change, version, number),
        since=first or version,
        # From there on no way leads to it, since every version has it for certain.
        behind=(last or Version((version.major + 1,))) if first else version,
        only=_only_devices(catalog, change),
        calls=calls,
        names=names,
    )


def _hit(catalog: Catalog, change: model.Change, version: Version, number: int) -> Hit:
    kind = WORDS.get(f"kind-{change.kind}", change.kind)
    return Hit(
        id=change.id,
        title=change.title,
        page=CHANGE_PAGE.replace("{id}", change.id),
        area=change.area,
        kind=change.kind,
        version=version,
        what=f"{kind}, {version}",
        marks=tuple(_marks(catalog, change, version, number)),
        planned=_is_planned(catalog, change, version),
        tentative=change.tentative,
        unnamed=version.is_major_only,
        applies_to=change.applies_to,
        stage=number,
        stage_text=to_plain_markdown(change.stages[number - 1].text) if number else "",
        why=to_plain_markdown(change.why.text or ""),
        why_unknown=_gap(change.why),
        impact=to_plain_markdown(change.impact.text or ""),
        impact_unknown=_gap(change.impact),
        action=to_plain_markdown(change.action.text or ""),
        action_unknown=_gap(change.action),
        products=change.products,
    )


def _is_planned(catalog: Catalog, change: model.Change, version: Version) -> bool:
    """Whether it is still to come. A stage of what has come is, where its release is not out."""
    release = catalog.release_by_version.get(version)
    is_ahead = version > change.version and release is not None and release.status == "scheduled"
    return change.status == "planned" or is_ahead


def _gap(statement: Statement) -> str:
    return "" if statement.known else to_plain_markdown(statement.note or "")


def _marks(catalog: Catalog, change: model.Change, version: Version, number: int) -> Iterator[str]:
    """Return what else a reader should know of a hit, wherever the way starts."""
    if version.is_major_only:
        yield say("unnamed", major=str(version.major))
    if change.applies_to != "upgrade":
        yield say(f"reach-{change.applies_to}")
    if number:
        yield from _stage_marks(catalog, change, number)
    if change.products:
        names = [catalog.product_by_id[product].name for product in change.products]
        yield say("only-products", products=listed(names))


def _stage_marks(catalog: Catalog, change: model.Change, number: int) -> Iterator[str]:
    stage = change.stages[number - 1]
    yield say("stage", number=str(number), count=str(len(change.stages)))
    if stage.track:
        yield catalog.track_by_id[stage.track].name
    if stage.date:
        yield str(stage.date)
    if stage.version < change.version:
        yield say("takes-effect", version=str(change.version))


def _only_devices(catalog: Catalog, change: model.Change) -> tuple[str, ...]:
    """Return the products that a change can hit, or nothing where it may hit any.

    A device can be used with any accessory, and be in any group, so only other devices are ruled out.
    """
    kinds = [catalog.product_by_id[product].kind for product in change.products]
    return change.products if all(kind == "device" for kind in kinds) else ()


def _names(change: model.Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a change names as endpoints or parameters, and as anything else, each once, as printed."""
    calls: dict[str, None] = {}
    others: dict[str, None] = {}
    for item in change.surface:
        own = calls if item.kind in {"endpoint", "parameter"} else others
        own |= dict.fromkeys((item.name, *item.match))
        if item.of:
            (calls if item.kind == "argument" else others)[item.of] = None
    return tuple(calls), tuple(name for name in others if name not in calls)
