"""What comes on the ways of plans, and where: every change, or each of its stages, with all to say of it."""

from collections.abc import Iterator, Sequence

from portal import model
from portal.model import Catalog, Statement, sureness
from portal.model.change import Status
from portal.model.sources import Sureness
from portal.model.versions import Version
from portal.planner.plan_facts import CHANGE_PAGE, Arrival, ClassId, Hit, StageText
from portal.planner.plan_words import WORDS, listed, say
from portal.prose import to_plain_markdown
from portal.words import AUDIENCE, CONSEQUENCE, how_sure


def arrivals(catalog: Catalog) -> tuple[Arrival, ...]:
    """Return all that comes in the order of plans: by version, and last what has no release named."""
    order = {area.id: number for number, area in enumerate(catalog.areas)}
    changes = [change for change in catalog.changes if change.may_come]
    changes.sort(key=lambda change: (order[change.area], change.title.lower(), change.id))
    found = [arrival for change in changes for arrival in _of_change(catalog, change)]
    return tuple(sorted(found, key=lambda arrival: (arrival.hit.unnamed, arrival.since)))


def _of_change(catalog: Catalog, change: model.Change) -> Iterator[Arrival]:
    """Return where a change hits: at its stages that may come, or once at its version."""
    stages = tuple(stage for stage in change.stages if stage.status != "withdrawn")
    if not change.stages:
        yield _arrival(catalog, change, ())
    for number in range(len(stages)):
        yield _arrival(catalog, change, stages, number + 1)


def _arrival(
    catalog: Catalog, change: model.Change, stages: Sequence[model.Stage], number: int = 0
) -> Arrival:
    version = stages[number - 1].version if number else change.version
    hit = _hit(catalog, change, stages, number)
    first, last = _bounds(catalog, hit.status, version, stages[: max(number - 1, 0)], stages[number - 1 :])
    # From there on no way leads to it, since every version has it for certain.
    behind = (last or Version((version.major + 1,))) if first else version
    calls, names = _names(change)
    return Arrival(
        hit=hit,
        since=first or version,
        behind=None if hit.status == "unconfirmed" else behind,
        only=_only_products(catalog, change),
        calls=calls,
        names=names,
    )


def _hit(catalog: Catalog, change: model.Change, stages: Sequence[model.Stage], number: int) -> Hit:
    kind = WORDS.get(f"kind-{change.kind}", change.kind)
    stage = stages[number - 1] if number else None
    version = stage.version if stage else change.version
    status, sure = _status(change, stage), _sureness(catalog, change, stage)
    class_id, after_reset = (class_of(change, version, status, sure, is_reset=one) for one in (False, True))
    return Hit(
        id=change.id,
        title=change.title,
        page=CHANGE_PAGE.replace("{id}", change.id),
        area=change.area,
        kind=change.kind,
        version=version,
        what=f"{kind}, {version}",
        status=status,
        applies_to=change.applies_to,
        consequence=change.consequence,
        audience=change.audience,
        sureness=sure,
        class_id=class_id,
        class_after_reset=None if after_reset == class_id else after_reset,
        marks=tuple(_marks(catalog, change, stages, number)),
        tentative=change.tentative,
        unnamed=version.is_major_only,
        stage=number,
        stages=(StageText(version, to_plain_markdown(stage.text), status),) if stage else (),
        effect=bool(stage) and version == change.version,
        why=_plain(change.why),
        impact=_plain(change.impact),
        action=_plain(change.action),
        products=change.products,
    )


def class_of(
    change: model.Change, version: Version, status: Status, sure: Sureness, *, is_reset: bool
) -> ClassId:
    """Return what a change, or its stage in a version, is for devices that are upgraded, and reset or not."""
    platforms = change.platforms or model.Platforms()
    # Before its version nothing of it breaks: a stage there only makes it possible to prepare
    if change.consequence == "nothing-to-do" or version < change.version:
        return "nothing"
    if change.applies_to == "factory-default" and not is_reset:
        return "reset"
    if change.consequence == "upgrade-fails":
        return "fails"
    is_reach_known = change.applies_to != "unknown" or is_reset
    if status == "unconfirmed" or not sure.startswith("vendor") or not is_reach_known:
        return "unsure"
    if change.products or platforms.only or platforms.without:
        return "named"
    return "somewhere" if version.is_major_only else "every"


def _status(change: model.Change, stage: model.Stage | None) -> Status:
    """Return how far a change or a stage has come."""
    return change.status_of(stage) if stage else change.status


def _sureness(catalog: Catalog, change: model.Change, stage: model.Stage | None) -> Sureness:
    """Return how sure it is where a change or a stage comes: who says that it came makes that no less."""
    if stage and stage.sources:
        return sureness.sureness_of(catalog, stage.sources)
    return sureness.version(catalog, change)


def _plain(statement: Statement) -> Statement:
    """Return a statement whose texts need no more than Markdown to be read."""
    text, note = statement.text, statement.note
    return Statement(text and to_plain_markdown(text), note and to_plain_markdown(note))


# --- what else to know of it


