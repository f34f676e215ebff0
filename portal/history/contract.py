"""The contract: what no edition may take away from who reads an earlier one. `RULES` says it in words."""

import re
from collections.abc import Iterator, Sequence

from portal.addresses import change_file, schema_path
from portal.dates import When
from portal.fields import Fields
from portal.history.difference import Break
from portal.history.edition import CLE, INDEX, KINDS, MANIFEST, Edition
from portal.history.facts import listed, said, slots
from portal.history.schemas import Finding, breaks_of
from portal.problems import printable

_LOG = "data/milestones.yml"
_EVENTS_OF = {"version": {"moved"}, "status": {"applied", "withdrawn"}}
_UID = re.compile(r"^UID:(.+?)\r?$", re.MULTILINE)


def breaks(old: Edition, new: Edition) -> Iterator[Break]:
    """Give every break of the contract."""
    yield from _ids(old, new)
    yield from _feed_entries(old, new)
    yield from _calendar_entries(old, new)
    yield from _addresses(old, new)
    yield from _tables(old, new)
    yield from _schemas(old, new)
    yield from _histories(old, new)
    yield from _logs(old, new)
    yield from _dates(old, new)


# --- ids


def _ids(old: Edition, new: Edition) -> Iterator[Break]:
    for kind, (file, _) in KINDS.items():
        if file not in new.documents:
            continue  # then its address is gone, and that is said once
        after = new.items(kind)
        for id_, item in old.items(kind).items():
            if id_ not in after:
                hint = "withdraw it with an event instead" if kind == "change" else "give it back its id"
                yield Break("removed-id", file, id_, f"the {kind} is gone", hint)
            elif item.get("uri") != after[id_].get("uri"):
                message = f"its uri was {item.get('uri')}, and is {after[id_].get('uri')}"
                yield Break("removed-id", file, id_, printable(message, 300), "a uri is a name for ever")


def _feed_entries(old: Edition, new: Edition) -> Iterator[Break]:
    after = new.feeds()
    moved = {
        str(item.get("uri"))
        for id_, item in old.items("change").items()
        if item.get("area") != new.items("change").get(id_, item).get("area")
    }
    for name, entries in old.feeds().items():
        leaving = moved if name.startswith("feeds/areas/") else set()
        for id_ in entries:
            if id_ in after.get(name, entries) or id_ in leaving:
                continue
            message = "the entry is gone from the feed"
            yield Break("removed-entry", name, id_, message, "entries never leave a feed")


def _calendar_entries(old: Edition, new: Edition) -> Iterator[Break]:
    after = dict(new.texts(".ics"))
    for path, text in old.texts(".ics"):
        gone = set(_UID.findall(text)) - set(_UID.findall(after.get(path, text)))
        for uid in sorted(gone):
            yield Break(
                "removed-entry", path, uid, "the entry is gone from the calendar", "cancel it instead"
            )


# --- addresses and tables


def _addresses(old: Edition, new: Edition) -> Iterator[Break]:
    """Give what is gone: files, and addresses that are promised, also where no file says so."""
    hint = "an address stays; leave the file there"
    for path in sorted(old.sums.keys() - new.sums.keys()):
        yield Break("removed-address", path, "", "the file is gone", hint)
    for pattern in sorted(old.promised):
        listed_only = "{" in pattern or pattern == MANIFEST  # which cannot have a sum of itself
        kept = pattern in (new.promised if listed_only else new.sums)
        if not kept and pattern not in old.sums:
            yield Break("removed-address", pattern, "", "the promised address is gone", hint)
    before, after = old.listed(INDEX, "path"), new.listed(INDEX, "path")
    for path, item in before.items():
        was, now = item.get("media_type"), after.get(path, item).get("media_type")
        if was != now:
            message = printable(f"was {was}, and is {now}", 200)
            yield Break("media-type", path, "", message, "publish the other type at another address")


def _tables(old: Edition, new: Edition) -> Iterator[Break]:
    after = dict(new.texts(".csv"))
    for path, text in old.texts(".csv"):
        was, now = (_columns(table) for table in (text, after.get(path, text)))
        for number, column in enumerate(was):
            if column not in now[number : number + 1]:
                message = "the column is gone" if column not in now else "the column has another place"
                yield Break("removed-column", path, column, message, "add new columns at the end")


def _columns(text: str) -> list[str]:
    return text.partition("\n")[0].strip().split(",")


# --- schemas


