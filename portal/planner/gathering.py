"""Facts for planning from the catalog: the stops, all that comes with them, and the advice of the source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from portal import model
from portal.addresses import absolute
from portal.model import Catalog, Release
from portal.model.knowledge import once
from portal.model.versions import Version
from portal.planner.arriving import arrivals
from portal.planner.asked import end_hints, folded, parts_of
from portal.planner.plan_facts import (
    ACTIVE,
    RELEASE_PAGE,
    Advice,
    Arrival,
    Facts,
    Known,
    KnownRelease,
    PlanLast,
    PlanLink,
    PlanRollback,
    PlanRule,
    PlanSource,
    PlanStop,
)
from portal.planner.plan_words import listed, say
from portal.prose import to_plain_markdown


@once
def facts_of(catalog: Catalog) -> Facts:
    """Return what planning needs of a catalog."""
    stops = tuple(_stop(catalog, release) for release in reversed(catalog.releases))
    majors = tuple(sorted(catalog.documented_majors))
    site = absolute(catalog.portal, "")
    items = arrivals(catalog)
    ages = catalog.ages(change for change in catalog.changes if change.may_come)
    as_of = catalog.portal.data_as_of
    return Facts(
        data_as_of=as_of,
        generated_from=PlanSource(catalog.portal.name, catalog.portal.url, catalog.portal.repository),
        site=site,
        majors=majors,
        stops=stops,
        items=items,
        parts=_name_parts(items),
        areas=_spellings(catalog.areas),
        products=_spellings(catalog.products),
        rules=tuple(
            PlanRule(
                rule.id,
                to_plain_markdown(rule.text),
                rule.strength,
                _named(catalog, rule.sources),
                rule.when or "",
            )
            for rule in catalog.policy.upgrade_rules
        ),
        advice=tuple(_advice(catalog)),
        rollback=_rollback(catalog),
        product_specific=_product_specific(catalog),
        hints=dict(_hints(catalog, stops)),
        coverage=tuple(_coverage(catalog, stops, majors, site)),
        age=say("age", date=str(as_of), ages=ages.words if ages else str(as_of)),
        ages=ages,
        last=dict(_last(catalog)),
        builds=dict(_builds(catalog)),
    )


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
    outlook = catalog.outlook(release)
    return PlanStop(
        version=release.version,
        track_id=track.id if track else ACTIVE,
        track=track.name if track else "",
        date=str(release.date) if release.date else "",
        scheduled=_scheduled(catalog, release),
        page=RELEASE_PAGE.replace("{version}", str(release.version)),
        skipped=outlook == "canceled" or not release.offered,
    )


def _scheduled(catalog: Catalog, release: Release) -> str:
    """Say that a release is not known to be out, and whether there is a preview; nothing where it is out."""
    outlook = catalog.outlook(release)
    if outlook == "out":
        return ""
    said = say(outlook, date=str(catalog.portal.data_as_of))
    return say("preview", outlook=said) if release.status == "preview" else said


def _builds(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Return on which track a version in full came, and when, as far as it is known."""
    for release in reversed(catalog.releases):
        for build in release.builds:
            track = catalog.track_by_id[build.track].name
            yield str(build.version), f"{track}, {build.date}" if build.date else track


def _last(catalog: Catalog) -> Iterator[tuple[str, tuple[PlanLast, ...]]]:
    """Return the last releases of each product that has any, its own or those of a group that it is in."""
    for product in catalog.products:
        groups = [group for group in catalog.products if product.id in group.members]
        found = [last for one in (product, *groups) for last in one.last]
        if found:
            yield product.id, tuple(_last_release(catalog, product, last) for last in found)


def _last_release(catalog: Catalog, product: model.Product, last: model.LastRelease) -> PlanLast:
    sources = [catalog.source_by_id[name] for name in last.sources]
    said = listed([f"{source.title} ({source.url})" if source.url else source.title for source in sources])
    return PlanLast(product.name, last.track, catalog.track_by_id[last.track].name, last.version, said)


def _name_parts(items: Sequence[Arrival]) -> dict[str, str]:
    """Return what each name of some arrivals is compared by; a name of other signs alone by nothing."""
    names = (name for item in items for name in (*item.calls, *item.names))
    return {name: parts for name in names if (parts := parts_of(name))}


