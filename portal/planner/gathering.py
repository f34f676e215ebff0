"""Facts for planning from the catalog: the stops, all that comes with them, and the advice of the source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal import model
from portal.addresses import absolute
from portal.model import Catalog, Question, Release, Statement
from portal.model.knowledge import once
from portal.model.versions import Version
from portal.planner.asked import end_hints, folded, parts_of
from portal.planner.plan_facts import (
    ACTIVE,
    CHANGE_PAGE,
    RELEASE_PAGE,
    Advice,
    Arrival,
    Cause,
    Facts,
    Hit,
    Known,
    KnownRelease,
    PlanLink,
    PlanRollback,
    PlanRule,
    PlanSource,
    PlanStop,
)
from portal.planner.plan_words import WORDS, listed, say
from portal.prose import to_plain_markdown

_EVERY_LTS_TRACK = "every-lts-track"
_NO_LONG_GAPS = "no-long-gaps"


@once
def facts_of(catalog: Catalog) -> Facts:
    """Return what planning needs of a catalog."""
    stops = tuple(_stop(catalog, release) for release in reversed(catalog.releases))
    majors = tuple(sorted(catalog.documented_majors))
    site = absolute(catalog.portal, "")
    items = _arrivals(catalog)
    return Facts(
        data_as_of=catalog.portal.data_as_of,
        generated_from=PlanSource(catalog.portal.name, catalog.portal.url, catalog.portal.repository),
        site=site,
        majors=majors,
        stops=stops,
        by_web={str(stop.version): _BY_WEB for stop in stops if stop.track_id != ACTIVE},
        items=items,
        parts=_name_parts(items),
        areas=_spellings(catalog.areas),
        products=_spellings(catalog.products),
        rules=tuple(
            PlanRule(rule.id, to_plain_markdown(rule.text), rule.when or "")
            for rule in catalog.policy.upgrade_rules
        ),
        advice=tuple(_advice(catalog)),
        rollback=_rollback(catalog),
        product_specific=_product_specific(catalog),
        hints=dict(_hints(catalog, stops)),
        coverage=tuple(_coverage(catalog, stops, majors, site)),
    )


_BY_WEB = Cause("required", say("lts-by-web"), (_EVERY_LTS_TRACK,))
_OTHERWISE = Cause("recommended", say("lts-otherwise"), (_EVERY_LTS_TRACK, _NO_LONG_GAPS))
_BETWEEN = Cause("recommended", say("between"), (_NO_LONG_GAPS,))


def known_of(catalog: Catalog) -> Known:
    """Return what reading versions needs of a catalog."""
    facts = facts_of(catalog)
    return Known(
        data_as_of=facts.data_as_of,
        site=facts.site,
        majors=facts.majors,
        stops=tuple(
            KnownRelease(stop.version, stop.track_id, stop.track, stop.scheduled)
            if stop.track_id != ACTIVE
            else KnownRelease(stop.version, scheduled=stop.scheduled)
            for stop in facts.stops
        ),
        product_specific=facts.product_specific,
    )


def _stop(catalog: Catalog, release: Release) -> PlanStop:
    tracks = {track.line: track for track in catalog.tracks.tracks if track.line}
    track = tracks.get(release.version) or catalog.track_by_id.get(ACTIVE)
    cause = _OTHERWISE if release.version in tracks else _BETWEEN
    as_of, outlook = str(catalog.portal.data_as_of), catalog.outlook(release)
    return PlanStop(
        version=release.version,
        **vars(cause),
        track_id=track.id if track else ACTIVE,
        track=track.name if track else "",
        date=str(release.date) if release.date else "",
        scheduled="" if outlook == "out" else say(outlook, date=as_of),
        page=RELEASE_PAGE.replace("{version}", str(release.version)),
    )


def _name_parts(items: Sequence[Arrival]) -> dict[str, str]:
    """Return what each name of some arrivals is compared by; a name of other signs alone by nothing."""
    names = (name for item in items for name in (*item.calls, *item.names))
    return {name: parts for name in names if (parts := parts_of(name))}


def _spellings(items: Sequence[model.Area | model.Product]) -> dict[str, str]:
    """Return the id for each way to ask for an area or a product: its id and its name, folded."""
    return {text: item.id for item in items for text in (folded(item.id), folded(item.name))}


def _links(catalog: Catalog, ids: Sequence[str]) -> tuple[PlanLink, ...]:
    return tuple(PlanLink(catalog.link_by_id[name].name, catalog.link_by_id[name].url or "") for name in ids)


def _hints(catalog: Catalog, stops: Sequence[PlanStop]) -> Iterator[tuple[str, str]]:
    """Return what to do about what is refused, by the word for that."""
    yield from end_hints(stops)
    yield "unknown-area", say("unknown-area-hint", areas=listed([area.id for area in catalog.areas]))
    yield "unknown-product", say("unknown-product-hint", count=str(len(catalog.products)))
    yield "empty-name", say("empty-name-hint")
    yield "downgrade", say("downgrade-hint")


def _coverage(catalog: Catalog, stops: Sequence[PlanStop], majors: Sequence[int], site: str) -> Iterator[str]:
    """Return what the data knows and what it does not, a sentence each."""
    first, last = str(stops[0].version), str(stops[-1].version)
    yield say("knows", count=str(len(stops)), first=first, last=last, date=str(catalog.portal.data_as_of))
    out = [stop.version for stop in stops if not stop.scheduled]
    if out:
        yield say("knows-out", version=str(out[-1]))
    yield say("knows-majors", majors=listed(majors))
    yield say("knows-end", last=last)
    yield say("knows-stops")
    yield say("unofficial", site=site)


# --- what comes, and where


def _arrivals(catalog: Catalog) -> tuple[Arrival, ...]:
    """Return all that comes in the order of plans: by version, and last what has no release named."""
    order = {area.id: number for number, area in enumerate(catalog.areas)}
    changes = [change for change in catalog.changes if change.status != "withdrawn"]
    changes.sort(key=lambda change: (order[change.area], change.title.lower(), change.id))
    found = [arrival for change in changes for arrival in _of_change(catalog, change)]
    return tuple(sorted(found, key=lambda arrival: (arrival.hit.unnamed, arrival.since)))


def _of_change(catalog: Catalog, change: model.Change) -> Iterator[Arrival]:
    """Return where a change hits: at its stages, or once at its version."""
    if not change.stages:
        yield _arrival(catalog, change, change.version, _bounds(catalog, change, change.version, ()))
    for number, stage in enumerate(change.stages):
        around = (change.stages[:number], change.stages[number:])
        yield _arrival(
            catalog, change, stage.version, _bounds(catalog, change, stage.version, *around), number + 1
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
        why=_plain(change.why),
        impact=_plain(change.impact),
        action=_plain(change.action),
        products=change.products,
    )


def _is_planned(catalog: Catalog, change: model.Change, version: Version) -> bool:
    """Whether it is still to come. A stage of what has come is, where its release is not out."""
    release = catalog.release_by_version.get(version)
    is_ahead = version > change.version and release is not None and release.status == "scheduled"
    return change.status == "planned" or is_ahead


def _plain(statement: Statement) -> Statement:
    """Return a statement whose texts need no more than Markdown to be read."""
    text, note = statement.text, statement.note
    return Statement(text and to_plain_markdown(text), note and to_plain_markdown(note))


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


def _bounds(
    catalog: Catalog,
    change: model.Change,
    version: Version,
    earlier: Sequence[model.Stage],
    rest: Sequence[model.Stage] = (),
) -> tuple[Version | None, Version | None]:
    """Return the first and the last release in which something can come whose release is not named.

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
    as_of = catalog.portal.data_as_of
    date = stage.date if stage else None
    if date and date.start and as_of.end:
        return date.start > as_of.end
    # With an open begin it can have come at any time, until the last day is over.
    return change.status == "planned" and not (date and date.is_past(as_of))


