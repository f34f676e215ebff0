"""Every name of the surface has an anchor of its own on the page of names.

The anchor is the name in lower case, with hyphens for what is not a letter, a digit, a dot or an underscore;
what a name belongs to comes first. Two names that would share one cannot both be linked from a ticket.

Passes:

```yaml
# data/changes/smb1-removal.yml
surface:
  - kind: parameter
    name: root.HTTPS.AllowTLS1
    effect: removed
  - kind: parameter
    name: root.HTTPS.AllowTLS11
    effect: removed
```

Fails:

```yaml
# data/changes/smb1-removal.yml
surface:
  - kind: value
    name: HTTPS-only
    effect: removed
  - kind: protocol
    name: HTTPS only
    effect: removed
```
"""

from collections.abc import Iterator

from portal.addresses import change_file
from portal.model.surface import clashes
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "surface-anchor"


def check(review: Review) -> Iterator[Problem]:
    """Return each name that cannot have an anchor of its own."""
    for clash in clashes(review.catalog):
        path = change_file(clash.mention.change.id)
        if path in review.documents:
            field = ("surface", clash.mention.index, "name")
            yield review.problem(ID, path, field, clash.message, clash.hint)
