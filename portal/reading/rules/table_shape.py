"""Every row of a table has a cell for each column; `""` is an empty cell.

Passes:

```yaml
# data/changes/password-rule.yml
tables:
  - caption: Total brute force time
    columns: [Characters, Only digits, Digits and letters]
    rows:
      - ["4", "", "~ 6 hours"]
```

Fails:

```yaml
# data/changes/password-rule.yml
tables:
  - caption: Total brute force time
    columns: [Characters, Only digits, Digits and letters]
    rows:
      - ["4", "~ 6 hours"]
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "table-shape"


def check(review: Review) -> Iterator[Problem]:
    """Return each row with too few or too many cells."""
    for path, change in review.changes():
        for index, table in enumerate(change.tables):
            for number, row in enumerate(table.rows):
                if len(row) != len(table.columns):
                    message = f"cells: {len(row)}, columns: {len(table.columns)}"
                    field = ("tables", index, "rows", number)
                    yield review.problem(ID, path, field, message, 'write "" for an empty cell')
