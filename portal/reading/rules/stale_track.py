"""By the day given, no track is called upcoming that was to begin, or maintained when its support has ended.

Checked only on request, with `portal check --as-of 2026-11-23`.

Passes:

```yaml
# data/tracks.yml --as-of 2024-01-01
tracks:
  - id: lts-2018
    name: LTS 2018
    kind: lts
    status: ended
    support: "2018/2023"
```

Fails:

```yaml
# data/tracks.yml --as-of 2024-01-01
tracks:
  - id: lts-2018
    name: LTS 2018
    kind: lts
    status: current
    support: "2018/2023"
```
"""

from collections.abc import Iterator
from datetime import date

from portal.model import Track
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "stale-track"


def check(review: Review) -> Iterator[Problem]:
    """Return each track whose status was right only until a day before `as_of`."""
    if review.as_of is None:
        return
    for number, track in enumerate(review.catalog.tracks.tracks):
        wrong = _wrong(track, review.as_of)
        if wrong:
            yield review.problem(ID, "data/tracks.yml", ("tracks", number, "status"), *wrong)


def _wrong(track: Track, as_of: date) -> tuple[str, str] | None:
    """Return what is wrong with a track's status, and what to do."""
    if track.status not in ("current", "upcoming"):
        return None
    if track.support and track.support.end and track.support.end < as_of:
        hint = "set status: ended, or give the new end in support and add it to data/milestones.yml"
        return f"{track.status}, but support ended by {track.support.end}", hint
    begin = track.starts or (track.support and track.support.begin)
    if track.status == "upcoming" and begin and begin.end and begin.end < as_of:
        hint = "set status: current, or give the new begin in starts"
        return f"upcoming, but was to begin by {begin.end}", hint
    return None
