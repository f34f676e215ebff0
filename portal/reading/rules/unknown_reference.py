"""Every id that an entry refers to exists: area, products, track, links, sources, related changes.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
area: security
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
area: securty
```
"""

from collections.abc import Iterator

from portal.problems import FieldPath, Problem
from portal.reading.rules.review import Review
from portal.reading.schema_errors import nearest
from portal.reading.yamltext import Value

ID = "unknown-reference"
# Fields that hold ids, in whatever file they stand -> what they name, and where that is listed
_FIELDS = {
    "area": ("an area", "data/areas.yml"),
    "products": ("a product", "data/products.yml"),
    "members": ("a product", "data/products.yml"),
    "only": ("a product", "data/products.yml"),
    "without": ("a product", "data/products.yml"),
    "track": ("a track", "data/tracks.yml"),
    "links": ("a named link", "data/links.yml"),
    "sources": ("a source", "data/sources.yml"),
    "source": ("a source", "data/sources.yml"),
    "related": ("a change", "data/changes/"),
    "change": ("a change", "data/changes/"),
}
# Top-level lists that define the ids instead
_DEFINED = {("data/products.yml", "products"), ("data/links.yml", "links"), ("data/sources.yml", "sources")}


def check(review: Review) -> Iterator[Problem]:
    """Return each id that names nothing."""
    catalog = review.catalog
    known = {
        "data/areas.yml": sorted(catalog.area_by_id),
        "data/products.yml": sorted(catalog.product_by_id),
        "data/tracks.yml": sorted(catalog.track_by_id),
        "data/links.yml": sorted(catalog.link_by_id),
        "data/sources.yml": sorted(catalog.source_by_id),
        "data/changes/": sorted(review.known("changes")),
    }
    for path, document in review.documents.items():
        for where, field, name in _references(path, document.value, ()):
            what, listed = _FIELDS[field]
            if name not in known[listed]:
                message = f'"{name}" is not {what} of {listed}'
                yield review.problem(ID, path, where, message, nearest(name, known[listed]))
            elif field == "related" and path == f"data/changes/{name}.yml":
                yield review.problem(ID, path, where, "an entry is not related to itself", "remove it")


def _references(path: str, value: Value, where: FieldPath) -> Iterator[tuple[FieldPath, str, str]]:
    """Return the place, the field and the id of every reference below a value."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _references(path, item, (*where, number))
    elif isinstance(value, dict):
        for field, item in value.items():
            if field in _FIELDS and (path, field) not in _DEFINED:
                names = item if isinstance(item, list) else [item]
                for number, name in enumerate(names):
                    place = (*where, field, number) if isinstance(item, list) else (*where, field)
                    yield place, field, str(name)
            else:
                yield from _references(path, item, (*where, field))
