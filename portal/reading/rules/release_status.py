"""No change is planned for a release that is out, and no change or later step applied in one that is not.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
status: applied
version: "11.0"
# data/releases/11.0.yml
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: released
        sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
status: applied
version: "12.0"
# data/releases/12.0.yml
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: scheduled
        sources: [portal-2024-06]
```
"""

from collections.abc import Iterator

from portal.model import Change
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "release-status"


def check(review: Review) -> Iterator[Problem]:
    """Return each change whose status and whose release's status cannot both be true."""
    for path, change in review.changes():
        yield from _steps(review, path, change)
        release = review.catalog.release_by_version.get(change.version)
        if release is None:
            continue
        is_out = release.is_out
        if change.is_ahead and is_out:
            message = f"planned, but {change.version} is released"
            hint = (
                f"if it came, `make apply ARGS={change.id}`; if not, `make move` or `make withdraw`; "
                "if no source says it, `make unconfirmed`"
            )
            yield review.problem(ID, path, ("status",), message, hint)
        elif change.status == "applied" and not is_out:
            message = f"applied, but {change.version} is {release.status}"
            hint = f"look at data/releases/{change.version}.yml: one of the two is out of date"
            yield review.problem(ID, path, ("status",), message, hint)


def _steps(review: Review, path: str, change: Change) -> Iterator[Problem]:
    """Return each step after its change that counts as applied with it, though its own release is not out."""
    for number, step in enumerate(change.stages):
        release = review.catalog.release_by_version.get(step.version)
        is_out = release is None or release.is_out
        if step.version > change.version and change.status_of(step) == "applied" and not is_out:
            message = f"counts as applied, but {step.version} is not out"
            yield review.problem(ID, path, ("stages", number), message, "set its status: planned")
