"""What differs between two editions of the sample, and what breaks the contract: one seeded edit a row."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.addresses import MANIFEST, edition_path
from portal.cli.outside.edition_source import earlier_edition, this_edition
from portal.history import (
    CONTRACT_RULES,
    Difference,
    Edition,
    EntryDifference,
    EntryNews,
    UnreadableEdition,
    compare,
)
from portal.history.edition import feed_name, is_compared
from portal.model import Catalog
from portal.outputs.feeds import feeds_of
from portal.outputs.outputs import files_of
from portal.reading.structure import PUBLISHED, published_schemas
from tests.conftest import REPOSITORY
from tests.edited import Edit, put, sample_checkout
from tests.seeds import BREAKS, HARMLESS, SMB


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return this_edition(sample_checkout(tmp_path_factory.mktemp("before") / "sample"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return sample_checkout(tmp_path / "sample")


def seed(before: Edition, checkout: Path, edits: list[Edit]) -> Difference:
    """Return the difference that edits make, also of facts that break rules: `portal check` is not asked."""
    for edit in edits:
        edit(checkout)
    return compare(before, earlier_edition(str(checkout), checkout, before))


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_caught(name: str, before: Edition, checkout: Path) -> None:
    edits, rules, first = BREAKS[name]
    difference = seed(before, checkout, edits)
    assert {found.rule for found in difference.breaks} == rules
    assert (difference.breaks[0].where, difference.breaks[0].field) == first
    assert difference.verdict == "breaks"
    for found in difference.breaks:
        assert found.message
        assert found.hint


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_difference_is_told_and_no_break(name: str, before: Edition, checkout: Path) -> None:
    edits, told = HARMLESS[name]
    difference = seed(before, checkout, edits)
    assert difference.breaks == ()
    assert difference.verdict == ("differs" if edits and name != "new promised address" else "same")
    assert [parts(entry, news) for entry in difference.entries for news in entry.news] == told


def parts(entry: EntryDifference, news: EntryNews) -> tuple[object, ...]:
    """Return what is said of an entry, without its title and without what does not apply."""
    said = (news.what, entry.kind, entry.id)
    match news.what:
        case "moved":
            return (*said, news.field, news.before, news.after)
        case "status":
            return (*said, news.before, news.after)
        case "event":
            return (*said, news.field, news.after)
    return (*said, news.fields) if news.fields else said


# --- what no edit of the facts does: only a changed program, or another site


def without(edition: Edition, *paths: str) -> Edition:
    """Return an edition that lost files."""
    return replace(
        edition,
        sums={path: found for path, found in edition.sums.items() if path not in paths},
        documents={path: found for path, found in edition.documents.items() if path not in paths},
    )


def with_document(edition: Edition, path: str, document: Any) -> Edition:
    """Return an edition with another content in a file."""
    return replace(
        edition, sums={**edition.sums, path: "0" * 64}, documents={**edition.documents, path: document}
    )


def rules(old: Edition, new: Edition) -> list[tuple[str, str, str]]:
    return [(found.rule, found.where, found.field) for found in compare(old, new).breaks]


@pytest.mark.parametrize(
    "path",
    [
        "api/v1/changes.csv",
        "api/v1/openapi.json",
        "feeds/history.atom",
        "calendar/releases.ics",
        "api/v1/links.json",
    ],
)
def test_a_file_that_the_program_no_longer_writes_is_a_break(before: Edition, path: str) -> None:
    assert rules(before, without(before, path)) == [("removed-address", path, "")]


def test_a_promised_address_needs_a_file_even_if_the_earlier_facts_have_none(before: Edition) -> None:
    """What today's program makes of the facts of a revision says nothing of what it no longer makes."""
    lost = without(before, "api/v1/changes.csv")
    assert rules(lost, lost) == [("removed-address", "api/v1/changes.csv", "")]
    unpromised = replace(before, promised=before.promised - {"feeds/areas/{id}.rss", MANIFEST})
    assert sorted(rules(before, unpromised)) == [
        ("removed-address", MANIFEST, ""),
        ("removed-address", "feeds/areas/{id}.rss", ""),
    ]


