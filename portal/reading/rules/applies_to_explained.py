"""Where it is not known whom a change hits, a note says what the source leaves open.

Passes:

```yaml
# data/changes/smb1-removal.yml
applies_to: unknown
notes:
  - kind: gap
    text: No source says whether upgraded devices are affected.
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
applies_to: unknown
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "applies-to-explained"


def check(review: Review) -> Iterator[Problem]:
    """Return each change of unknown reach that has no note."""
    for path, change in review.changes():
        if change.applies_to == "unknown" and not change.notes:
            hint = "add a note that says what the source leaves open"
            yield review.problem(ID, path, ("applies_to",), "unknown has no note to explain it", hint)