def _schemas(old: Edition, new: Edition) -> Iterator[Break]:
    after = new.schemas()
    for name, schema in old.schemas().items():
        alike: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in breaks_of(schema, after.get(name, schema)):
            key = (finding.rule, finding.field.rpartition(".")[2], finding.message)
            alike.setdefault(key, []).append(finding)
        for found in alike.values():
            first, more = found[0], len(found) - 1
            also = f"; the same in {more} other place{'s' * (more > 1)}" if more else ""
            where, hint = schema_path(name), "leave version 1 as it was, or publish version 2 beside it"
            yield Break(first.rule, where, first.field, first.message + also, hint)


# --- histories and the log of dates


def _histories(old: Edition, new: Edition) -> Iterator[Break]:
    after = new.items("change")
    for id_, item in old.items("change").items():
        if id_ not in after:
            continue
        where, was, now = change_file(id_), listed(item, "history"), listed(after[id_], "history")
        yield from _only_added(where, "history", was, now)
        events = {event.get("event") for event in now[len(was) :]}
        for field, wanted in _EVENTS_OF.items():
            before, value = item.get(field), after[id_].get(field)
            if before != value and not events & wanted:
                message = f"was {before}, and is {value}, and no new event says so"
                hint = f"add an event at the end of history: {' or '.join(sorted(wanted))}"
                yield Break("silent-change", where, field, printable(message, 200), hint)


def _logs(old: Edition, new: Edition) -> Iterator[Break]:
    if old.milestones is not None:
        yield from _only_added(_LOG, "milestones", old.milestones, new.milestones or ())
        return  # what follows from the log has no more to say
    before, after = (list(edition.listed(CLE, "id", "events").values()) for edition in (old, new))
    if CLE in new.documents:
        yield from _only_added(CLE, "events", before[::-1], after[::-1])


def _only_added(where: str, field: str, old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[Break]:
    """Give each entry of a log that is not what and where it was; the log begins with the oldest."""
    hint = "leave it as it was, and add an entry at the end"
    for number, before in enumerate(old):
        if number >= len(new):
            yield Break("rewritten-event", where, f"{field}[{number}]", "is gone", hint)
        elif new[number] != before:
            names = [key for key in {**before, **new[number]} if before.get(key) != new[number].get(key)]
            message = f"is rewritten: {', '.join(names)}"
            yield Break("rewritten-event", where, f"{field}[{number}]", printable(message, 200), hint)


def _dates(old: Edition, new: Edition) -> Iterator[Break]:
    """Give each date that differs where the new log does not lead from the old date to the new one."""
    logged: dict[_Key, list[str | None]] = {}
    for entry in new.milestones or ():
        logged.setdefault(_key(entry), []).append(entry.get("date"))
    now = dict(_dated(new))
    for (kind, id_, field), (key, before) in _dated(old):
        after = now.get((kind, id_, field), (key, None))[1]
        *earlier, last = logged.get(key, [None])
        if after != before and (before not in earlier or after != last):
            message = printable(f"was {before}, and is {after or 'gone'}; {_LOG} does not say so", 200)
            hint = f"keep the entry with the old date in {_LOG}, and add one at its end"
            yield Break("silent-date", KINDS[kind][0], f"{id_}: {field}", message, hint)


_Key = tuple[str, str, str | None, str | None]


def _dated(edition: Edition) -> Iterator[tuple[tuple[str, str, str], tuple[_Key, str]]]:
    """Give each date that the log of dates has to have, by where it is; with the key of its entries there."""
    active = next((id_ for id_, track in edition.items("track").items() if track.get("kind") == "active"), "")
    for version, release in edition.items("release").items():
        date = said(release.get("date"))
        if date:
            yield ("release", version, "date"), (("release", active, version, None), date)
        for row, of_row in slots(release).items():
            track, _, update = row.partition(" ")
            own = date and row == active  # the release's own date stands for it
            if of_row and not own:
                key = ("release", track, version, update or None)
                yield ("release", version, f"schedule on {row}"), (key, of_row)
    for track, item in edition.items("track").items():
        end = _end(said(item.get("support")))
        if end:
            yield ("track", track, "support"), (("support-end", track, None, None), end)


def _end(span: str | None) -> str | None:
    try:
        end = When.parse(span).finish if span else None
    except ValueError:
        return None
    return end.text if end else None


def _key(entry: Fields) -> _Key:
    version = entry.get("version") if entry["about"] == "release" else None
    return entry["about"], entry["track"], version, entry.get("update")
