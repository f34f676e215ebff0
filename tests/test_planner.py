"""The planner on real facts: what holds for every pair of releases, what is read, and what is written."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from portal.addresses import change_path, release_path
from portal.catalog import load_catalog
from portal.dates import When
from portal.model import Catalog, Stage
from portal.planner import (
    PATH,
    Facts,
    Refused,
    Request,
    UpgradePlan,
    facts_of,
    make_plan,
    plan,
    plan_fields,
    read_facts,
    render_facts,
    render_markdown,
    render_text,
    write_facts,
)
from portal.planner.advice import ADVICE
from portal.planner.facts import CHANGE_PAGE, RELEASE_PAGE
from portal.planner.wording import WORDS, listed, say
from portal.problems import InvalidData
from portal.structure import published_problems
from portal.versions import Version
from tests.conftest import REPOSITORY

Comes = tuple[str, int]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_of(load_catalog(REPOSITORY))


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
    assert len(plans) == 23 * 22 / 2
    for (start, target), found in plans.items():
        way = [start, *(step.version for step in found.steps)]
        assert all(before < after for before, after in pairwise(way))
        assert way[-1] == target
        assert [step.reason for step in found.steps].count("target") == 1


def test_every_stage_on_the_way_hits_exactly_once_at_the_first_stop_that_has_it(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    for (start, target), found in plans.items():
        named = {
            key: next(step.version for step in found.steps if step.version >= version)
            for key, version in points(facts)
            if not version.is_major_only and start < version <= target
        }
        hits = [(hit, step.version) for step in found.steps for hit in step.hits]
        assert len(hits) == len(set(comes(found)))
        assert {(hit.id, hit.stage): stop for hit, stop in hits if not hit.unnamed} == named


def test_a_release_that_is_not_named_is_never_dropped_on_the_way_through_its_major_version(
    facts: Facts, plans: dict[tuple[Version, Version], UpgradePlan]
) -> None:
    unnamed = {key: version.major for key, version in points(facts) if version.is_major_only}
    assert len(unnamed) == 10
    for (start, target), found in plans.items():
        here = {(hit.id, hit.stage) for step in found.steps for hit in step.hits if hit.unnamed}
        through = {key for key, major in unnamed.items() if start.major < major < target.major}
        outside = {key for key, major in unnamed.items() if not start.major <= major <= target.major}
        assert through <= here
        assert not here & outside


def test_a_way_in_two_parts_has_the_same_hits(
    plans: dict[tuple[Version, Version], UpgradePlan],
) -> None:
    for (start, target), found in plans.items():
        for step in found.steps[:-1]:
            parts = set(comes(plans[start, step.version])) | set(comes(plans[step.version, target]))
            assert parts == set(comes(found)), (start, step.version, target)


def test_by_web_every_lts_track_between_is_required_and_nothing_else(facts: Facts) -> None:
    lines = {stop.version for stop in facts.stops if stop.track_id != "active"}
    assert len(lines) == 4
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
        assert reset.counts.hit == found.counts.hit + found.counts.later


def test_filters_only_leave_out_and_count_what_they_leave_out(catalog: Catalog) -> None:
    whole = plan(catalog, "10.12", "13.0")
    parts: list[Comes] = []
    for area in catalog.areas:
        part = plan(catalog, "10.12", "13.0", areas=[area.id])
        parts += comes(part)
        ids = {name for name, _ in comes(part)}
        assert part.counts.left_out == len({name for name, _ in comes(whole)} - ids)
    assert sorted(parts) == sorted(comes(whole))


def test_every_name_of_the_surface_is_found_by_itself(catalog: Catalog, facts: Facts) -> None:
    for change in catalog.changes:
        for item in change.surface:
            for name in (item.name, item.of or item.name, *item.match):
                found = make_plan(facts, Request("8.40", "13.0", uses=(name,)))
                assert change.id in {key for key, _ in comes(found)}, name


def test_the_questions_that_people_ask(catalog: Catalog) -> None:
    found = plan(catalog, "10.12", "12.0", web=True)
    assert [str(step.version) for step in found.steps if step.reason == "required"] == ["11.11"]
    by_id = {hit.id: (str(step.version), hit) for step in found.steps for hit in step.before}
    assert by_id["getbrand-cgi-removal"][0] == "12.0"
    assert by_id["date-cgi-removal"][0] == "11.0"
    assert by_id["vfat-formatting-removal"][1].unnamed
    assert [str(step.version) for step in plan(catalog, "9.60", "12.0", web=True).steps
            if step.reason == "required"] == ["9.80", "10.12", "11.11"]  # fmt: skip
    assert [str(step.version) for step in plan(catalog, "10.5", "10.9").steps] == [
        "10.6", "10.7", "10.8", "10.9",
    ]  # fmt: skip
    assert plan(catalog, "10.5", "10.9").verdict == "cannot-say"


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


def bounds(catalog: Catalog, change_id: str, **fields: Any) -> list[tuple[str, str]]:
    """Give `since` and `behind` of what is not named, after a change of the sample's change."""
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
    assert [advice.id for advice in facts.advice] == [row.id for row in ADVICE]


