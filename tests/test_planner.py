"""The planner on real facts: what holds for every pair of releases, and what is read of a catalog."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from portal.addresses import change_path, release_path
from portal.model import Catalog, Stage
from portal.model.dates import When
from portal.model.versions import Version
from portal.planner import Facts, Request, UpgradePlan, facts_of, make_plan, plan
from portal.planner.gathering import ADVICE
from portal.planner.plan_facts import CHANGE_PAGE, RELEASE_PAGE
from portal.planner.plan_words import listed, say
from portal.problems import Refused

Comes = tuple[str, int]


@pytest.fixture(scope="module")
def facts(catalog: Catalog) -> Facts:
    """What planning needs of the real data."""
    return facts_of(catalog)


@pytest.fixture(scope="module")
def plans(facts: Facts) -> dict[tuple[Version, Version], UpgradePlan]:
    """The plan between any two releases of the real data."""
    return {
        (start, target): make_plan(facts, Request(str(start), str(target)))
        for start in facts.versions
        for target in facts.versions
        if start < target
    }


def comes(found: UpgradePlan) -> list[Comes]:
    return [(hit.id, hit.stage) for step in found.steps for hit in step.hits]


def points(facts: Facts) -> Iterator[tuple[Comes, Version]]:
    for arrival in facts.items:
        yield (arrival.hit.id, arrival.hit.stage), arrival.hit.version


# --- what holds for every pair of releases


def test_stops_go_up_and_end_at_the_target(plans: dict[tuple[Version, Version], UpgradePlan]) -> None:
    for (start, target), found in plans.items():
        way = [start, *(step.version for step in found.steps)]
        assert all(before < after for before, after in pairwise(way))
        assert way[-1] == target
        assert [step.reason for step in found.steps].count("target") == 1


def test_every_stage_on_the_way_hits_exactly_once_at_the_first_stop_that_has_it(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    always = {(one.hit.id, one.hit.stage) for one in facts.items if one.behind is None}
    for (start, target), found in plans.items():
        named = {
            key: next(step.version for step in found.steps if step.version >= version)
            for key, version in points(facts)
            if key not in always and not version.is_major_only and start < version <= target
        }
        hits = [(hit, step.version) for step in found.steps for hit in step.hits]
        assert len(hits) == len(set(comes(found)))
        certain = [(hit, stop) for hit, stop in hits if (hit.id, hit.stage) not in always]
        assert {(hit.id, hit.stage): stop for hit, stop in certain if not hit.unnamed} == named


def test_a_release_that_is_not_named_is_never_dropped_on_the_way_through_its_major_version(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    unnamed = {
        (one.hit.id, one.hit.stage): one.hit.version.major
        for one in facts.items
        if one.hit.unnamed and one.behind is not None
    }
    for (start, target), found in plans.items():
        here = {key for key in comes(found) if key in unnamed}
        through = {key for key, major in unnamed.items() if start.major < major < target.major}
        outside = {key for key, major in unnamed.items() if not start.major <= major <= target.major}
        assert through <= here
        assert not here & outside


def test_a_way_in_two_parts_has_the_same_hits(plans: dict[tuple[Version, Version], UpgradePlan]) -> None:
    for (start, target), found in plans.items():
        for step in found.steps[:-1]:
            parts = set(comes(plans[start, step.version])) | set(comes(plans[step.version, target]))
            assert parts == set(comes(found)), (start, step.version, target)


def test_by_web_every_lts_track_between_is_required_and_nothing_else(facts: Facts) -> None:
    lines = {stop.version for stop in facts.stops if stop.track_id != "active"}
    for start in facts.versions:
        for target in facts.versions:
            if start < target:
                steps = make_plan(facts, Request(str(start), str(target), web=True)).steps
                required = {step.version for step in steps if step.reason == "required"}
                assert required == {line for line in lines if start < line < target}


def test_a_reset_moves_what_concerns_new_devices_and_adds_nothing(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    for (start, target), found in plans.items():
        reset = make_plan(facts, Request(str(start), str(target), factory_reset=True))
        assert sorted(comes(reset)) == sorted(comes(found))
        assert not any(step.after for step in reset.steps)
        reached = ("hit", "unconfirmed")
        ids = [sum(getattr(one.counts, name) for name in reached) for one in (reset, found)]
        assert ids[0] == ids[1] + found.counts.later


def test_filters_only_leave_out_and_count_what_they_leave_out(june: Catalog) -> None:
    whole = plan(june, "10.12", "13.0")
    parts: list[Comes] = []
    for area in june.areas:
        part = plan(june, "10.12", "13.0", areas=[area.id])
        parts += comes(part)
        ids = {name for name, _ in comes(part)}
        assert part.counts.left_out == len({name for name, _ in comes(whole)} - ids)
    assert sorted(parts) == sorted(comes(whole))


def test_every_name_of_the_surface_is_found_by_itself(catalog: Catalog, facts: Facts) -> None:
    first, last = min(facts.versions), max(facts.versions)
    coming = {arrival.hit.id for arrival in facts.items if arrival.hit.version > first}
    for change in catalog.changes:
        for item in change.surface:
            for name in (item.name, item.of or item.name, *item.match):
                found = make_plan(facts, Request(str(first), str(last), uses=(name,)))
                assert (change.id in {key for key, _ in comes(found)}) == (change.id in coming), name


def test_the_questions_that_people_ask(june: Catalog) -> None:
    found = plan(june, "10.12", "12.0", web=True)
    assert [str(step.version) for step in found.steps if step.reason == "required"] == ["11.11"]
    by_id = {hit.id: (str(step.version), hit) for step in found.steps for hit in step.before}
    assert by_id["getbrand-cgi-removal"][0] == "12.0"
    assert by_id["date-cgi-removal"][0] == "11.0"
    assert by_id["vfat-formatting-removal"][1].unnamed
    assert [str(step.version) for step in plan(june, "9.60", "12.0", web=True).steps
            if step.reason == "required"] == ["9.80", "10.12", "11.11"]  # fmt: skip
    assert [str(step.version) for step in plan(june, "10.5", "10.9").steps] == [
        "10.6", "10.7", "10.8", "10.9",
    ]  # fmt: skip
    assert plan(june, "10.5", "10.9").verdict == "cannot-say"


# --- facts of a catalog


def test_withdrawn_changes_never_hit(sample: Catalog) -> None:
    before = comes(plan(sample, "11.0", "12.0"))
    assert "smb1-removal" in {name for name, _ in before}
    changes = tuple(
        replace(change, status="withdrawn") if change.id == "smb1-removal" else change
        for change in sample.changes
    )
    after = comes(plan(replace(sample, changes=changes), "11.0", "12.0"))
    assert set(before) - set(after) == {("smb1-removal", 1), ("smb1-removal", 2)}


def test_a_stage_is_as_far_as_it_says_or_else_as_its_change(sample: Catalog) -> None:
    """The change came in 11.0, and goes further in 12.0: what is still to come takes effect there."""

    def said(*stages: Stage) -> list[tuple[int, str, bool]]:
        changes = tuple(
            replace(change, stages=stages) if change.id == "date-cgi-removal" else change
            for change in sample.changes
        )
        facts = facts_of(replace(sample, changes=changes))
        hits = [one.hit for one in facts.items if one.hit.id == "date-cgi-removal"]
        return [(hit.stage, hit.status, any("takes effect" in mark for mark in hit.marks)) for hit in hits]

    first, second = Stage(Version.parse("11.0"), "x"), Stage(TWELVE, "y")
    assert said(first, replace(second, status="planned")) == [(1, "applied", False), (2, "planned", False)]
    assert said(first, second) == [(1, "applied", False), (2, "applied", False)]


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2024-06~", "not out as of about June 2024"),
        ("2024-10-01", "due, not confirmed as of 1 October 2024"),
    ],
)
def test_nobody_says_that_a_release_is_not_out_once_its_date_has_gone_by(
    sample: Catalog, as_of: str, said: str
) -> None:
    later = replace(sample, portal=replace(sample.portal, data_as_of=When.parse(as_of)))
    found = plan(later, "11.0", "12.0")
    assert found.steps[-1].scheduled == said
    warned = {warning.id: warning.text for warning in found.warnings}["target-scheduled"]
    assert warned == f"12.0 is {said}. What is planned for it may still change."


@pytest.mark.parametrize(
    ("status", "date", "as_of", "since"),
    [
        ("planned", "../2024-10-21", "2024-06", "11.11"),  # still to come: in what is not out
        ("planned", "../2024-10-21", "2024-11", "11.0"),  # the day is over
        ("applied", "../2024-10-21", "2024-06", "11.0"),
        ("planned", "2024-10", "2024-06", "11.11"),
        ("applied", "2024-10", "2024-06", "11.11"),
    ],
)
def test_a_stage_by_a_day_can_come_until_then(
    sample: Catalog, status: str, date: str, as_of: str, since: str
) -> None:
    known = replace(sample, portal=replace(sample.portal, data_as_of=When.parse(as_of)))
    stages = (Stage(Version.parse("11"), "x", date=When.parse(date)),)
    found = bounds(known, "smb1-removal", version=Version.parse("11"), status=status, stages=stages)
    assert found[-1][0] == since


def test_a_stage_before_the_change_says_where_it_takes_effect(sample: Catalog) -> None:
    stages = (Stage(Version.parse("11.0"), "x"), Stage(TWELVE, "y"))
    changes = tuple(
        replace(change, stages=stages, version=TWELVE) if change.id == "network-filter-removal" else change
        for change in sample.changes
    )
    hits = [one.hit for one in facts_of(replace(sample, changes=changes)).items if one.hit.stage]
    marks = {hit.stage: hit.marks for hit in hits if hit.id == "network-filter-removal"}
    assert "takes effect in AXIS OS 12.0" in marks[1]
    assert "takes effect in AXIS OS 12.0" not in marks[2]


def bounds(catalog: Catalog, change_id: str, **fields: Any) -> list[tuple[str, str]]:
    """Return `since` and `behind` of what is not named, after a change of the sample's change."""
    changes = tuple(
        replace(change, **fields) if change.id == change_id else change for change in catalog.changes
    )
    found = [one for one in facts_of(replace(catalog, changes=changes)).items if one.hit.id == change_id]
    assert all(one.hit.unnamed or one.since == one.behind == one.hit.version for one in found)
    return [
        (str(one.since), str(one.behind)) if one.hit.unnamed else ("", "")
        for one in sorted(found, key=lambda one: one.hit.stage)
    ]


