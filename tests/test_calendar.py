"""The calendars: sound to our own strict check and to two other parsers, the same for ever, and honest."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import icalendar
import ics
import pytest
import vobject

from portal.model import Catalog
from portal.model.dates import When
from portal.model.release import DateState
from portal.outputs.calendar import ALL, Calendar, calendars, render
from tests.dated import logged, then, written
from tests.oracles.calendars import calendar_problems, uids

CRLF = b"\r\n"
Change = Callable[[bytes], bytes]


def calendar_of(catalog: Catalog, path: str = ALL) -> Calendar:
    return next(calendar for calendar in calendars(catalog) if calendar.path == path)


def file_of(catalog: Catalog, path: str = ALL) -> bytes:
    return render(catalog, calendar_of(catalog, path))


END: dict[str, Any] = {"about": "support-end", "track": "lts-2024"}


@pytest.fixture(params=["catalog", "sample"])
def facts(request: pytest.FixtureRequest) -> Catalog:
    """The real catalog, then the sample."""
    value = request.getfixturevalue(request.param)
    assert isinstance(value, Catalog)
    return value


# --- what is in them


def test_every_date_of_the_data_is_in_the_calendar(june: Catalog) -> None:
    said = {entry.summary: entry for entry in calendar_of(june).entries}
    for release in june.releases:
        planned = "Planned: " if release.status == "scheduled" else ""
        if release.date:
            entry = said[f"{planned}AXIS OS {release.version} ({release.date})"]
            assert (entry.start, entry.end - datetime.timedelta(days=1)) == (
                release.date.start,
                release.date.end,
            )
        for slot in release.schedule[1:]:
            track = june.track_by_id[slot.track]
            on = "" if track.kind == "active" else f" on {track.name}"
            assert said[f"Planned: AXIS OS {release.version}{on} ({slot.date})"].track == track
    assert said["Support of AXIS OS LTS 2024 ends (2029)"].end == datetime.date(2030, 1, 1)
    assert len(said) == sum(entry.date is not None for entry in june.milestones)


def test_the_tracks_share_out_what_is_in_the_whole(facts: Catalog) -> None:
    whole, *parts = calendars(facts)
    assert sorted(entry.uid for part in parts for entry in part.entries) == sorted(
        entry.uid for entry in whole.entries
    )
    assert {part.path for part in parts} <= {f"calendar/{track.id}.ics" for track in facts.tracks.tracks}


def test_a_track_without_a_date_has_no_calendar(june: Catalog) -> None:
    assert "calendar/lts-2018.ics" not in {calendar.path for calendar in calendars(june)}
    assert calendars(logged(june)) == ()


@pytest.mark.parametrize(
    ("date", "start", "end", "status"),
    [
        ("2024-05-31", "20240531", "20240601", "TENTATIVE"),
        ("2024-05-31~", "20240531", "20240601", "TENTATIVE"),
        ("2024-07-15", "20240715", "20240716", "TENTATIVE"),
        ("2024-02", "20240201", "20240301", "TENTATIVE"),
        ("2024-36", "20241001", "20250101", "TENTATIVE"),
        ("2025", "20250101", "20260101", "TENTATIVE"),
        ("2024-08/2024-09", "20240801", "20241001", "TENTATIVE"),
    ],
)
def test_a_date_spans_all_days_that_it_can_mean(
    sample: Catalog, date: str, start: str, end: str, status: str
) -> None:
    text = file_of(logged(sample, written("2026-11-23", date))).decode()
    assert f"DTSTART;VALUE=DATE:{start}\r\nDTEND;VALUE=DATE:{end}\r\n" in text
    assert f"STATUS:{status}\r\n" in text
    assert (f"({When.parse(date)})" in text) is (date not in ("2024-05-31", "2024-07-15"))


@pytest.mark.parametrize(
    ("state", "date", "as_of", "said"),
    [
        ("scheduled", "2024-05", "2024-05-31", ("Planned: AXIS OS 12.0 (May 2024)", "TENTATIVE")),
        ("scheduled", "2024-05-31", "2024-05-31", ("Planned: AXIS OS 12.0", "TENTATIVE")),
        ("scheduled", "2024-05", "2024-06~", ("Was due: AXIS OS 12.0 (May 2024)", "TENTATIVE")),
        ("scheduled", "2024-05-31", "2026-11-29", ("Was due: AXIS OS 12.0", "TENTATIVE")),
        ("released", "2024-05-31", "2024-05-31", ("AXIS OS 12.0", "CONFIRMED")),
        ("released", "2024-05-31~", "2024-06~", ("AXIS OS 12.0 (about 31 May 2024)", "TENTATIVE")),
        ("released", "2024-05", "2026-11-29", ("AXIS OS 12.0 (May 2024)", "TENTATIVE")),
    ],
)
def test_a_release_is_certain_only_where_the_facts_say_that_it_is_out(
    sample: Catalog, state: DateState, date: str, as_of: str, said: tuple[str, str]
) -> None:
    entry = written("2026-11-23", date, state)
    portal = replace(sample.portal, data_as_of=When.parse(as_of))
    (found,) = calendar_of(logged(replace(sample, portal=portal), entry)).entries
    assert (found.summary, found.status) == said
    assert ("The date is preliminary." in found.description) is said[0].startswith("Planned")
    assert ("Whether it came is not known." in found.description) is said[0].startswith("Was")
    said_by = "Source: AXIS OS Portal, June 2024 (about June 2024); stated by the vendor."
    assert found.description.endswith(f"\n{said_by}\nThis site is unofficial.")


def test_an_entry_names_who_says_its_date_and_how_old_and_sure_that_is(sample: Catalog) -> None:
    entry = written("2026-11-23", "2024-10", sources=("forum-2024", "library-2024"))
    (found,) = calendar_of(logged(sample, entry)).entries
    named = "Sources: A forum's post, April 2024, VAPIX Library, May 2024 (May 2024)"
    assert f"{named}; in the vendor's documentation." in found.description.split("\n")


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("scheduled", "Planned: AXIS OS 11.11 on LTS 2024 (August 2024)"),
        ("released", "AXIS OS 11.11 on LTS 2024 (August 2024)"),
    ],
)
def test_a_release_on_an_lts_track_is_out_only_where_its_own_row_says_so(
    sample: Catalog, state: DateState, title: str
) -> None:
    row = written("2026-11-23", "2024-08", state, track="lts-2024", version="11.11")
    active = written("2026-11-23", "2024-07", "released", version="11.11")
    assert title in {entry.summary for entry in calendar_of(logged(sample, active, row)).entries}


@pytest.mark.parametrize(
    ("track", "as_of", "title", "status"),
    [
        ("current", "2024-06~", "Support of AXIS OS LTS 2024 ends", "CONFIRMED"),
        ("current", "2026-11-29", "Support of AXIS OS LTS 2024 was to end", "TENTATIVE"),
        ("ended", "2026-11-29", "Support of AXIS OS LTS 2024 ended", "CONFIRMED"),
    ],
)
def test_support_has_ended_only_where_the_track_has(
    sample: Catalog, track: Literal["current", "ended"], as_of: str, title: str, status: str
) -> None:
    end = written("2026-11-23", "2025-12-31", **END)
    portal = replace(sample.portal, data_as_of=When.parse(as_of))
    facts = logged(replace(sample, portal=portal), end)
    tracks = tuple(replace(one, status=track) for one in facts.tracks.tracks)
    (found,) = calendar_of(replace(facts, tracks=replace(facts.tracks, tracks=tracks))).entries
    assert (found.summary, found.status) == (title, status)


def test_a_release_that_comes_out_keeps_its_uid(sample: Catalog) -> None:
    came = then(sample, written("2026-12-24", "2024-09-17", "released"))
    old, new = (
        next(entry for entry in calendar_of(facts).entries if "12.0" in entry.summary)
        for facts in (sample, came)
    )
    assert (old.uid, old.sequence, old.status) == (new.uid, new.sequence - 1, "TENTATIVE")
    assert (new.summary, new.status) == ("AXIS OS 12.0", "CONFIRMED")
    assert "Released (17 September 2024), as recorded on 24 December 2026: x" in new.description.split("\n")


def test_an_exact_end_of_support_is_certain_though_it_is_to_come(sample: Catalog) -> None:
    end = written("2026-11-23", "2029-12-31", **END)
    assert b"STATUS:CONFIRMED\r\n" in file_of(logged(sample, end))


def test_a_date_without_an_end_is_left_out(sample: Catalog) -> None:
    open_ended = then(sample, written("2026-11-24", "2024-09/..", because="x"))
    before, after = calendar_of(sample).entries, calendar_of(open_ended).entries
    assert after == tuple(entry for entry in before if "12.0" not in entry.summary)
    assert len(after) == len(before) - 1


@pytest.mark.parametrize(
    ("date", "day", "words"),
    [
        ("../2024-10-21", datetime.date(2024, 10, 21), "by 21 October 2024"),
        ("../2024-10~", datetime.date(2024, 10, 31), "by about October 2024"),
    ],
)
def test_a_date_without_a_begin_is_on_its_last_day(
    sample: Catalog, date: str, day: datetime.date, words: str
) -> None:
    facts = then(sample, written("2026-12-24", date, because="x"))
    entry = next(entry for entry in calendar_of(facts).entries if "12.0" in entry.summary)
    assert (entry.start, entry.end) == (day, day + datetime.timedelta(days=1))
    assert entry.summary == f"Planned: AXIS OS 12.0 ({words})"
    assert entry.status == "TENTATIVE"
    lines = entry.description.split("\n")
    assert "The day is not known: this entry is on the last day that the date can mean." in lines
    assert f"Now {words}, before September 2024, as recorded on 24 December 2026: x" in lines
    assert not [line for line in lines if "spans all days" in line]
    assert list(calendar_problems(file_of(facts))) == []


# --- what stays


def test_a_moved_date_keeps_its_uid_and_raises_the_sequence(sample: Catalog) -> None:
    moved = then(sample, written("2026-12-24", "2024-10", because="The vendor moved it."))
    old, new = (
        next(entry for entry in calendar_of(facts).entries if "12.0" in entry.summary)
        for facts in (sample, moved)
    )
    assert (old.uid, old.sequence, old.created) == (new.uid, 0, new.created)
    assert (new.sequence, new.changed, new.start) == (
        1,
        datetime.date(2026, 12, 24),
        datetime.date(2024, 10, 1),
    )
    line = "Now October 2024, before September 2024, as recorded on 24 December 2026: The vendor moved it."
    assert line in new.description.split("\n")


def test_a_release_that_came_on_a_day_that_nobody_says_keeps_its_last_date(sample: Catalog) -> None:
    facts = then(sample, written("2026-12-24", None, "released", because="It is listed."))
    entry = next(entry for entry in calendar_of(facts).entries if "12.0" in entry.summary)
    assert (entry.summary, entry.status) == ("AXIS OS 12.0 (September 2024)", "TENTATIVE")
    lines = entry.description.split("\n")
    assert "Released (not known), as recorded on 24 December 2026: It is listed." in lines


def test_a_canceled_release_stays_with_its_last_date(sample: Catalog) -> None:
    facts = then(sample, written("2026-12-24", because="Not listed any more."))
    entry = next(entry for entry in calendar_of(facts).entries if "12.0" in entry.summary)
    assert entry.summary == "Canceled: AXIS OS 12.0 (September 2024)"
    assert (entry.status, entry.sequence, entry.start) == ("CANCELLED", 1, datetime.date(2024, 9, 1))
    assert entry.url == "https://portal.example/releases/12.0/"
    assert list(calendar_problems(file_of(facts))) == []


def test_uids_depend_on_nothing_but_the_authority_and_the_name(sample: Catalog) -> None:
    """Also a promise to those who have subscribed: these never change."""
    names = {"release/11.11/active", "release/11.11/lts-2024", "release/12.0/active", "support-end/lts-2024"}
    expected = {
        str(uuid.uuid5(uuid.NAMESPACE_URL, f"tag:portal.example,2026:calendar/{name}")) for name in names
    }
    elsewhere = replace(sample, portal=replace(sample.portal, url="https://other.example/a/", name="Other"))
    assert uids(file_of(sample)) == uids(file_of(elsewhere)) == expected


def test_the_stamp_is_that_of_the_entry_however_new_another_source_is(sample: Catalog) -> None:
    later = replace(sample, portal=replace(sample.portal, data_as_of=When.parse("2027-02")))
    for facts in (sample, later):
        assert {entry.changed for entry in calendar_of(facts).entries} == {datetime.date(2026, 11, 23)}
        assert b"DTSTAMP:20261123T000000Z" in file_of(facts)


def test_a_calendar_says_in_its_name_whose_it_is(facts: Catalog) -> None:
    for calendar in calendars(facts):
        read = icalendar.Calendar.from_ical(render(facts, calendar))
        assert read["NAME"] == read["X-WR-CALNAME"] == f"{calendar.title} (unofficial)"


# --- other parsers


@pytest.mark.parametrize("whose", ["june", "sample"])
def test_two_other_parsers_read_the_same(request: pytest.FixtureRequest, whose: str) -> None:
    facts: Catalog = request.getfixturevalue(whose)
    for calendar in calendars(facts):
        text = render(facts, calendar).decode()
        expected = {
            entry.uid: (entry.start, entry.end, entry.status, entry.summary, entry.description, entry.url)
            for entry in calendar.entries
        }
        assert of_ics(text) == of_vobject(text) == expected


Read = dict[str, tuple[datetime.date, datetime.date, str, str, str, str]]


def of_ics(text: str) -> Read:
    events = list(ics.Calendar(text).events)
    assert all(event.all_day and event.transparent for event in events)
    day = datetime.timedelta(days=1)
    # For whole days this parser's `end` is the start of the day after the last.
    read = {
        event.uid: (
            event.begin.date(),
            event.begin.date() + max(event.duration, day),
            event.status,
            event.name,
            event.description,
            event.url,
        )
        for event in events
    }
    assert len(read) == len(events)
    return read


def of_vobject(text: str) -> Read:
    events = list(vobject.readOne(text, validate=True).vevent_list)
    read = {
        event.uid.value: (
            event.dtstart.value,
            event.dtend.value,
            event.status.value,
            event.summary.value,
            event.description.value,
            event.url.value,
        )
        for event in events
    }
    assert len(read) == len(events)
    return read


def test_odd_text_survives_writing_and_reading(sample: Catalog) -> None:
    because = "a,b;c\\d\\n “é”\u00a0🙂 BEGIN:VEVENT " + "日本" * 60
    facts = then(sample, written("2026-12-24", "2024-10", because=because))
    facts = replace(facts, portal=replace(facts.portal, name="A, B; \\ C"))
    data = file_of(facts)
    assert list(calendar_problems(data)) == []
    event = next(
        event for event in icalendar.Calendar.from_ical(data).walk("VEVENT") if event["SEQUENCE"] == 1
    )
    assert because in str(event["DESCRIPTION"])
    assert because in of_vobject(data.decode())[str(event["UID"])][4]


def test_the_odd_name_of_a_track_is_the_name_of_its_calendar(sample: Catalog) -> None:
    tracks = tuple(replace(track, name="A, B; \\ C") for track in sample.tracks.tracks)
    facts = replace(sample, tracks=replace(sample.tracks, tracks=tracks))
    for calendar in calendars(facts)[1:]:
        data = render(facts, calendar)
        assert list(calendar_problems(data)) == []
        assert b"\r\nNAME:AXIS OS: A\\, B\\; \\\\ C (unofficial)\r\n" in data


# --- our own check


def test_every_calendar_is_sound(facts: Catalog) -> None:
    for calendar in calendars(facts):
        data = render(facts, calendar)
        assert list(calendar_problems(data)) == []
        assert uids(data) == {entry.uid for entry in calendar.entries}


def swap(old: str, new: str) -> Change:
    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def without(name: str) -> Change:
    """Take the first property of this name out, with its folded lines."""

    def change(data: bytes) -> bytes:
        lines = data.split(CRLF)
        first = next(number for number, line in enumerate(lines) if line.startswith(name.encode()))
        last = first + 1
        while lines[last].startswith(b" "):
            last += 1
        return CRLF.join(lines[:first] + lines[last:])

    return change


def all_alike(name: str) -> Change:
    """Return all properties of this name the first one's line."""

    def change(data: bytes) -> bytes:
        lines = data.split(CRLF)
        begin = lines.index(b"BEGIN:VEVENT")
        first = next(line for line in lines[begin:] if line.startswith(name.encode()))
        of_events = [first if line.startswith(name.encode()) else line for line in lines[begin:]]
        return CRLF.join(lines[:begin] + of_events)

    return change


