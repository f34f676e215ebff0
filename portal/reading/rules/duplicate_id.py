"""An id names one thing: no two areas, products, links, sources, tracks, questions, upgrade rules share one.

Passes:

```yaml
# data/products.yml
products:
  - id: p3265-lv
    name: AXIS P3265-LV
    kind: device
```

Fails:

```yaml
# data/products.yml
products:
  - id: p3265-lv
    name: AXIS P3265-LV
    kind: device
  - id: p3265-lv
    name: AXIS P3265-LVE
    kind: device
```
"""

from collections.abc import Iterator

from portal.problems import FieldPath, Problem
from portal.reading.rules.review import Review

ID = "duplicate-id"


def check(review: Review) -> Iterator[Problem]:
    """Return every id that an earlier item of the same list has already."""
    for path, parent, ids in _lists(review):
        seen: set[str] = set()
        for number, name in enumerate(ids):
            if name in seen:
                field = (*parent, number, "id")
                yield review.problem(
                    ID, path, field, f'"{name}" is the id of an earlier item', "choose another"
                )
            seen.add(name)


def _lists(review: Review) -> Iterator[tuple[str, FieldPath, list[str]]]:
    catalog = review.catalog
    yield "data/areas.yml", ("areas",), [area.id for area in catalog.areas]
    yield "data/links.yml", ("links",), [link.id for link in catalog.links]
    yield "data/policy.yml", ("upgrade_rules",), [rule.id for rule in catalog.policy.upgrade_rules]
    yield "data/products.yml", ("products",), [product.id for product in catalog.products]
    yield "data/questions.yml", ("questions",), [question.id for question in catalog.questions]
    yield "data/sources.yml", ("sources",), [source.id for source in catalog.sources]
    yield "data/tracks.yml", ("kinds",), [kind.id for kind in catalog.tracks.kinds]
    yield "data/tracks.yml", ("tracks",), [track.id for track in catalog.tracks.tracks]
