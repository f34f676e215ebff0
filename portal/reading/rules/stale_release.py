"""By the day given, no release is still scheduled that was due, and no row of its schedule still upcoming.

Checked only on request, with `portal check --as-of 2026-11-23`.

Passes:

```yaml
# data/releases/12.0.yml --as-of 2024-07-31
status: scheduled
date: "2024-09"
```

Fails:

```yaml
# data/releases/11.11.yml --as-of 2024-08-01
status: scheduled
date: "2024-07"
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stale-release"


def check(review: Review) -> Iterator[Problem]:
    """Return each scheduled release, and each upcoming row of a schedule, that was due before `as_of`."""
    if review.as_of is None:
        return
    for path, release in review.releases():
        due = release.date.end if release.date else None
        if release.status == "scheduled" and due and due < review.as_of:
            hint = "set status: released, or give the new date and add it to data/milestones.yml"
            yield review.problem(ID, path, ("status",), f"scheduled, but was due by {due}", hint)
        for number, slot in enumerate(release.schedule):
            if slot.upcoming and slot.date.end and slot.date.end < review.as_of:
                message = f"true, but the track was to be there by {slot.date.end}"
                hint = "remove it, or give the new date and add it to data/milestones.yml"
                yield review.problem(ID, path, ("schedule", number, "upcoming"), message, hint)
