"""Nothing was recorded after the day that is today, and the facts hold as of no later day.

Feeds, calendars and the API date their entries by these days, and nothing in them may be dated in the future.

Checked only on request, with `portal check --today 2026-11-23`: nothing here asks a clock. What passes on a
day passes on every later one.

Passes:

```yaml
# data/changes/smb1-removal.yml --today 2027-03-01
history:
  - date: "2027-03-01"
    event: recorded
    version: "12"
    status: planned
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/smb1-removal.yml --today 2027-03-01
history:
  - date: "2072-03-01"
    event: recorded
    version: "12"
    status: planned
    sources: [portal-2024-06]
```
"""

from collections.abc import Iterator
from datetime import date

from portal.problems import FieldPath, Problem
from portal.reading.rules.review import Review

ID = "future-record"


def check(review: Review) -> Iterator[Problem]:
    """Return each day of a record, and the day of the facts, that is still ahead."""
    if review.today is None:
        return
    for path, field, day in _days(review):
        if day > review.today:
            message = f"{day} is after today ({review.today})"
            yield review.problem(ID, path, field, message, "give a day that has come")


def _days(review: Review) -> Iterator[tuple[str, FieldPath, date]]:
    for number, source in enumerate(review.catalog.sources):
        # The newest of these dates is that of all facts: a slip of the pen would make them all look fresh.
        yield "data/sources.yml", ("sources", number, "date"), source.date.day
        yield "data/sources.yml", ("sources", number, "seen"), source.seen.day
    for path, field, entry in review.dates():
        yield path, (*field, "recorded"), entry.recorded.day
    for path, change in review.changes():
        for number, event in enumerate(change.history):
            yield path, ("history", number, "date"), event.date.day
