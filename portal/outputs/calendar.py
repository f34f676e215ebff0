"""Calendars: releases and ends of support as iCalendar files, one of all and one for each track.

iCalendar is RFC 5545, with the properties of RFC 7986, written by the icalendar library. No METHOD: a file is
a state and no message, and DTSTAMP is then the time of the last revision.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

import icalendar

from portal.addresses import absolute
from portal.model import Catalog, Track
from portal.model.dates import When
from portal.model.milestones import Occasion, occasion_page, occasion_words, occasions
from portal.model.sureness import track_sureness
from portal.prose import to_text
from portal.words import NOT_KNOWN, said_by, standing, unofficial

ALL = "calendar/releases.ics"
REFRESH = timedelta(days=1)
Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
# How a date stands as of the facts' date; overdue: its time is over, and nothing says that it came
State = Literal["came", "ahead", "overdue", "canceled"]
_RELEASE = {"came": "", "ahead": "Planned: ", "overdue": "Was due: ", "canceled": "Canceled: "}
_ENDS = {"came": "ended", "overdue": "was to end"}


@dataclass(frozen=True)
class CalendarEntry:
    """One entry: whole days from `start` up to, but not including, `end`. It has to have a start.

    `uid`, `created`, `changed` and `sequence` come from the log of dates alone.
    """

    uid: str
    track: Track
    start: date
    end: date
    status: Status
    summary: str
    description: str
    url: str
    categories: tuple[str, ...]
    created: date
    changed: date
    sequence: int


@dataclass(frozen=True)
class Calendar:
    """One output: `path` from the site's root, its title, and its entries in the order of their dates."""

    path: str
    title: str
    entries: tuple[CalendarEntry, ...]


def calendars(catalog: Catalog) -> tuple[Calendar, ...]:
    """Return all calendars. RFC 5545 has no empty ones: a track has none before its first date is known."""
    found = entries(catalog)
    of_tracks = (_of_track(track, found) for track in catalog.tracks.tracks)
    every = (Calendar(ALL, "AXIS OS releases and support ends", found), *of_tracks)
    return tuple(calendar for calendar in every if calendar.entries)


def render(catalog: Catalog, calendar: Calendar) -> bytes:
    """Return a calendar's file."""
    portal = catalog.portal
    description = (
        "Releases and ends of support. Left out: what has no known date, or one without an end, and the "
        f"support of single products. {standing(portal)}"
    )
    found = icalendar.Calendar()
    for name, value in {
        "version": "2.0",
        "prodid": f"-//{portal.name}//Calendar//EN",
        "calscale": "GREGORIAN",
        "uid": str(uuid5(NAMESPACE_URL, f"tag:{portal.id_authority}:{calendar.path}")),
        "name": icalendar.vText(unofficial(calendar.title)),
        "x-wr-calname": icalendar.vText(unofficial(calendar.title)),
        "description": description,
        "x-wr-caldesc": icalendar.vText(description),
        "url": absolute(portal, ""),
        "last-modified": _midnight(max(entry.changed for entry in calendar.entries)),
    }.items():
        found.add(name, value)
    found.add("source", absolute(portal, calendar.path), parameters={"VALUE": "URI"})
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in calendar.entries:
        found.add_component(_event(entry))
    data: bytes = found.to_ical()
    return data


def entries(catalog: Catalog) -> tuple[CalendarEntry, ...]:
    """Return an entry for every occasion that has an end to its date, by date."""
    dated = [(one, one.date) for one in occasions(catalog) if one.date and one.date.end]
    found = [_entry(catalog, occasion, when) for occasion, when in dated]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.end, entry.uid)))


def _of_track(track: Track, found: tuple[CalendarEntry, ...]) -> Calendar:
    own = tuple(entry for entry in found if entry.track == track)
    return Calendar(f"calendar/{track.id}.ics", f"AXIS OS: {track.name}", own)


