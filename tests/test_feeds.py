"""The feeds: well-formed, stable, alike in all formats, and harmless whatever the data says."""

import html
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

import feedparser
import pytest

from portal.fields import change_fields
from portal.model import Catalog
from portal.model.sources import Sureness
from portal.outputs.feeds import Feed, feeds_of
from portal.outputs.feeds.categories import Category, change_categories
from portal.outputs.feeds.change_entries import change_entries
from tests.conftest import REPOSITORY, TESTS
from tests.payloads import Page

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_at(catalog: Catalog, path: str) -> Feed:
    (feed,) = [feed for feed in feeds_of(catalog) if feed.path == path]
    return feed


def text_of(catalog: Catalog, path: str) -> str:
    """Return the one page of a feed."""
    ((found, text),) = feed_at(catalog, path).documents(catalog)
    assert found == path
    return text


def json_of(catalog: Catalog) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(text_of(catalog, "feeds/changes.json"))
    return feed


def rss_of(catalog: Catalog) -> ElementTree.Element:
    text = text_of(catalog, "feeds/changes.rss")
    channel = ElementTree.fromstring(text).find("channel")  # noqa: S314 - our own text
    assert channel is not None
    return channel


def atom_of(catalog: Catalog) -> ElementTree.Element:
    return ElementTree.fromstring(text_of(catalog, "feeds/changes.atom"))  # noqa: S314 - our own text


def parsed(catalog: Catalog, path: str = "feeds/changes.rss") -> Any:
    text = text_of(catalog, path)
    feed = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


@pytest.fixture(params=["june", "sample"])
def facts(request: pytest.FixtureRequest) -> Catalog:
    """The real catalog, then the sample."""
    value = request.getfixturevalue(request.param)
    assert isinstance(value, Catalog)
    return value


# --- every format


@pytest.mark.parametrize("path", ["feeds/changes.rss", "feeds/changes.atom"])
def test_the_feeds_say_the_same(facts: Catalog, path: str) -> None:
    items, entries = json_of(facts)["items"], parsed(facts, path).entries
    assert len(items) == len(entries) == len(facts.changes)
    for item, entry in zip(items, entries, strict=True):
        assert item["id"] == entry.id
        assert item["title"] == entry.title
        assert item["url"] == entry.link
        assert item["content_html"] == entry.summary
        labels = [tag.label or tag.term for tag in entry.tags]  # RSS has one text for both
        assert item["tags"] == list(dict.fromkeys(labels))
        published = "{}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*entry.published_parsed)
        assert item["date_published"].partition(".")[0] == published
        if path.endswith(".atom"):
            assert item["date_modified"].replace("Z", "+00:00") == entry.updated


def test_every_change_is_in_the_feed_with_its_version_and_state(facts: Catalog) -> None:
    items = {item["_axis_os"]["id"]: item for item in json_of(facts)["items"]}
    assert items.keys() == {change.id for change in facts.changes}
    for change in facts.changes:
        item = items[change.id]
        assert item["title"] == change.title
        assert item["_axis_os"]["version"] == str(change.version)
        assert item["_axis_os"]["status"] == change.status
        assert item["tags"][0] == f"AXIS OS {change.version.major}"
        assert item["tags"][1] == facts.area_by_id[change.area].name
        assert f" in AXIS OS {change.version} " in item["content_html"]


def test_dates_come_from_the_history(sample: Catalog) -> None:
    dates = {
        item["_axis_os"]["id"]: (item["date_published"][:10], item["date_modified"][:10])
        for item in json_of(sample)["items"]
    }
    assert dates == {
        "date-cgi-removal": ("2026-11-23", "2027-01-15"),
        "network-filter-removal": ("2026-11-24", "2026-12-24"),
        "password-rule": ("2026-11-23", "2027-02-03"),
        "smb1-removal": ("2026-11-23", "2026-11-23"),
    }
    assert (rss_of(sample).findtext("lastBuildDate") or "").startswith("Wed, 03 Feb 2027 00:")


def test_a_feed_without_entries_carries_the_datas_date(sample: Catalog) -> None:
    empty = replace(sample, changes=())
    assert json_of(empty)["items"] == []
    assert atom_of(empty).findtext(f"{ATOM}updated") == "2024-06-01T00:00:00+00:00"
    assert rss_of(empty).findtext("lastBuildDate") == "Sat, 01 Jun 2024 00:00:00 +0000"
    assert parsed(empty).entries == []


