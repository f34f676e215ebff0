"""Lifecycle in standards: events that never change, references that resolve, and times that are honest."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import pytest

from portal.model import Begin, Catalog
from portal.model.dates import When
from portal.model.moments import last_moment
from portal.outputs.standards import CLE, ENDOFLIFE, OPENEOX, cle_document, cle_events, papers
from tests.dated import in_states, logged, then, written
from tests.oracles.lifecycle import CHECKS, cle_problems, openeox_problems

Value = dict[str, Any]
Change = Callable[[Value], object]
TrackStatus = Literal["current", "upcoming", "ended", "unknown"]


END: dict[str, Any] = {"about": "support-end", "track": "lts-2024"}


@pytest.fixture(scope="session")
def out(sample: Catalog) -> Catalog:
    """The sample with all its releases out."""
    return in_states(sample, "released")


def cle_of(catalog: Catalog) -> Value:
    return cle_document(catalog, cle_events(catalog))


def openeox_of(catalog: Catalog, track: str) -> Value:
    path = f"api/v1/lifecycle/openeox/{track}.json"
    value: Value = json.loads(next(paper.text for paper in papers(catalog) if paper.path == path))
    return value


@pytest.fixture(params=["catalog", "sample"])
def facts(request: pytest.FixtureRequest) -> Catalog:
    """The real catalog, then the sample."""
    value = request.getfixturevalue(request.param)
    assert isinstance(value, Catalog)
    return value


def test_every_file_is_sound(facts: Catalog) -> None:
    for paper in papers(facts):
        value = json.loads(paper.text)
        assert list(CHECKS[paper.standard](value)) == []
    lts = [track for track in facts.tracks.tracks if track.kind == "lts"]
    assert [paper.standard for paper in papers(facts)] == [CLE, *[OPENEOX] * len(lts), ENDOFLIFE]


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2024-07-15", "2024-07-15T23:59:59Z"),
        ("2024-02", "2024-02-29T23:59:59Z"),
        ("2024-08/2024-09", "2024-09-30T23:59:59Z"),
        ("2029", "2029-12-31T23:59:59Z"),
        ("2029~", None),
        ("2024-07/..", None),
        ("../2024-10-21", "2024-10-21T23:59:59Z"),
        ("../2024-10", "2024-10-31T23:59:59Z"),
        ("../2024-10~", None),
    ],
)
def test_a_date_stands_for_the_last_second_that_it_can_mean(date: str, moment: str | None) -> None:
    assert last_moment(When.parse(date)) == moment


# --- CLE


def test_the_events_are_what_the_data_knows(june: Catalog) -> None:
    released = {event["version"]: event["effective"] for event in cle_events(june) if "version" in event}
    known = {
        str(release.version): release.date
        for release in june.releases
        if release.date and release.status == "released"
    }
    assert released == {version: last_moment(date) for version, date in known.items()}
    assert "13.0" not in released
    (end,) = (event for event in cle_events(june) if event["type"] == "endOfSupport")
    assert end["versions"] == [{"range": "vers:intdot/>=11.11|<11.12"}]
    assert (end["effective"], end["supportId"]) == ("2029-12-31T23:59:59Z", "lts")


LATER = {
    "another release": (written("2026-12-01", "2022-10", "released", version="11.0"), ["released"]),
    "a moved date": (written("2026-12-01", "2024-10", "released"), ["withdrawn", "released"]),
    "a canceled release": (written("2026-12-01"), ["withdrawn"]),
    "a date that is now only about right": (written("2026-12-01", "2024-09~", "released"), ["withdrawn"]),
    "a more exact date with the same last second": (written("2026-12-01", "2024-09-30", "released"), []),
    "a last day alone, the same": (written("2026-12-01", "../2024-09-30", "released"), []),
    "a later last day alone": (written("2026-12-01", "../2024-10-21", "released"), ["withdrawn", "released"]),
    "an update on another track": (written("2026-12-01", "2025", track="lts-2024", version="11.11"), []),
    "a second update on the active track": (written("2026-12-01", "2025", update="2"), []),
    "an end of support without a version": (
        written("2026-12-01", "2030", about="support-end", track="active"),
        [],
    ),
    "a moved end of support": (
        written("2026-12-01", "2030", **END),
        ["withdrawn", "endOfSupport"],
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_what_is_recorded_later_changes_no_event_before_it(out: Catalog, name: str) -> None:
    later, types = LATER[name]
    before, after = cle_events(out), cle_events(then(out, later))
    assert after[: len(before)] == before
    assert [event["type"] for event in after[len(before) :]] == types
    assert list(cle_problems(cle_of(then(out, later)))) == []


def test_tracks_of_single_products_share_a_version_and_end_nothing_for_all(out: Catalog) -> None:
    lts = out.track_by_id["lts-2024"]
    products = tuple(replace(lts, id=f"pss-{number}", kind="pss") for number in (1, 2))
    ends = [written("2026-12-01", "2030", about="support-end", track=track.id) for track in products]
    tracks = replace(out.tracks, tracks=(*out.tracks.tracks, *products))
    assert cle_events(then(replace(out, tracks=tracks), *ends)) == cle_events(out)


@pytest.mark.parametrize("as_of", ["2024-06~", "2026-11-29"])
def test_what_is_only_scheduled_was_never_released(sample: Catalog, as_of: str) -> None:
    """Neither while its date is ahead nor when that is over."""
    facts = replace(sample, portal=replace(sample.portal, data_as_of=When.parse(as_of)))
    slipped = then(facts, written("2026-12-01", "2024-10"), written("2026-12-02"))
    for catalog in (facts, slipped):
        assert [(event["id"], event["type"]) for event in cle_events(catalog)] == [(1, "endOfSupport")]


@pytest.mark.parametrize("date", ["2024-09", "2024-09-17"])
def test_a_release_that_comes_out_is_a_new_event_after_all_others(sample: Catalog, date: str) -> None:
    came = then(sample, written("2026-12-01", date, "released"))
    *before, event = cle_events(came)
    assert [event["type"] for event in before] == ["endOfSupport"]
    assert (event["version"], event["published"]) == ("12.0", "2026-12-01T00:00:00Z")
    assert event["effective"] == last_moment(When.parse(date))
    assert list(cle_problems(cle_of(came))) == []


def test_a_date_that_is_corrected_after_the_release_withdraws_its_event(sample: Catalog) -> None:
    came = then(sample, written("2026-12-01", "2024-09", "released"))
    before, after = cle_events(came), cle_events(then(came, written("2026-12-02", "2024-10", "released")))
    assert after[: len(before)] == before
    assert [event["type"] for event in after[len(before) :]] == ["withdrawn", "released"]


def test_the_events_of_a_log_begin_with_those_of_its_beginning(june: Catalog) -> None:
    log = then(june, *(later for later, _ in LATER.values()))
    whole = cle_events(log)
    for count in range(1, len(log.milestones) + 1):
        beginning = cle_events(logged(log, *log.milestones[:count]))
        assert whole[: len(beginning)] == beginning


def test_events_depend_on_the_log_and_on_what_is_out_alone(out: Catalog) -> None:
    """Neither the name of a track nor the site's address nor newer facts change an event."""
    tracks = tuple(replace(track, name="New name", begin=None) for track in out.tracks.tracks)
    other = replace(
        out,
        tracks=replace(out.tracks, tracks=tracks),
        portal=replace(out.portal, url="https://other.example/", data_as_of=When.parse("2027-02")),
    )
    assert cle_events(other) == cle_events(out)


