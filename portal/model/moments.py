"""Moments: the instant of something of which only the day is known, for forms that have nothing less.

A feed wants an instant for each entry, and no two entries updated at the same one. The facts have days. So
the instant of an event is its day at midnight UTC, plus a share of the first hour that a hash of the name of
its history gives, in microseconds, plus a second for each event of that history before it. The name is the id
of a change, or that of an occasion in the log of dates.

It depends on nothing but the name, the day and the place in a history that is only ever added to: no other
entry can move it. Events of one history keep their order within a day, and an hour after midnight nothing of
the day is still ahead. Two names share an instant of a day once in 3.6 thousand million; the rule
`same-moment` says so.

Standards of lifecycles have no dates of a month or a year: see decision 0012.
"""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from portal.model import Change
from portal.model.dates import When
from portal.model.milestones import DateEvent, name_of
from portal.model.versions import Version

_HOUR = 3_600_000_000  # in microseconds
_MINORS = 100_000  # more than a release's second number can be


def event_moment(change: Change, number: int) -> datetime:
    """Return the instant of an event: its place in the history counts from 0."""
    return _moment(change.id, change.history[number].date.day, number)


def date_event_moment(event: DateEvent) -> datetime:
    """Return the instant at which a date was recorded, moved, canceled or corrected."""
    return _moment(name_of(event.entry), event.entry.recorded.day, event.number - 1)


def release_moment(version: Version, day: date) -> datetime:
    """Return an instant of a day: a later release has a later one."""
    major, minor = version.numbers[:2]
    return _midnight(day) + timedelta(microseconds=major * _MINORS + minor)


def data_moment(data_as_of: When) -> datetime:
    """Return the instant for a feed that has no entries: as of when the facts hold."""
    return _midnight(data_as_of.day)


def _moment(name: str, day: date, number: int) -> datetime:
    digest = hashlib.sha256(name.encode()).digest()
    share = timedelta(microseconds=int.from_bytes(digest[:8]) % _HOUR)
    return _midnight(day) + share + timedelta(seconds=number)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def last_moment(when: When) -> str | None:
    """Return the last second that a date can mean: from then on it is surely past.

    None for an approximate date and for one without an end, which have no such second.
    """
    return None if when.is_approximate or when.end is None else f"{when.end.isoformat()}T23:59:59Z"


def first_moment(day: date) -> str:
    """Return the first second of a day on which something was recorded."""
    return f"{day.isoformat()}T00:00:00Z"