def test_ids_are_those_of_ever(sample: Catalog) -> None:
    assert [item["id"] for item in json_of(sample)["items"]] == [
        "tag:portal.example,2026:changes/password-rule",
        "tag:portal.example,2026:changes/date-cgi-removal",
        "tag:portal.example,2026:changes/network-filter-removal",
        "tag:portal.example,2026:changes/smb1-removal",
    ]


def test_addresses_have_one_slash_however_the_sites_address_ends(sample: Catalog) -> None:
    for url in ("https://portal.example", "https://portal.example/"):
        feed = json_of(replace(sample, portal=replace(sample.portal, url=url)))
        assert feed["feed_url"] == "https://portal.example/feeds/changes.json"
        assert feed["items"][0]["url"] == "https://portal.example/changes/password-rule/"


# --- each format


def test_signs_in_categories_and_in_what_an_rss_feed_is_are_numeric_references(sample: Catalog) -> None:
    areas = tuple(replace(area, name="R&D <x>") for area in sample.areas)
    text = text_of(replace(sample, areas=areas), "feeds/areas/api.rss")
    assert '#category-area">R&#38;D &#60;x&#62;</category>' in text
    assert "<description>Every breaking change of the area R&#38;D &#60;x&#62;." in text
    assert "<description>&lt;p&gt;&lt;strong&gt;Removed in AXIS OS" in text


def test_what_the_table_says_of_each_feed(sample: Catalog) -> None:
    said = {feed.path: (feed.format.name, feed.format.media_type) for feed in feeds_of(sample)}
    assert [feed.format.short_name for feed in feeds_of(sample)[:3]] == ["JSON", "RSS", "Atom"]
    assert said["feeds/changes.json"] == ("JSON Feed 1.1", "application/feed+json")
    assert said["feeds/changes.rss"] == ("RSS 2.0", "application/rss+xml")
    assert said["feeds/changes.atom"] == ("Atom", "application/atom+xml")


# --- categories

# What stands in people's filters, term by term: it never changes
LABELS = {
    "status": {
        "planned": "Planned", "applied": "Applied", "withdrawn": "Withdrawn", "unconfirmed": "Not confirmed",
    },
    "kind": {
        "removal": "Removal", "deprecation": "Deprecation", "default": "Changed default",
        "behavior": "Changed behavior", "restriction": "Restriction", "addition": "Addition",
    },
    "consequence": {
        "upgrade-fails": "Upgrade fails", "app-breaks": "App breaks",
        "integration-breaks": "Integration breaks", "default-changes": "Default changes",
        "nothing-to-do": "Nothing to do", "unknown": "Consequence not known",
    },
    "audience": {
        "operators": "Operators", "integrators": "Integrators", "app-developers": "App developers",
        "unknown": "Audience not known",
    },
    "applies_to": {
        "upgrade": "Upgraded devices and new ones",
        "factory-default": "Only new devices, and those reset to factory defaults",
        "unknown": "Not known whether upgraded devices",
    },
    "sureness": {
        "vendor": "Stated by the vendor",
        "vendor-documentation": "In the vendor's documentation",
        "third-party": "Reported by a third party",
        "inferred": "Our inference",
    },
}  # fmt: skip


def categories_of(catalog: Catalog, name: str) -> dict[str, list[tuple[str, str, str]]]:
    """Return scheme, term and label of each category in Atom, by the id of the entry."""
    begin = "https://portal.example/partners/feeds/fields/#category-"
    return {
        entry.id: [(tag.scheme.removeprefix(begin), tag.term, tag.label) for tag in entry.tags]
        for entry in parsed(catalog, f"feeds/{name}.atom").entries
    }


def test_an_entry_has_a_category_of_each_scheme(sample: Catalog) -> None:
    change = sample.change_by_id["network-filter-removal"]
    told = replace(sample, changes=(replace(change, audience=("operators", "app-developers")),))
    of_change = [
        ("major", "12", "AXIS OS 12"), ("area", "api", "API"), ("status", "planned", "Planned"),
        ("kind", "removal", "Removal"), ("consequence", "unknown", "Consequence not known"),
        ("audience", "operators", "Operators"), ("audience", "app-developers", "App developers"),
        ("applies_to", "upgrade", "Upgraded devices and new ones"),
        ("sureness", "vendor", "Stated by the vendor"),
    ]  # fmt: skip
    (found,) = categories_of(told, "touches/endpoints").values()
    assert found == of_change
    name = "tag:portal.example,2026:changes/network-filter-removal/history/2"
    assert categories_of(told, "history")[name] == [
        ("event", "announced", "Announced"), ("about", "change", "Breaking change"),
        ("major", "11", "AXIS OS 11"), *of_change[1:],
    ]  # fmt: skip
    assert categories_of(told, "releases")["tag:portal.example,2026:releases/12.0"] == [
        ("major", "12", "AXIS OS 12"), ("status", "scheduled", "Scheduled"),
        ("sureness", "vendor", "Stated by the vendor"),
    ]  # fmt: skip


