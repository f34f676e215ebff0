"""Whether a version is supported: the answers of `tests/support/`, and the command that gives them."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from portal.cli import support as command
from portal.cli.outside import carried
from portal.fields import to_fields
from portal.model import Catalog
from portal.model.release import Build
from portal.model.versions import Version
from portal.outputs.api.items import track_items
from portal.outputs.calendar import entries as calendar_entries
from portal.outputs.feeds.history import event_entries
from portal.planner import SUPPORT_PATH, read_support, render_support, state_of, support, support_of
from portal.problems import InvalidData, Refused
from portal.reading.structure import published_schemas
from tests.commands import Command
from tests.conftest import REPOSITORY, TESTS
from tests.outputs import write_output

QUESTIONS = sorted((TESTS / "support").glob("*.json"))
FACTS = TESTS / "support/facts"
TODAY = "2026-11-30"


def answer(question: dict[str, Any]) -> dict[str, Any]:
    file = FACTS / f"{question['facts']}.json"
    facts = read_support(file.read_bytes(), file.name)
    try:
        return {"answer": to_fields(support(facts, question["asked"], date.fromisoformat(question["today"])))}
    except Refused as refused:
        return {"refused": to_fields(refused.refusals)}


@pytest.mark.parametrize("file", QUESTIONS, ids=lambda file: file.stem)
def test_answer(file: Path) -> None:
    question = json.loads(file.read_text("utf-8"))
    found = answer(question)
    assert found == {key: question[key] for key in ("answer", "refused") if key in question}


def test_every_state_is_answered() -> None:
    answers = [json.loads(file.read_text("utf-8")).get("answer", {}) for file in QUESTIONS]
    assert {one["state"] for one in answers if one} == {
        "supported", "by-rule", "ended", "superseded", "upcoming", "unknown",
    }  # fmt: skip


# --- the file


def test_what_is_published_keeps_its_schema_and_reads_back(catalog: Catalog, june: Catalog) -> None:
    for facts in (support_of(catalog), support_of(june)):
        text = render_support(facts)
        assert list(published_schemas(REPOSITORY).broken("support", json.loads(text))) == []
        assert read_support(text.encode(), "support.json") == facts


def test_it_holds_no_state_of_a_day(catalog: Catalog) -> None:
    assert "state" not in {key for track in to_fields(support_of(catalog).tracks) for key in track}


def test_a_date_by_the_rule_is_never_that_of_a_source(catalog: Catalog) -> None:
    for track in support_of(catalog).tracks:
        if track.ends_by_rule:
            assert (track.ends, track.ends_by_rule.sureness) == (None, "inferred")
            assert "by the rule of about" in track.ends_by_rule.text


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ({"site": "ftp://x/"}, "site"),
        ({"stops": []}, "stops"),
        ({"tracks": [{"id": "active"}]}, "tracks"),
        ({"kinds": {}}, "kinds"),
        ({"schema_version": "2.0"}, "schema_version"),
    ],
)
def test_what_is_broken_is_refused(damage: dict[str, Any], says: str) -> None:
    value = json.loads((FACTS / "small.json").read_text("utf-8")) | damage
    with pytest.raises(InvalidData, match=says):
        read_support(json.dumps(value).encode(), "support.json")


def test_what_an_lts_track_stays_on_is_not_the_latest_of_the_active_track(catalog: Catalog) -> None:
    """The active track goes on with a later release: its latest version is not known before that is out."""
    latest = next(release for release in catalog.releases if release.is_out)
    build = Build(Version((*latest.version.numbers, 5)), "active", latest.schedule[0].sources)
    of_latest = replace(latest, builds=(build,))
    releases = tuple(of_latest if one is latest else one for one in catalog.releases)
    lts = next(track for track in catalog.tracks.tracks if track.kind == "lts")
    for line, known in ((latest.version, []), (None, [build.version])):
        others = [track for track in catalog.tracks.tracks if track.line != latest.version and track != lts]
        tracks = replace(catalog.tracks, tracks=(*others, replace(lts, line=line)))
        active = support_of(replace(catalog, releases=releases, tracks=tracks)).track("active")
        assert active
        assert [one.version for one in active.builds] == known
        assert any(f"{lts.name} stays on {latest.version}" in note for note in active.notes) is not bool(
            known
        )
        assert not (active.openssl and not known)


# --- the command


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, on a day."""
    monkeypatch.setattr(command, "today", lambda: date.fromisoformat(TODAY))
    return Command(capsys, "support")


