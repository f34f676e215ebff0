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
    sources: [portal-2024-06]
    support_end:
      - id: "9"
        recorded: "2026-11-23"
        state: scheduled
        date: "2023"
        sources: [portal-2024-06]
```

Fails:

```yaml
# data/tracks.yml --as-of 2024-01-01
tracks:
  - id: lts-2018
    name: LTS 2018
    kind: lts
    status: current
    sources: [portal-2024-06]
    support_end:
      - id: "9"
        recorded: "2026-11-23"
        state: scheduled
        date: "2023"
        sources: [portal-2024-06]
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
    end, begin = track.support_ends, track.begins
    if end and end.end and end.end < as_of:
        hint = "set status: ended, or add the new date at the end of support_end"
        return f"{track.status}, but support ended by {end.end}", hint
    if track.status == "upcoming" and begin and begin.end and begin.end < as_of:
        hint = "set status: current, or give the new date in begin"
        return f"upcoming, but was to begin by {begin.end}", hint
    return None
