"""The comparison of two editions."""

from collections.abc import Iterator

from portal.addresses import schema_path
from portal.history.cards import cards
from portal.history.contract import breaks
from portal.history.difference import Difference
from portal.history.edition import Edition
from portal.history.facts import entries
from portal.history.feeds import feed_news
from portal.history.schema import added_fields


def compare(old: Edition, new: Edition) -> Difference:
    """Give all that differs. Raises `UnreadableEdition`."""
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
