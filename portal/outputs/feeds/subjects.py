"""Subjects: what feeds there are, by what interests somebody. Each comes in every format.

A subject's name is the address of its feeds, and part of their ids: it never changes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from portal.addresses import major_path
from portal.model import Area, Catalog, Change
from portal.model.surface import KINDS, TOUCHED, touched_by
from portal.outputs.feeds.change_entries import change_entries, majors_ever
from portal.outputs.feeds.feed_entry import FeedEntry
from portal.outputs.feeds.history import event_entries
from portal.outputs.feeds.release_entries import release_entries


@dataclass(frozen=True)
class Subject:
    """What a feed is about.

    `home` is the path of the page that shows the same; `schema` the name of the published schema of the JSON
    Feed; `entries` gives what the feed has, in its order.
    """

    name: str
    title: str
    about: str
    home: str
    schema: str
    entries: Callable[[Catalog], tuple[FeedEntry, ...]]


_CHANGES = "AXIS OS breaking changes"


def subjects_of(catalog: Catalog) -> Iterator[Subject]:
    """Return every subject, the widest first. An area has its feed even while it has no change."""
    yield Subject(
        "changes",
        _CHANGES,
        "Every breaking change: planned, applied, not confirmed or withdrawn.",
        "changes/",
        "changes-feed",
        change_entries,
    )
    yield Subject(
        "history",
        "AXIS OS: what changed in the data",
        "Every event: a change recorded, announced, made exact, moved to another version, applied, not "
        "confirmed, withdrawn, corrected; "
        "a date of a release or of an end of support recorded, moved, canceled or corrected; a release out.",
        "changes/",
        "history-feed",
        event_entries,
    )
    yield Subject(
        "releases",
        "AXIS OS releases",
        "Every release: out, scheduled, in preview or canceled, with its dates and builds.",
        "releases/",
        "releases-feed",
        release_entries,
    )
    yield from map(_area, catalog.areas)
    majors = {major for change in catalog.changes for major in majors_ever(change)}
    for major in sorted(majors, reverse=True):
        yield from _major(catalog, major)
    yield from map(_touched, TOUCHED)


def _area(area: Area) -> Subject:
    return Subject(
        f"areas/{area.id}",
        f"{_CHANGES}: {area.name}",
        f"Every breaking change of the area {area.name}.",
        f"changes/?area={area.id}",
        "changes-feed",
        partial(change_entries, wanted=lambda change: change.area == area.id),
    )


def _major(catalog: Catalog, major: int) -> Iterator[Subject]:
    def wanted(change: Change) -> bool:
        return major in majors_ever(change)

    def hits_upgraded(change: Change) -> bool:
        return wanted(change) and change.applies_to != "factory-default"

    title = f"AXIS OS {major} breaking changes"
    home = major_path(major) if major in catalog.listed_majors else "changes/"
    yield Subject(
        f"majors/{major}",
        title,
        f"Every breaking change of AXIS OS {major}, and those that have moved to another since.",
        home,
        "changes-feed",
        partial(change_entries, wanted=wanted),
    )
    yield Subject(
        f"majors/{major}/upgrade",
        f"{title}: upgraded devices",
        f"Every breaking change of AXIS OS {major} that affects upgraded devices, or of which it is not "
        "known whether it does, and those that have moved to another since.",
        home,
        "changes-feed",
        partial(change_entries, wanted=hits_upgraded),
    )


def _touched(name: str) -> Subject:
    kinds = ", ".join(KINDS[kind].lower() for kind in TOUCHED[name])
    return Subject(
        f"touches/{name}",
        f"{_CHANGES}: {name.capitalize()}",
        f"Every breaking change that names one of these, whatever its area: {kinds}.",
        f"changes/?touches={name}",
        "changes-feed",
        partial(change_entries, wanted=lambda change: name in touched_by(change)),
    )