def test_a_date_that_comes_back_is_a_new_event(out: Catalog) -> None:
    because = "The vendor said so."
    facts = then(out, written("2026-12-01", because=because), written("2026-12-02", "2024-09", "released"))
    old, withdrawal, new = (
        event for event in cle_events(facts) if event.get("version") == "12.0" or event["type"] == "withdrawn"
    )
    assert (withdrawal["eventId"], withdrawal["reason"]) == (old["id"], "The vendor said so.")
    assert withdrawal["effective"] == withdrawal["published"] == "2026-12-01T00:00:00Z"
    assert new == old | {"id": withdrawal["id"] + 1, "published": "2026-12-02T00:00:00Z"}
    assert list(cle_problems(cle_of(facts))) == []


def test_the_support_policy_is_that_of_the_kind_of_track_and_says_who_says_it(out: Catalog) -> None:
    (policy,) = cle_of(out)["definitions"]["support"]
    assert (policy["id"], policy["url"]) == ("lts", "https://portal.example/lifecycle/")
    assert (
        policy["description"]
        == "A track for stability. Source: AXIS OS Portal, June 2024 (about June 2024); "
        "stated by the vendor. This site is unofficial."
    )
    no_end = logged(out, *out.milestones[:3])
    assert "definitions" not in cle_of(no_end)
    assert papers(logged(out))[0].standard == OPENEOX


