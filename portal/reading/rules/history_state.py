"""The history leads to the entry as it is.

From the version and status first recorded, through everything that happened, one arrives at `version` and
`status`, and through the events of a step at the status of that.

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
    sources: [portal-2024-06]
  - date: "2026-12-24"
    event: moved
    from: "11.11"
    to: "12.0"
    because: The firewall was not ready.
    sources: [portal-2024-06]
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
    sources: [portal-2024-06]
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
        for number, step in enumerate(change.steps):
            version = step.event.stage or step.was
            if step.event.from_ not in (None, version):
                message = f"{step.event.from_} was not the version then: {version}"
                yield review.problem(ID, path, ("history", number, "from"), message)
        yield from _compare(review, path, change, change.steps[-1].version, change.steps[-1].status)
        yield from _stages(review, path, change)


def _stages(review: Review, path: str, change: Change) -> Iterator[Problem]:
    """Return each event of a step that is none, and each step whose status its last event does not give."""
    versions = {stage.version for stage in change.stages}
    last: dict[Version, str] = {}
    renamed: dict[Version, Version] = {}  # what a step is called now, as of later events
    for number in range(len(change.steps) - 1, -1, -1):
        step, event = change.steps[number], change.steps[number].event
        before = event.stage or change.steps[max(number - 1, 0)].version
        after = (event.to or event.version or before) if event.stage else step.version
        if before != after:
            renamed[before] = renamed.get(after, after)
        if event.stage is None:
            continue
        now = renamed.get(event.stage, event.stage)
        if now not in versions:
            message = f"{event.stage} is none of the steps in stages"
            yield review.problem(ID, path, ("history", number, "stage"), message)
        if event.event in ("applied", "withdrawn", "unconfirmed"):
            last.setdefault(now, event.event)
    for number, stage in enumerate(change.stages):
        wanted = last.get(stage.version)
        if wanted and stage.status != wanted:
            message = f"{stage.status or 'has no status'}, but the history ends as {wanted}"
            yield review.problem(ID, path, ("stages", number), message, f"set its status: {wanted}")


def _compare(
    review: Review, path: str, change: Change, version: Version, status: Status
) -> Iterator[Problem]:
    if version != change.version:
        message = f"{change.version}, but the history ends at {version}"
        hint = f"add an event: moved, from: {version}, to: {change.version}, because: ..."
        yield review.problem(ID, path, ("version",), message, hint)
    if status != change.status:
        message = f"{change.status}, but the history ends as {status}"
        yield review.problem(ID, path, ("status",), message, f"add an event: {change.status}")
