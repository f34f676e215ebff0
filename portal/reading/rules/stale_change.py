"""By the day given, no change is still planned whose release is out or was due.

Checked only on request, with `portal check --as-of 2026-11-23`: data does not turn wrong overnight by itself.
A major version alone is due with its first release. Where the one release that a change is planned for is
out, `release-status` says so on any day.

Passes:

```yaml
# data/changes/network-filter-removal.yml --as-of 2024-09-30
version: "12.0"
status: planned
# data/releases/12.0.yml
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
# data/changes/network-filter-removal.yml --as-of 2024-10-01
version: "12.0"
status: planned
# data/releases/12.0.yml
schedule:
  - track: active
    dates:
      - id: "3"
        recorded: "2026-11-23"
        state: scheduled
        date: "2024-09"
        sources: [portal-2024-06]
# data/changes/smb1-removal.yml
status: withdrawn
```
"""

from collections.abc import Iterator
from datetime import date

from portal.model import Catalog
from portal.model.versions import Version
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stale-change"


def check(review: Review) -> Iterator[Problem]:
    """Return each planned change whose release is out, or was due before `as_of`."""
    if review.as_of is None:
        return
    for path, change in review.changes():
        overdue = change.is_ahead and _overdue(review.catalog, change.version, review.as_of)
        if overdue:
            message = f"planned for {change.version}, {overdue}"
            hint = "make came, make move, make withdraw; if no source says it, make unconfirmed"
            yield review.problem(ID, path, ("status",), message, hint)


def _overdue(catalog: Catalog, version: Version, as_of: date) -> str:
    """Say why a version is not ahead any more; nothing if it is."""
    out = next((release.version for release in catalog.releases_of(version) if release.is_out), None)
    if out:
        # Without `--as-of`, `release-status` says so of one release.
        return f"and {out} is out" if version.is_major_only else ""
    due = catalog.due(version)
    return f"which was due by {due}" if due and due < as_of else ""
