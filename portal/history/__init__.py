"""History: the differences between two editions of the portal, and the contract that no edition may break.

`compare` is pure. What an edition is made from (a checkout, a published site) is read at the edges.
"""

from collections.abc import Iterator

from portal.addresses import schema_path
from portal.history.cards import cards
from portal.history.comment import render_markdown
from portal.history.contract import breaks
from portal.history.difference import (
    RULES,
    Break,
    Card,
    Difference,
    Entry,
    FeedNews,
    Said,
    Step,
    difference_fields,
)
from portal.history.differing import entries, feed_news
from portal.history.edition import Edition, UnreadableEdition, is_compared, milestone_fields
from portal.history.wording import render_text
from portal.reading.json_schema import added_fields

__all__ = [
    "RULES",
    "Break",
    "Card",
    "Difference",
    "Edition",
    "Entry",
    "FeedNews",
    "Said",
    "Step",
    "UnreadableEdition",
    "compare",
    "difference_fields",
    "is_compared",
    "milestone_fields",
    "render_markdown",
    "render_text",
]


def compare(old: Edition, new: Edition) -> Difference:
    """Return all that differs. Raises `UnreadableEdition`."""
    known = old.sums.keys() & new.sums.keys()
    return Difference(
        old=old.name,
        new=new.name,
        breaks=tuple(breaks(old, new)),
        entries=tuple(entries(old, new)),
        feeds=tuple(feed_news(old, new)) if old.documents else (),
        added_files=tuple(sorted(new.sums.keys() - old.sums.keys())),
        removed_files=tuple(sorted(old.sums.keys() - new.sums.keys())),
        changed_files=tuple(sorted(path for path in known if old.sums[path] != new.sums[path])),
        added_fields=tuple(_added_fields(old, new)),
        notes=old.notes,
        cards=tuple(cards(old, new)),
    )


def _added_fields(old: Edition, new: Edition) -> Iterator[tuple[str, str]]:
    before = old.schemas()
    for name, schema in new.schemas().items():
        if name in before:
            for field in added_fields(before[name], schema):
                yield schema_path(name), field