MAJOR, EXACT, TWELVE = Version.parse("11"), Version.parse("11.11"), Version.parse("12.0")
LAST = Stage(EXACT, "x")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # Named: no bounds.
        ({"stages": (), "version": EXACT}, [("", "")]),
        # Planned: in none of the releases that are out (11.0), and maybe in one of which nobody knows.
        ({"stages": (), "version": MAJOR, "status": "planned"}, [("11.11", "12")]),
        # Applied: in one that is out.
        ({"stages": (), "version": MAJOR, "status": "applied"}, [("11.0", "11.0")]),
        # Stages: before the next one, at the earliest with the one before, and as its own date says.
        (
            {"stages": (Stage(MAJOR, "x"), Stage(EXACT, "y")), "status": "planned"},
            [("11.11", "11.11"), ("", "")],
        ),
        (
            {"stages": (Stage(MAJOR, "x"), Stage(EXACT, "y")), "status": "applied"},
            [("11.0", "11.0"), ("", "")],
        ),
        (
            {"stages": (Stage(MAJOR, "x", date=When.parse("2025")), Stage(EXACT, "y")), "status": "applied"},
            [("11.11", "11.11"), ("", "")],
        ),
        (
            {"stages": (Stage(MAJOR, "x", date=When.parse("2023")), Stage(EXACT, "y")), "status": "planned"},
            [("11.0", "11.0"), ("", "")],
        ),
        # After the last release that is known: in a later one.
        ({"stages": (LAST, Stage(MAJOR, "y")), "status": "applied"}, [("", ""), ("11.12", "12")]),
        ({"stages": (LAST, Stage(MAJOR, "y")), "status": "planned"}, [("", ""), ("11.11", "12")]),
    ],
)  # fmt: skip
def test_bounds_of_a_release_that_is_not_named(
    sample: Catalog, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert bounds(sample, "smb1-removal", **fields) == expected


def test_the_majors_that_the_source_documents_are_those_with_changes(catalog: Catalog, facts: Facts) -> None:
    assert facts.majors == tuple(sorted(catalog.majors))


def test_all_rows_of_the_table_of_advice_have_their_text_in_the_real_data(facts: Facts) -> None:
    assert [advice.id for advice in facts.advice if advice.id != "changed-defaults"] == [
        row.id for row in ADVICE
    ]


def test_addresses_are_those_of_the_site(june: Catalog) -> None:
    assert change_path("x-y") == CHANGE_PAGE.replace("{id}", "x-y")
    for release in june.releases:
        assert release_path(release) == RELEASE_PAGE.replace("{version}", str(release.version))


# --- words


def test_values_are_not_read_as_templates() -> None:
    assert say("not-a-version", asked="{asked} {0.__class__}") == "“{asked} {0.__class__}” is not a version"
    assert [listed(items) for items in ([], [1], [1, 2], [1, 2, 3])] == ["", "1", "1 and 2", "1, 2 and 3"]


def test_hostile_text_stays_text(facts: Facts) -> None:
    with pytest.raises(Refused) as caught:
        make_plan(facts, Request("<b>{x}</b>", "12.0"))
    assert caught.value.refusals[0].message == "“<b>{x}</b>” is not a version"
