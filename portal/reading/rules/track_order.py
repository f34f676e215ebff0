"""The support of a track ends neither before the track begins nor before its release comes.

A date that is not exact counts by its last day.

Passes:

```yaml
# data/tracks.yml
tracks:
  - id: lts-2026
    name: LTS 2026
    kind: lts
    status: upcoming
    sources: [portal-2024-06]
    begin:
      date: "2026-09"
      sources: [portal-2024-06]
    support_end:
      - id: "9"
        recorded: "2026-11-23"
        state: scheduled
        date: "2031"
        sources: [portal-2024-06]
```

Fails:

```yaml
# data/tracks.yml
tracks:
  - id: lts-2026
    name: LTS 2026
    kind: lts
    status: upcoming
    sources: [portal-2024-06]
    begin:
      date: "2026-09"
      sources: [portal-2024-06]
    support_end:
      - id: "9"
        recorded: "2026-11-23"
        state: scheduled
        date: "2026-06"
        sources: [portal-2024-06]
```
"""

from collections.abc import Iterator

from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "track-order"


def check(review: Review) -> Iterator[Problem]:
    """Return each end of support that is before what it has to follow."""
    for number, track in enumerate(review.catalog.tracks.tracks):
        release = review.catalog.release_by_version.get(track.line) if track.line else None
        before = {"the track begins": track.begins, f"{track.line} comes": release and release.date}
        end = track.support_ends and track.support_ends.end
        for what, when in before.items():
            if end and when and when.end and end < when.end:
                field = ("tracks", number, "support_end", len(track.support_end) - 1, "date")
                message = f"ends by {end}, but {what} by {when.end}"
                yield review.problem(ID, "data/tracks.yml", field, message, "one of the two dates is wrong")
