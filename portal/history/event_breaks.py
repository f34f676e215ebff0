"""The contract on what happened: histories and the log of dates only grow, and nothing moves silently."""

from collections.abc import Iterable, Iterator, Sequence

from portal.addresses import change_file
from portal.fields import Fields
from portal.history.difference import Break
from portal.history.edition import CLE, KINDS, Edition
from portal.model import Milestone
from portal.problems import printable

_Key = tuple[str, str, str | None, str | None]


def event_breaks(old: Edition, new: Edition) -> Iterator[Break]:
    """Return every break of the contract on what happened."""
    yield from _histories(old, new)
    yield from _logs(old, new)
    yield from _dates(old, new)


def _histories(old: Edition, new: Edition) -> Iterator[Break]:
    after = new.entries.get("change", {})
    for id_, was in old.entries.get("change", {}).items():
        now = after.get(id_)
        if now is None:
            continue
        where, known = change_file(id_), len(was.history)
        before = [event.fields for event in was.history]
        yield from _only_added(where, "history{}", before, [event.fields for event in now.history])
        events = [event.fields for event in now.history[known:] if "stage" not in event.fields]
        versions = {event.get("to") or event.get("version") for event in events}
        statuses = {"planned" if event.get("event") == "moved" else event.get("event") for event in events}
        for field, said, says, told, wanted in (
            ("version", was.version, now.version, versions, "moved, specified or applied"),
            ("status", was.status, now.status, statuses, "applied, unconfirmed or withdrawn"),
        ):
            if said != says and says not in told:
                message = f"was {said}, and is {says}, and no new event says so"
                hint = f"add an event at the end of history: {wanted}"
                yield Break("silent-change", where, field, printable(message, 200), hint)


def _logs(old: Edition, new: Edition) -> Iterator[Break]:
    if old.milestones is not None:
        after = _lists(new.milestones or ())
        for key, before in _lists(old.milestones).items():
            yield from _only_added(*_place(key), before, after.get(key, ()))
        return  # what follows from the log has no more to say
    if CLE in new.documents:
        yield from _only_added(CLE, "events{}", old.lifecycle_events, new.lifecycle_events)


def _lists(log: Iterable[Milestone]) -> dict[_Key, list[Fields]]:
    """Return the entries of each list of dates."""
    found: dict[_Key, list[Fields]] = {}
    for entry in log:
        found.setdefault(_key(entry), []).append(_logged(entry))
    return found


def _place(key: _Key) -> tuple[str, str]:
    """Return the file that has a list of dates, and what its entries are called in it."""
    about, track, version, update = key
    if about == "support-end":
        return "data/tracks.yml", f"support_end{{}} of {track}"
    return f"data/releases/{version}.yml", f"dates{{}} on {track}" + (f", update {update}" if update else "")


def _only_added(where: str, field: str, old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[Break]:
    """Return each entry of a log that is not what and where it was; the log begins with the oldest.

    The `field` has a place for the number of the entry.
    """
    hint = "leave it as it was, and add an entry at the end"
    for number, before in enumerate(old):
        if number >= len(new):
            yield Break("rewritten-event", where, field.format(f"[{number}]"), "is gone", hint)
        elif names := _rewritten(before, new[number]):
            message = f"is rewritten: {', '.join(names)}"
            yield Break("rewritten-event", where, field.format(f"[{number}]"), printable(message, 200), hint)


def _logged(milestone: Milestone) -> Fields:
    return vars(milestone) | vars(milestone.entry)


def _rewritten(before: Fields, after: Fields) -> list[str]:
    """Return the fields that say something else. That more sources say it now, or when, rewrites nothing."""
    names = [name for name in before if name not in ("entry", "sources") and before[name] != after.get(name)]
    lost = set(before.get("sources", ())) - set(after.get("sources", ()))
    return [*names, "sources"] if lost else names


def _dates(old: Edition, new: Edition) -> Iterator[Break]:
    """Return each date that differs where the new log does not lead from the old date to the new one."""
    logged: dict[_Key, list[str | None]] = {}
    for entry in new.milestones or ():
        logged.setdefault(_key(entry), []).append(entry.date.text if entry.date else None)
    now = dict(_dated(new))
    for (kind, id_, field), (key, before) in _dated(old):
        after = now.get((kind, id_, field), (key, None))[1]
        *earlier, last = logged.get(key, [None])
        if after != before and (before not in earlier or after != last):
            message = printable(
                f"was {before}, and is {after or 'gone'}; the list of its dates does not say so", 200
            )
            hint = "keep the entry with the old date in that list, and add one at its end"
            yield Break("silent-date", KINDS[kind][0], f"{id_}: {field}", message, hint)


def _dated(edition: Edition) -> Iterator[tuple[tuple[str, str, str], tuple[_Key, str]]]:
    """Return each date that the log of dates has to have, by where it is, with the key of its entries."""
    active = _active(edition)
    for version, release in edition.entries.get("release", {}).items():
        if release.date:
            yield ("release", version, "date"), (("release", active, version, None), release.date)
        for row, date in release.date_by_row.items():
            on, _, update = row.partition(" ")
            own = release.date and row == active  # the release's own date stands for it
            if date and not own:
                key = ("release", on, version, update or None)
                yield ("release", version, f"schedule on {row}"), (key, date)
    for id_, track in edition.entries.get("track", {}).items():
        if track.support_ends:
            yield ("track", id_, "support_ends"), (("support-end", id_, None, None), track.support_ends)


def _active(edition: Edition) -> str:
    return next((id_ for id_, track in edition.entries.get("track", {}).items() if track.is_active), "")


def _key(entry: Milestone) -> _Key:
    version = str(entry.version) if entry.about == "release" and entry.version else None
    return entry.about, entry.track, version, entry.update
