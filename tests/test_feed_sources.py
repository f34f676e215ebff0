"""What feeds say of who says something, of when that is, and of what became of a change."""

import json
from dataclasses import replace

import pytest

from portal.model import Build, Catalog, Event, Kit, Preview
from portal.model.dates import When
from portal.model.versions import Version
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.test_feed_check import files_of, problems
from tests.test_feed_subjects import items_of

DAY = When.parse("2027-03-01")
VENDOR = ("portal-2024-06",)
STAGE = Version.parse("11.11")
EVENTS = [
    (
        Event(DAY, "specified", from_=Version.parse("12"), to=Version.parse("12.1"), sources=VENDOR),
        "Made exact: 12 is 12.1",
        ("12.1", "planned"),
    ),
    (
        Event(DAY, "applied", version=Version.parse("12.1"), sources=VENDOR),
        "Applied in 12.1, was planned for 12",
        ("12.1", "applied"),
    ),
    (Event(DAY, "applied", sources=VENDOR), "Applied in 12", ("12", "applied")),
    (
        Event(DAY, "unconfirmed", because="Nobody says.", sources=VENDOR),
        "Was due with 12, not confirmed",
        ("12", "unconfirmed"),
    ),
    (
        Event(DAY, "applied", stage=STAGE, sources=VENDOR),
        "Step of 11.11: Applied in 11.11",
        ("12", "planned"),
    ),
]


@pytest.mark.parametrize(("event", "title", "after"), EVENTS)
def test_what_became_of_a_change_is_said_as_what_it_is(
    sample: Catalog, event: Event, title: str, after: tuple[str, str]
) -> None:
    change = sample.change_by_id["smb1-removal"]
    grown = replace(change, history=(*change.history, event))
    (item,) = [
        item
        for item in items_of(replace(sample, changes=(grown,)), "history")
        if item["id"].endswith("changes/smb1-removal/history/2")
    ]
    assert item["title"] == f"{title}: {change.title}"
    assert (item["_axis_os"]["version"], item["_axis_os"]["status"]) == after


def test_an_event_says_when_it_happened_who_says_so_and_how_sure_that_is(sample: Catalog) -> None:
    change = sample.change_by_id["smb1-removal"]
    happened = Event(
        DAY,
        "announced",
        happened=When.parse("2024-06"),
        sources=("forum-2024", "library-2024"),
        inferred=True,
    )
    (item, *_) = items_of(
        replace(sample, changes=(replace(change, history=(*change.history, happened)),)), "history"
    )
    assert "</strong>, happened June 2024; written down here 1 March 2027.</p>" in item["content_html"]
    assert item["content_html"].endswith(
        "<p>Sources: A forum's post, April 2024, VAPIX Library, May 2024 (May 2024); our inference.</p>"
    )
    facts = item["_axis_os"]
    assert (facts["sureness"], facts["age"]["value"]) == ("inferred", "2024-05")
    assert facts["event"]["happened"]["value"] == "2024-06"


def test_a_feed_is_as_old_as_what_it_says_and_no_newer_source_elsewhere_makes_it_fresher(
    sample: Catalog,
) -> None:
    change = sample.change_by_id["smb1-removal"]
    told = Event(DAY, "announced", sources=("forum-2024",))
    old = replace(
        change, id="old", history=(replace(change.history[0], sources=("forum-2024",)), told), notes=()
    )
    newer = replace(sample.sources[0], id="notes-2026", date=When.parse("2026-10"))
    both = replace(sample, changes=(change, old), sources=(*sample.sources, newer))
    files = files_of(both, 100)
    feed = json.loads(files["feeds/changes.json"])
    assert {end: feed["_axis_os"]["ages"][end]["value"] for end in ("oldest", "newest")} == {
        "oldest": "2024-04-03",
        "newest": "2024-06~",
    }
    assert "Its sources are dated 3 April 2024 to about June 2024." in feed["description"]
    for extension in ("rss", "atom"):
        assert (
            b"<dcterms:temporal>2024-04-03/2024-06~</dcterms:temporal>" in files[f"feeds/changes.{extension}"]
        )
    assert problems(both, files, 100) == []


def test_every_feed_says_in_its_title_whose_it_is(sample: Catalog) -> None:
    for path, data in files_of(sample, 100).items():
        if path.endswith(".json"):
            assert json.loads(data)["title"].endswith(" (unofficial)")


def test_the_feed_of_releases_has_what_came_with_one_and_before_it(sample: Catalog) -> None:
    first, *others = sample.releases
    full = replace(
        first,
        builds=(Build(Version.parse("12.0.93"), "active", VENDOR, When.parse("2024-11-05")),),
        previews=(Preview("12.0 *Preview*", VENDOR, Version.parse("12.0.0.1")),),
        kits=(Kit("Native SDK", "12.0", VENDOR, ("1.7",)),),
    )
    (item, *_) = items_of(replace(sample, releases=(full, *others)), "releases")
    html = item["content_html"]
    assert "<strong>Builds</strong></p>\n<ul>\n<li>12.0.93 (Active track), 5 November 2024</li>" in html
    assert "<strong>Previews</strong></p>\n<ul>\n<li>12.0 *Preview* 12.0.0.1</li>" in html
    assert "<strong>Development kits</strong></p>\n<ul>\n<li>Native SDK 12.0</li>" in html
    facts = item["_axis_os"]
    assert facts["status"] == "preview"
    assert facts["builds"][0]["version"] == "12.0.93"
    assert facts["kits"][0]["manifest_schemas"] == ["1.7"]
    assert item["tags"] == ["AXIS OS 12", "Preview", "Stated by the vendor"]
    feed = files_of(replace(sample, releases=(full, *others)), 100)["feeds/releases.json"]
    assert list(published_schemas(REPOSITORY).broken("releases-feed", json.loads(feed))) == []
