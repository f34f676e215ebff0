"""What partners rely on, seen through their own scripts and a real browser."""

import json
from dataclasses import replace

import pytest
import vobject
from playwright.sync_api import Error, Page

from portal.addresses import MACHINE_FOLDERS, change_uri, date_uri, event_uri
from portal.model import Catalog, Event
from portal.model.dates import When
from portal.model.milestones import date_events, name_of
from portal.model.versions import Version
from tests.dated import SOURCES, then, written
from tests.partners.examples import Runner
from tests.partners.hosts import PAGE_SIZE, Host

READ = "async (address) => (await fetch(address)).text()"
CALENDAR = "calendar/releases.ics"


def lines(partner: Runner, name: str, host: Host) -> list[str]:
    ran = partner.run(name, host.address)
    assert ran.errors == ""
    return ran.output.splitlines()


def seen(partner: Runner) -> list[str]:
    ids: list[str] = json.loads((partner.folder / "watch.json").read_text("utf-8"))["ids"]
    return ids


def event_ids(catalog: Catalog) -> set[str]:
    of_changes = {
        event_uri(catalog.portal, change, number)
        for change in catalog.changes
        for number in range(1, len(change.history) + 1)
    }
    return of_changes | {
        date_uri(catalog.portal, name_of(event.entry), event.number) for event in date_events(catalog)
    }


def moved_on(catalog: Catalog) -> Catalog:
    """Return a later catalog: a change moves from 12.0 to 13.0, and 12.0 from September to October."""
    day = When.parse("2027-03-01")
    before, after = Version.parse("12.0"), Version.parse("13.0")
    move = Event(day, "moved", from_=before, to=after, sources=SOURCES)
    changes = [
        replace(change, version=Version.parse("13.0"), history=(*change.history, move))
        if change.id == "network-filter-removal"
        else change
        for change in catalog.changes
    ]
    later = written("2027-03-01", "2024-10", because="The vendor moved it.")
    return then(replace(catalog, changes=tuple(changes)), later)


# --- news


