"""What differs between two editions: entries, in the order of the files, and what is new in feeds."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.addresses import change_file
from portal.history.difference import EntryDifference, EntryNews, FeedNews, FeedStep, FieldDifference
from portal.history.edition import Edition, FeedItem, PublishedEntry, PublishedEvent

# Kind -> where its entries are edited. Names of the surface are left out: they differ with their changes.
_FILES = {
    "change": change_file("{}"),
    "release": "data/releases/{}.yml",
    "track": "data/tracks.yml",
    "product": "data/products.yml",
    "area": "data/areas.yml",
    "link": "data/links.yml",
    "source": "data/sources.yml",
}
_FIRST = ("title", "status", "version")
# What follows from other fields or entries, and what only grows
_LEFT_OUT = {"uri", "url", "id", "major", "changes", "history", "editions", "sureness", "age"}
# Fields of a change that only explain: a new wording of them is often a mended typo
_TEXTS = {"title", "summary", "details", "notes", "examples", "sources"}
_FORMATS = ("json", "rss", "atom")


def entry_differences(old: Edition, new: Edition) -> Iterator[EntryDifference]:
    """Return each entry that differs."""
    for kind in _FILES:
        if kind in old.entries and kind in new.entries:
            before, after = old.entries[kind], new.entries[kind]
            for id_ in {**after, **before}:
                was, now = before.get(id_), after.get(id_)
                if was != now:
                    yield from _difference(now or before[id_], was, now)


def _difference(
    entry: PublishedEntry, was: PublishedEntry | None, now: PublishedEntry | None
) -> Iterator[EntryDifference]:
    """Return what differs of an entry, if readers can see it."""
    known = len(was.history) if was else 0
    events = now.history[known:] if now else ()
    news = tuple(_news(was, now)) if was and now else (EntryNews("added" if now else "removed"),)
    said = tuple(_said(was, now, known))
    if news or any(one.before != one.after for one in said):
        facts = [field for one in news for field in one.fields if field not in _TEXTS]
        yield EntryDifference(
            kind=entry.kind,
            id=entry.id,
            title=entry.title,
            file=_FILES[entry.kind].format(entry.id),
            news=news,
            said=said,
            events=tuple(map(_event, events)),
            untold=() if events or entry.kind != "change" else tuple(facts),
        )


def _news(was: PublishedEntry, now: PublishedEntry) -> Iterator[EntryNews]:
    before, after = _times(was), _times(now)
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield EntryNews("moved", name, before.get(name), after.get(name))
    if was.status != now.status:
        yield EntryNews("status", "status", was.status, now.status)
    for event in now.history[len(was.history) :]:
        yield EntryNews("event", event.event, None, event.date)
    told = {*_LEFT_OUT, *before, "status", "schedule"}
    fields = [name for name in _differing(was.fields, now.fields) if name not in told]
    if [slot.beside for slot in was.schedule] != [slot.beside for slot in now.schedule]:
        fields.append("schedule")
    if fields:
        yield EntryNews("reworded", fields=tuple(fields))


def _times(entry: PublishedEntry) -> dict[str, str | None]:
    """Return what says when an entry comes or ends."""
    match entry.kind:
        case "change":
            return {"version": entry.version}
        case "release":
            rows = entry.date_by_row.items()
            return {"date": entry.date, **{f"schedule on {row}": date for row, date in rows}}
        case "track":
            return {"line": entry.line, "begins": entry.begins, "support_ends": entry.support_ends}
    return {}


def _differing(was: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return [name for name in {**was, **now} if was.get(name) != now.get(name)]


# --- what an entry said and says


def _said(was: PublishedEntry | None, now: PublishedEntry | None, known: int) -> Iterator[FieldDifference]:
    """Return its status and version, and each text that differs."""
    old, new = dict(_leaves(was, known)), dict(_leaves(now, known))
    names = sorted({**new, **old}, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    for name in names:
        if old.get(name) != new.get(name) or name in ("status", "version"):
            yield FieldDifference(name, old.get(name), new.get(name))


def _leaves(entry: PublishedEntry | None, known: int) -> Iterator[tuple[str, str]]:
    """Return what an entry says, with as much of its history as was known: what happened stays as it is."""
    if entry:
        for name, value in entry.fields.items():
            if name not in _LEFT_OUT:
                yield from _texts(name, value)
        yield from _texts("history", [event.fields for event in entry.history[:known]])


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Return what a value says as texts by path: `surface[1].name`. Of a date, what is printed is enough."""
    if isinstance(value, Mapping) and "precision" in value:
        value = value.get("value")
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(f"{name}.{key}", part)
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value, 1):
            yield from _texts(f"{name}[{number}]", part)
    elif isinstance(value, list):
        if value:
            yield name, ", ".join(map(str, value))
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif value is not None:
        yield name, str(value)


def _event(event: PublishedEvent) -> str:
    """Return an event in words: `moved on 2027-03-01 (from 12.0, to 13.0, because Not ready.)`."""
    told = [part for name in event.fields for part in _texts(name, event.fields[name])]
    details = [f"{name} {value}" for name, value in told if name not in ("event", "date")]
    return f"{event.event} on {event.date}" + (f" ({', '.join(details)})" if details else "")


# --- feeds


def feed_news(old: Edition, new: Edition) -> Iterator[FeedNews]:
    """Return the feeds that have news. All formats of a feed say the same, and JSON is compared."""
    for name, items in new.feeds.items():
        known = old.feeds.get(name, {})
        news = FeedNews(
            addresses=tuple(path for path in (f"{name}.{end}" for end in _FORMATS) if path in new.sums),
            is_new=name not in old.feeds,
            added=tuple(_step(item) for id_, item in items.items() if id_ not in known),
            # Readers are told by the date of the entry. A mended typo changes no date.
            updated=tuple(
                _step(item)
                for id_, item in items.items()
                if id_ in known and known[id_].modified != item.modified
            ),
            removed=tuple(_step(item) for id_, item in known.items() if id_ not in items),
        )
        if news.is_new or news.added or news.updated or news.removed:
            yield news


def _step(item: FeedItem) -> FeedStep:
    return FeedStep(item.id, item.title)
