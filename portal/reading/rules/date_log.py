"""What was written down of dates only grows: numbers and days go up, and each further entry says why.

A release first comes on the active track, and that is its first row; a track and update have one row.

Passes:

```yaml
# data/releases/12.0.yml
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: scheduled
        date: "2024-09"
        sources: [portal-2024-06]
      - id: "9"
        recorded: "2026-12-24"
        state: scheduled
        date: "2024-10"
        because: The vendor moved it.
        sources: [portal-2024-06]
```

Fails:

```yaml
# data/releases/12.0.yml
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: scheduled
        date: "2024-09"
        sources: [portal-2024-06]
      - id: "9"
        recorded: "2026-12-24"
        state: scheduled
        date: "2024-10"
        sources: [portal-2024-06]
```
"""

from collections.abc import Iterator
from itertools import pairwise

from portal.model import DateEntry
from portal.model.milestones import active_track
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "date-log"


def check(review: Review) -> Iterator[Problem]:
    """Return each row or entry that is not in its order, or says nothing new."""
    yield from _rows(review)
    for path, field, entries in review.date_lists():
        of_support = field[-1] == "support_end"
        for number, entry in enumerate(entries):
            wrong = _wrong(entry, entries[number - 1] if number else None, of_support=of_support)
            if wrong:
                yield review.problem(ID, path, (*field, number), *wrong)
    yield from _numbers(review)


def _rows(review: Review) -> Iterator[Problem]:
    active = active_track(review.catalog)
    for path, release in review.releases():
        seen = set()
        for number, row in enumerate(release.schedule):
            field = ("schedule", number, "track")
            if number == 0 and active and (row.track, row.update) != (active.id, None):
                message = f"the first row is not that of the {active.name.lower()}"
                hint = f"a release first comes there: put its row `track: {active.id}` first"
                yield review.problem(ID, path, field, message, hint)
            if (row.track, row.update) in seen:
                message = f"{release.version} has another row on {row.track}"
                hint = 'give the second `update: "2"`, the next `update: "3"`'
                yield review.problem(ID, path, field, message, hint)
            seen.add((row.track, row.update))


def _numbers(review: Review) -> Iterator[Problem]:
    """Return each number that is taken, or that is not later than the day before it."""
    placed = sorted(review.dates(), key=lambda place: place[2].id)
    for (*_, before), (path, field, entry) in pairwise(placed):
        if entry.id == before.id:
            message = f"{entry.id} is the number of another date"
            hint = f"the next free one is {placed[-1][2].id + 1}"
            yield review.problem(ID, path, (*field, "id"), message, hint)
        elif entry.recorded < before.recorded:
            message = f"{entry.recorded} is before the day of number {before.id} ({before.recorded})"
            yield review.problem(ID, path, (*field, "recorded"), message, "a later day has a higher number")


def _wrong(entry: DateEntry, before: DateEntry | None, *, of_support: bool) -> tuple[str, str] | None:
    if entry.state == ("released" if of_support else "ended"):
        what = "the end of a support" if of_support else "a release"
        return f"is {what}, which is never {entry.state}", "choose another state"
    if before is None:
        return ("is canceled, but was never recorded", "remove it") if entry.state == "canceled" else None
    if entry.id <= before.id:
        return f"has the number {entry.id}, after {before.id}", "add entries at the end, with a new number"
    if entry.because is None:
        return "says again what is recorded above, but not why", "add `because`"
    is_same = (entry.date, entry.state) == (before.date, before.state)
    return ("changes nothing of what is recorded above", "remove the entry") if is_same else None
