"""What tells whether a version is supported: the tracks in words, and who says each statement.

It is what is published for the page and for commands elsewhere, and depends on no day. A field with a default
is left out there where the default holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from portal.fields import compact, from_fields, problems, read_fields, to_fields
from portal.model import Catalog, Release, Track, TrackKindId, TrackRule
from portal.model.dates import When
from portal.model.knowledge import once
from portal.model.sources import Sureness
from portal.model.sureness import sureness_of, track_sureness
from portal.model.versions import Version
from portal.planner.asked import end_hints
from portal.planner.gathering import known_of
from portal.planner.plan_facts import Known
from portal.planner.plan_json import wrong_releases
from portal.planner.plan_words import END_WORDS, fill
from portal.planner.support_words import SUPPORT_WORDS
from portal.problems import InvalidData
from portal.prose import to_text
from portal.words import dated, release_state, said_by

SUPPORT_PATH = "api/v1/support.json"
_SCHEMA_VERSION = "1.0"
_LIBRARY = "OpenSSL"


@dataclass(frozen=True)
class Stated:
    """A statement in words, who says it, and how sure that is; `date` and `version` where it has one."""

    text: str
    said: str
    sureness: Sureness
    sources: tuple[str, ...]
    date: When | None = None
    version: Version | None = None

    @property
    def is_sure(self) -> bool:
        """Whether the vendor says it."""
        return self.sureness.startswith("vendor")


@dataclass(frozen=True)
class SupportKind:
    """A kind of track: how long one lasts, and that only its latest version is supported."""

    lasts: Stated | None = None
    supports: Stated | None = None


@dataclass(frozen=True)
class SupportTrack:
    """A track. What is None or empty is not known; `builds` and `openssl` have the latest first.

    `stands` is the newest word on how far it is; `ends_by_rule` follows from its begin and the rule of its
    kind, and is there only where no source says when it ends. The active track has the `builds` and `openssl`
    of its latest release alone.
    """

    id: str
    name: str
    kind: TrackKindId
    status: Literal["current", "upcoming", "ended", "unknown"]
    stands: Stated | None = None
    line: Version | None = None
    begins: Stated | None = None
    ends: Stated | None = None
    ends_by_rule: Stated | None = None
    builds: tuple[Stated, ...] = ()
    openssl: tuple[Stated, ...] = ()
    next: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SupportFacts(Known):
    """All of it: `kinds` by id, and `hints` what to do about a version that cannot be read."""

    kinds: Mapping[str, SupportKind]
    tracks: tuple[SupportTrack, ...]
    hints: Mapping[str, str] = field(default_factory=dict)

    def track(self, name: str) -> SupportTrack | None:
        """Return the track of an id."""
        return next((track for track in self.tracks if track.id == name), None)


@once
def support_of(catalog: Catalog) -> SupportFacts:
    """Return what tells of each version whether it is supported."""
    known = known_of(catalog)
    return SupportFacts(
        **vars(known),
        kinds={
            kind.id: SupportKind(_rule(catalog, kind.lasts), _rule(catalog, kind.supports))
            for kind in catalog.tracks.kinds
        },
        tracks=tuple(_track(catalog, track) for track in catalog.tracks.tracks),
        hints=dict(end_hints(known.stops)),
    )


def render_support(facts: SupportFacts) -> str:
    """Return the facts and the words of answers as compact JSON: same facts, same bytes."""
    words = {**END_WORDS, **SUPPORT_WORDS}
    head = {"schema_version": _SCHEMA_VERSION, "as_of": str(facts.data_as_of)}
    return compact({**head, **to_fields(facts), "words": words, "count": len(facts.tracks)})


def read_support(data: bytes, where: str) -> SupportFacts:
    """Return the facts of a published file. Raises `InvalidData`; `where` names the file in it."""
    hint = f"give the file {SUPPORT_PATH} of a published portal"
    fields: dict[str, Any] = read_fields(data, where, "the facts on support", _SCHEMA_VERSION, hint)
    facts = from_fields(fields, SupportFacts, where, hint)
    missing = [f"is missing @ kinds.{one.kind}" for one in facts.tracks if one.kind not in facts.kinds]
    if wrong := [*wrong_releases(facts), *missing]:
        raise InvalidData(problems(wrong, where))
    return facts


# --- a track in words


def _told(
    catalog: Catalog, text: str, sources: Sequence[str], sure: Sureness | None = None, **more: Any
) -> Stated:
    sure = sure or sureness_of(catalog, sources)
    return Stated(text, said_by(catalog, sources, sure), sure, tuple(sources), **more)


def _rule(catalog: Catalog, rule: TrackRule | None) -> Stated | None:
    return _told(catalog, to_text(rule.text), rule.sources) if rule else None


def _track(catalog: Catalog, track: Track) -> SupportTrack:
    last = track.support_end[-1] if track.support_end else None
    begins = _dated(catalog, track, "begin", track.begins, track.begin.sources if track.begin else ())
    ends = _dated(catalog, track, "support-end", track.support_ends, last.sources if last else ())
    release = catalog.release_by_version[track.line] if track.line else None
    kept, notes = [one for one in catalog.releases if one.is_out], []
    if track.kind == "active" and kept:
        # It stays on none: its latest release that is out stands for it, unless an LTS track stays on that
        release, kept = kept[0], kept[:1]
        if stays := next((one for one in catalog.tracks.tracks if one.line == release.version), None):
            notes = [fill(SUPPORT_WORDS["moved-on"], {"track": stays.name, "version": str(release.version)})]
            release, kept = None, []
    builds = [build for one in kept for build in one.builds if build.track == track.id]
    builds.sort(key=lambda build: build.version, reverse=True)
    return SupportTrack(
        id=track.id,
        name=track.name,
        kind=track.kind,
        status=track.status,
        stands=_stands(catalog, track),
        line=track.line,
        begins=begins,
        ends=ends,
        ends_by_rule=None if ends else _by_rule(catalog, track, begins),
        builds=tuple(
            _told(
                catalog,
                f"{build.version} ({build.date})" if build.date else str(build.version),
                build.sources,
                date=build.date,
                version=build.version,
            )
            for build in builds
        ),
        openssl=tuple(_openssl(catalog, release)) if release else (),
        next=_next(catalog, track),
        notes=(*notes, *(to_text(note.text) for note in track.notes if note.text)),
    )


def _dated(
    catalog: Catalog, track: Track, what: str, date: When | None, sources: Sequence[str]
) -> Stated | None:
    sure = track_sureness(catalog, track, what, sources)
    return _told(catalog, str(date), sources, sure, date=date) if date else None


def _stands(catalog: Catalog, track: Track) -> Stated | None:
    if track.status == "unknown":
        return None
    newest = catalog.age(track.sources)
    saying = [name for name in track.sources if catalog.source_by_id[name].date == newest]
    text = f"{SUPPORT_WORDS[f'stands-{track.status}']} {dated('as of', newest)}"
    return _told(catalog, text, saying, track_sureness(catalog, track, "status", saying), date=newest)


def _by_rule(catalog: Catalog, track: Track, begins: Stated | None) -> Stated | None:
    """Return when the support of a track ends by the rule of its kind, about to the year."""
    rule = next((kind.lasts for kind in catalog.tracks.kinds if kind.id == track.kind), None)
    when = begins.date if begins else None
    if not (rule and begins and when and when.start and when.end):
        return None
    years = dict.fromkeys(day.year + rule.about_years for day in (when.start, when.end))
    until = When.parse("/".join(f"{year}~" for year in years))
    text = f"{until}, by the rule of about {rule.about_years} years"
    return _told(catalog, text, (*rule.sources, *begins.sources), "inferred", date=until)


def _openssl(catalog: Catalog, release: Release) -> Iterator[Stated]:
    """Return the versions of OpenSSL that a release brings, and those that its schedule plans for it."""
    for component in release.components:
        if component.name == _LIBRARY:
            yield _told(catalog, component.version, release.schedule[0].sources)
    for slot in release.schedule:
        said = slot.dates[0].sources
        for component in slot.components:
            if component.name == _LIBRARY:
                yield _told(catalog, f"{component.version}, planned as of {catalog.age(said)}", said)


def _next(catalog: Catalog, track: Track) -> str:
    """Return which LTS tracks to move to, best with a known end, or else which release comes next."""
    if track.kind == "active":
        ahead = [one for one in catalog.releases if catalog.outlook(one) in ("ahead", "due")]
        return f"{ahead[-1].version}: {release_state(catalog, ahead[-1])}" if ahead else ""
    tracks = [one for one in catalog.tracks.tracks if one.kind == "lts"]
    newer = tracks[tracks.index(track) + 1 :] if track in tracks else []
    there = [one for one in newer if one.status == "current" and one.line]
    lasting = [one for one in there if one.support_ends]
    current = [f"{one.name} ({one.line})" for one in lasting or there]
    coming = [
        f"{one.name}, planned {dated('for', one.begins)}" if one.begins else f"{one.name}, planned"
        for one in newer
        if one.status == "upcoming"
    ]
    return " or ".join(current or coming)
