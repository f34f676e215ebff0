"""No two events have the same moment in the feeds: programs order entries by it.

The facts know only the day. Feeds add a share of its first hour, made from the id of the change or from what
the date is of, and a second for each event before. Two meet by chance, once in thousands of millions.

Passes:

```yaml
# data/changes/smb1-removal.yml
history:
  - date: "2026-11-23"
    event: recorded
    version: "12"
    status: planned
    sources: [portal-2024-06]
  - date: "2026-11-23"
    event: announced
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/broken-font-buffer-default-by-user.yml
id: broken-font-buffer-default-by-user
title: The buffer of a broken font is a default by user
summary: The buffer of a broken font has a default for each user.
area: api
kind: default
status: planned
version: "12.0"
applies_to: upgrade
why: Users have fonts of their own.
impact: An overlay can look different for each user.
action: Look at your overlays after the upgrade.
history:
  - date: "2026-11-23"
    event: recorded
    version: "12.0"
    status: planned
    sources: [portal-2024-06]
  - date: "2026-11-23"
    event: announced
    sources: [portal-2024-06]
# data/changes/smb1-removal.yml
history:
  - date: "2026-11-23"
    event: recorded
    version: "12"
    status: planned
    sources: [portal-2024-06]
```
"""

from collections.abc import Iterator
from datetime import datetime

from portal.model.milestones import date_events, name_of
from portal.model.moments import date_event_moment, event_moment
from portal.problems import FieldPath, Problem
from portal.reading.rules.review import Review

ID = "same-moment"


def check(review: Review) -> Iterator[Problem]:
    """Return each event whose moment another has already."""
    seen: dict[datetime, str] = {}
    for name, moment, path, field in _events(review):
        first = seen.setdefault(moment, name)
        if first != name:
            hint = "record the newer of the two on another day, or give a new change another id"
            yield review.problem(ID, path, field, f"has the same moment in feeds as {first}", hint)


def _events(review: Review) -> Iterator[tuple[str, datetime, str, FieldPath]]:
    for path, change in review.changes():
        for number in range(len(change.history)):
            name = f"event {number + 1} of {change.id}"
            yield name, event_moment(change, number), path, ("history", number, "date")
    places = {entry.id: (path, field) for path, field, entry in review.dates()}
    for event in date_events(review.catalog):
        name = f"entry {event.number} on {name_of(event.entry)}"
        path, field = places[event.entry.id]
        yield name, date_event_moment(event), path, (*field, "recorded")