def _spellings(items: Sequence[model.Area | model.Product]) -> dict[str, str]:
    """Return the id for each way to ask for an area or a product: by its id and all its names, folded.

    What is one item's own name is no other name of another.
    """
    others = {folded(name): item.id for item in items for name in getattr(item, "aliases", ())}
    return others | {text: item.id for item in items for text in (folded(item.id), folded(item.name))}


def _named(catalog: Catalog, sources: Sequence[str]) -> tuple[PlanLink, ...]:
    """Return who says something."""
    found = (catalog.source_by_id[name] for name in sources)
    return tuple(PlanLink(source.title, source.url or "") for source in found)


def _links(catalog: Catalog, ids: Sequence[str]) -> tuple[PlanLink, ...]:
    return tuple(PlanLink(catalog.link_by_id[name].name, catalog.link_by_id[name].url or "") for name in ids)


def _hints(catalog: Catalog, stops: Sequence[PlanStop]) -> Iterator[tuple[str, str]]:
    """Return what to do about what is refused, by the word for that."""
    yield from end_hints(stops)
    yield "unknown-area", say("unknown-area-hint", areas=listed([area.id for area in catalog.areas]))
    yield "unknown-name", say("unknown-name-hint")
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


# --- advice


@dataclass(frozen=True)
class AdviceRow:
    """A text by where it stands, and when it applies; every line has a `;`.

    In `when`, `LTS` stands for each LTS track, and `ENDED` for each that may have ended.
    """

    source: Literal["question", "rule", "product-specific"]
    id: str
    when: str = ";"


ADVICE = (
    AdviceRow("rule", "no-long-gaps", ";passed;"),
    AdviceRow("rule", "to-13-through-12-lts", ";lts>13;"),
    AdviceRow("rule", "latest-on-your-track"),
    AdviceRow("question", "stay-on-lts-2020", ";lts-2020>active;"),
    AdviceRow("question", "lts-2020-to-new-lts", ";lts-2020>LTS;"),
    AdviceRow("question", "no-lts-track-yet", ";active>active;"),
    AdviceRow("question", "full-support-period", ">LTS;"),
    AdviceRow("question", "vms-names-one-lts-version", ";+LTS;"),
    AdviceRow("product-specific", "product-specific-support", ";ENDED>"),
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
        when = _parts(row.when, ids)
        said = _said(catalog, row)
        if said and said.text and when:
            found.append(replace(said, text=to_plain_markdown(said.text), when=when))
    return [*found, *_on_defaults(catalog)]


def _on_defaults(catalog: Catalog) -> Iterator[Advice]:
    """Return whom changed defaults hit, each for the major versions that the policy says it of."""
    majors = sorted({version.major for version in catalog.release_by_version})
    for said in catalog.policy.default_changes:
        about = [said.major.major] if said.major else majors
        when = tuple(f";{major};" for major in about)
        yield Advice("changed-defaults", to_plain_markdown(said.text), when=when)


def _parts(when: str, ids: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return a condition once for each track that a word in it stands for."""
    for word, members in ids.items():
        if word in when:
            return tuple(when.replace(word, member) for member in members)
    return (when,)


def _said(catalog: Catalog, row: AdviceRow) -> Advice | None:
    """Return a text of the catalog with its question, or when it holds; None if it is not there."""
    if row.source == "product-specific":
        kinds = [kind for kind in catalog.tracks.kinds if kind.id == "pss"]
        return Advice(row.id, " ".join(" ".join((kind.summary, *kind.facts)) for kind in kinds))
    for rule in catalog.policy.upgrade_rules if row.source == "rule" else ():
        if rule.id == row.id:
            return Advice(row.id, rule.text, rule.when or "", sources=_named(catalog, rule.sources))
    for one in catalog.questions if row.source == "question" else ():
        if one.id == row.id:
            return Advice(row.id, one.answer, one.question, _links(catalog, one.links))
    return None


def _rollback(catalog: Catalog) -> tuple[PlanRollback, ...]:
    return tuple(
        PlanRollback(
            tuple(map(to_plain_markdown, one.steps)),
            _links(catalog, one.links),
            one.major.major if one.major else 0,
        )
        for one in catalog.policy.rollback
    )


def _product_specific(catalog: Catalog) -> tuple[Version, ...]:
    """Return the releases that the source tags as product-specific."""
    examples = [example for tag in catalog.tracks.tags if tag.kind == "pss" for example in tag.examples]
    return tuple(sorted({Version.parse(example.split(" ")[0]).release for example in examples}))
