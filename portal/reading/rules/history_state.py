"""The history leads to the entry as it is.

From the version and status first recorded, through every move, application and withdrawal, one arrives at
`version` and `status`.

Passes:

```yaml
# data/changes/network-filter-removal.yml
version: "12.0"
status: planned
history:
  - date: "2026-11-23"
    event: recorded
    version: "11.11"
    status: planned
  - date: "2026-12-24"
    event: moved
    from: "11.11"
    to: "12.0"
    because: The firewall was not ready.
```

Fails:

```yaml
# data/changes/network-filter-removal.yml
version: "12.0"
status: planned
history:
  - date: "2026-11-23"
    event: recorded
    version: "11.11"
    status: planned
```
"""

from collections.abc import Iterator

from portal.model import Change, Status
from portal.model.versions import Version
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "history-state"


def check(review: Review) -> Iterator[Problem]:
    """Return each entry whose version or status its history does not account for."""
    for path, change in review.changes():
        if change.history[0].event != "recorded":
            continue  # `history-order` says so
        version, status = change.history[0].version, change.history[0].status
        for number, event in enumerate(change.history):
            if event.event == "moved":
                if event.from_ != version:
                    field = ("history", number, "from")
                    yield review.problem(
                        ID, path, field, f"{event.from_} was not the version then: {version}"
                    )
                version = event.to
            elif event.event in ("applied", "withdrawn"):
                status = "applied" if event.event == "applied" else "withdrawn"
        yield from _compare(review, path, change, version, status)


def _compare(
    review: Review, path: str, change: Change, version: Version | None, status: Status | None
) -> Iterator[Problem]:
    if version != change.version:
        message = f"{change.version}, but the history ends at {version}"
        hint = f"add an event: moved, from: {version}, to: {change.version}, because: ..."
        yield review.problem(ID, path, ("version",), message, hint)
    if status != change.status:
        message = f"{change.status}, but the history ends as {status}"
        yield review.problem(ID, path, ("status",), message, f"add an event: {change.status}")
