"""Facts for planning from the catalog."""

from collections.abc import Iterator, Mapping, Sequence

from portal import model
from portal.addresses import absolute
from portal.model import Catalog, Question, Release
from portal.model.once import once
from portal.model.versions import Version
from portal.planner.advice import ADVICE
from portal.planner.arriving import arrivals
from portal.planner.asked import folded
from portal.planner.names import parts_of
from portal.planner.plan_facts import (
    ACTIVE,
    RELEASE_PAGE,
    Advice,
    Arrival,
    Cause,
    Facts,
    Link,
    Rollback,
    Rule,
    Source,
    Stop,
)
from portal.planner.plan_words import listed, say
from portal.prose import to_plain_markdown

_EVERY_LTS_TRACK = "every-lts-track"
_NO_LONG_GAPS = "no-long-gaps"


@once
def facts_of(catalog: Catalog) -> Facts:
    """Return what planning needs of a catalog."""
    stops = tuple(_stop(catalog, release) for release in reversed(catalog.releases))
    majors = tuple(sorted(catalog.documented_majors))
    site = absolute(catalog.portal, "")
    items = arrivals(catalog)
    return Facts(
        data_as_of=catalog.portal.data_as_of,
        generated_from=Source(catalog.portal.name, catalog.portal.url, catalog.portal.repository),
        site=site,
        majors=majors,
        stops=stops,
        by_web={str(stop.version): _BY_WEB for stop in stops if stop.track_id != ACTIVE},
        items=items,
        parts=_name_parts(items),
        areas=_spellings(catalog.areas),
        products=_spellings(catalog.products),
        rules=tuple(
            Rule(rule.id, to_plain_markdown(rule.text), rule.when or "")
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


def _stop(catalog: Catalog, release: Release) -> Stop:
    tracks = {track.line: track for track in catalog.tracks.tracks if track.line}
    track = tracks.get(release.version) or catalog.track_by_id.get(ACTIVE)
    cause = _OTHERWISE if release.version in tracks else _BETWEEN
    as_of, outlook = str(catalog.portal.data_as_of), catalog.outlook(release)
    return Stop(
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


def _links(catalog: Catalog, ids: Sequence[str]) -> tuple[Link, ...]:
    return tuple(Link(catalog.link_by_id[name].name, catalog.link_by_id[name].url or "") for name in ids)


def _hints(catalog: Catalog, stops: Sequence[Stop]) -> Iterator[tuple[str, str]]:
    """Return what to do about what is refused, by the word for that, or a major version's number."""
    versions = [stop.version for stop in stops]
    yield "not-a-version", say("not-a-version-hint")
    tracks = [stop.track for stop in stops if stop.track_id != ACTIVE]
    yield "unknown-lts", say("unknown-lts-hint", tracks=listed(tracks))
    yield "major-only", say("major-unknown-hint", last=str(versions[-1]))
    for major in dict.fromkeys(version.major for version in versions):
        known = [version for version in versions if version.major == major]
        yield f"major-only-{major}", say("major-only-hint", releases=listed(known))
    yield "unknown-area", say("unknown-area-hint", areas=listed([area.id for area in catalog.areas]))
    yield "unknown-product", say("unknown-product-hint", count=str(len(catalog.products)))
    yield "empty-name", say("empty-name-hint")
    yield "downgrade", say("downgrade-hint")


def _coverage(catalog: Catalog, stops: Sequence[Stop], majors: Sequence[int], site: str) -> Iterator[str]:
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


def _source(catalog: Catalog, source: str, name: str) -> tuple[str, str, tuple[Link, ...]]:
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


def _rollback(catalog: Catalog) -> Rollback:
    rollback = catalog.policy.rollback
    return Rollback(tuple(map(to_plain_markdown, rollback.steps)), _links(catalog, rollback.links))


def _product_specific(catalog: Catalog) -> tuple[Version, ...]:
    """Return the releases that the source tags as product-specific."""
    examples = [example for tag in catalog.tracks.tags if tag.kind == "pss" for example in tag.examples]
    return tuple(sorted({Version.parse(example.split(" ")[0]).release for example in examples}))