def test_a_policy_names_all_who_say_when_support_ends_and_is_as_sure_as_the_least_of_them(
    out: Catalog,
) -> None:
    other = replace(out.track_by_id["lts-2024"], id="lts-2026", support_end=())
    more = replace(out, tracks=replace(out.tracks, tracks=(*out.tracks.tracks, other)))
    end = written("2026-12-01", "2031", about="support-end", track="lts-2026", sources=("forum-2024",))
    (policy,) = cle_of(then(more, end))["definitions"]["support"]
    named = "Sources: AXIS OS Portal, June 2024, A forum's post, April 2024 (about June 2024)"
    assert f"{named}; reported by a third party." in policy["description"]


# --- OpenEoX


def test_a_record_says_what_is_known_of_its_track(june: Catalog) -> None:
    known = openeox_of(june, "lts-2024")
    assert known["general_availability"] == "tba"
    assert known["end_of_life"] == known["end_of_security_support"] == "2029-12-31T23:59:59Z"
    unknown = openeox_of(june, "lts-2020")
    assert (unknown["end_of_life"], unknown["end_of_security_support"]) == ("tba", "tba")
    assert "general_availability" not in unknown
    assert openeox_of(june, "lts-2028")["general_availability"] == "tba"


@pytest.mark.parametrize(
    ("status", "start"),
    [
        ("upcoming", "tba"),
        ("current", "2024-09-30T23:59:59Z"),
        ("ended", "2024-09-30T23:59:59Z"),
        ("unknown", None),
    ],
)
def test_a_track_is_available_from_its_date_on_only_once_it_has_begun(
    sample: Catalog, status: TrackStatus, start: str | None
) -> None:
    tracks = tuple(replace(track, status=status) for track in sample.tracks.tracks)
    value = openeox_of(replace(sample, tracks=replace(sample.tracks, tracks=tracks)), "lts-2024")
    assert value.get("general_availability") == start
    assert list(openeox_problems(value)) == []


@pytest.mark.parametrize("end", ["2029~", "2029/..", None])
def test_an_end_without_a_last_second_is_to_be_announced(sample: Catalog, end: str | None) -> None:
    ends = [written("2026-12-01", end, **END)] if end else []
    value = openeox_of(logged(sample, *ends), "lts-2024")
    assert (value["end_of_life"], value["end_of_security_support"]) == ("tba", "tba")


def test_an_open_begin_is_available_from_its_last_second_on(sample: Catalog) -> None:
    facts = then(sample, written("2026-12-01", "../2029", **END))
    begin = Begin(When.parse("../2024-10-21"), ("portal-2024-06",))
    tracks = tuple(replace(track, status="current", begin=begin) for track in facts.tracks.tracks)
    value = openeox_of(replace(facts, tracks=replace(facts.tracks, tracks=tracks)), "lts-2024")
    assert (value["general_availability"], value["end_of_life"]) == (
        "2024-10-21T23:59:59Z",
        "2029-12-31T23:59:59Z",
    )
    assert list(openeox_problems(value)) == []


def test_a_record_was_updated_when_its_track_was_last_recorded(sample: Catalog) -> None:
    moved = written("2026-12-01", "2030", **END)
    assert openeox_of(sample, "lts-2024")["last_updated"] == "2026-11-23T00:00:00Z"
    assert openeox_of(then(sample, moved), "lts-2024")["last_updated"] == "2026-12-01T00:00:00Z"


# --- our own check


def put(*path: Any) -> Change:
    """Return a change that puts the last of its arguments at the path that the others are."""

    def change(value: Any) -> None:
        *way, last, new = path
        for step in way:
            value = value[step]
        value[last] = new

    return change


def with_a_move(out: Catalog) -> Value:
    """Events: 5 released 12.0 again, 4 withdraws 2, 3 end of support, 2 released 12.0, 1 released 11.11."""
    return cle_of(then(out, written("2026-12-01", "2024-10", "released")))