# --- advice


@dataclass(frozen=True)
class AdviceRow:
    """A text by where it stands, and when it applies; every line has a `;`.

    In `when`, `LTS` stands for each LTS track, and `ENDED` for each that may have ended.
    """

    source: Literal["question", "rule", "default-changes", "product-specific"]
    id: str
    when: str = ";"


ADVICE = (
    AdviceRow("rule", "latest-on-your-track"),
    AdviceRow("question", "stay-on-lts-2020", ";lts-2020>active;"),
    AdviceRow("question", "lts-2020-to-new-lts", ";lts-2020>LTS;"),
    AdviceRow("question", "no-lts-track-yet", ";active>active;"),
    AdviceRow("question", "full-support-period", ">LTS;"),
    AdviceRow("question", "vms-names-one-lts-version", ";+LTS;"),
    AdviceRow("product-specific", "product-specific-support", ";ENDED>"),
    # The policy speaks of defaults that change during AXIS OS 11.
    AdviceRow("default-changes", "changed-defaults", ";11;"),
)


def _advice(catalog: Catalog) -> list[Advice]:
    """Return the texts of the table of advice with ids of tracks in their conditions."""
    tracks = catalog.tracks.tracks
    ids = {
        "LTS": [track.id for track in tracks if track.kind == "lts"],
        "ENDED": [t.id for t in tracks if t.kind == "lts" and t.status in ("ended", "unknown")],
    }
    found = []
    for row in ADVICE:
        text, question, links = _source(catalog, row.source, row.id)
        when = _parts(row.when, ids)
        if text and when:
            found.append(Advice(row.id, to_plain_markdown(text), question, links, when))
    return found


def _parts(when: str, ids: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a condition once for each track that a word in it stands for."""
    for word, members in ids.items():
        if word in when:
            return tuple(when.replace(word, member) for member in members)
    return (when,)


def _source(catalog: Catalog, source: str, name: str) -> tuple[str, str, tuple[PlanLink, ...]]:
    """Return a text of the catalog with the question that it answers; an empty text if it is not there."""
    if source == "rule":
        rules = [rule for rule in catalog.policy.upgrade_rules if rule.id == name]
        return (rules[0].text if rules else ""), "", ()
    if source == "default-changes":
        return catalog.policy.default_changes, "", ()
    if source == "product-specific":
        kinds = [kind for kind in catalog.tracks.kinds if kind.id == "pss"]
        return " ".join(" ".join((kind.summary, *kind.facts)) for kind in kinds), "", ()
    questions: list[Question] = [question for question in catalog.questions if question.id == name]
    if not questions:
        return "", "", ()
    return questions[0].answer, questions[0].question, _links(catalog, questions[0].links)


def _rollback(catalog: Catalog) -> PlanRollback:
    rollback = catalog.policy.rollback
    return PlanRollback(tuple(map(to_plain_markdown, rollback.steps)), _links(catalog, rollback.links))


def _product_specific(catalog: Catalog) -> tuple[Version, ...]:
    """Return the releases that the source tags as product-specific."""
    examples = [example for tag in catalog.tracks.tags if tag.kind == "pss" for example in tag.examples]
    return tuple(sorted({Version.parse(example.split(" ")[0]).release for example in examples}))
