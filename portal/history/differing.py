"""What differs between the facts of two editions, an entry each, in the order of the files."""

from collections.abc import Iterator
from typing import Any

from portal.fields import Fields
from portal.history.difference import Entry, FeedNews, Step
from portal.history.edition import KINDS, Edition

# Kind -> fields that say when something comes or ends
_MOVING = {"change": ("version",), "release": ("date",), "track": ("line", "starts", "support")}
# What follows from other fields or entries, and what is an entry of its own
_LEFT_OUT = {"uri", "url", "major", "changes", "history", "schedule", "status", "editions"}
_FORMATS = ("json", "rss", "atom")


def entries(old: Edition, new: Edition) -> Iterator[Entry]:
    """Return what differs. Names of the surface are left out: they differ with their changes."""
    for kind in KINDS:
        if kind != "surface" and is_known(old, kind) and is_known(new, kind):
            yield from _of_kind(kind, old.items(kind), new.items(kind))


def title_of(kind: str, item: Fields) -> str:
    """Return what people call an entry."""
    if kind == "release":
        return f"AXIS OS {item['version']}"
    return str(item.get("title") or item.get("name") or item.get("id"))


def slots(release: Fields) -> dict[str, str | None]:
    """Return the dates of a release's schedule by track; further rows of one track are counted from 2."""
    found: dict[str, str | None] = {}
    for slot in listed(release, "schedule"):
        track = str(slot.get("track"))
        name, number = track, 2
        while name in found:
            name, number = f"{track} {number}", number + 1
        found[name] = said(slot.get("date"))
    return found


def listed(item: Fields, field: str) -> list[Fields]:
    """Return the objects in a list of an entry, none where it has no such list."""
    value = item.get(field)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def said(value: Any) -> str | None:
    """Return a value as it is printed: a date as EDTF, None for what is absent or not known."""
    if isinstance(value, dict):
        value = value.get("value")
    return None if value is None else str(value)


def is_known(edition: Edition, kind: str) -> bool:
    """Whether an edition has its entries of a kind."""
    return KINDS[kind][0] in edition.documents


def _of_kind(kind: str, before: dict[str, Fields], after: dict[str, Fields]) -> Iterator[Entry]:
    for id_, item in after.items():
        if id_ in before:
            yield from _changed(kind, id_, before[id_], item)
        else:
            yield Entry("added", kind, id_, title_of(kind, item))
    for id_, item in before.items():
        if id_ not in after:
            yield Entry("removed", kind, id_, title_of(kind, item))


def _changed(kind: str, id_: str, old: Fields, new: Fields) -> Iterator[Entry]:
    title = title_of(kind, new)
    for field, before, after in _moves(kind, old, new):
        if before != after:
            yield Entry("moved", kind, id_, title, field, before, after)
    if old.get("status") != new.get("status"):
        yield Entry("status", kind, id_, title, "status", said(old.get("status")), said(new.get("status")))
    for event in listed(new, "history")[len(listed(old, "history")) :]:
        yield Entry("event", kind, id_, title, str(event.get("event")), None, str(event.get("date")))
    names = dict.fromkeys([*old, *new])
    fields = tuple(
        name
        for name in names
        if name not in _LEFT_OUT and name not in _MOVING.get(kind, ()) and old.get(name) != new.get(name)
    )
    if _rows(old) != _rows(new):
        fields += ("schedule",)
    if fields:
        yield Entry("reworded", kind, id_, title, fields=fields)


def _moves(kind: str, old: Fields, new: Fields) -> Iterator[tuple[str, str | None, str | None]]:
    for field in _MOVING.get(kind, ()):
        yield field, said(old.get(field)), said(new.get(field))
    before, after = slots(old), slots(new)
    for track in dict.fromkeys([*before, *after]):
        yield f"schedule on {track}", before.get(track), after.get(track)


def _rows(release: Fields) -> list[Fields]:
    """Return what a schedule says beside its dates, row by row."""
    return [{key: slot[key] for key in slot if key != "date"} for slot in listed(release, "schedule")]


# --- feeds


def feed_news(old: Edition, new: Edition) -> Iterator[FeedNews]:
    """Return the feeds that have news. All formats of a feed say the same, and JSON is compared."""
    before = old.feeds()
    for name, entries in new.feeds().items():
        known = before.get(name, {})
        news = FeedNews(
            tuple(path for path in (f"{name}.{extension}" for extension in _FORMATS) if path in new.sums),
            name not in before,
            tuple(_step(id_, entry) for id_, entry in entries.items() if id_ not in known),
            tuple(_step(id_, entry) for id_, entry in entries.items() if _is_updated(known.get(id_), entry)),
            tuple(_step(id_, entry) for id_, entry in known.items() if id_ not in entries),
        )
        if news.is_new or news.added or news.updated or news.removed:
            yield news


def _step(id_: str, entry: Fields) -> Step:
    return Step(id_, str(entry.get("title")))


def _is_updated(before: Fields | None, entry: Fields) -> bool:
    """Whether readers are told: by the date of the entry. A mended typo changes no date."""
    return before is not None and before.get("date_modified") != entry.get("date_modified")
