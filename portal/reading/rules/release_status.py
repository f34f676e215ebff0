"""A change is applied exactly when its release is out.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
status: applied
version: "11.0"
# data/releases/11.0.yml
status: released
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
status: applied
version: "12.0"
# data/releases/12.0.yml
status: scheduled
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "release-status"


def check(review: Review) -> Iterator[Problem]:
    """Return each change whose status and whose release's status cannot both be true."""
    for path, change in review.changes():
        release = review.catalog.release_by_version.get(change.version)
        if release is None or change.status == "withdrawn":
            continue
        if (change.status == "applied") != (release.status == "released"):
            message = f"{change.status}, but {change.version} is {release.status}"
            if change.status == "planned":
                hint = f"if it came, `make apply ARGS={change.id}`; if not, `make move` or `make withdraw`"
            else:
                hint = f"look at data/releases/{change.version}.yml: one of the two is out of date"
            yield review.problem(ID, path, ("status",), message, hint)
