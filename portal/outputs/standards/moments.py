"""Moments in UTC for standards that have no dates of a month or a year: see decision 0012."""

from datetime import date

from portal.model.dates import When


def last_moment(when: When) -> str | None:
    """Return the last second that a date can mean: from then on it is surely past.

    None for an approximate date and for one without an end, which have no such second.
    """
    return None if when.is_approximate or when.end is None else f"{when.end.isoformat()}T23:59:59Z"


def midnight(day: date) -> str:
    """Return the first second of a day on which something was recorded."""
    return f"{day.isoformat()}T00:00:00Z"