def test_addresses_are_those_of_the_site(catalog: Catalog) -> None:
    assert change_path("x-y") == CHANGE_PAGE.replace("{id}", "x-y")
    for release in catalog.releases:
        assert release_path(release) == RELEASE_PAGE.replace("{version}", str(release.version))


# --- words


def test_values_are_not_read_as_templates() -> None:
    assert say("not-a-version", asked="{asked} {0.__class__}") == "“{asked} {0.__class__}” is not a version"
    assert [listed(items) for items in ([], [1], [1, 2], [1, 2, 3])] == ["", "1", "1 and 2", "1, 2 and 3"]


def test_hostile_text_stays_text(facts: Facts) -> None:
    with pytest.raises(Refused) as caught:
        make_plan(facts, Request("<b>{x}</b>", "12.0"))
    assert caught.value.refusals[0].message == "“<b>{x}</b>” is not a version"


# --- the published file


def test_what_is_published_keeps_its_schema_and_reads_back_the_same(
    catalog: Catalog, sample: Catalog
) -> None:
    for source in (catalog, sample):
        text = render_facts(facts_of(source))
        assert list(published_problems(REPOSITORY, "plan", json.loads(text))) == []
        assert read_facts(text.encode(), "plan.json") == facts_of(source)
        assert render_facts(facts_of(source)) == text
        assert text.count("\n") == 1
        assert json.loads(text)["words"] == dict(WORDS)


def test_it_is_written_below_the_site(sample: Catalog, tmp_path: Path) -> None:
    write_facts(sample, tmp_path)
    assert read_facts((tmp_path / PATH).read_bytes(), PATH) == facts_of(sample)


def test_what_is_empty_is_not_published(facts: Facts) -> None:
    def values(value: object) -> Iterator[object]:
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield inner
            yield from values(inner)

    assert not [value for value in values(json.loads(render_facts(facts))) if value in ("", None, [], False)]