@pytest.mark.parametrize(
    ("old", "new", "columns"),
    [
        ("id,title", "id", ["title"]),
        ("id,title", "title,id", ["id", "title"]),
        ("id,title", "id,name,title", ["title"]),
        ("id,title", "id,title,name", []),
    ],
)
def test_columns_stay_where_they_are(before: Edition, old: str, new: str, columns: list[str]) -> None:
    path = "api/v1/changes.csv"
    tables = (with_document(before, path, f"{head}\r\na,b,c\r\n") for head in (old, new))
    assert rules(*tables) == [("removed-column", path, column) for column in columns]


def test_a_file_stays_of_its_media_type(before: Edition) -> None:
    index = json.loads(json.dumps(before.documents["api/v1/index.json"]))
    index["items"][1]["media_type"] = "text/plain"
    new = with_document(before, "api/v1/index.json", index)
    assert rules(before, new) == [("media-type", "api/v1/changes.json", "")]


@pytest.mark.parametrize(
    "name",
    [
        "feeds/changes",
        "feeds/history",
        "feeds/releases",
        "feeds/areas/api",
        "feeds/majors/12",
        "feeds/majors/12/upgrade",
        "feeds/touches/endpoints",
    ],
)
def test_an_entry_of_a_feed_keeps_its_id(before: Edition, name: str) -> None:
    feed = json.loads(json.dumps(before.documents[f"{name}.json"]))
    known, feed["items"][0]["id"] = feed["items"][0]["id"], "tag:portal.example,2026:other"
    difference = compare(before, with_document(before, f"{name}.json", feed))
    assert [(found.rule, found.where, found.field) for found in difference.breaks] == [
        ("removed-entry", f"{name}.json", known)
    ]
    (news,) = difference.feeds
    assert [step.id for step in news.added] == ["tag:portal.example,2026:other"]
    assert [step.id for step in news.removed] == [known]


def test_an_entry_that_goes_to_another_page_of_its_feed_is_no_news(before: Edition) -> None:
    feed = before.documents["feeds/changes.json"]
    first = with_document(before, "feeds/changes.json", {**feed, "items": feed["items"][:1]})
    paged = with_document(first, "feeds/changes/2.json", {**feed, "items": feed["items"][1:]})
    difference = compare(before, paged)
    assert (difference.feeds, difference.breaks) == ((), ())


def test_an_entry_of_a_calendar_stays(before: Edition) -> None:
    text = str(before.documents["calendar/active.ics"])
    event = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT") + len("END:VEVENT\r\n")]
    (uid,) = [line.removeprefix("UID:") for line in event.splitlines() if line.startswith("UID:")]
    new = with_document(before, "calendar/active.ics", text.replace(event, ""))
    assert rules(before, new) == [("removed-entry", "calendar/active.ics", uid)]


def test_without_the_log_of_dates_the_published_events_must_stay(before: Edition) -> None:
    path = "api/v1/lifecycle/cle.json"
    document = json.loads(json.dumps(before.documents[path]))
    document["events"][0]["published"] = "2020-01-01T00:00:00Z"
    new, old = with_document(before, path, document), replace(before, milestones=None)
    last = len(document["events"]) - 1
    assert rules(old, new) == [("rewritten-event", path, f"events[{last}]")]
    assert rules(before, new) == []
    fewer = {**document, "events": document["events"][1:]}
    assert rules(old, with_document(before, path, fewer)) == [("rewritten-event", path, f"events[{last}]")]


def test_a_newer_published_event_rewrites_none(before: Edition) -> None:
    path = "api/v1/lifecycle/cle.json"
    events = before.documents[path]["events"]
    newer = {"events": [{**events[0], "id": 99}, *events]}
    assert rules(replace(before, milestones=None), with_document(before, path, newer)) == []


def test_rows_of_one_track_are_counted(before: Edition) -> None:
    path = "api/v1/releases.json"

    def edition(*dates: str) -> Edition:
        rows = [{"track": "lts-2024", "date": {"value": date}} for date in dates]
        return with_document(before, path, {"items": [{"version": "11.11", "schedule": rows}]})

    (entry,) = compare(edition("2024-01", "2024-02"), edition("2024-01", "2024-03")).entries
    (news,) = entry.news
    assert (news.field, news.before, news.after) == ("schedule on lts-2024 2", "2024-02", "2024-03")


