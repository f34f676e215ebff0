"""History: the differences between two editions of the portal, and the contract that no edition may break.

`compare` is pure. What an edition is made from (a checkout, a published site) is read at the edges.
"""

from collections.abc import Iterator

from portal.addresses import schema_path
from portal.history.baseline import baseline_edition, render_baseline
from portal.history.comment import render_markdown
from portal.history.contract import breaks
from portal.history.difference import (
    CONTRACT_RULES,
    Break,
    Difference,
    EntryDifference,
    EntryNews,
    FeedNews,
    FeedStep,
    FieldDifference,
    difference_fields,
)
from portal.history.differing import entry_differences, feed_news
from portal.history.edition import Edition, UnreadableEdition, is_compared
from portal.history.wording import render_text
from portal.reading.json_schema import added_fields

__all__ = [
    "CONTRACT_RULES",
    "Break",
    "Difference",
    "Edition",
    "EntryDifference",
    "EntryNews",
    "FeedNews",
    "FeedStep",
    "FieldDifference",
    "UnreadableEdition",
    "baseline_edition",
    "compare",
    "difference_fields",
    "is_compared",
    "render_baseline",
    "render_markdown",
    "render_text",
]


def compare(old: Edition, new: Edition) -> Difference:
    """Return all that differs. Raises `UnreadableEdition`."""
    known = old.sums.keys() & new.sums.keys() if old.is_whole else ()
    return Difference(
        old=old.name,
        new=new.name,
        breaks=tuple(breaks(old, new)),
        entries=tuple(entry_differences(old, new)) if old.is_whole else (),
        feeds=tuple(feed_news(old, new)) if old.is_whole and old.documents else (),
        added_files=tuple(sorted(new.sums.keys() - old.sums.keys())),
        removed_files=tuple(sorted(old.sums.keys() - new.sums.keys())),
        changed_files=tuple(sorted(path for path in known if old.sums[path] != new.sums[path])),
        added_fields=tuple(_added_fields(old, new)),
        notes=old.notes,
        is_whole=old.is_whole,
    )


def _added_fields(old: Edition, new: Edition) -> Iterator[tuple[str, str]]:
    for name, schema in new.schemas.items():
        if name in old.schemas:
            for field in added_fields(old.schemas[name], schema):
                yield schema_path(name), field
