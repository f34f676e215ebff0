"""Stages go up in version, and each version that stands for one is one of them: that of the change, too.

A stage that names only a major version can stand anywhere among the releases of that major version.

Passes:

```yaml
# data/changes/smb1-removal.yml
version: "12"
stages:
  - version: "11.0"
    text: SMB 1.0 is off by default.
  - version: "12"
    text: SMB 1.0 is gone.
```

Fails:

```yaml
# data/changes/smb1-removal.yml
version: "12"
stages:
  - version: "11.11"
    text: SMB 1.0 is off by default.
  - version: "11.0"
    text: SMB 1.0 can be turned off.
  - version: "12"
    text: SMB 1.0 is gone.
```
"""

from collections.abc import Iterator

from portal.model.versions import Version
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stage-order"


def check(review: Review) -> Iterator[Problem]:
    """Return each stage out of order, and each version that is to be that of a stage and is none."""
    for path, change in review.changes():
        latest: Version | None = None
        for number, stage in enumerate(change.stages):
            version = stage.version
            before = latest and (version.major < latest.major if version.is_major_only else version < latest)
            if before:
                message = f"{version} comes after {latest} in the list, but before it in time"
                hint = "list stages from the earliest version to the latest"
                yield review.problem(ID, path, ("stages", number, "version"), message, hint)
            if not version.is_major_only:
                latest = version
        listed = [stage.version for stage in change.stages]
        hint = f"the stages are at {', '.join(map(str, listed))}" if listed else "list stages, or remove it"
        if listed and change.version not in listed:
            yield review.problem(ID, path, ("version",), f"{change.version} is none of the stages", hint)
        for number, item in enumerate(change.surface):
            if item.stage is not None and item.stage not in listed:
                place = ("surface", number, "stage")
                yield review.problem(ID, path, place, f"{item.stage} is none of the stages", hint)