@pytest.mark.parametrize(
    ("asked", "more", "code", "says"),
    [
        ("12.11", (), 0, "supported until December 2031"),
        ("12.11", ("--as-of", "2032-01-01"), 1, "has ended"),
        ("8.40", (), 1, "has ended"),
        ("11.7", (), 1, "only the latest version on the active track is"),
        ("9.80.66", (), 3, "not known"),
        ("soon", (), 2, "is not a version"),
        ("11.7", ("--as-of", "2024-01-31"), 2, "is before the data"),
    ],
)
def test_command(portal: Command, asked: str, more: tuple[str, ...], code: int, says: str) -> None:
    result = portal(asked, *more, "--catalog", str(FACTS / "known.json"))
    assert result.code == code
    assert says in " ".join((result.err if code == 2 else result.out).split())


def test_text_says_the_day_how_old_the_facts_are_and_who_says_what(portal: Command) -> None:
    out = portal("LTS 2024", "--catalog", str(FACTS / "known.json")).out
    assert out.startswith("AXIS OS 11.11: supported\n30 November 2026. Data as of 29 October 2026.\n")
    said = " ".join(out.split())
    assert "- Until: 2029. Source: AXIS OS Portal, June 2024 (about June 2024); stated by the vendor." in said
    assert max(map(len, out.splitlines())) <= 80


def test_json_has_the_day_the_answer_and_the_facts_of_the_track(portal: Command) -> None:
    value = json.loads(portal("9.80.66", "--format", "json", "--catalog", str(FACTS / "known.json")).out)
    assert (value["today"], value["state"], value["track"]) == (TODAY, "unknown", "lts-2020")
    assert (value["facts"]["line"], value["data_as_of"]["value"]) == ("9.80", "2026-10-29")


def test_facts_come_from_a_checkout_or_a_published_file(
    portal: Command, june: Catalog, june_root: Path, tmp_path: Path
) -> None:
    published = write_output(june, SUPPORT_PATH, tmp_path)
    found = [
        portal("LTS 2024", *more) for more in (("--root", str(june_root)), ("--catalog", str(published)))
    ]
    assert found[0] == found[1]
    assert (found[0].code, found[0].err) == (3, "")


def test_what_a_file_holds_is_no_command_of_a_terminal(portal: Command, tmp_path: Path) -> None:
    value = json.loads((FACTS / "small.json").read_text("utf-8"))
    value["tracks"][0]["notes"] = ["\u001b[2J"]
    file = tmp_path / "support.json"
    file.write_text(json.dumps(value), "utf-8")
    result = portal("12.1", "--catalog", str(file))
    assert (result.code, result.out) == (2, "")
    assert "control character" in result.err


def test_the_state_of_real_tracks_agrees_with_what_is_written_down(catalog: Catalog) -> None:
    """On the day of the facts, a track that counts as over is not supported, and one to come is not there."""
    day = catalog.portal.data_as_of.known[1]
    for track in support_of(catalog).tracks:
        if track.kind == "lts":
            wrong = {"ended": ("supported", "by-rule"), "upcoming": ("supported", "by-rule", "ended")}
            assert state_of(track, day) not in wrong.get(track.status, ())


def test_outside_a_checkout_it_answers_with_the_facts_that_it_carries_and_says_so(
    portal: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copyfile(FACTS / "known.json", tmp_path / "support.json")
    monkeypatch.setattr(carried, "CARRIED", tmp_path)
    result = portal("LTS 2024")
    assert (result.code, "supported until 2029" in result.out) == (0, True)
    assert result.err.startswith("portal support: with the facts of portal ")


def test_what_is_concluded_of_a_track_is_no_statement_of_the_vendor(june: Catalog) -> None:
    """The same in the answer, in the API, in the feed of dates and in the calendar."""
    ended = next(track for track in june.tracks.tracks if track.support_end and track.begin)
    told = replace(ended, inferred=("status", "begin", "support-end"))
    tracks = tuple(told if one is ended else one for one in june.tracks.tracks)
    catalog = replace(june, tracks=replace(june.tracks, tracks=tracks))
    track = support_of(catalog).track(ended.id)
    assert track
    said = [one.sureness for one in (track.begins, track.ends, track.stands) if one]
    assert said == ["inferred"] * 3
    (item,) = [one for one in track_items(catalog) if one["id"] == ended.id]
    assert item["sureness"] == {"begins": "inferred", "support_ends": "inferred"}
    of_end = [one.fields for one in event_entries(catalog) if one.fields.get("about") == "support-end"]
    assert [one["sureness"] for one in of_end if one["track"] == ended.id] == ["inferred"]
    inferred = [one.summary for one in calendar_entries(catalog) if "our inference" in one.description]
    assert [ended.name in summary for summary in inferred] == [True]
