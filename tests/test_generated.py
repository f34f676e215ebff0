"""Whatever an entry is: the check refuses it with places, or every output is made of it and says the same.

`PORTAL_EXAMPLES` says how many entries are tried: CONTRIBUTING.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from lxml import etree, html

from macros.after.entries import entry_pages
from macros.view import View
from portal.model import Catalog
from portal.model.change import DECLARED
from portal.outputs.bundle import PATH, bundle_of, read_bundle
from portal.outputs.outputs import files_of
from portal.planner import plan, render_markdown, render_text
from portal.reading.catalog import check_data
from portal.reading.structure import Schemas, published_schemas
from tests.conftest import REPOSITORY, copy_sample
from tests.generated import changes, faulty, releases
from tests.hostile import write_file
from tests.oracles.calendars import calendar_problems
from tests.oracles.feeds import check_feeds
from tests.payloads import Page
from tests.vectors import TODAY

SCHEMAS = Schemas(REPOSITORY / "schema/authored")
PUBLISHED = published_schemas(REPOSITORY)
CHANGE, RELEASE = SCHEMAS.schema("change"), SCHEMAS.schema("release")
ENTRIES = st.tuples(changes(CHANGE, 0), changes(CHANGE, 1), releases(RELEASE))
FAULTY = st.tuples(faulty(changes(CHANGE, 0)), changes(CHANGE, 1), releases(RELEASE)) | st.tuples(
    changes(CHANGE, 0), changes(CHANGE, 1), faulty(releases(RELEASE))
)
FILES = ("changes/generated-0", "changes/generated-1", "releases/11.1")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("generated") / "sample")


def write(root: Path, entries: tuple[dict[str, Any], ...]) -> None:
    for name, entry in zip(FILES, entries, strict=True):
        write_file(root / f"data/{name}.yml", entry)


@given(ENTRIES)
def test_a_sound_entry_is_accepted_and_every_output_says_the_same(
    root: Path, entries: tuple[dict[str, Any], ...]
) -> None:
    write(root, entries)
    report = check_data(root)
    assert report.catalog, report.problems
    assert_outputs(report.catalog)


@given(FAULTY)
def test_an_entry_with_a_fault_is_refused_with_its_place_or_does_no_harm(
    root: Path, entries: tuple[dict[str, Any], ...]
) -> None:
    write(root, entries)
    report = check_data(root)
    event("accepted" if report.catalog else "refused")
    if report.catalog:
        assert_outputs(report.catalog)
    for problem in report.problems:
        lines = (root / problem.path).read_bytes().decode("utf-8").split("\n")
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert f"{problem.field}{problem.message}{problem.hint}{problem.rule}".isprintable()


def assert_outputs(catalog: Catalog) -> None:
    files = dict(files_of(catalog, None))
    titles = {change.title for change in catalog.changes}
    ids = {change.id for change in catalog.changes}
    assert_feeds(catalog, files, titles)
    items = {
        path: json.loads(data)["items"]
        for path, data in files.items()
        if path.startswith("api/v1/") and path.endswith("s.json") and b'"items"' in data
    }
    assert {item["id"] for item in items["api/v1/changes.json"]} == ids
    assert {item["title"] for item in items["api/v1/changes.json"]} == titles
    for name in ("changes", "releases", "surface", "events"):
        value = json.loads(files[f"api/v1/{name}.json"])
        assert list(PUBLISHED.broken(name, value)) == []
    for name in ("changes", "releases"):
        rows = list(
            csv.DictReader(io.StringIO(files[f"api/v1/{name}.csv"].decode(), newline=""), strict=True)
        )
        assert len(rows) == len(items[f"api/v1/{name}.json"])
    assert {row["id"] for row in csv.DictReader(io.StringIO(files["api/v1/changes.csv"].decode()))} == ids
    for path, data in files.items():
        if path.endswith(".ics"):
            assert list(calendar_problems(data)) == []
            assert icalendar.Calendar.from_ical(data).walk("VEVENT")
    bundle = bundle_of(catalog)
    assert read_bundle(files[PATH], PATH) == bundle
    assert {name.name for change in bundle.names.changes for name in change.names} == {
        item.name
        for change in catalog.changes
        if change.status != "withdrawn"
        for item in change.surface
        if item.match or item.kind in DECLARED
    }
    told = plan(catalog, "11.0", "12.0")
    assert render_markdown(told, TODAY).startswith("# ")
    assert render_text(told, 80, TODAY)
    assert_pages(catalog, titles)


def assert_feeds(catalog: Catalog, files: dict[str, bytes], titles: set[str]) -> None:
    feeds = {path: data for path, data in files.items() if path.startswith("feeds/")}
    assert list(check_feeds(catalog, sorted(feeds), feeds.__getitem__)) == []
    for form in ("rss", "atom"):
        data = feeds[f"feeds/changes.{form}"]
        etree.fromstring(data)
        feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo
        assert len(feed.entries) == len(catalog.changes)
    assert {item["title"] for item in json.loads(feeds["feeds/changes.json"])["items"]} == titles


def assert_pages(catalog: Catalog, titles: set[str]) -> None:
    pages = {page.path: page for page in entry_pages(View(Path(), catalog))}
    assert len(pages) == len(catalog.changes) + len(catalog.releases) + len(catalog.listed_majors)
    assert titles <= {page.title for page in pages.values()}
    for page in pages.values():
        html.fragment_fromstring(page.body, create_parent="div")
        seen = Page(page.body)
        assert not seen.tags & {"script", "iframe", "img", "style", "object", "!--"}
        assert not [name for _, name in seen.attributes if name.startswith("on") or name == "style"]
        assert not [
            url for url in seen.addresses if url.lower().startswith(("javascript:", "data:", "vbscript:"))
        ]
        assert json.loads(page.data)["headline"] == page.title
        assert "<" not in page.data
