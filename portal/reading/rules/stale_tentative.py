"""By the day given, a change that the vendor has not decided on had news within the last six months.

Checked only on request, with `portal check --as-of 2026-11-23`. News is an event of the history.

Passes:

```yaml
# data/changes/network-filter-removal.yml --as-of 2027-05-23
tentative: true
status: planned
version: "11.11"
history:
  - date: "2026-11-23"
    event: recorded
    version: "11.11"
    status: planned
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/network-filter-removal.yml --as-of 2027-05-24
tentative: true
status: planned
version: "11.11"
history:
  - date: "2026-11-23"
    event: recorded
    version: "11.11"
    status: planned
    sources: [portal-2024-06]
```
"""

import calendar
from collections.abc import Iterator
from datetime import date

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stale-tentative"


def check(review: Review) -> Iterator[Problem]:
    """Return each tentative change to which nothing happened in the six months before `as_of`."""
    if review.as_of is None:
        return
    for path, change in review.changes():
        news = change.updated.day
        if change.tentative and change.is_ahead and _half_a_year_after(news) < review.as_of:
            message = f"true, and there is no news since {news}"
            hint = (
                "look it up: remove tentative and add what was decided to history, or add an event announced "
                "with the day on which the vendor last spoke of it"
            )
            yield review.problem(ID, path, ("tentative",), message, hint)


def _half_a_year_after(day: date) -> date:
    year, month = day.year, day.month + 6
    if month > 12:
        year, month = year + 1, month - 12
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last))