def test_unknown_fields_are_ignored_and_unknown_kinds_are_kept(sample: Catalog) -> None:
    value = json.loads(render_facts(facts_of(sample)))
    value["later"] = 1
    for arrival in value["items"]:
        arrival["hit"] |= {"later": {"x": 1}, "kind": "surprise"}
    found = make_plan(read_facts(json.dumps(value).encode(), "x"), Request("11.0", "12.0"))
    assert {hit.kind for step in found.steps for hit in step.hits} == {"surprise"}


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("schema_version",), None, "x:1:1: is JSON, but not the facts for planning: it has no "),
        (("schema_version",), "2.0", "x:1:1: has schema_version 2.0, and this command reads 1.0"),
        (("stops",), None, "x:1:1: stops: is missing"),
        (("stops",), [], "x:1:1: stops: has no release"),
        (("stops", 0, "version"), 12, "x:1:1: stops[0].version: is int, not text"),
        (("stops", 0, "version"), "12.00", "x:1:1: stops[0].version: '12.00' is not a version such as"),
        (("stops", 0, "version"), "99.0", "x:1:1: stops: are not in the order of their versions"),
        (("stops", 0, "reason"), "whim", "x:1:1: stops[0].reason: "),
        (("items", 1, "hit", "title"), 7, "x:1:1: items[1].hit.title: is int, not text"),
        (("items", 1, "hit", "title"), "a\x1b[2Jb", "x:1:1: items[1].hit.title: has a contr"),
        (("items", 1, "hit", "title"), "a\u202eb", "x:1:1: items[1].hit.title: has a contr"),
        (("items", 1, "hit", "planned"), "yes", "x:1:1: items[1].hit.planned: is str, not bool"),
        (("items", 1, "hit", "applies_to"), "nobody", "x:1:1: items[1].hit.applies_to: "),
        (("items", 1, "hit", "area"), "nowhere", "x:1:1: items[1].hit.area: nowhere is not an area"),
        (("items", 1, "hit", "products"), ["q9"], "x:1:1: items[1].hit.products: q9 is not a product"),
        (("items", 1, "since"), "99.0", "x:1:1: items[1].since: 99.0 is after"),
        (("hints", "downgrade"), None, "x:1:1: hints.downgrade: is missing"),
        (("areas",), [], "x:1:1: areas: "),
        (("majors", 0), True, "x:1:1: majors[0]: is bool, not int"),
        (("site",), "javascript:alert(1)/", "x:1:1: site: is not a web address"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_named_with_its_place(
    sample: Catalog, place: tuple[str | int, ...], value: object, message: str
) -> None:
    whole = json.loads(render_facts(facts_of(sample)))
    holder = whole
    for key in place[:-1]:
        holder = holder[key]
    if value is None:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    with pytest.raises(InvalidData) as caught:
        read_facts(json.dumps(whole).encode(), "x")
    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable() or "\n" in str(caught.value)


def test_a_file_that_is_all_wrong_is_said_in_a_few_lines(sample: Catalog) -> None:
    value = json.loads(render_facts(facts_of(sample)))
    value["words"] = {}
    value["stops"] = [stop | {"version": 7} for stop in value["stops"][:1] for _ in range(500)]
    with pytest.raises(InvalidData) as caught:
        read_facts(json.dumps(value).encode(), "x")
    assert len(caught.value.problems) == 3
    assert caught.value.problems[0].hint == "497 more like this"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b'{"a": ' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(InvalidData, match=r"x:1:\d+: is (not )?JSON"):
        read_facts(data, "x")


# --- for people


@pytest.mark.parametrize("width", [40, 80, 200])
def test_text_fits_the_terminal(facts: Facts, width: int) -> None:
    text = render_text(make_plan(facts, Request("8.40", "13.0")), width)
    long = [line for line in text.splitlines() if len(line) > width]
    assert not [line for line in long if len(line.split()) > 1 and "https://" not in line]
    assert text.isascii() or all(char.isprintable() or char == "\n" for char in text)
    assert "\033" not in text


def test_headings_are_bold_on_request(facts: Facts) -> None:
    found = make_plan(facts, Request("10.12", "11.1"))
    bold = render_text(found, 80, bold=True)
    assert "\033[1m1. Install 11.0 (Active track)\033[0m" in bold
    assert bold.replace("\033[1m", "").replace("\033[0m", "") == render_text(found, 80)


def test_text_and_markdown_have_every_hit_and_say_what_to_do_once(facts: Facts) -> None:
    found = make_plan(facts, Request("10.12", "13.0"))
    pages = [facts.site + hit.page for step in found.steps for hit in step.hits]
    text, markdown = render_text(found, 10_000), render_markdown(found)
    for page in set(pages):
        assert text.count(page) == pages.count(page)
        assert markdown.count(f"]({page})") == pages.count(page)
    for step in found.steps:
        assert f"- [ ] Install {step.version}\n" in markdown
    assert sum(arrival.hit.id == "openssl-1-1-1-removal" for arrival in facts.items) == 3
    for form in (text, markdown):
        assert form.count("Make your ACAP application use the OpenSSL engine") == 1
        assert form.count("OpenSSL 1.1.1 is still supported.") == 1


def test_what_a_text_refers_to_is_named(facts: Facts) -> None:
    found = make_plan(facts, Request("9.80.3.2", "LTS 2022"))
    for form in (render_text(found, 1000), render_markdown(found)):
        assert "certified with. See www.axis.com (https://www.axis.com).\n" in form
        assert re.search("- See Rollback guidelines[.]\n *- See Axis Technical Support[.]\n", form)


def test_lists_in_texts_stay_lists(sample: Catalog) -> None:
    found = plan(sample, "11.0", "12.0")
    assert "       What to do: Before you upgrade:\n       1. Move the share" in render_text(found, 80)
    assert "\n\n  1. Move the share to SMB 3.0 or higher.\n  2. Test it" in render_markdown(found)


def test_titles_mean_nothing_in_markdown(facts: Facts) -> None:
    first = facts.items[0]
    hit = replace(first.hit, title="[x](javascript:y) <b> *z*")
    odd = replace(first, hit=hit, since=TWELVE, behind=TWELVE)
    found = make_plan(replace(facts, items=(odd,)), Request("11.11", "12.0"))
    assert r"- [ ] [\[x\](javascript:y) \<b\> \*z\*](https://" in render_markdown(found)


def test_an_empty_plan_says_that_it_is_empty(facts: Facts) -> None:
    same = make_plan(facts, Request("12.0", "12.0"))
    for form in (render_text(same, 80), render_markdown(same)):
        assert "12.0 and 12.0 are the same release: there is nothing to upgrade." in form
        assert "rollback" not in form


def test_a_plan_is_one_json_value_of_plain_parts(facts: Facts) -> None:
    fields = plan_fields(make_plan(facts, Request("10.12", "12.0", uses=("getbrand.cgi",))))
    assert json.loads(json.dumps(fields)) == fields
    (hit,) = [hit for step in fields["steps"] for hit in step["before"]]
    assert hit["names"][0] == "axis-cgi/prod_brand_info/getbrand.cgi"
    assert fields["uses"] == [{"name": "getbrand.cgi", "recorded": hit["names"]}]
