"""What a change says differs from a kept edition (`data/editions/`) only where its history says why.

Somebody has planned with what was said then. So an entry that says something else now has a later event with
`because`: `corrected` where only the entry was wrong, and always where a table or a sample differs, which are
kept as printed. The events of then stay as they were, and no entry goes. A text may be said in other words,
as long as its numbers, versions and names in code are the same, but for the version of the entry itself.
Names as code spells them (`match`, `near`) and as a package declares them, `notes`, `related` and `links`
may differ.

Passes:

```yaml
# data/changes/smb1-removal.yml
summary: Devices no longer support SMB 1.0, 2.0 and 2.1.
history:
  - date: "2026-11-23"
    event: recorded
    version: "12"
    status: planned
    sources: [portal-2024-06]
  - date: "2026-12-24"
    event: corrected
    because: The vendor names SMB 2.1 as well.
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/smb1-removal.yml
summary: Devices no longer support SMB 1.0, 2.0 and 2.1.
```
"""

from collections.abc import Iterator

from portal.addresses import change_file
from portal.model import Change, KeptEdition
from portal.problems import Problem
from portal.reading.editions import changed_fields, rewritten_events
from portal.reading.rules.review import Review

ID = "unexplained-difference"
# Kept exactly as printed: nothing that happens to a change alters them
_PRINTED = {"examples", "tables"}


def check(review: Review) -> Iterator[Problem]:
    """Return each field and event that says something else than an edition, and each entry gone."""
    yield from _gone(review)
    for path, change in review.changes():
        for edition in review.catalog.editions:
            kept = edition.change_by_id.get(change.id)
            if kept:
                yield from _compare(review, path, change, edition, kept)


def _gone(review: Review) -> Iterator[Problem]:
    known = review.known("changes")
    for edition in review.catalog.editions:
        for kept in edition.changes:
            if kept.id not in known:
                path = change_file(kept.id)
                message = f"is gone, and the edition of {edition.date} has it"
                hint = f"git restore {path}; what will not happen is withdrawn: portal withdraw {kept.id}"
                yield Problem(path, 1, 1, "", message, hint, ID)


def _compare(
    review: Review, path: str, change: Change, edition: KeptEdition, kept: Change
) -> Iterator[Problem]:
    for number in rewritten_events(kept, change):
        message = f"is not the event that the edition of {edition.date} has here"
        hint = "put it back as it was, and add another event at the end of the list"
        yield review.problem(ID, path, ("history", number), message, hint)
    told = {event.event for event in change.history[len(kept.history) :] if event.because}
    for name in changed_fields(kept, change):
        if "corrected" in told or (told and name not in _PRINTED):
            continue
        message = f"says something else than the edition of {edition.date}, and no later event says why"
        hint = "add an event at the end of history: corrected, because: ..."
        yield review.problem(ID, path, (name,), message, hint)
