"""Calendars: releases and ends of support as iCalendar files, one of all and one for each track."""

from dataclasses import dataclass

from portal.model import Catalog, Track
from portal.outputs.calendar import ics
from portal.outputs.calendar.calendar_entry import Entry, entries

ALL = "calendar/releases.ics"


@dataclass(frozen=True)
class Calendar:
    """One output: `path` from the site's root, its title, and its entries in the order of their dates."""

    path: str
    title: str
    entries: tuple[Entry, ...]


def calendars(catalog: Catalog) -> tuple[Calendar, ...]:
    """Return all calendars. RFC 5545 has no empty ones: a track has none before its first date is known."""
    found = entries(catalog)
    of_tracks = (_of_track(track, found) for track in catalog.tracks.tracks)
    every = (Calendar(ALL, "AXIS OS releases and support ends", found), *of_tracks)
    return tuple(calendar for calendar in every if calendar.entries)


def render(catalog: Catalog, calendar: Calendar) -> bytes:
    """Return a calendar's file."""
    return ics.render(catalog, calendar.title, calendar.path, calendar.entries)


def _of_track(track: Track, found: tuple[Entry, ...]) -> Calendar:
    own = tuple(entry for entry in found if entry.track == track)
    return Calendar(f"calendar/{track.id}.ics", f"AXIS OS: {track.name}", own)