def test_the_labels_of_categories_are_those_of_ever(sample: Catalog) -> None:
    change = sample.changes[0]
    for scheme, labels in LABELS.items():
        for term, label in labels.items():
            value: Any = (() if term == "unknown" else (term,)) if scheme == "audience" else term
            sure = term if scheme == "sureness" else "vendor"
            edited = change if scheme == "sureness" else replace(change, **{scheme: value})
            found = change_categories(sample, edited, edited.version, edited.status, cast("Sureness", sure))
            assert Category(scheme, term, label) in tuple(found)


# --- one build, one text


RENDER = """
import hashlib, sys
from pathlib import Path
from portal.reading.catalog import load_catalog
from portal.outputs.feeds import feeds_of
catalog = load_catalog(Path())
for feed in feeds_of(catalog):
    for path, text in feed.documents(catalog):
        print(path, hashlib.sha256(text.encode()).hexdigest())
"""


def test_neither_time_zone_nor_language_nor_hash_seed_shows() -> None:
    def digests(**environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", RENDER],
            cwd=REPOSITORY,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    here = digests(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    there = digests(PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8", SOURCE_DATE_EPOCH="1")
    assert here == there


@pytest.mark.parametrize("extension", ["json", "rss", "atom"])
@pytest.mark.parametrize("name", ["changes", "history", "releases"])
def test_golden(
    name: str, extension: str, sample: Catalog, compare_golden: Callable[[Path, str], None]
) -> None:
    file = f"{name}.{extension}"
    compare_golden(TESTS / "golden" / file, text_of(sample, f"feeds/{file}"))


# --- fields


def test_a_key_that_does_not_apply_is_absent(sample: Catalog) -> None:
    change = sample.change_by_id["date-cgi-removal"]
    bare = replace(change, surface=(), links=())
    assert change_fields(bare).keys() == {
        "id", "title", "summary", "area", "kind", "status", "version", "major", "tentative", "applies_to",
        "consequence", "why", "impact", "action", "history",
    }  # fmt: skip


def test_what_is_not_known_is_null_and_says_why(sample: Catalog) -> None:
    fields = change_fields(sample.change_by_id["password-rule"])
    assert fields["applies_to"] is None
    assert fields["impact"] is None
    assert fields["unknown"] == {"impact": 'The source prints only "Will be updated shortly." here.'}
    assert fields["why"] == "To increase the level of cybersecurity."
    assert "<strong>Impact</strong></p>\n<p>Not known. The source prints only" in content(
        sample, "password-rule"
    )


def content(catalog: Catalog, name: str) -> str:
    (found,) = [item["content_html"] for item in json_of(catalog)["items"] if item["_axis_os"]["id"] == name]
    return str(found)


# --- texts


def test_summary_is_plain_text(sample: Catalog) -> None:
    summaries = {item["_axis_os"]["id"]: item["summary"] for item in json_of(sample)["items"]}
    assert summaries["date-cgi-removal"] == "date.cgi is gone. time.cgi replaces it."


def test_entries_are_clean_html_in_the_order_of_the_page(sample: Catalog) -> None:
    (entry,) = [entry for entry in change_entries(sample) if entry.uri.endswith("smb1-removal")]
    page = Page(entry.html)
    words = [
        "Removed in AXIS OS 12 (release not stated) · planned", "Devices no longer", "What to do", "Test it",
        "Impact", "<server>", "Why", "not secure",
    ]  # fmt: skip
    places = [page.text.index(word) for word in words]
    assert places == sorted(places)
    assert page.addresses == ["https://www.axis.com/vapix-library/"]
    assert {"ol", "li", "code", "strong"} <= page.tags
    assert html.unescape("&lt;server&gt;") in page.text