def _entry(catalog: Catalog, occasion: Occasion, when: When) -> CalendarEntry:
    last = occasion.last
    track = catalog.track_by_id[last.track]
    is_release = last.about == "release"
    state = _state(catalog, occasion, when, track)
    return CalendarEntry(
        uid=str(uuid5(NAMESPACE_URL, f"tag:{catalog.portal.id_authority}:calendar/{occasion.name}")),
        track=track,
        start=when.day,
        end=(when.end or when.day) + timedelta(days=1),
        status=_status(occasion, when, state),
        summary=_summary(occasion, when, track, state),
        description=_description(catalog, occasion, when, track, state),
        url=absolute(catalog.portal, occasion_page(catalog, last)),
        categories=(track.name, "Release" if is_release else "End of support"),
        created=occasion.entries[0].recorded.day,
        changed=last.recorded.day,
        sequence=occasion.revision,
    )


def _state(catalog: Catalog, occasion: Occasion, when: When, track: Track) -> State:
    """A release came if it is out, and an end of support if the track has ended."""
    if occasion.last.canceled:
        return "canceled"
    has_ended = occasion.last.about == "support-end" and track.status == "ended"
    if has_ended or occasion.last.entry.state in ("released", "ended"):
        return "came"
    return "overdue" if when.is_past(catalog.portal.data_as_of) else "ahead"


def _status(occasion: Occasion, when: When, state: State) -> Status:
    """A day is certain if what it is of came; an end of support also while it is ahead."""
    if state == "canceled":
        return "CANCELLED"
    sure = state == "came" or (state == "ahead" and occasion.last.about == "support-end")
    return "CONFIRMED" if sure and _is_exact(when) else "TENTATIVE"


def _is_exact(when: When) -> bool:
    return when.is_day and not when.is_approximate


def _summary(occasion: Occasion, when: When, track: Track, state: State) -> str:
    is_said = occasion.last.about == "release" or state == "canceled"
    before = _RELEASE[state] if is_said else ""
    printed = "" if _is_exact(when) else f" ({when})"
    return f"{before}{occasion_words(occasion.last, track, _ENDS.get(state, 'ends'))}{printed}"


def _description(catalog: Catalog, occasion: Occasion, when: When, track: Track, state: State) -> str:
    """Return what is known of the date, a sentence a line, in plain text."""
    lines = [f"Track: {track.name}.", f"Date: {when}."]
    if not when.start:
        lines.append("The day is not known: this entry is on the last day that the date can mean.")
    elif not _is_exact(when):
        lines.append("The day is not known: this entry spans all days that the date can mean.")
    if state == "ahead" and occasion.last.about == "release":
        lines.append("The date is preliminary.")
    if state == "overdue":
        lines.append("Whether it came is not known.")
    for before, after in pairwise(occasion.entries):
        now = after.date or NOT_KNOWN.lower()
        if after.canceled:
            what = "Canceled"
        elif after.released and not before.released:
            what = f"Released ({now})"
        elif after.entry.state == "ended" != before.entry.state:
            what = f"Ended ({now})"
        elif before.date == after.date:
            what = "Confirmed"
        else:
            what = f"Now {now}" + (f", before {before.date}" if before.date else "")
        lines.append(f"{what}, as recorded on {after.recorded}: {after.because}")
    sources = occasion.last.entry.sources
    sure = track_sureness(catalog, track, occasion.last.about, sources)
    lines.append(said_by(catalog, sources, sure))
    lines.append(to_text(catalog.portal.disclaimer))
    return "\n".join(lines)


def _event(entry: CalendarEntry) -> icalendar.Event:
    event = icalendar.Event()
    for name, value in {
        "uid": entry.uid,
        "dtstamp": _midnight(entry.changed),
        "last-modified": _midnight(entry.changed),
        "created": _midnight(entry.created),
        "sequence": entry.sequence,
        "dtstart": entry.start,
        "dtend": entry.end,
        "status": entry.status,
        "summary": entry.summary,
        "description": entry.description,
        "url": entry.url,
        "categories": list(entry.categories),
        "transp": "TRANSPARENT",
    }.items():
        event.add(name, value)
    return event


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
