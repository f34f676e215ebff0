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
from portal.planner.plan_facts import CHANGE_PAGE, CLASSES, RELEASE_PAGE
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
        (start, target): make_plan(facts, Request(str(start), str(target), every=True))
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


def test_every_change_on_the_way_is_told_once_with_its_stages_where_it_takes_effect(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    for (start, target), found in plans.items():
        on_the_way = [
            one for one in facts.items if one.since <= target and (one.behind is None or one.behind > start)
        ]
        told = {hit.id: (hit, step.version) for step in found.steps for hit in step.hits}
        assert sorted(told) == sorted(hit.id for step in found.steps for hit in step.hits)
        assert set(told) == {one.hit.id for one in on_the_way}
        for name, (hit, stop) in told.items():
            own = [one for one in on_the_way if one.hit.id == name]
            assert {text for one in own for text in one.hit.stages} == set(hit.stages)
            (bites,) = [one for one in own if one.hit.stage == hit.stage]
            assert stop == next(step.version for step in found.steps if step.version >= bites.since)
            if not bites.hit.effect:
                assert not any(one.hit.effect or one.hit.stage > hit.stage for one in own)


def test_without_every_release_between_a_plan_tells_the_same_changes(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    for (start, target), found in plans.items():
        required = make_plan(facts, Request(str(start), str(target)))
        assert [step.version for step in required.steps] == [target]
        assert required.counts.classes == found.counts.classes
        assert (required.verdict, required.summary) == (found.verdict, found.summary)


def test_the_headline_counts_each_change_once(plans: dict[tuple[Version, Version], UpgradePlan]) -> None:
    for found in plans.values():
        counted = [int(one.text.split()[0]) for one in found.headline]
        assert sum(counted) == len({hit.id for step in found.steps for hit in step.hits})
        assert [one.class_id for one in found.headline] == list(found.counts.classes)
        assert list(found.counts.classes) == [name for name in CLASSES if name in found.counts.classes]


def test_a_release_that_is_not_named_is_never_dropped_on_the_way_through_its_major_version(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    unnamed = {
        one.hit.id: one.hit.version.major
        for one in facts.items
        if one.hit.unnamed and one.behind is not None and not one.hit.stage
    }
    for (start, target), found in plans.items():
        here = {name for name, _ in comes(found) if name in unnamed}
        through = {name for name, major in unnamed.items() if start.major < major < target.major}
        outside = {name for name, major in unnamed.items() if not start.major <= major <= target.major}
        assert through <= here
        assert not here & outside


def test_a_way_in_two_parts_has_the_same_changes(plans: dict[tuple[Version, Version], UpgradePlan]) -> None:
    def ids(plan: UpgradePlan) -> set[str]:
        return {name for name, _ in comes(plan)}

    for (start, target), found in plans.items():
        for step in found.steps[:-1]:
            parts = ids(plans[start, step.version]) | ids(plans[step.version, target])
            assert parts == ids(found), (start, step.version, target)


def test_by_web_every_lts_track_between_is_required_and_nothing_else(facts: Facts) -> None:
    lines = {stop.version for stop in facts.stops if stop.track_id != "active"}
    for start in facts.versions:
        for target in facts.versions:
            if start < target:
                steps = make_plan(facts, Request(str(start), str(target), web=True)).steps
                required = [step.version for step in steps if step.reason == "required"]
                assert required == [step.version for step in steps[:-1]]
                assert required == sorted(line for line in lines if start < line < target)


def test_a_reset_moves_what_concerns_new_devices_and_adds_nothing(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    for (start, target), found in plans.items():
        reset = make_plan(facts, Request(str(start), str(target), factory_reset=True, every=True))
        assert sorted(comes(reset)) == sorted(comes(found))
        assert "reset" not in reset.counts.classes
        assert sum(reset.counts.classes.values()) == sum(found.counts.classes.values())


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
    for change in (one for one in catalog.changes if one.status != "withdrawn"):
        for item in change.surface:
            for name in (item.name, item.of or item.name, *item.spellings):
                found = make_plan(facts, Request(str(first), str(last), uses=(name,)))
                assert (change.id in {key for key, _ in comes(found)}) == (change.id in coming), name


def test_the_questions_that_people_ask(june: Catalog) -> None:
    found = plan(june, "10.12", "12.0", web=True)
    assert [str(step.version) for step in found.steps if step.reason == "required"] == ["11.11"]
    by_id = {hit.id: (str(step.version), hit) for step in found.steps for hit in step.hits}
    assert by_id["getbrand-cgi-removal"][0] == "12.0"
    assert by_id["date-cgi-removal"][0] == "11.11"
    assert by_id["vfat-formatting-removal"][1].unnamed
    assert [str(step.version) for step in plan(june, "9.60", "12.0", web=True).steps
            if step.reason == "required"] == ["9.80", "10.12", "11.11"]  # fmt: skip
    assert [str(step.version) for step in plan(june, "10.5", "10.9", every=True).steps] == [
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
    assert {name for name, _ in before} - {name for name, _ in after} == {"smb1-removal"}


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
