"""What a calendar says of each occasion, before it takes the form of iCalendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from portal.addresses import absolute
from portal.dates import When
from portal.milestones import Occasion, changed, occasion_page, occasion_words, occasions
from portal.model import Catalog, Track
from portal.prose import to_text

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True)
class Entry:
    """One entry: whole days from `start` up to, but not including, `end`.

    `uid`, `created`, `changed` and `sequence` come from the log of dates alone and the data's date.
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


def entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Give an entry for every occasion that has an end to its date, by date."""
    found = [_entry(catalog, occasion) for occasion in occasions(catalog) if occasion.date.end]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.end, entry.uid)))


def _entry(catalog: Catalog, occasion: Occasion) -> Entry:
    when, last = occasion.date, occasion.last
    track = catalog.track_by_id[last.track]
    is_release = last.about == "release"
    return Entry(
        uid=str(uuid5(NAMESPACE_URL, f"tag:{catalog.portal.id_authority}:calendar/{occasion.name}")),
        track=track,
        start=when.start,
        end=(when.end or when.start) + timedelta(days=1),
        status=_status(catalog, occasion),
        summary=_summary(occasion, track),
        description=_description(catalog, occasion, track),
        url=absolute(catalog.portal, occasion_page(catalog, last)),
        categories=(track.name, "Release" if is_release else "End of support"),
        created=occasion.entries[0].recorded.start,
        changed=changed(catalog, last),
        sequence=occasion.revision,
    )


def _status(catalog: Catalog, occasion: Occasion) -> Status:
    """A date is certain if it is a day, and a release's date also not later than the data's date."""
    if occasion.last.canceled:
        return "CANCELLED"
    past = occasion.date.start <= catalog.portal.data_as_of.start
    certain = _is_exact(occasion.date) and (past or occasion.last.about == "support-end")
    return "CONFIRMED" if certain else "TENTATIVE"


def _is_exact(when: When) -> bool:
    return when.is_day and not when.is_approximate


def _summary(occasion: Occasion, track: Track) -> str:
    canceled = "Canceled: " if occasion.last.canceled else ""
    printed = "" if _is_exact(occasion.date) else f" ({occasion.date})"
    return f"{canceled}{occasion_words(occasion.last, track)}{printed}"


def _description(catalog: Catalog, occasion: Occasion, track: Track) -> str:
    """Give what is known of the date, a sentence a line, in plain text."""
    lines = [f"Track: {track.name}.", f"Date: {occasion.date}."]
    if not _is_exact(occasion.date):
        lines.append("The day is not known: this entry spans all days that the date can mean.")
    release = catalog.release_by_version.get(occasion.last.version) if occasion.last.version else None
    if occasion.last.about == "release" and release and release.status == "scheduled":
        lines.append("The date is preliminary.")
    for before, after in pairwise(occasion.entries):
        if after.canceled:
            what = "Canceled"
        elif before.date == after.date:
            what = "Confirmed"
        else:
            what = f"Now {after.date}" + (f", before {before.date}" if before.date else "")
        lines.append(f"{what}, as recorded on {after.recorded}: {after.because}")
    lines.append(f"Facts as of {catalog.portal.data_as_of}. {to_text(catalog.portal.disclaimer)}")
    return "\n".join(lines)
