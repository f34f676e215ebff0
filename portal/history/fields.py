"""A comparison as JSON values. Fields are only added to it within one major version of `SCHEMA_VERSION`."""

from dataclasses import asdict

from portal.fields import Fields
from portal.history.difference import Difference, Entry, FeedNews

SCHEMA_VERSION = "1.0"


def difference_fields(difference: Difference) -> Fields:
    """Return the comparison. Every key is always there, but in `entries` only those that apply."""
    return {
        "schema_version": SCHEMA_VERSION,
        "old": difference.old,
        "new": difference.new,
        "verdict": difference.verdict,
        "breaks": [asdict(found) for found in difference.breaks],
        "entries": [_entry(entry) for entry in difference.entries],
        "feeds": [_feed(news) for news in difference.feeds],
        "files": {
            "added": list(difference.added_files),
            "removed": list(difference.removed_files),
            "changed": list(difference.changed_files),
        },
        "added_fields": [{"schema": schema, "field": field} for schema, field in difference.added_fields],
        "notes": list(difference.notes),
    }


def _entry(entry: Entry) -> Fields:
    named = {"what": entry.what, "kind": entry.kind, "id": entry.id, "title": entry.title}
    if entry.what in ("moved", "status"):
        return {**named, "field": entry.field, "before": entry.before, "after": entry.after}
    if entry.what == "event":
        return {**named, "event": entry.field, "date": entry.after}
    return {**named, "fields": list(entry.fields)} if entry.what == "reworded" else named


def _feed(news: FeedNews) -> Fields:
    steps = {"added": news.added, "updated": news.updated, "removed": news.removed}
    return {
        "addresses": list(news.addresses),
        "is_new": news.is_new,
        **{name: [asdict(step) for step in found] for name, found in steps.items()},
    }
