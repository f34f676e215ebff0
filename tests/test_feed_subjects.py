"""The feeds by subject: what is in each, when, on which page, and what other readers make of it."""

import json
import re
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from portal.fields import date_fields
from portal.model import Catalog, Change, Event
from portal.model.change import AppliesTo
from portal.model.dates import When
from portal.model.moments import event_moment
from portal.model.surface import KINDS, TOUCHED
from portal.outputs.feeds import feeds_of
from portal.reading.catalog import load_catalog
from portal.reading.structure import published_schemas
from tests.bench.synthetic import write_synthetic
from tests.conftest import REPOSITORY
from tests.dated import logged
from tests.test_feed_check import files_of, problems

NAMES = ["areas/api", "areas/edge-storage", "majors/11", "majors/12", "majors/12/upgrade"]
NAMES += ["touches/endpoints", "history", "releases", "changes"]
SPACES = {"atom": "http://www.w3.org/2005/Atom"}


def items_of(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    feed = json.loads(files_of(catalog, 1000)[f"feeds/{name}.json"])
    items: list[dict[str, Any]] = feed["items"]
    return items


def ids_of(catalog: Catalog, name: str) -> list[str]:
    return [item["id"].removeprefix("tag:portal.example,2026:") for item in items_of(catalog, name)]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- what is in which feed


def test_every_subject_comes_in_every_format(catalog: Catalog) -> None:
    paths = [feed.path for feed in feeds_of(catalog)]
    names = ["changes", "history", "releases"]
    names += [f"areas/{area.id}" for area in catalog.areas]
    names += [name for major in catalog.majors for name in (f"majors/{major}", f"majors/{major}/upgrade")]
    names += [f"touches/{name}" for name in TOUCHED]
    assert paths == [f"feeds/{name}.{end}" for name in names for end in ("json", "rss", "atom")]


def test_the_feed_of_an_area_has_its_changes(sample: Catalog) -> None:
    assert ids_of(sample, "areas/api") == ["changes/date-cgi-removal", "changes/network-filter-removal"]
    assert ids_of(sample, "areas/edge-storage") == ["changes/smb1-removal"]


def test_an_area_without_changes_has_its_feed(sample: Catalog) -> None:
    assert ids_of(replace(sample, changes=()), "areas/api") == []


def test_a_change_stays_in_the_feed_of_the_major_version_that_it_left(sample: Catalog) -> None:
    assert "changes/network-filter-removal" in ids_of(sample, "majors/12")
    assert ids_of(sample, "majors/11") == ["changes/date-cgi-removal", "changes/network-filter-removal"]
    (moved,) = [item for item in items_of(sample, "majors/11") if "network" in item["id"]]
    assert "Removed in AXIS OS 12.0" in moved["content_html"]


def test_the_feeds_of_a_major_version_stay_when_its_last_change_has_left_it(sample: Catalog) -> None:
    moved = replace(sample, changes=(sample.change_by_id["network-filter-removal"],))
    assert moved.majors == (12,)
    assert ids_of(moved, "majors/11") == ids_of(moved, "majors/12") == ["changes/network-filter-removal"]
    homes = {feed.subject.name: feed.subject.home for feed in feeds_of(moved)}
    assert 11 in moved.listed_majors
    assert homes["majors/11"] == "changes/11/"


def test_the_feed_for_upgraded_devices_leaves_out_only_what_cannot_hit_them(sample: Catalog) -> None:
    filter_, *others = (sample.change_by_id[name] for name in ("network-filter-removal", "smb1-removal"))
    reaches: dict[AppliesTo, bool] = {"upgrade": True, "unknown": True, "factory-default": False}
    for reach, is_there in reaches.items():
        facts = replace(sample, changes=(replace(filter_, applies_to=reach), *others))
        for name in ("majors/12", "majors/11"):  # which it has left
            assert "changes/network-filter-removal" in ids_of(facts, name)
            assert ("changes/network-filter-removal" in ids_of(facts, f"{name}/upgrade")) is is_there


def test_a_feed_of_names_has_every_change_that_touches_one_whatever_its_area(catalog: Catalog) -> None:
    found = {
        name: {item["_axis_os"]["id"] for item in items_of(catalog, f"touches/{name}")} for name in TOUCHED
    }
    elsewhere = {"getbrand-cgi-removal", "releaseinfo-cgi-removal", "network-filter-api-removal"}
    assert found["endpoints"] >= elsewhere | {"vaconfig-cgi-removal", "unsigned-acap-option-removal"}
    of_manifest = {"acap-dlpu-declaration-required", "compatible-os-versions-enforced"}
    assert of_manifest <= found["packages"] - found["endpoints"]
    named = {change.id for change in catalog.changes if change.surface}
    assert set().union(*found.values()) == named


def test_each_kind_of_name_has_a_feed_and_one_without_entries_keeps_it(sample: Catalog) -> None:
    assert {kind for kinds in TOUCHED.values() for kind in kinds} == set(KINDS)
    assert ids_of(sample, "touches/hardware") == []


def test_every_event_is_an_entry_of_its_own(sample: Catalog) -> None:
    said = {
        item["id"].partition(":")[2].partition(":")[2]: item["title"] for item in items_of(sample, "history")
    }
    assert said == {
        "changes/password-rule/history/2": "Withdrawn: Password complexity enforced",
        "changes/date-cgi-removal/history/3": "Corrected: date.cgi removed",
        "changes/network-filter-removal/history/3": "Moved from 11.11 to 12.0: Network filter API removed",
        "changes/date-cgi-removal/history/2": "Applied in 11.0: date.cgi removed",
        "changes/network-filter-removal/history/2": "Announced for 11.11: Network filter API removed",
        "changes/network-filter-removal/history/1": "Recorded, planned for 11.11: Network filter API removed",
        "changes/date-cgi-removal/history/1": "Recorded, planned for 11.0: date.cgi removed",
        "changes/password-rule/history/1": "Recorded, planned for 12.0: Password complexity enforced",
        "changes/smb1-removal/history/1": "Recorded, planned for 12: SMB 1.0 & 2.0: support removed",
        "dates/release/11.11/active/history/1": "Recorded for July 2024: AXIS OS 11.11",
        "dates/release/11.11/lts-2024/history/1": (
            "Recorded for August–September 2024: AXIS OS 11.11 on LTS 2024"
        ),
        "dates/release/12.0/active/history/1": "Recorded for September 2024: AXIS OS 12.0",
        "dates/support-end/lts-2024/history/1": "Recorded for 2029: Support of AXIS OS LTS 2024 ends",
    }


def test_a_slipped_version_says_when_why_and_where(sample: Catalog) -> None:
    (item,) = [item for item in items_of(sample, "history") if item["title"].startswith("Moved")]
    assert item["url"] == "https://portal.example/changes/network-filter-removal/#history"
    assert item["summary"] == "The firewall was not ready."
    assert item["content_html"] == (
        "<p><strong>Moved from 11.11 to 12.0</strong>, written down here 24 December 2026.</p>\n"
        "<p>The firewall was not ready.</p>\n"
        "<p>The legacy network filter API is removed. The host-based firewall replaces it.</p>\n"
        "<p>Source: AXIS OS Portal, June 2024 (about June 2024); stated by the vendor.</p>"
    )
    assert item["tags"][:4] == ["Moved", "Breaking change", "AXIS OS 12", "API"]
    assert item["date_published"] == item["date_modified"]
    assert item["date_published"].startswith("2026-12-24T00:")
    assert item["_axis_os"] == {
        "about": "change",
        "change": "network-filter-removal",
        "number": 3,
        "area": "api",
        "kind": "removal",
        "version": "12.0",
        "major": 12,
        "status": "planned",
        "applies_to": "upgrade",
        "consequence": None,
        "event": {
            "date": "2026-12-24",
            "event": "moved",
            "from": "11.11",
            "to": "12.0",
            "because": "The firewall was not ready.",
            "sources": ["portal-2024-06"],
        },
        "sureness": "vendor",
        "age": date_fields(sample.sources[0].date),
        "sources": ["portal-2024-06"],
    }


def test_version_and_status_of_an_event_are_those_after_it(sample: Catalog) -> None:
    facts = [item["_axis_os"] for item in items_of(sample, "history")]
    states = {
        (fact["change"], fact["number"]): (fact["version"], fact["status"])
        for fact in facts
        if fact["about"] == "change"
    }
    assert states["network-filter-removal", 2] == ("11.11", "planned")
    assert states["date-cgi-removal", 1] == ("11.0", "planned")
    assert states["date-cgi-removal", 3] == ("11.0", "applied")
    assert states["password-rule", 2] == ("12.0", "withdrawn")


def test_releases_say_their_state_and_what_they_bring(sample: Catalog) -> None:
    items = items_of(sample, "releases")
    assert [item["title"] for item in items] == [
        "AXIS OS 12.0 scheduled for September 2024",
        "AXIS OS 11.11 scheduled for July 2024",
        "AXIS OS 11.0 released",
    ]
    assert "<li>Apache is updated to version 2.4.59.</li>" in items[1]["content_html"]
    assert "<p>LTS 2024: August–September 2024 (preliminary)</p>" in items[1]["content_html"]
    assert items[2]["_axis_os"]["date"] is None
    assert items[0]["url"] == "https://portal.example/releases/12.0/"


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_keep_their_published_schema(sample: Catalog, catalog: Catalog, name: str) -> None:
    schemas = published_schemas(REPOSITORY)
    hub = replace(sample, portal=replace(sample.portal, hub="https://hub.example/"))
    for facts in (sample, catalog, hub):
        schema = next(feed.subject.schema for feed in feeds_of(facts) if feed.subject.name == name)
        for path, data in files_of(facts, 2).items():
            if path.startswith((f"feeds/{name}.", f"feeds/{name}/")) and path.endswith(".json"):
                assert list(schemas.broken(schema, json.loads(data))) == []


# --- moments


def moments_of(catalog: Catalog, feed: str) -> dict[str, str]:
    return {item["id"]: item["date_modified"] for item in items_of(catalog, feed)}


def test_another_entry_or_event_never_moves_a_moment(sample: Catalog) -> None:
    change = sample.change_by_id["smb1-removal"]
    later = Event(When.parse("2026-11-23"), "corrected", because="x", sources=("forum-2024",))
    grown = replace(change, history=(*change.history, later))
    twin = replace(change, id="another-one")
    others = tuple(other for other in sample.changes if other is not change)
    more = replace(sample, changes=(twin, grown, *others))

    before, after = moments_of(sample, "history"), moments_of(more, "history")
    assert after.items() >= before.items()
    assert len(after) == len(before) + len(grown.history)  # one more event, and the twin's only one
    first, second = (after[f"tag:portal.example,2026:changes/smb1-removal/history/{n}"] for n in (1, 2))
    assert (moment(second) - moment(first)).total_seconds() == 1

    before, after = moments_of(sample, "changes"), moments_of(more, "changes")
    moved = {name for name, found in before.items() if after[name] != found}
    assert moved == {"tag:portal.example,2026:changes/smb1-removal"}  # which has an event more


def test_moments_of_a_day_differ_and_are_soon_after_midnight(june: Catalog) -> None:
    change = june.changes[0]
    moments = [event_moment(replace(change, id=f"change-{number}"), 0) for number in range(3000)]
    assert len(set(moments)) == len(moments)
    assert {found.date() for found in moments} == {change.history[0].date.start}
    assert {found.hour for found in moments} == {0}
    assert len({found.minute for found in moments}) == 60


# --- pages


def test_a_long_feed_comes_in_pages_that_lead_to_one_another(sample: Catalog) -> None:
    files = files_of(sample, 5)  # thirteen events
    found: list[str] = []
    address: str | None = "https://portal.example/feeds/history.json"
    addresses = []
    while address:
        addresses.append(address)
        feed = json.loads(files[address.removeprefix("https://portal.example/")])
        assert feed["feed_url"] == address
        found += [item["id"] for item in feed["items"]]
        address = feed.get("next_url")
    assert addresses[1:] == [f"https://portal.example/feeds/history/{number}.json" for number in (2, 3)]
    assert found == [item["id"] for item in items_of(sample, "history")]


@pytest.mark.parametrize(("extension", "link"), [("rss", "channel/atom:link"), ("atom", "atom:link")])
def test_pages_in_xml_have_the_links_of_rfc_5005(sample: Catalog, extension: str, link: str) -> None:
    files = files_of(sample, 5)
    at = f"https://portal.example/feeds/history.{extension}"
    second, third = (f"https://portal.example/feeds/history/{number}.{extension}" for number in (2, 3))
    wanted = [
        {"self": at, "first": at, "next": second, "last": third},
        {"self": second, "first": at, "previous": at, "next": third, "last": third},
        {"self": third, "first": at, "previous": second, "last": third},
    ]
    for address, links in zip((at, second, third), wanted, strict=True):
        root = etree.fromstring(files[address.removeprefix("https://portal.example/")])
        found = {each.get("rel"): each.get("href") for each in root.findall(link, SPACES)}
        found.pop("alternate", None)
        assert found == links


def test_a_feed_that_fits_has_no_further_page(sample: Catalog) -> None:
    assert "next_url" not in json.loads(files_of(sample, 4)["feeds/changes.json"])
    assert "feeds/changes/2.json" not in files_of(sample, 4)


def test_pages_have_a_hundred_entries_and_no_two_moments_alike_at_size(
    june_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(june_root, tmp_path / "checkout")
    write_synthetic(root, 300)
    catalog = load_catalog(root)
    files = {path: text.encode() for feed in feeds_of(catalog) for path, text in feed.documents(catalog)}
    assert problems(catalog, files, 100) == []
    sizes = [len(json.loads(files[f"feeds/changes{page}.json"])["items"]) for page in ("", "/2", "/3", "/4")]
    assert sizes == [100, 100, 100, len(catalog.changes) - 300]
    assert "feeds/changes/5.json" not in files


# --- the hub


def test_a_hub_is_named_in_every_format_where_it_is_set(sample: Catalog) -> None:
    catalog = replace(sample, portal=replace(sample.portal, hub="https://hub.example/"))
    files = files_of(catalog, 100)
    for path, data in files.items():
        if path.endswith(".json"):
            assert json.loads(data)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
        else:
            links = feedparser.parse(data).feed.links
            assert [link.href for link in links if link.rel == "hub"] == ["https://hub.example/"]
    assert not any(b"hub" in data for path, data in files_of(sample, 100).items() if "changes" in path)


# --- what follows from elsewhere


def test_a_change_without_a_reason_for_its_event_is_told_plainly(sample: Catalog) -> None:
    change: Change = sample.change_by_id["smb1-removal"]
    (item,) = items_of(logged(replace(sample, changes=(change,))), "history")
    assert item["summary"] == "Recorded, planned for 12."


def test_no_id_in_any_feed_depends_on_where_the_site_is_served(june: Catalog) -> None:
    here, there = (
        {path: re.findall(r"tag:[^<\"]+", data.decode()) for path, data in files_of(facts, 100).items()}
        for facts in (june, replace(june, portal=replace(june.portal, url="https://x.example/docs/")))
    )
    assert here == there
    assert all(len(here[f"feeds/{name}.rss"]) == len(items_of(june, name)) for name in NAMES)
