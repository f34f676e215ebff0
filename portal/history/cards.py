"""What each entry said and says: for people who read an edit before it is published."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.addresses import change_file
from portal.fields import Fields
from portal.history.difference import Card, Said
from portal.history.differing import is_known, listed, title_of
from portal.history.edition import KINDS, Edition

# Kind -> where its entries are edited
_FILES = {
    "release": "data/releases/{}.yml",
    "track": "data/tracks.yml",
    "product": "data/products.yml",
    "area": "data/areas.yml",
    "link": "data/links.yml",
}
_FIRST = ("title", "status", "version")
# What follows from other fields or entries
_LEFT_OUT = {"uri", "url", "id", "major", "changes", "history", "editions"}
# Fields of a change that only explain: a new wording of them is often a mended typo
_TEXTS = {"title", "summary", "details", "notes", "examples"}


def cards(old: Edition, new: Edition) -> Iterator[Card]:
    """Return each entry that differs, in the order of the files. The surface stands in its changes."""
    for kind in KINDS:
        if kind != "surface" and is_known(old, kind) and is_known(new, kind):
            before, after = old.items(kind), new.items(kind)
            for id_ in dict.fromkeys([*after, *before]):
                was, now = before.get(id_), after.get(id_)
                if was is None or now is None or _differs(was, now):
                    yield _card(kind, id_, was, now)


def _differs(was: Fields, now: Fields) -> bool:
    names = {*was, *now} - _LEFT_OUT | {"history"}
    return any(was.get(name) != now.get(name) for name in names)


def _card(kind: str, id_: str, was: Fields | None, now: Fields | None) -> Card:
    known = len(listed(was or {}, "history"))
    old, new = dict(_leaves(was or {}, known)), dict(_leaves(now or {}, known))
    names = sorted({**new, **old}, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    events = listed(now or {}, "history")[known:]
    return Card(
        kind=kind,
        id=id_,
        title=title_of(kind, now or was or {}),
        file=change_file(id_) if kind == "change" else _FILES[kind].format(id_),
        is_new=was is None,
        is_gone=now is None,
        said=tuple(
            Said(name, old.get(name), new.get(name))
            for name in names
            if old.get(name) != new.get(name) or name in ("status", "version")
        ),
        events=tuple(_event(event) for event in events),
        untold=_untold(was, now) if kind == "change" and was and now and not events else (),
    )


def _untold(was: Fields, now: Fields) -> tuple[str, ...]:
    """Return the facts that differ without an event for readers; version and status are the contract's."""
    quiet = _LEFT_OUT | _TEXTS | {"version", "status"}
    return tuple(name for name in {**was, **now} if name not in quiet and was.get(name) != now.get(name))


def _event(event: Mapping[str, Any]) -> str:
    """Say an event: `moved on 2027-03-01 (from 12.0, to 13.0, because Not ready.)`."""
    details = [f"{name} {value}" for name, value in event.items() if name not in ("event", "date")]
    return f"{event.get('event')} on {event.get('date')}" + (f" ({', '.join(details)})" if details else "")


def _leaves(item: Fields, known: int) -> Iterator[tuple[str, str]]:
    """Return what an entry says, with as much of its history as was known: what happened stays as it is."""
    for name, value in item.items():
        if name not in _LEFT_OUT:
            yield from _texts(name, value)
    yield from _texts("history", listed(item, "history")[:known])


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
