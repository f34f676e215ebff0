"""What the feeds and the log of the API say of the log of dates: a date that slips is an event of its own."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from portal.model import Catalog, Milestone
from portal.model.dates import When
from portal.model.release import DateState
from portal.outputs.api.items import event_items, release_items
from portal.outputs.api.output import envelope
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.dated import in_states, logged, then, written
from tests.test_feed_check import files_of, problems

TAG = "tag:portal.example,2026:"
MOVED = f"{TAG}dates/release/12.0/active/history/2"


def items_of(catalog: Catalog, name: str) -> dict[str, dict[str, Any]]:
    feed = json.loads(files_of(catalog, 1000)[f"feeds/{name}.json"])
    return {item["id"]: item for item in feed["items"]}


def log_of(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in event_items(catalog)}


END: dict[str, Any] = {"about": "support-end", "track": "lts-2024"}
# What is added to the sample's log -> what its feed and its log then have on top
LATER: dict[str, tuple[tuple[Milestone, ...], dict[str, tuple[str, str]]]] = {
    "a release slips": (
        (written("2026-12-24", "2024-10"),),
        {MOVED: ("date-moved", "Moved from September 2024 to October 2024: AXIS OS 12.0")},
    ),
    "a release comes by a day": (
        (written("2026-12-24", "../2024-10-21"), written("2026-12-25", "2024-11")),
        {
            MOVED: ("date-moved", "Moved (was September 2024, is now by 21 October 2024): AXIS OS 12.0"),
            MOVED.removesuffix("2") + "3": (
                "date-moved",
                "Moved (was by 21 October 2024, is now November 2024): AXIS OS 12.0",
            ),
        },
    ),
    "an end of support moves": (
        (written("2026-12-24", "2030", **END),),
        {
            f"{TAG}dates/support-end/lts-2024/history/2": (
                "date-moved",
                "Moved from 2029 to 2030: Support of AXIS OS LTS 2024 ends",
            )
        },
    ),
    "a release comes out": (
        (written("2026-12-24", "2024-09", "released"),),
        {MOVED: ("date-released", "Released (September 2024): AXIS OS 12.0")},
    ),
    "a release comes out on a day": (
        (written("2026-12-24", "2024-09-17", "released"),),
        {MOVED: ("date-released", "Released (17 September 2024): AXIS OS 12.0")},
    ),
    "a release is canceled and comes back": (
        (written("2026-12-24"), written("2027-01-02", "2024-11")),
        {
            MOVED: ("date-canceled", "Canceled: AXIS OS 12.0"),
            MOVED.removesuffix("2") + "3": ("date-recorded", "Recorded for November 2024: AXIS OS 12.0"),
        },
    ),
    "a date is found for a release that was out without one": (
        (written("2026-12-24", "2022-10", "released", version="11.0"),),
        {
            f"{TAG}dates/release/11.0/active/history/1": (
                "date-recorded",
                "Recorded for October 2022: AXIS OS 11.0",
            )
        },
    ),
    "the day on which a release came is not known": (
        (written("2026-12-24", None, "released"),),
        {MOVED: ("date-released", "Released: AXIS OS 12.0")},
    ),
    "a second row on a track": (
        (written("2026-12-24", "2025", update="2", because=None),),
        {f"{TAG}dates/release/12.0/active/2/history/1": ("date-recorded", "Recorded for 2025: AXIS OS 12.0")},
    ),
    "a second row by a year": (
        (written("2026-12-24", "../2025", update="2", because=None),),
        {f"{TAG}dates/release/12.0/active/2/history/1": ("date-recorded", "Recorded by 2025: AXIS OS 12.0")},
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_what_is_added_to_the_log_of_dates_is_an_event_and_changes_none_before_it(
    name: str, sample: Catalog
) -> None:
    entries, wanted = LATER[name]
    grown = then(sample, *entries)
    for read in (log_of, lambda catalog: items_of(catalog, "history")):
        before, after = read(sample), read(grown)
        assert {uri: after[uri] for uri in before} == before
        assert after.keys() - before.keys() == wanted.keys()
    log, feed = log_of(grown), items_of(grown, "history")
    assert {uri: (log[uri]["event"], feed[uri]["title"]) for uri in wanted} == wanted
    assert problems(grown, files_of(grown, 100), 100) == []
    schemas = published_schemas(REPOSITORY)
    assert list(schemas.broken("history-feed", json.loads(files_of(grown, 100)["feeds/history.json"]))) == []


def test_a_slipped_release_says_when_why_and_from_what_to_what(sample: Catalog) -> None:
    grown = then(sample, written("2026-12-24", "2024-10", because="A *reason*."))
    item, dates = items_of(grown, "history")[MOVED], {"2024-09": "2024-09-30", "2024-10": "2024-10-31"}
    before, after = (
        {
            "value": value, "start": f"{value}-01", "end": end, "precision": "month", "approximate": False,
        }
        for value, end in dates.items()
    )  # fmt: skip
    event = {
        "date": "2026-12-24",
        "event": "date-moved",
        "from_date": before,
        "to_date": after,
        "because": "A *reason*.",
    }
    age = {"value": "2024-06~", "start": "2024-06-01", "end": "2024-06-30"}
    sourced = {
        "sureness": "vendor",
        "age": age | {"precision": "month", "approximate": True},
        "sources": ["portal-2024-06"],
    }
    about = {"about": "release", "track": "active", "version": "12.0"}
    assert item["_axis_os"] == about | {
        "number": 2,
        "event": event | {"sources": ["portal-2024-06"]},
        **sourced,
    }
    assert log_of(grown)[MOVED] == {"id": MOVED, **about, "url": item["url"], **event, **sourced}
    assert item["url"] == "https://portal.example/releases/12.0/"
    assert item["summary"] == "A reason."
    assert item["content_html"] == (
        "<p><strong>Moved from September 2024 to October 2024</strong>, "
        "written down here 24 December 2026.</p>\n"
        "<p>A <em>reason</em>.</p>\n<p>Track: Active track.</p>\n"
        "<p>Source: AXIS OS Portal, June 2024 (about June 2024); stated by the vendor.</p>"
    )
    assert item["tags"] == ["Date moved", "Release", "AXIS OS 12", "Stated by the vendor"]
    assert item["date_published"] == item["date_modified"]
    assert item["date_published"].startswith("2026-12-24T00:")


def test_what_is_not_known_of_a_date_is_null_and_what_does_not_apply_is_absent(sample: Catalog) -> None:
    end = f"{TAG}dates/support-end/lts-2024/history/"
    grown = then(sample, written("2026-12-24", "2030", **END), written("2026-12-25", **END))
    tracks = tuple(replace(track, line=None) for track in grown.tracks.tracks)
    grown = replace(grown, tracks=replace(grown.tracks, tracks=tracks))
    first, unknown, canceled = (log_of(grown)[f"{end}{number}"] for number in (1, 2, 3))
    assert unknown["version"] is None
    assert "from_date" not in first
    assert "because" not in first
    assert "to_date" not in canceled
    assert canceled["from_date"]["value"] == "2030"
    assert all(event["url"] == "https://portal.example/lifecycle/" for event in (first, unknown, canceled))
    assert items_of(grown, "history")[f"{end}2"]["tags"][:2] == ["Date moved", "End of support"]


def test_an_event_says_which_row_of_a_track_it_is_of(sample: Catalog) -> None:
    grown = then(sample, written("2026-12-24", "2025", update="2", because=None))
    second = f"{TAG}dates/release/12.0/active/2/history/1"
    for event in (log_of(grown)[second], items_of(grown, "history")[second]["_axis_os"]):
        assert event["update"] == "2"
    assert "update" not in log_of(grown)[MOVED.removesuffix("2") + "1"]


def test_every_entry_of_the_log_of_dates_is_an_event(catalog: Catalog) -> None:
    dates = [event for event in event_items(catalog) if event["about"] != "change"]
    said = sorted((item["date"], item["track"], item["version"], item["to_date"]["value"]) for item in dates)
    assert said == sorted(
        (item.recorded.text, item.track, str(item.version) if item.version else None, item.date.text)
        for item in catalog.milestones
        if item.date
    )
    assert all({"change", "status"}.isdisjoint(event) for event in dates)


def test_the_log_is_newest_first_with_its_dates(sample: Catalog) -> None:
    grown = then(sample, written("2026-12-24", "2024-10"), written("2027-06-01"))
    log = event_items(grown)
    assert log[0]["id"] == MOVED.removesuffix("2") + "3"
    assert [event["date"] for event in log] == sorted((event["date"] for event in log), reverse=True)


# --- the feed of releases


def days_of(catalog: Catalog, version: str) -> tuple[str | None, str]:
    item = items_of(catalog, "releases")[f"{TAG}releases/{version}"]
    published = item.get("date_published")
    return published and published[:10], item["date_modified"][:10]


def test_a_release_is_published_when_first_recorded_and_updated_when_a_date_of_it_moves(
    sample: Catalog,
) -> None:
    assert days_of(sample, "12.0") == ("2026-11-23", "2026-11-23")
    grown = then(sample, written("2026-12-24", "2024-10"), written("2027-01-01", "2025", **END))
    assert days_of(grown, "12.0") == ("2026-11-23", "2026-12-24")
    lts: dict[str, Any] = {"track": "lts-2024", "version": "11.11"}
    assert days_of(grown, "11.11") == ("2026-11-23", "2026-11-23")
    assert days_of(then(sample, written("2027-02-01", "2024-10", **lts)), "11.11") == (
        "2026-11-23",
        "2027-02-01",
    )


def test_newer_facts_alone_move_no_entry(sample: Catalog) -> None:
    later = replace(sample, portal=replace(sample.portal, data_as_of=When.parse("2027-02-03")))
    for name in ("changes", "history", "releases"):
        before, after = items_of(sample, name), items_of(later, name)
        assert [item["date_modified"] for item in after.values()] == [
            item["date_modified"] for item in before.values()
        ]


@pytest.mark.parametrize(
    ("as_of", "title", "preliminary"),
    [
        ("2024-06~", "AXIS OS 12.0 scheduled for September 2024", True),
        ("2024-09-30", "AXIS OS 12.0 scheduled for September 2024", True),
        ("2024-10", "AXIS OS 12.0 was scheduled for September 2024, not known to be out", True),
        (None, "AXIS OS 12.0 released (September 2024)", False),
    ],
)
def test_a_release_is_said_to_be_out_only_where_the_data_says_so(
    sample: Catalog, as_of: str | None, title: str, preliminary: bool
) -> None:
    """With newer facts in the last row, too: then it is out."""
    portal = replace(sample.portal, data_as_of=When.parse(as_of or "2026-11-29"))
    facts = sample if as_of else in_states(sample, "released")
    item = items_of(replace(facts, portal=portal), "releases")[f"{TAG}releases/12.0"]
    assert item["title"] == title
    assert ("September 2024 (preliminary)" in item["content_html"]) is preliminary


@pytest.mark.parametrize(
    ("as_of", "state", "said"),
    [
        ("2024-10-21", "scheduled", "scheduled by 21 October 2024"),
        ("2024-10-22", "scheduled", "was scheduled by 21 October 2024, not known to be out"),
        ("2024-10-22", "released", "released (by 21 October 2024)"),
    ],
)
def test_a_release_that_comes_by_a_day_is_said_to_with_one_preposition(
    sample: Catalog, as_of: str, state: DateState, said: str
) -> None:
    portal = replace(sample.portal, data_as_of=When.parse(as_of))
    facts = logged(replace(sample, portal=portal), written("2026-11-23", "../2024-10-21", state))
    item = items_of(facts, "releases")[f"{TAG}releases/12.0"]
    assert item["title"] == f"AXIS OS 12.0 {said}"
    assert item["_axis_os"]["date"]["start"] is None


def test_no_entry_is_dated_after_the_last_day_on_which_anything_was_recorded(catalog: Catalog) -> None:
    days = [event.date.day for change in catalog.changes for event in change.history]
    last = max([*days, *(item.recorded.day for item in catalog.milestones), catalog.portal.data_as_of.day])
    said = {
        datetime.fromisoformat(item[name]).date()
        for path, data in files_of(catalog, 100).items()
        if path.endswith(".json")
        for item in json.loads(data)["items"]
        for name in ("date_published", "date_modified")
        if name in item
    }
    assert max(said) == last


def test_two_rows_of_a_release_on_a_track_can_be_told_apart(sample: Catalog) -> None:
    grown = then(sample, written("2026-12-24", "2024-11", update="2"))
    feed = items_of(grown, "releases")[f"{TAG}releases/12.0"]["_axis_os"]["schedule"]
    for schedule in (feed, release_items(grown)[0]["schedule"]):
        assert [row.get("update") for row in schedule] == [None, "2"]
        assert "update" not in schedule[0]
    schemas = published_schemas(REPOSITORY)
    value = envelope(grown.portal, release_items(grown))
    assert list(schemas.broken("releases", value)) == []
    assert (
        list(schemas.broken("releases-feed", json.loads(files_of(grown, 100)["feeds/releases.json"]))) == []
    )
