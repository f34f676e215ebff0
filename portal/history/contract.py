"""The contract: what no edition may take away from who reads an earlier one."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from portal.addresses import MANIFEST, schema_path
from portal.history.difference import Break
from portal.history.edition import KINDS, Edition
from portal.history.event_breaks import event_breaks
from portal.history.schema_breaks import SchemaBreak, breaks_of
from portal.problems import printable
from portal.words import counted

# Feeds that an entry leaves where this field of its change is corrected
_HELD_BY = {"feeds/areas/*": "area", "feeds/touches/*": "surface", "feeds/majors/*/upgrade": "applies_to"}
_UID = re.compile(r"^UID:(.+?)\r?$", re.MULTILINE)


def breaks(old: Edition, new: Edition) -> Iterator[Break]:
    """Return every break of the contract."""
    yield from _ids(old, new)
    yield from _feed_entries(old, new)
    yield from _calendar_entries(old, new)
    yield from _addresses(old, new)
    yield from _tables(old, new)
    yield from _schemas(old, new)
    yield from event_breaks(old, new)


# --- ids


def _ids(old: Edition, new: Edition) -> Iterator[Break]:
    for kind, entries in old.entries.items():
        file, _ = KINDS[kind]
        after = new.entries.get(kind)
        if after is None:
            continue  # then its address is gone, and that is said once
        for id_, entry in entries.items():
            if id_ not in after:
                hint = (
                    "put it back; if it will not happen, withdraw it with an event"
                    if kind == "change"
                    else "give it back its id"
                )
                yield Break("removed-id", file, id_, f"the {kind} is gone", hint)
            elif entry.uri != after[id_].uri:
                message = f"its uri was {entry.uri}, and is {after[id_].uri}"
                yield Break("removed-id", file, id_, printable(message, 300), "a uri is a name for ever")


def _feed_entries(old: Edition, new: Edition) -> Iterator[Break]:
    after = new.entries.get("change", {})
    both = [(was, after.get(id_, was)) for id_, was in old.entries.get("change", {}).items()]
    for name, items in old.feeds.items():
        field = next((field for pattern, field in _HELD_BY.items() if fnmatchcase(name, pattern)), None)
        leaving = {was.uri for was, now in both if field and was.fields.get(field) != now.fields.get(field)}
        for id_ in items:
            if id_ in new.feeds.get(name, items) or id_ in leaving:
                continue
            message = "the entry is gone from the feed"
            yield Break("removed-entry", f"{name}.json", id_, message, "entries never leave a feed")


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
    """Return what is gone: files, and addresses that are promised, also where no file says so."""
    hint = "an address stays; leave the file there"
    for path in sorted(old.sums.keys() - new.sums.keys()):
        yield Break("removed-address", path, "", "the file is gone", hint)
    for pattern in sorted(old.promised):
        listed_only = "{" in pattern or pattern == MANIFEST  # which cannot have a sum of itself
        kept = pattern in (new.promised if listed_only else new.sums)
        if not kept and pattern not in old.sums:
            yield Break("removed-address", pattern, "", "the promised address is gone", hint)
    after = new.media_types
    for path, was in old.media_types.items():
        now = after.get(path, was)
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
    for name, schema in old.schemas.items():
        alike: dict[tuple[str, str, str], list[SchemaBreak]] = {}
        try:
            findings = breaks_of(schema, new.schemas.get(name, schema))
        except (KeyError, RecursionError):
            raise old.unreadable(schema_path(name), "has references that lead nowhere") from None
        for finding in findings:
            key = (finding.rule, finding.field.rpartition(".")[2], finding.message)
            alike.setdefault(key, []).append(finding)
        for found in alike.values():
            first, more = found[0], len(found) - 1
            also = f"; the same in {counted(more, 'other place')}" if more else ""
            where, hint = schema_path(name), "leave version 1 as it was, or publish version 2 beside it"
            yield Break(first.rule, where, first.field, first.message + also, hint)
