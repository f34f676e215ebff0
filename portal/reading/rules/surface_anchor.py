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
from portal.model.surface import SurfaceName, sorted_names
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "surface-anchor"
_HINT = "use one kind and one spelling for one thing, and say what an argument or value is `of`"


def check(review: Review) -> Iterator[Problem]:
    """Return each name that cannot have an anchor of its own."""
    taken: dict[str, SurfaceName] = {}
    for name in sorted_names(review.catalog):
        if not name.anchors[0]:
            message = f"{_printed(name)} has no letter or digit to make an anchor of"
            yield from _at(review, name, message, "name it in words")
            continue
        for way in name.anchors:
            other = taken.setdefault(way, name)
            if other is not name:
                where = f"{_printed(other)} in {other.mentions[0].change.id}"
                message = f"{_printed(name)} would have the anchor #{way}, as {where} has"
                yield from _at(review, name, message, _HINT)


def _at(review: Review, name: SurfaceName, message: str, hint: str) -> Iterator[Problem]:
    first = name.mentions[0]
    path = change_file(first.change.id)
    if path in review.documents:
        yield review.problem(ID, path, ("surface", first.index, "name"), message, hint)


def _printed(name: SurfaceName) -> str:
    item = name.item
    return f'the {item.kind} "{item.name}"' + (f' of "{item.of}"' if item.of else "")