def test_where_only_sums_are_known_only_addresses_are_compared(before: Edition) -> None:
    known = Edition("elsewhere", {**before.sums, "api/v1/more.json": "0" * 64, MANIFEST: "1"}, {})
    assert rules(known, replace(before, sums={**before.sums, MANIFEST: "2"})) == [
        ("removed-address", "api/v1/more.json", "")
    ]
    difference = compare(known, replace(before, sums={**before.sums, MANIFEST: "2"}))
    assert (difference.entries, difference.feeds, difference.added_fields) == ((), (), ())
    assert difference.changed_files == (MANIFEST,)


@pytest.mark.parametrize(
    ("path", "document", "message"),
    [
        ("api/v1/changes.json", [], "has no list of items"),
        ("api/v1/changes.json", {"items": {}}, "has no list of items"),
        ("api/v1/changes.json", {"items": [{"title": "x"}]}, "has an entry without id"),
        ("api/v1/releases.json", {"items": ["11.0"]}, "has an entry without version"),
        ("feeds/changes.json", {"items": None}, "has no list of items"),
        ("schema/v1/areas.schema.json", [], "is not a schema"),
        ("schema/v1/areas.schema.json", {"type": "text"}, "is not a schema"),
        ("schema/v1/areas.schema.json", {"$ref": "#/$defs/a"}, "has references that lead nowhere"),
        (
            "schema/v1/areas.schema.json",
            {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
            "has references that lead nowhere",
        ),
        (
            "schema/v1/areas.schema.json",
            {"$ref": "#/$defs/a", "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}}},
            "has references that lead nowhere",
        ),
        ("api/v1/lifecycle/cle.json", {}, "has no list of events"),
    ],
)
def test_a_file_of_another_shape_is_named(before: Edition, path: str, document: Any, message: str) -> None:
    old = replace(with_document(before, path, document), milestones=None, name="elsewhere")
    with pytest.raises(UnreadableEdition, match=f"elsewhere: {path}: {message}"):
        compare(old, before)


@pytest.mark.parametrize("item", [{"id": "smb1-removal"}, {"id": "smb1-removal", "history": 3, "status": []}])
def test_an_entry_of_little_is_compared_as_far_as_it_goes(before: Edition, item: dict[str, Any]) -> None:
    old = with_document(before, "api/v1/changes.json", {"items": [item]})
    assert {found.rule for found in compare(old, before).breaks} == {"removed-id", "silent-change"}


# --- feeds


def test_each_feed_says_what_its_readers_get(before: Edition, checkout: Path) -> None:
    difference = seed(before, checkout, HARMLESS["moved"][0])
    news = {feed.addresses[0]: feed for feed in difference.feeds}
    assert set(news) == {
        "feeds/changes.json",
        "feeds/history.json",
        "feeds/areas/api.json",
        *(f"feeds/touches/{name}.json" for name in ("endpoints", "parameters")),
        *(f"feeds/majors/{major}{end}.json" for major in (11, 12, 13) for end in ("", "/upgrade")),
    }
    title = "Network filter API removed"
    assert [step.title for step in news["feeds/changes.json"].updated] == [title]
    assert [step.title for step in news["feeds/history.json"].added] == [f"Moved from 12.0 to 13.0: {title}"]
    assert [step.title for step in news["feeds/majors/13.json"].added] == [title]
    is_new = {path for path, feed in news.items() if feed.is_new}
    assert is_new == {"feeds/majors/13.json", "feeds/majors/13/upgrade.json"}
    assert news["feeds/changes.json"].addresses == tuple(
        f"feeds/changes.{end}" for end in ("json", "rss", "atom")
    )


def test_a_corrected_area_takes_its_entry_from_one_feed_to_another(before: Edition, checkout: Path) -> None:
    difference = seed(before, checkout, HARMLESS["area of a change corrected"][0])
    news = {feed.addresses[0]: feed for feed in difference.feeds}
    assert [
        len(news["feeds/areas/security.json"].added),
        len(news["feeds/areas/edge-storage.json"].removed),
    ] == [1, 1]
    assert set(news) == {"feeds/areas/security.json", "feeds/areas/edge-storage.json"}


def test_devices_and_names_that_are_corrected_take_an_entry_from_the_feeds_of_these(
    before: Edition, checkout: Path
) -> None:
    difference = seed(before, checkout, HARMLESS["devices of a change corrected"][0])
    left = {feed.addresses[0] for feed in difference.feeds if feed.removed}
    assert (left, difference.breaks) == ({"feeds/majors/12/upgrade.json"}, ())
    twice = [*HARMLESS["kind of a name corrected"][0], put(SMB, "protocol", "format")]
    difference = seed(before, checkout, twice)
    left = {feed.addresses[0] for feed in difference.feeds if feed.removed}
    assert left == {"feeds/majors/12/upgrade.json", "feeds/touches/protocols.json"}
    assert difference.breaks == ()


def test_a_corrected_area_takes_its_entry_from_no_other_feed(before: Edition, checkout: Path) -> None:
    for edit in HARMLESS["area of a change corrected"][0]:
        edit(checkout)
    new = earlier_edition(str(checkout), checkout, before)
    feed = new.documents["feeds/changes.json"]
    kept = [item for item in feed["items"] if not item["id"].endswith("smb1-removal")]
    lost = with_document(new, "feeds/changes.json", {**feed, "items": kept})
    assert [found[:2] for found in rules(before, lost)] == [("removed-entry", "feeds/changes.json")]


def test_a_mended_typo_is_no_news(before: Edition, checkout: Path) -> None:
    difference = seed(before, checkout, HARMLESS["texts"][0])
    assert difference.feeds == ()
    assert "feeds/changes.json" in difference.changed_files


def test_a_new_field_is_told(before: Edition, checkout: Path) -> None:
    difference = seed(before, checkout, HARMLESS["new optional field in a schema"][0])
    assert difference.added_fields == (
        ("schema/v1/changes-feed.schema.json", "items[]._axis_os.by"),
        ("schema/v1/changes.schema.json", "items[].by"),
    )


# --- tables


def test_every_rule_is_broken_by_some_test() -> None:
    seeded = {rule for _, broken, _ in BREAKS.values() for rule in broken}
    elsewhere = {"removed-column", "media-type", "schema"}  # above, and with the schemas
    assert seeded | elsewhere == CONTRACT_RULES.keys()
    assert not seeded & elsewhere
    assert len(BREAKS) + len(HARMLESS) >= 60


@pytest.mark.parametrize("whose", ["sample", "catalog"])
def test_the_promised_addresses_are_those_that_the_program_writes(
    request: pytest.FixtureRequest, whose: str
) -> None:
    catalog: Catalog = request.getfixturevalue(whose)
    promised = json.loads((REPOSITORY / PUBLISHED / "addresses.json").read_bytes())["addresses"]
    written = [path for path, _ in files_of(catalog, published_schemas(REPOSITORY))]
    assert len(set(written)) == len(written)
    written += [path for feed in feeds_of(catalog) for path, _ in list(feed.documents(catalog, 1))[1:]]
    patterns = {
        pattern: re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(pattern))) for pattern in promised
    }
    assert [path for path in written if not any(found.fullmatch(path) for found in patterns.values())] == []
    unwritten = [name for name, found in patterns.items() if not any(map(found.fullmatch, written))]
    kept = [] if catalog.editions else [edition_path("{edition}")]
    assert unwritten == [*kept, MANIFEST]
    assert len(set(promised)) == len(promised)


def test_what_is_compared_by_content() -> None:
    assert [
        feed_name(path)
        for path in (
            "feeds/changes.json", "feeds/changes/2.json", "feeds/majors/12/3.json",
            "feeds/majors/12/upgrade.json", "feeds/majors/12/upgrade/2.json", "feeds/touches/values/2.json",
        )
    ] == [
        "feeds/changes", "feeds/changes", "feeds/majors/12", "feeds/majors/12/upgrade",
        "feeds/majors/12/upgrade", "feeds/touches/values",
    ]  # fmt: skip
    assert feed_name("feeds/changes.rss") is None
    assert not is_compared("api/v1/changes/x.json")
    assert not is_compared("feeds/changes.atom")
    assert is_compared("calendar/lts-2024.ics")
