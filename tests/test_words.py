import re
import typing
from dataclasses import replace

import pytest

from portal import addresses, words
from portal.model import Catalog, Change, Event, Kind, Note
from portal.model.milestones import DateEventKind
from portal.model.versions import Version
from portal.reading.structure import Schemas, published_schemas
from tests.conftest import REPOSITORY


def choices(record: type, field: str) -> set[str]:
    return set(typing.get_args(typing.get_type_hints(record)[field]))


@pytest.mark.parametrize(
    ("table", "record", "field"),
    [
        (words.STATUS, Change, "status"),
        (words.KIND, Change, "kind"),
        (words.VERB, Change, "kind"),
        (words.WITHDRAWN_VERB, Change, "kind"),
        (words.APPLIES_TO, Change, "applies_to"),
        (words.WITHDRAWN_REACH, Change, "applies_to"),
        (words.EVENT, Event, "event"),
        (words.NOTE, Note, "kind"),
    ],
)
def test_there_are_words_for_every_choice(table: dict[str, str], record: type, field: str) -> None:
    assert table.keys() == choices(record, field)
    assert all(table.values())


def test_there_are_words_for_every_statement(catalog: Catalog) -> None:
    names = set(catalog.changes[0].statements)
    assert names == words.STATEMENTS.keys()
    assert list(words.STATEMENTS) == list(words.STATEMENT_HEADING) == list(words.EARLIER_HEADING)


def test_labels_of_statements_stand_in_one_file() -> None:
    labels = {
        words.NOT_KNOWN,
        words.REACH,
        *words.STATEMENT_HEADING.values(),
        *words.EARLIER_HEADING.values(),
    }
    said = re.compile(rf"""["'>*]({"|".join(labels)})["'<.:]""")
    files = [file for room in ("portal", "macros") for file in (REPOSITORY / room).rglob("*.*")]
    written = [file for file in files if file.suffix in {".py", ".jinja", ".css", ".js"}]
    assert [file.name for file in written if said.search(file.read_text("utf-8"))] == ["words.py"]


def test_model_and_schema_offer_the_same_choices() -> None:
    schema = Schemas(REPOSITORY / "schema" / "authored").schema("change")
    for field in ("status", "kind", "applies_to"):
        assert set(schema["properties"][field]["enum"]) == choices(Change, field)
    event = schema["$defs"]["event"]["properties"]["event"]
    assert set(event["enum"]) == choices(Event, "event")
    assert set(schema["$defs"]["note"]["properties"]["kind"]["enum"]) == choices(Note, "kind")
    assert set(schema["$defs"]["surface"]["properties"]["effect"]["enum"]) == words.EFFECT.keys()


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("date-cgi-removal", "Removed in AXIS OS 11.0 · applied · affects upgraded devices"),
        ("smb1-removal", "Removed in AXIS OS 12 (release not stated) · planned · affects upgraded devices"),
        (
            "network-filter-removal",
            "Removed in AXIS OS 12.0 · planned · version or date not decided · affects upgraded devices",
        ),
        (
            "password-rule",
            (
                "Was to be restricted in AXIS OS 12.0 · withdrawn"
                " · not known whether it would have affected upgraded devices"
            ),
        ),
    ],
)
def test_status_line(name: str, line: str, sample: Catalog) -> None:
    assert words.status_line(sample.change_by_id[name]) == line


@pytest.mark.parametrize(
    ("kind", "planned", "withdrawn"),
    [
        ("removal", "Removed in AXIS OS 11.0", "Was to be removed in AXIS OS 11.0"),
        ("deprecation", "Deprecated in AXIS OS 11.0", "Was to be deprecated in AXIS OS 11.0"),
        ("default", "Default changed in AXIS OS 11.0", "Default was to change in AXIS OS 11.0"),
        ("behavior", "Behavior changed in AXIS OS 11.0", "Behavior was to change in AXIS OS 11.0"),
        ("restriction", "Restricted in AXIS OS 11.0", "Was to be restricted in AXIS OS 11.0"),
        ("addition", "Added in AXIS OS 11.0", "Was to be added in AXIS OS 11.0"),
    ],
)
def test_what_happens_is_said_by_kind_and_status(
    kind: Kind, planned: str, withdrawn: str, sample: Catalog
) -> None:
    change = replace(sample.change_by_id["date-cgi-removal"], kind=kind)
    assert words.happens(replace(change, status="planned")) == planned
    assert words.happens(replace(change, status="applied")) == planned
    assert words.happens(replace(change, status="withdrawn")) == withdrawn


def test_a_withdrawn_change_hits_nobody(sample: Catalog) -> None:
    change = replace(sample.change_by_id["date-cgi-removal"], status="withdrawn")
    assert words.reach(change) == "would have affected upgraded devices"
    assert (
        words.reach(replace(change, applies_to="factory-default"))
        == "would have affected only new or factory-reset devices"
    )


def test_addresses(sample: Catalog) -> None:
    change = sample.change_by_id["smb1-removal"]
    release = sample.release_by_version[Version.parse("11.11")]
    portal = sample.portal
    assert addresses.change_path(change.id) == "changes/smb1-removal/"
    assert addresses.change_file(change.id) == "data/changes/smb1-removal.yml"
    assert addresses.release_path(release) == "releases/11.11/"
    assert addresses.release_file(release) == "data/releases/11.11.yml"
    assert addresses.major_path(12) == "changes/12/"
    assert addresses.absolute(portal, "feeds/") == "https://portal.example/feeds/"
    assert addresses.absolute(replace(portal, url="https://x.example/a"), "") == "https://x.example/a/"
    edit = addresses.edit_address(portal, "data/areas.yml")
    assert edit == "https://code.example/portal/edit/main/data/areas.yml"
    assert addresses.change_uri(portal, change) == "tag:portal.example,2026:changes/smb1-removal"


def test_there_are_words_for_everything_that_can_happen_to_a_date_and_the_api_names_all_events() -> None:
    kinds = set(typing.get_args(DateEventKind))
    assert words.DATE_EVENT.keys() == kinds
    event = published_schemas(REPOSITORY).schema("events")["$defs"]["event"]["properties"]["event"]
    assert set(event["enum"]) == kinds | choices(Event, "event")
