"""A history begins with `recorded`, has it once, and goes forward in time: new events are added at the end.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
history:
  - date: "2026-11-23"
    event: recorded
    version: "11.0"
    status: planned
    sources: [portal-2024-06]
  - date: "2027-02-01"
    event: applied
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
history:
  - date: "2027-02-01"
    event: recorded
    version: "11.0"
    status: planned
    sources: [portal-2024-06]
  - date: "2026-11-23"
    event: applied
    sources: [portal-2024-06]
```
"""

from collections.abc import Iterator
from itertools import pairwise

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "history-order"


def check(review: Review) -> Iterator[Problem]:
    """Return each event that stands where it cannot."""
    for path, change in review.changes():
        for number, event in enumerate(change.history):
            if (event.event == "recorded") != (number == 0):
                message = "recorded must be the first event, and only the first"
                hint = "add later events at the end of the list"
                yield review.problem(ID, path, ("history", number, "event"), message, hint)
        for number, (before, after) in enumerate(pairwise(change.history), 1):
            if after.date < before.date:
                message = f"{after.date} is before the event above it ({before.date})"
                hint = "add new events at the end of the list"
                yield review.problem(ID, path, ("history", number, "date"), message, hint)
