"""The log of dates (`data/milestones.yml`) goes forward, and its last word on a date is what the data says.

A date that moves gets a new entry at the end with the new date and `because`; one that is taken out gets an
entry with `canceled: true`, and a release that comes out one with `released: true`.

Passes:

```yaml
# data/releases/12.0.yml
date: "2024-10"
schedule:
  - track: active
    date: "2024-10"
# data/milestones.yml
milestones:
  - recorded: "2027-01-15"
    about: release
    track: active
    version: "12.0"
    date: "2024-10"
    because: The vendor moved it by a month.
```

Fails:

```yaml
# data/releases/12.0.yml
date: "2024-10"
schedule:
  - track: active
    date: "2024-10"
# data/milestones.yml
milestones:
  - recorded: "2027-01-15"
    about: release
    track: active
    version: "12.0"
    date: "2024-11"
    because: The vendor moved it.
```
"""

from collections.abc import Iterator
from itertools import pairwise

from portal.addresses import release_file
from portal.model import Milestone, Track
from portal.model.milestones import Fact, Key, active_track, facts, key_of
from portal.problems import Problem
from portal.reading.rules.review import Review

ID = "milestone-log"
_LOG = "data/milestones.yml"


def check(review: Review) -> Iterator[Problem]:
    """Return each entry that cannot stand where it does, and each date on which log and data differ."""
    yield from _order(review)
    yield from _entries(review)
    yield from _not_out(review)
    last = {key_of(entry): number for number, entry in enumerate(review.catalog.milestones)}
    known: set[Key] = set()
    for fact in facts(review.catalog):
        if fact.key in known:
            message = f"{fact.version} has another row on {fact.key[1]}"
            hint = 'give the second `update: "2"`, the next `update: "3"`'
            yield review.problem(ID, fact.file, fact.field, message, hint)
        else:
            yield from _disagreement(review, fact, last)
        known.add(fact.key)
    for key, number in last.items():
        broken = f"data/releases/{key[2]}.yml" in review.broken
        if key not in known and not review.catalog.milestones[number].canceled and not broken:
            message = "the data has no such date any more"
            hint = "add an entry with `canceled: true` at the end of the list, or give the data its date back"
            yield review.problem(ID, _LOG, ("milestones", number), message, hint)


def _order(review: Review) -> Iterator[Problem]:
    for number, (before, after) in enumerate(pairwise(review.catalog.milestones), 1):
        if after.recorded < before.recorded:
            message = f"{after.recorded} is before the entry above it ({before.recorded})"
            hint = "add new entries at the end of the list"
            yield review.problem(ID, _LOG, ("milestones", number, "recorded"), message, hint)


def _entries(review: Review) -> Iterator[Problem]:
    """Check each entry by itself and against the one before it on the same thing."""
    before: dict[Key, Milestone] = {}
    active = active_track(review.catalog)
    for number, entry in enumerate(review.catalog.milestones):
        wrong = _wrong(entry, before.get(key_of(entry)), active)
        if wrong:
            yield review.problem(ID, _LOG, ("milestones", number), *wrong)
        before[key_of(entry)] = entry


def _not_out(review: Review) -> Iterator[Problem]:
    """Return each release that is out by the log, but not by its own status."""
    for number, entry in enumerate(review.catalog.milestones):
        release = review.catalog.release_by_version.get(entry.version) if entry.version else None
        if entry.released and entry.about == "release" and release and release.status != "released":
            message = f"{release.version} is out here, but not by its own status"
            hint = f"give {release_file(release)} `status: released`, or leave `released` out here"
            yield review.problem(ID, _LOG, ("milestones", number, "released"), message, hint)


def _wrong(entry: Milestone, before: Milestone | None, active: Track | None) -> tuple[str, str] | None:
    is_first_coming = active and entry.about == "release" and (entry.track, entry.update) == (active.id, None)
    if entry.canceled and entry.date:
        return "is canceled and has a date", "leave one of the two out"
    if entry.released and (entry.canceled or not is_first_coming):
        return "has `released`, but is no release on the active track", "leave `released` out"
    if before is None:
        return ("is canceled, but was never recorded", "remove the entry") if entry.canceled else None
    if entry.because is None:
        return "says again what is recorded above, but not why", "add `because`"
    is_out_now = entry.released and not before.released
    is_same = (entry.date, entry.version, entry.canceled) == (before.date, before.version, before.canceled)
    if is_same and not is_out_now:
        return "changes nothing of what is recorded above", "remove the entry"
    return None


def _disagreement(review: Review, fact: Fact, last: dict[Key, int]) -> Iterator[Problem]:
    number = last.get(fact.key)
    entry = None if number is None else review.catalog.milestones[number]
    if entry and (entry.date, entry.version) == (fact.date, fact.version):
        return
    if entry is None:
        message = f"{fact.date.text} is not in {_LOG}"
    elif entry.date is None:
        message = f"{fact.date.text} is here, but {_LOG} says that it is canceled"
    elif entry.date != fact.date:
        message = f"{fact.date.text} is not what {_LOG} has last ({entry.date.text})"
    else:
        message = f"is not of the version that {_LOG} has last ({entry.version or 'none'})"
    hint = _entry_hint(fact, again=entry is not None)
    own = fact.version if fact.field == ("date",) else None
    release = review.catalog.release_by_version.get(own) if own else None
    if entry and not entry.released and release and release.status == "released":
        hint += ", with `released: true` if it came out since then"
    yield review.problem(ID, fact.file, fact.field, message, hint)


def _entry_hint(fact: Fact, *, again: bool) -> str:
    """Say what to add, as a line of YAML."""
    about, track, _, update = fact.key
    parts = [f"about: {about}", f"track: {track}"]
    parts += [f'version: "{fact.version}"'] if fact.version else []
    parts += [f'update: "{update}"'] if update else []
    parts += [f'date: "{fact.date.text}"']
    parts += ["because: ..."] if again else []
    return f'add to its end: - {{recorded: "<today>", {", ".join(parts)}}}'
