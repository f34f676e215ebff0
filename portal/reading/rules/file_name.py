"""A file is named after what it holds: `data/changes/<id>.yml`, `data/releases/<version>.yml`.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
id: date-cgi-removal
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
id: date-cgi
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "file-name"


def check(review: Review) -> Iterator[Problem]:
    """Return each entry whose id or version is not its file's name."""
    for path, document in review.documents.items():
        for folder, field in (("changes", "id"), ("releases", "version")):
            if not path.startswith(f"data/{folder}/") or not isinstance(document.value, dict):
                continue
            name, value = path.split("/")[-1].removesuffix(".yml"), document.value[field]
            if value != name:
                hint = f"rename the file to {value}.yml, or write {field}: {name}"
                yield review.problem(ID, path, (field,), f'"{value}" is not the name of the file', hint)