BROKEN_CLE: dict[str, tuple[Change, str]] = {
    "other schema": (put("$schema", "https://elsewhere.example/"), "is not a CLE"),
    "identifier is no PURL": (put("identifier", "AXIS OS"), "is not a CLE"),
    "no events": (put("events", []), "has no events"),
    "ids ascend": (lambda value: value["events"].reverse(), "do not go down"),
    "an id is left out": (lambda value: value["events"].pop(2), "do not go down"),
    "an id twice": (put("events", 0, "id", 4), "do not go down"),
    "id is text": (put("events", 0, "id", "5"), "has no id"),
    "unknown type": (put("events", 0, "type", "endOfSales"), "another type"),
    "no version": (lambda value: value["events"][0].pop("version"), "has other fields"),
    "a field of its own": (put("events", 0, "precision", "month"), "has other fields"),
    "a date for a time": (put("events", 0, "effective", "2024-10"), "not a moment in UTC"),
    "another time zone": (put("events", 0, "effective", "2024-10-31T23:59:59+02:00"), "not a moment in UTC"),
    "no such day": (put("events", 0, "effective", "2024-02-30T00:00:00Z"), "not a moment in UTC"),
    "published out of order": (put("events", 4, "published", "2026-12-24T00:00:00Z"), "has a higher id"),
    "updated too early": (put("updatedAt", "2026-11-30T00:00:00Z"), "was updated before"),
    "policy is not defined": (put("definitions", "support", 0, "id", "other"), "lts is not defined"),
    "policy is never named": (
        lambda value: value["definitions"]["support"].append({"id": "pss", "description": "x"}),
        "pss is never named",
    ),
    "policy twice": (
        lambda value: value["definitions"]["support"].append(value["definitions"]["support"][0]),
        "defines a support policy twice",
    ),
    "no range": (put("events", 2, "versions", []), "has no range"),
    "range of no scheme": (put("events", 2, "versions", 0, "range", "11.11.x"), "has no range"),
    "withdraws nothing": (put("events", 1, "eventId", 9), "no event before it"),
    "withdraws a later event": (put("events", 1, "eventId", 5), "no event before it"),
    "withdraws another event": (put("events", 1, "eventId", 1), "12.0 is released twice"),
    "support ends before the release": (
        put("events", 2, "effective", "2024-01-31T23:59:59Z"),
        "ends before its release",
    ),
}


@pytest.mark.parametrize("fault", BROKEN_CLE)
def test_a_broken_cle_document_is_caught(out: Catalog, fault: str) -> None:
    change, message = BROKEN_CLE[fault]
    value = with_a_move(out)
    assert list(cle_problems(value)) == []
    broken = copy.deepcopy(value)
    change(broken)
    assert any(message in problem for problem in cle_problems(broken)), list(cle_problems(broken))


BROKEN_OPENEOX: dict[str, tuple[Change, str]] = {
    "other schema": (put("$schema", "https://elsewhere.example/"), "is not an OpenEoX"),
    "no end of life": (lambda value: value.pop("end_of_life"), "lacks end_of_life"),
    "no time of update": (lambda value: value.pop("last_updated"), "lacks last_updated"),
    "a field of its own": (put("end_of_support", "tba"), "unknown end_of_support"),
    "a year for a time": (put("end_of_life", "2029"), "not a moment in UTC"),
    "unknown said otherwise": (put("end_of_life", None), "not a moment in UTC"),
    "update to be announced": (put("last_updated", "tba"), "last_updated is not a moment"),
    "end of life before security support": (
        put("end_of_life", "2028-12-31T23:59:59Z"),
        "end_of_life is before end_of_security_support",
    ),
    "end of life before sales": (put("end_of_sales", "2030-01-01T00:00:00Z"), "is before end_of_sales"),
    "ends before it begins": (
        put("general_availability", "2031-01-01T00:00:00Z"),
        "end_of_life is before general_availability",
    ),
}


@pytest.mark.parametrize("fault", BROKEN_OPENEOX)
def test_a_broken_openeox_record_is_caught(sample: Catalog, fault: str) -> None:
    change, message = BROKEN_OPENEOX[fault]
    value = openeox_of(sample, "lts-2024") | {"general_availability": "2024-09-30T23:59:59Z"}
    assert list(openeox_problems(value)) == []
    change(value)
    assert any(message in problem for problem in openeox_problems(value)), list(openeox_problems(value))
