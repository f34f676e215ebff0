"""By the day given, no release is still scheduled on a track that was due there.

Checked only on request, with `portal check --as-of 2026-11-23`.

Passes:

```yaml
# data/releases/12.0.yml --as-of 2024-07-31
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: scheduled
        date: "2024-09"
        sources: [portal-2024-06]
```

Fails:

```yaml
# data/releases/11.11.yml --as-of 2024-08-01
schedule:
  - track: active
    dates:
      - id: "1"
        recorded: "2026-11-23"
        state: scheduled
        date: "2024-07"
        sources: [portal-2024-06]
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stale-release"


def check(review: Review) -> Iterator[Problem]:
    """Return each row of a schedule that was due before `as_of`."""
    if review.as_of is None:
        return
    for path, release in review.releases():
        for number, row in enumerate(release.schedule):
            due = row.date.end if row.date else None
            if row.state == "scheduled" and due and due < review.as_of:
                field = ("schedule", number, "dates", len(row.dates) - 1, "state")
                hint = "add an entry at the end: released, canceled, or scheduled for a new date"
                yield review.problem(ID, path, field, f"scheduled, but was due by {due}", hint)
