"""No two tracks of a kind stay on the same release, or its support would end twice.

Product-specific tracks may: each is of a product of its own.

Passes:

```yaml
# data/tracks.yml
tracks:
  - id: lts-2026
    name: LTS 2026
    kind: lts
    line: "12.0"
    status: upcoming
    sources: [portal-2024-06]
```

Fails:

```yaml
# data/tracks.yml
tracks:
  - id: lts-2026
    name: LTS 2026
    kind: lts
    line: "11.11"
    status: upcoming
    sources: [portal-2024-06]
```
"""

from collections.abc import Iterator

from portal.model.versions import Version
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "track-line"


def check(review: Review) -> Iterator[Problem]:
    """Return each track whose release is that of an earlier track of its kind."""
    seen: dict[tuple[str, Version], str] = {}
    for number, track in enumerate(review.catalog.tracks.tracks):
        if track.line and track.kind != "pss":
            first = seen.setdefault((track.kind, track.line), track.id)
            if first != track.id:
                field = ("tracks", number, "line")
                message = f"{track.line} is also the release of {first}"
                hint = "give the release of this track"
                yield review.problem(ID, "data/tracks.yml", field, message, hint)
