"""What is open about the data: values that are not known, and notes on sources, with what each is about."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from portal.addresses import change_file, change_path, major_path, release_file, release_path
from portal.model import Catalog, Change, Link, Note, Release, Topic, Track
from portal.words import APPLIES_TO, REACH, TENTATIVE, product_name

_TRACKS, _LINKS, _POLICY = "data/tracks.yml", "data/links.yml", "data/policy.yml"
_PAGE_OF_TOPIC: dict[Topic, str] = {
    "upgrade": "lifecycle/upgrading/",
    "support": "lifecycle/support/",
    "sbom": "components/sbom/",
}


class DataEntry(NamedTuple):
    """An entry of the data of which something is open: its title, its page if it has one, and its file."""

    title: str
    page: str | None
    file: str


class Unknown(NamedTuple):
    """A value that is not known, with what the data says of it."""

    what: str
    said: str


Unknowns = Iterable[tuple[DataEntry, tuple[Unknown, ...]]]
Noted = Iterable[tuple[DataEntry, tuple[Note, ...]]]


def unknowns(catalog: Catalog) -> dict[str, Unknowns]:
    """Return every entry of a kind with what is not known of it, by the name of the kind."""
    tracks = catalog.tracks.tracks
    return {
        "Changes": [(_change(change), tuple(_of_change(change))) for change in catalog.changes],
        "Releases": [(_release(release), tuple(_of_release(release))) for release in catalog.releases],
        "Tracks": [(_track(track), tuple(_of_track(track))) for track in tracks],
        "Links": [(_link(link), tuple(_of_link(link))) for link in catalog.links],
    }


def noted(catalog: Catalog) -> Noted:
    """Return everything that can have notes, with its notes."""
    return chain(
        _noted_entries(catalog), _noted_tracks(catalog), _noted_lists(catalog), _noted_policy(catalog)
    )


# --- what is not known


def _of_change(change: Change) -> Iterator[Unknown]:
    for name, statement in change.statements.items():
        if not statement.known:
            yield Unknown(name.capitalize(), statement.note or "")
    if change.applies_to == "unknown":
        yield Unknown(REACH, APPLIES_TO["unknown"])
    if change.consequence == "unknown":
        yield Unknown("Consequence", "no source says what happens if you do nothing")
    if not change.audience:
        yield Unknown("Audience", "no source says who is affected")
    if change.version.is_major_only:
        yield Unknown("Release", f"no release of {product_name(change.version)} is named")
    if change.tentative:
        yield Unknown("When", TENTATIVE)


def _of_release(release: Release) -> Iterator[Unknown]:
    if release.date is None:
        yield Unknown("Date", "no source gives one")


def _of_track(track: Track) -> Iterator[Unknown]:
    if track.status == "unknown":
        yield Unknown("Status", "not known whether it is maintained")
    if track.kind != "active":
        known = {"Line": track.line, "Begin": track.begins, "End of support": track.support_ends}
        for what, value in known.items():
            if value is None:
                yield Unknown(what, "no source says")


def _of_link(link: Link) -> Iterator[Unknown]:
    if link.url is None:
        yield Unknown("Address", "no source gives one")


# --- what can have notes


def _noted_entries(catalog: Catalog) -> Iterator[tuple[DataEntry, tuple[Note, ...]]]:
    for change in catalog.changes:
        yield _change(change), change.notes
    for release in catalog.releases:
        yield _release(release), release.notes


def _noted_tracks(catalog: Catalog) -> Iterator[tuple[DataEntry, tuple[Note, ...]]]:
    kinds = {kind.id: kind for kind in catalog.tracks.kinds}
    for kind in catalog.tracks.kinds:
        yield DataEntry(kind.name, "lifecycle/", _TRACKS), kind.notes
    for track in catalog.tracks.tracks:
        yield _track(track), track.notes
    for tag in catalog.tracks.tags:
        yield DataEntry(f"Download tags: {kinds[tag.kind].name}", "lifecycle/downloads/", _TRACKS), tag.notes


def _noted_lists(catalog: Catalog) -> Iterator[tuple[DataEntry, tuple[Note, ...]]]:
    for product in catalog.products:
        yield DataEntry(product.name, None, "data/products.yml"), product.notes
    for link in catalog.links:
        yield _link(link), link.notes
    for question in catalog.questions:
        page = f"{_PAGE_OF_TOPIC[question.topic]}#{question.id}"
        yield DataEntry(question.question, page, "data/questions.yml"), question.notes


def _noted_policy(catalog: Catalog) -> Iterator[tuple[DataEntry, tuple[Note, ...]]]:
    for major in catalog.policy.majors:
        title = f"Changes in {product_name(major.major)}"
        yield DataEntry(title, major_path(major.major.major), _POLICY), major.notes
    for rule in catalog.policy.upgrade_rules:
        title = f"Rule for upgrades: {rule.id.replace('-', ' ')}"
        yield DataEntry(title, f"lifecycle/upgrading/#{rule.id}", _POLICY), rule.notes


# --- what it is about


def _change(change: Change) -> DataEntry:
    return DataEntry(change.title, change_path(change.id), change_file(change.id))


def _release(release: Release) -> DataEntry:
    return DataEntry(product_name(release.version), release_path(release), release_file(release))


def _track(track: Track) -> DataEntry:
    return DataEntry(track.name, "lifecycle/", _TRACKS)


def _link(link: Link) -> DataEntry:
    return DataEntry(link.name, f"links/#{link.id}", _LINKS)
