"""No two changes have the same title: readers of lists, feeds and search results see little else.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
title: date.cgi removed
# data/changes/smb1-removal.yml
title: SMB 1.0 support removed
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
title: API removed
# data/changes/network-filter-removal.yml
title: API removed
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "duplicate-title"


def check(review: Review) -> Iterator[Problem]:
    """Return every title that an earlier change has already, whatever the case of its letters."""
    seen: dict[str, str] = {}
    for path, change in review.changes():
        first = seen.setdefault(change.title.casefold(), change.id)
        if first != change.id:
            yield review.problem(ID, path, ("title",), f"is also the title of {first}", "say what differs")