def one_octet_more(data: bytes) -> bytes:
    """Fold the first line that is as long as a line can be one octet later."""
    first = next(line for line in data.split(CRLF) if len(line) == 75)
    place = data.index(first + CRLF + b" ") + 75
    return data[:place] + data[place + 3 : place + 4] + CRLF + b" " + data[place + 4 :]


def inside_a_character(data: bytes) -> bytes:
    place = data.index("–".encode()) + 1
    return data[:place] + CRLF + b" " + data[place:]


EVENT = "BEGIN:VEVENT\r\n"
BROKEN: dict[str, tuple[Change, str]] = {
    "bare line feeds": (lambda data: data.replace(CRLF, b"\n"), "not CRLF"),
    "one bare line feed": (swap("VERSION:2.0\r\n", "VERSION:2.0\n"), "not CRLF"),
    "no last line end": (lambda data: data.removesuffix(CRLF), "does not end with CRLF"),
    "not folded": (lambda data: data.replace(CRLF + b" ", b""), "octets"),
    "folded one octet too late": (one_octet_more, "has 76 octets"),
    "folded inside a character": (inside_a_character, "breaks off inside a character"),
    "empty line": (swap(EVENT, "\r\n" + EVENT), "is empty"),
    "control character": (swap("SUMMARY:", "SUMMARY:\x07"), "control character"),
    "byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "is not a property"),
    "no colon": (swap("TRANSP:TRANSPARENT", "TRANSPARENT"), "is not a property"),
    "no PRODID": (without("PRODID"), "lacks PRODID"),
    "no VERSION": (without("VERSION"), "lacks VERSION"),
    "other VERSION": (swap("VERSION:2.0", "VERSION:1.0"), "VERSION cannot be 1.0"),
    "no name": (without("NAME"), "lacks NAME"),
    "two names": (swap("X-WR-CALNAME:", "X-WR-CALNAME:Old "), "NAME and X-WR-CALNAME differ"),
    "METHOD": (swap("VERSION:2.0", "METHOD:PUBLISH\r\nVERSION:2.0"), "unknown METHOD"),
    "no refresh interval": (without("REFRESH-INTERVAL"), "lacks REFRESH-INTERVAL"),
    "source is no address": (swap("SOURCE;VALUE=URI:https://", "SOURCE;VALUE=URI:"), "SOURCE cannot be"),
    "no UID": (lambda data: data[:400] + without("UID")(data[400:]), "lacks UID"),
    "one UID twice": (all_alike("UID"), "events have the UID"),
    "UID is no UUID": (swap("\r\nUID:", "\r\nUID:12.0@"), "UID cannot be"),
    "no DTSTAMP": (without("DTSTAMP"), "lacks DTSTAMP"),
    "a clock's DTSTAMP": (swap("DTSTAMP:20261123T000000Z", "DTSTAMP:20261123T101500Z"), "DTSTAMP cannot be"),
    "local DTSTAMP": (swap("DTSTAMP:20261123T000000Z", "DTSTAMP:20261123T000000"), "DTSTAMP cannot be"),
    "two times of revision": (swap("DTSTAMP:20261123", "DTSTAMP:20261124"), "are the same"),
    "modified before created": (swap("CREATED:20261123", "CREATED:20261124"), "before it was created"),
    "two DTSTART": (
        swap("DTEND;VALUE=DATE", "DTSTART;VALUE=DATE:20240101\r\nDTEND;VALUE=DATE"),
        "a second DTSTART",
    ),
    "no DTEND": (without("DTEND"), "lacks DTEND"),
    "DTEND of its last day": (
        swap("DTEND;VALUE=DATE:20240801", "DTEND;VALUE=DATE:20240701"),
        "ends before it begins",
    ),
    "no such day": (swap("DTSTART;VALUE=DATE:20240701", "DTSTART;VALUE=DATE:20240631"), "DTSTART cannot be"),
    "a date as date-time": (swap("DTSTART;VALUE=DATE:", "DTSTART:"), "DTSTART has not VALUE=DATE"),
    "time zone": (swap("DTSTART;VALUE=DATE", "DTSTART;TZID=Europe/Stockholm"), "DTSTART has not VALUE=DATE"),
    "negative SEQUENCE": (swap("SEQUENCE:0", "SEQUENCE:-1"), "SEQUENCE cannot be -1"),
    "other STATUS": (swap("STATUS:TENTATIVE", "STATUS:PLANNED"), "STATUS cannot be PLANNED"),
    "American STATUS": (swap("STATUS:TENTATIVE", "STATUS:CANCELED"), "STATUS cannot be CANCELED"),
    "busy": (swap("TRANSP:TRANSPARENT", "TRANSP:OPAQUE"), "TRANSP cannot be OPAQUE"),
    "bare comma": (swap("SUMMARY:", "SUMMARY:a, b"), "SUMMARY cannot be"),
    "bare backslash": (swap("SUMMARY:", "SUMMARY:C:\\\\dir\\t"), "SUMMARY cannot be"),
    "empty summary": (swap("SUMMARY:Planned: AXIS OS 11.11 (July 2024)", "SUMMARY:"), "SUMMARY cannot be"),
    "script as address": (swap("\r\nURL:https://portal.example/rel", "\r\nURL:javascript:x"), "URL cannot"),
    "no events": (lambda data: data[: data.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n", "with events"),
    "two calendars": (lambda data: data + data, "is not one calendar"),
    "event does not end": (swap("END:VEVENT\r\nEND:VCAL", "END:VCAL"), "no VCALENDAR can end here"),
    "alarm": (swap("END:VEVENT", "BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"), "no VALARM can begin here"),
    "cut off": (lambda data: data[: data.rindex(b"END:VCALENDAR")], "does not end"),
    "something after it": (lambda data: data + b"X-A:b\r\n", "outside the calendar"),
    "nothing": (lambda _: b"", "does not end with CRLF"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_calendar_is_caught(sample: Catalog, fault: str) -> None:
    change, message = BROKEN[fault]
    broken = change(file_of(sample))
    assert broken != file_of(sample)
    assert any(message in problem for problem in calendar_problems(broken)), list(calendar_problems(broken))
