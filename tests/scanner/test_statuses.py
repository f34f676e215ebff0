"""Scans of what may have come, of stages that have come apart, and of what only a third party reports."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.model import Catalog, Event, Source, Stage
from portal.model.dates import When
from portal.model.versions import Version
from portal.outputs.bundle import bundle_of, render_bundle
from portal.scanner import FORMATS
from tests.commands import Command

MAYBE = "may have come: not confirmed"
ELEVEN, TWELVE = Version.parse("11.0"), Version.parse("12.0")
CODE = "get('/axis-cgi/date.cgi')\n"
BLOG = Source("blog", "A blog", "third-party", When.parse("2026-10"), When.parse("2026-11-21"), "excerpt")


def changed(catalog: Catalog, **fields: Any) -> Catalog:
    """Return a catalog in which date.cgi has another fate."""
    changes = tuple(replace(c, **fields) if c.id == "date-cgi-removal" else c for c in catalog.changes)
    return replace(catalog, changes=changes, sources=(*catalog.sources, BLOG))


def history(kind: Any, source: str = "blog", announced: str = "portal-2024-06") -> tuple[Event, ...]:
    day = When.parse("2026-11-23")
    recorded = Event(day, "recorded", ELEVEN, status="planned", sources=(announced,))
    return (recorded, Event(day, kind, sources=(source,)))


@pytest.fixture
def unconfirmed(sample: Catalog) -> Catalog:
    return changed(sample, status="unconfirmed", history=history("unconfirmed"))


class Scans:
    """The command with a file of facts, in a folder with a use of date.cgi."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command = command
        self.folder = folder

    def __call__(self, catalog: Catalog, *arguments: str) -> Any:
        (self.folder / "a.py").write_text(CODE, "utf-8")
        facts = self.folder / "scan.json"
        facts.write_text(render_bundle(bundle_of(catalog)), "utf-8")
        return self.command("a.py", "--catalog", facts, *arguments)


@pytest.fixture
def scans(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scans:
    monkeypatch.chdir(tmp_path)
    return Scans(Command(capsys, "scan"), tmp_path)


@pytest.mark.parametrize("form", FORMATS)
def test_what_may_have_come_is_found_and_said_in_every_format(
    scans: Scans, unconfirmed: Catalog, form: str
) -> None:
    result = scans(unconfirmed, "--format", form)
    assert (result.code, result.err) == (3, "")
    assert MAYBE in result.out
    assert "1 of what may have come (not confirmed)" in " ".join(result.out.split())
    assert "of what is planned" not in result.out
    if form == "json":
        value = json.loads(result.out)
        assert (value["levels"]["unconfirmed"], value["reasons"]) == (1, ["unconfirmed"])
        (change,) = value["changes"]
        assert (change["level"], change["status"]) == ("unconfirmed", "unconfirmed")
    if form == "sarif":
        (found,) = json.loads(result.out)["runs"][0]["results"]
        assert (found["level"], found["properties"]) == (
            "warning",
            {"status": "unconfirmed", "place": "code"},
        )


@pytest.mark.parametrize(("fail_on", "code"), [("applied", 3), ("planned", 3), ("any", 1), ("none", 0)])
def test_what_may_have_come_is_not_known(scans: Scans, unconfirmed: Catalog, fail_on: str, code: int) -> None:
    assert scans(unconfirmed, "--fail-on", fail_on).code == code


@pytest.mark.parametrize(("start", "code"), [("11.0", 3), ("11.11", 3), ("12.0", 0)])
def test_it_may_come_on_every_way_from_its_version_on(
    scans: Scans, unconfirmed: Catalog, start: str, code: int
) -> None:
    assert scans(unconfirmed, "--from", start, "--to", "12.0").code == code


@pytest.mark.parametrize(("arguments", "code"), [((), 3), (("--reported",), 1), (("--fail-on", "any"), 1)])
def test_the_word_of_a_third_party_counts_where_it_is_asked_for(
    scans: Scans, sample: Catalog, arguments: tuple[str, ...], code: int
) -> None:
    told = changed(sample, status="applied", history=history("applied", announced="blog"))
    result = scans(told, *arguments)
    assert result.code == code
    assert "reported by a third party" in result.out
    reasons = json.loads(scans(told, *arguments, "--format", "json").out)["reasons"]
    assert reasons == ["third-party" if code == 3 else "found"]
    assert f"Newest source of each change: {sample.portal.data_as_of} to October 2026." in (
        " ".join(result.out.split())
    )
    announced = scans(changed(sample, status="applied", history=history("applied")), *arguments)
    assert announced.code == 1, "what the vendor announced is no third party's word alone"


@pytest.mark.parametrize(
    ("day", "level", "code"), [("2024-09-30", "planned", 0), ("2024-10-01", "applied", 1)]
)
def test_what_was_due_counts_as_out(scans: Scans, sample: Catalog, day: str, level: str, code: int) -> None:
    """The release is due in the third quarter of 2024."""
    recorded = replace(history("applied")[0], version=TWELVE)
    coming = changed(sample, version=TWELVE, status="planned", history=(recorded,))
    result = scans(coming, "--as-of", day, "--fail-on", "applied", "--format", "json")
    (change,) = json.loads(result.out)["changes"]
    assert (change["level"], change["status"], result.code) == (level, "planned", code)
    assert ("was due by 30 September 2024" in change["when"]) is (level == "applied")


def test_a_day_that_is_none_is_refused(scans: Scans, sample: Catalog) -> None:
    result = scans(sample, "--as-of", "yesterday")
    assert result.code == 2
    assert "'yesterday' is not a day such as 2026-11-23" in result.err


def test_between_versions_a_stage_has_its_own_status(scans: Scans, sample: Catalog) -> None:
    stages = (Stage(ELEVEN, "x", status="applied"), Stage(TWELVE, "y", status="planned"))
    staged = changed(sample, stages=stages)

    def said(*arguments: str) -> tuple[str, str]:
        (change,) = json.loads(scans(staged, "--as-of", "2024-06-01", "--format", "json", *arguments).out)[
            "changes"
        ]
        return change["level"], change["when"]

    assert said()[0] == "applied"
    level, when = said("--from", "11.0", "--to", "12.0")
    assert level == "planned"
    assert "12.0" in when
    assert "stage 2 of 2" in when


def test_what_becomes_of_whoever_does_nothing_is_said_and_sorted_by(scans: Scans, sample: Catalog) -> None:
    fails = changed(sample, consequence="upgrade-fails", audience=("integrators",))
    result = scans(fails, "--format", "json")
    (change,) = json.loads(result.out)["changes"]
    assert (change["consequence"], change["audience"]) == ("upgrade-fails", ["integrators"])
    assert change["when"].endswith("the upgrade fails · for integrators")
