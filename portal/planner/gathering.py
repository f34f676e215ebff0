"""Facts for planning from the catalog: without what is withdrawn, and with bounds where none are named."""

from collections.abc import Sequence

from portal import model
from portal.addresses import absolute
from portal.model import Catalog, Question, Statement
from portal.planner.advice import ADVICE
from portal.planner.facts import (
    Advice,
    Area,
    Change,
    Facts,
    Link,
    Product,
    ProductSpecific,
    Release,
    Rollback,
    Rule,
    Stage,
    Track,
)
from portal.versions import Version


def facts_of(catalog: Catalog) -> Facts:
    """Give what planning needs of a catalog."""
    order = {area.id: number for number, area in enumerate(catalog.areas)}
    changes = [change for change in catalog.changes if change.status != "withdrawn"]
    changes.sort(key=lambda change: (order[change.area], change.title.lower(), change.id))
    return Facts(
        data_as_of=str(catalog.portal.data_as_of),
        site=absolute(catalog.portal, ""),
        majors=tuple(sorted(major.major.major for major in catalog.policy.majors)),
        releases=tuple(map(_release, reversed(catalog.releases))),
        tracks=tuple(Track(track.id, track.name, track.line) for track in catalog.tracks.tracks),
        areas=tuple(Area(area.id, area.name) for area in catalog.areas),
        products=tuple(Product(item.id, item.name, item.kind) for item in catalog.products),
        rules=tuple(Rule(rule.id, rule.text, rule.when or "") for rule in catalog.policy.upgrade_rules),
        advice=tuple(_advice(catalog)),
        rollback=Rollback(catalog.policy.rollback.steps, _links(catalog, catalog.policy.rollback.links)),
        product_specific=_product_specific(catalog),
        changes=tuple(_change(catalog, change) for change in changes),
    )


def _release(release: model.Release) -> Release:
    date = str(release.date) if release.date else ""
    return Release(release.version, date, release.status == "scheduled")


def _links(catalog: Catalog, ids: Sequence[str]) -> tuple[Link, ...]:
    return tuple(Link(catalog.link_by_id[name].name, catalog.link_by_id[name].url or "") for name in ids)


# --- advice


def _advice(catalog: Catalog) -> list[Advice]:
    """Give the texts of the table of advice, with their conditions as ids of tracks."""
    found = []
    for row in ADVICE:
        text, question, links = _source(catalog, row.source, row.id)
        start, target = (_tracks(catalog, wanted) for wanted in (row.start, row.target))
        if text and (start or not row.start) and (target or not row.target):
            found.append(Advice(row.id, text, question, links, start, target, row.patch, row.default_of))
    return found


def _source(catalog: Catalog, source: str, name: str) -> tuple[str, str, tuple[Link, ...]]:
    """Give a text of the catalog with the question that it answers; an empty text if it is not there."""
    if source == "rule":
        rules = [rule for rule in catalog.policy.upgrade_rules if rule.id == name]
        return (rules[0].text if rules else ""), "", ()
    if source == "default-changes":
        return catalog.policy.default_changes, "", ()
    if source == "product-specific":
        return _product_specific(catalog).text, "", ()
    questions: list[Question] = [question for question in catalog.questions if question.id == name]
    if not questions:
        return "", "", ()
    return questions[0].answer, questions[0].question, _links(catalog, questions[0].links)


def _tracks(catalog: Catalog, wanted: str) -> tuple[str, ...]:
    """Give the tracks that a word stands for: an id, a kind, or an LTS track that may have ended."""
    return tuple(
        track.id
        for track in catalog.tracks.tracks
        if wanted in {track.id, track.kind} or (wanted == "lts-unknown" and track.status == "unknown")
    )


def _product_specific(catalog: Catalog) -> ProductSpecific:
    examples = [example for tag in catalog.tracks.tags if tag.kind == "pss" for example in tag.examples]
    releases = {Version.parse(example.split(" ")[0]).release for example in examples}
    kinds = [kind for kind in catalog.tracks.kinds if kind.id == "pss"]
    text = " ".join(" ".join((kind.summary, *kind.facts)) for kind in kinds)
    return ProductSpecific(tuple(sorted(releases)), text)


# --- changes


def _change(catalog: Catalog, change: model.Change) -> Change:
    first, last = _bounds(catalog, change, change.version, ())
    endpoints, parameters, names = _names(change)
    return Change(
        id=change.id,
        title=change.title,
        area=change.area,
        kind=change.kind,
        version=change.version,
        first=None if change.stages else first,
        last=None if change.stages else last,
        planned=change.status == "planned",
        tentative=change.tentative,
        applies_to=change.applies_to,
        why=change.why.text or "",
        why_unknown=_gap(change.why),
        impact=change.impact.text or "",
        impact_unknown=_gap(change.impact),
        action=change.action.text or "",
        action_unknown=_gap(change.action),
        products=change.products,
        stages=tuple(_stage(catalog, change, number) for number in range(len(change.stages))),
        endpoints=endpoints,
        parameters=parameters,
        names=names,
    )


def _gap(statement: Statement) -> str:
    return "" if statement.known else statement.note or ""


def _stage(catalog: Catalog, change: model.Change, number: int) -> Stage:
    stage = change.stages[number]
    first, last = _bounds(catalog, change, stage.version, change.stages[:number], change.stages[number:])
    track = catalog.track_by_id[stage.track].name if stage.track else ""
    return Stage(stage.version, first, last, str(stage.date or ""), track, stage.text)


def _bounds(
    catalog: Catalog,
    change: model.Change,
    version: Version,
    earlier: Sequence[model.Stage],
    rest: Sequence[model.Stage] = (),
) -> tuple[Version | None, Version | None]:
    """Give the first and the last release in which something can come whose release is not named.

    It stands between the stages before and after it. What is still to come is not in a release that is out;
    what has come is in one that is, and what is still to come may be in one that nobody has heard of yet.
    """
    if not version.is_major_only:
        return None, None
    major = version.major
    coming = _is_coming(catalog, change, rest[0] if rest else None)
    known = sorted(release.version for release in catalog.releases if release.version.major == major)
    out = {release.version for release in catalog.releases if release.status == "released"}
    before = [stage.version for stage in earlier if not stage.version.is_major_only]
    after = [stage.version for stage in rest if not stage.version.is_major_only]
    possible = [
        release
        for release in known
        if (not before or release >= before[-1]) and (not after or release <= after[0])
    ]
    fitting = [release for release in possible if (release not in out) == coming]
    beyond = Version((major, known[-1].numbers[1] + 1))
    first = fitting[0] if fitting else beyond
    if not coming:
        return first, fitting[-1] if fitting else None
    return first, after[0] if after and after[0].major == major else None


def _is_coming(catalog: Catalog, change: model.Change, stage: model.Stage | None) -> bool:
    """Whether something is still to come as of the data's date."""
    as_of = catalog.portal.data_as_of.end
    if stage and stage.date and as_of:
        return stage.date.start > as_of
    return change.status == "planned"


def _names(change: model.Change) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give what a change names as endpoints, parameters and anything else, each once, as printed."""
    found: dict[str, dict[str, None]] = {"endpoint": {}, "parameter": {}, "": {}}
    for item in change.surface:
        kind = item.kind if item.kind in found else ""
        found[kind].update(dict.fromkeys((item.name, *item.match)))
        if item.of:
            found["endpoint" if item.kind == "argument" else ""][item.of] = None
    endpoints, parameters, others = (tuple(names) for names in found.values())
    return endpoints, parameters, tuple(name for name in others if name not in endpoints + parameters)