def test_every_event_is_seen_once_on_all_pages(partner: Runner, own_host: Host, sample: Catalog) -> None:
    assert len(lines(partner, "watch.py", own_host)) == len(seen(partner)) == len(set(seen(partner)))
    assert set(seen(partner)) == event_ids(sample)
    more = -(-len(event_ids(sample)) // PAGE_SIZE)
    pages = ["feeds/history.json", *(f"feeds/history/{number}.json" for number in range(2, more + 2))]
    assert [own_host.asked(page) for page in pages] == [*([200] for _ in range(more)), []]
    assert more > 2


def test_every_event_of_the_real_data_is_seen(partner: Runner, real_host: Host, catalog: Catalog) -> None:
    partner.run("watch.py", real_host.address)
    assert set(seen(partner)) == event_ids(catalog)


def test_who_asks_again_is_told_that_nothing_is_new_and_then_only_what_is(
    partner: Runner, own_host: Host, sample: Catalog
) -> None:
    lines(partner, "watch.py", own_host)
    before = seen(partner)
    own_host.answers.clear()
    assert lines(partner, "watch.py", own_host) == []
    assert [(answer.path, answer.status) for answer in own_host.answers] == [("/feeds/history.json", 304)]
    own_host.write(moved_on(sample))
    own_host.answers.clear()
    assert sorted(lines(partner, "watch.py", own_host)) == [
        "2027-03-01 Moved from 12.0 to 13.0: Network filter API removed",
        "2027-03-01 Moved from September 2024 to October 2024: AXIS OS 12.0",
    ]
    assert [(answer.path, answer.status) for answer in own_host.answers] == [("/feeds/history.json", 200)]
    assert seen(partner)[: len(before)] == before
    assert len(seen(partner)) == len(before) + 2


def test_curl_fetches_only_what_is_new(partner: Runner, own_host: Host, sample: Catalog) -> None:
    first, second = (lines(partner, "fetch-if-new.sh", own_host) for _ in range(2))
    own_host.write(moved_on(sample))
    assert [first, second, lines(partner, "fetch-if-new.sh", own_host)] == [["200"], ["304"], ["200"]]
    feed = json.loads((partner.folder / "changes.json").read_text("utf-8"))
    (change,) = (item["_axis_os"] for item in feed["items"] if item["id"].endswith("/network-filter-removal"))
    assert change["version"] == "13.0"


def test_a_move_is_seen_in_every_interface(partner: Runner, own_host: Host, sample: Catalog) -> None:
    own_host.write(moved_on(sample))
    assert lines(partner, "moved.sh", own_host)[0] == "2027-03-01\tnetwork-filter-removal\t12.0\t13.0"
    assert lines(partner, "moved-dates.sh", own_host) == [
        "2027-03-01\trelease\t12.0\tactive\t2024-09\t2024-10"
    ]
    assert "13.0 removal Network filter API removed" in lines(partner, "planned.js", own_host)
    assert "2024-10-01 2024-10-31 TENTATIVE Planned: AXIS OS 12.0 (October 2024)" in lines(
        partner, "dates.py", own_host
    )
    assert lines(partner, "holding_events.py", own_host) == [
        "1 2029-12-31T23:59:59Z endOfSupport ['vers:intdot/>=11.11|<11.12']",
    ]


def test_a_release_that_comes_out_is_an_event_that_holds(
    partner: Runner, own_host: Host, sample: Catalog
) -> None:
    came = written("2027-03-02", "2024-10-17", "released", because="The vendor published it.")
    own_host.write(then(moved_on(sample), came))
    assert lines(partner, "holding_events.py", own_host) == [
        "1 2029-12-31T23:59:59Z endOfSupport ['vers:intdot/>=11.11|<11.12']",
        "2 2024-10-17T23:59:59Z released 12.0",
    ]
    assert "2027-03-02 Released (17 October 2024): AXIS OS 12.0" in lines(partner, "watch.py", own_host)


def test_a_feed_reader_sees_every_id_on_all_pages(partner: Runner, own_host: Host, sample: Catalog) -> None:
    *entries, again = lines(partner, "read_rss.py", own_host)
    assert len(entries) == len(sample.changes) > PAGE_SIZE
    assert {entry.partition(" ")[0] for entry in entries} == {
        change_uri(sample.portal, change) for change in sample.changes
    }
    assert again == "asked again: 304 0"
    assert own_host.asked("feeds/changes.rss") == [200, 304]
    assert own_host.asked("feeds/changes/2.rss") == [200]


# --- a browser


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
def test_a_page_of_another_site_can_read_what_is_made_for_machines(
    tab: Page, real_host: Host, folder: str
) -> None:
    files = [file for file in (real_host.folder / folder).rglob("*.*") if file.suffix != ".html"]
    for ending in {file.suffix for file in files}:
        file = next(file for file in files if file.suffix == ending)
        path = file.relative_to(real_host.folder).as_posix()
        assert tab.evaluate(READ, f"{real_host.address}/{path}") == file.read_bytes().decode(), path


def test_a_page_of_another_site_cannot_read_pages(tab: Page, real_host: Host) -> None:
    with pytest.raises(Error, match="Failed to fetch"):
        tab.evaluate(READ, f"{real_host.address}/partners/")


def test_a_browser_asks_whether_its_copy_still_holds(partner: Runner, own_host: Host) -> None:
    assert lines(partner, "planned.js", own_host) == lines(partner, "planned.js", own_host)
    assert own_host.asked("api/v1/changes.json") == [200, 304]


# --- calendars and copies


def test_two_parsers_read_the_same_dates(partner: Runner, real_host: Host) -> None:
    calendar = vobject.readOne((real_host.folder / CALENDAR).read_bytes().decode())
    events = [
        (event.dtstart.value, event.status.value, event.summary.value) for event in calendar.vevent_list
    ]
    assert events
    read = [line.split(" ", 3) for line in lines(partner, "dates.py", real_host)]
    assert [(start, *rest) for start, _, *rest in read] == [
        (str(start), status, summary) for start, status, summary in events
    ]


def test_a_copy_that_is_not_whole_is_found(partner: Runner, own_host: Host) -> None:
    assert partner.run("mirror.sh", own_host.address).output == "whole\n"
    for name in ("feeds/history/3.atom", "schema/v1/changes.schema.json", CALENDAR):
        assert (partner.folder / name).read_bytes() == (own_host.folder / name).read_bytes()
    (own_host.folder / CALENDAR).write_text("BEGIN:VCALENDAR", "utf-8")
    broken = partner.run("mirror.sh", own_host.address)
    assert (broken.code, broken.output) == (1, f"{CALENDAR}: FAILED\n")