def _marks(
    catalog: Catalog, change: model.Change, stages: Sequence[model.Stage], number: int
) -> Iterator[str]:
    """Return what else a reader should know of a hit, wherever the way starts."""
    stage = stages[number - 1] if number else None
    status, sure = _status(change, stage), _sureness(catalog, change, stage)
    version = stage.version if stage else change.version
    if change.consequence != "unknown":
        yield _said(CONSEQUENCE[change.consequence], change.inferred.consequence)
    if version.is_major_only:
        key = "unnamed-due" if status == "unconfirmed" else "unnamed"
        yield say(key, major=str(version.major))
    if change.applies_to != "upgrade":
        yield _said(say(f"reach-{change.applies_to}"), change.inferred.applies_to)
    if number:
        yield from _stage_marks(catalog, change, stages, number)
    yield from _product_marks(catalog, change)
    if change.audience:
        audience = listed([AUDIENCE[one] for one in change.audience])
        yield _said(say("audience", audience=audience), change.inferred.audience)
    came = None if stage and stage.sources else sureness.came(catalog, change)
    if said := how_sure(change.version, sure, came):
        yield said


def _said(words: str, inferred: str | None) -> str:
    """Say that something is our inference where it is."""
    return say("inferred", what=words) if inferred else words


def _stage_marks(
    catalog: Catalog, change: model.Change, stages: Sequence[model.Stage], number: int
) -> Iterator[str]:
    stage = stages[number - 1]
    if len(stages) > 1:
        yield say("stage", number=str(number), count=str(len(stages)))
    if stage.track:
        yield catalog.track_by_id[stage.track].name
    if stage.date:
        yield str(stage.date)
    if stage.version < change.version and change.status != "unconfirmed":
        yield say("takes-effect", version=str(change.version))


def _product_marks(catalog: Catalog, change: model.Change) -> Iterator[str]:
    platforms = change.platforms or model.Platforms()
    for key, ids in (
        ("only-products", change.products),
        ("only-products", platforms.only),
        ("not-products", platforms.without),
    ):
        if ids:
            yield say(key, products=listed([catalog.product_by_id[product].name for product in ids]))


# --- what it can hit, and what code knows it by


def _only_products(catalog: Catalog, change: model.Change) -> tuple[str, ...]:
    """Return the products that a change can hit, or nothing where it may hit any."""
    if not change.products and not change.platforms:
        return ()
    found = tuple(one.id for one in catalog.products if _can_hit(catalog, change, one))
    return () if len(found) == len(catalog.products) else found


def _can_hit(catalog: Catalog, change: model.Change, product: model.Product) -> bool:
    """Whether a change can hit a product, as far as the data knows."""
    platforms = change.platforms or model.Platforms()
    if any(product.id in _members(catalog, name) for name in platforms.without):
        return False
    limits = (change.products, platforms.only)
    return all(_is_among(catalog, product, limit) for limit in limits if limit)


def _is_among(catalog: Catalog, product: model.Product, limit: Sequence[str]) -> bool:
    """Whether a product is one of some products and groups, or may be.

    A device can be used with any accessory, and be in any group whose members are not known.
    """
    among = {member for name in limit for member in _members(catalog, name)}
    if product.id in among or among.intersection(product.members):
        return True
    if product.kind == "group" and not product.members:
        return True
    named = [catalog.product_by_id[name] for name in limit]
    return any(one.kind == "accessory" or (one.kind == "group" and not one.members) for one in named)


def _members(catalog: Catalog, name: str) -> tuple[str, ...]:
    """Return a product, and all that are in it where it is a group."""
    return (name, *catalog.product_by_id[name].members)


def _names(change: model.Change) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a change names as endpoints or parameters, and as anything else, each once, as printed."""
    calls: dict[str, None] = {}
    others: dict[str, None] = {}
    for item in change.surface:
        own = calls if item.kind in {"endpoint", "parameter"} else others
        own |= dict.fromkeys((item.name, *item.spellings))
        if item.of:
            (calls if item.kind == "argument" else others)[item.of] = None
    return tuple(calls), tuple(name for name in others if name not in calls)


# --- what no release is named for


def _bounds(
    catalog: Catalog,
    status: Status,
    version: Version,
    earlier: Sequence[model.Stage],
    rest: Sequence[model.Stage],
) -> tuple[Version | None, Version | None]:
    """Return the first and the last release in which something can come whose release is not named.

    It stands between the stages before and after it. What is still to come is not in a release that is out;
    what has come is in one that is, and what is still to come may be in one that nobody has heard of yet.
    What is not confirmed may be in any of them.
    """
    if not version.is_major_only:
        return None, None
    major = version.major
    coming = _is_coming(catalog, status, rest[0] if rest else None)
    known = sorted(release.version for release in catalog.releases if release.version.major == major)
    out = {release.version for release in catalog.releases if release.is_out}
    before = [stage.version for stage in earlier if not stage.version.is_major_only]
    after = [stage.version for stage in rest if not stage.version.is_major_only]
    possible = [
        release
        for release in known
        if (not before or release >= before[-1]) and (not after or release <= after[0])
    ]
    fitting = [release for release in possible if status == "unconfirmed" or (release not in out) == coming]
    beyond = Version((major, known[-1].numbers[1] + 1)) if known else version
    first = fitting[0] if fitting else beyond
    if not coming:
        return first, fitting[-1] if fitting else None
    return first, after[0] if after and after[0].major == major else None


def _is_coming(catalog: Catalog, status: Status, stage: model.Stage | None) -> bool:
    """Whether something is still to come as of the data's date."""
    as_of = catalog.portal.data_as_of
    date = stage.date if stage else None
    if date and date.start and as_of.end:
        return date.start > as_of.end
    # With an open begin it can have come at any time, until the last day is over.
    return status == "planned" and not (date and date.is_past(as_of))
