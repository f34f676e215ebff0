"""Faults of what machines read: feeds, calendars, lifecycle standards, API, manifest."""

from tests.faults.fault import VERIFICATION, Fault, edit_json, put

CHANGES = "feeds/changes.json"

FAULTS = (
    Fault(
        "feed-lacks-an-entry", "site", put("feeds/changes.rss", "<item>.*?</item>(.*)", r"\1"), VERIFICATION
    ),
    Fault(
        "feed-entry-with-another-id",
        "site",
        edit_json(CHANGES, lambda feed: feed["items"][0].update(id=feed["items"][0]["url"])),
        VERIFICATION,
    ),
    Fault(
        "feed-says-another-version",
        "site",
        edit_json(CHANGES, lambda feed: feed["items"][0]["_axis_os"].update(version="12.99")),
        ("tests/site/test_pages.py",),
    ),
    Fault(
        "calendar-entry-with-another-uid",
        "site",
        put("calendar/releases.ics", "(BEGIN:VEVENT.*?UID:)[0-9a-f]{8}", r"\g<1>00000000"),
        VERIFICATION,
    ),
    Fault(
        "api-lacks-a-field",
        "site",
        edit_json("api/v1/changes/date-cgi-removal.json", lambda value: value["items"][0].pop("action")),
        VERIFICATION,
    ),
    Fault(
        "sums-are-not-compared",
        "source",
        "The last look at a site does not see that a file has another sum than the manifest says.",
        ("tests/site/test_faults.py",),
    ),
    Fault(
        "lifecycle-event-moves",
        "source",
        "In the lifecycle standards a date stands for the first second that it can mean, not for the last.",
        ("tests/test_standards.py",),
    ),
    Fault(
        "uncertain-date-is-confirmed",
        "source",
        "A calendar says that every date is confirmed, those too that are only planned or not exact.",
        ("tests/test_calendar.py",),
    ),
    Fault(
        "formula-in-a-table",
        "source",
        "A cell of a CSV file that begins like a formula is written as it is.",
        ("tests/test_api.py",),
    ),
    Fault(
        "another-entry-moves-a-moment",
        "source",
        "The moment at which a feed's entry was updated counts on from the entries before it on that day.",
        ("tests/test_feed_subjects.py",),
    ),
)
