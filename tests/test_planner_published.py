"""The facts for planning as they are published: whole, as their schema says, and checked when read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.fields import change_fields, date_fields
from portal.model import Catalog
from portal.planner import PATH, Request, facts_of, make_plan, read_facts, render_facts
from portal.planner.plan_words import WORDS
from portal.problems import InvalidData
from portal.reading.structure import published_schemas
from tests.conftest import REPOSITORY
from tests.outputs import write_output


def test_what_is_published_keeps_its_schema_and_reads_back_the_same(
    catalog: Catalog, sample: Catalog
) -> None:
    for source in (catalog, sample):
        text = render_facts(facts_of(source))
        assert list(published_schemas(REPOSITORY).broken("plan", json.loads(text))) == []
        assert read_facts(text.encode(), "plan.json") == facts_of(source)
        assert render_facts(facts_of(source)) == text
        assert text.count("\n") == 1
        assert json.loads(text)["words"] == dict(WORDS)


def test_it_is_written_below_the_site(sample: Catalog, tmp_path: Path) -> None:
    write_output(sample, PATH, tmp_path)
    assert read_facts((tmp_path / PATH).read_bytes(), PATH) == facts_of(sample)


def test_what_does_not_apply_is_not_published_and_what_no_source_says_is_null(june: Catalog) -> None:
    facts = facts_of(june)
    value = json.loads(render_facts(facts))
    assert value["data_as_of"] == date_fields(june.portal.data_as_of)
    assert {name: when["value"] for name, when in value["ages"].items()} == {
        "oldest": june.portal.data_as_of.text,
        "newest": june.portal.data_as_of.text,
    }
    del value["data_as_of"], value["ages"]

    def fields(value: object) -> Iterator[tuple[str, object]]:
        for name, inner in value.items() if isinstance(value, dict) else ():
            yield name, inner
            yield from fields(inner)
        for inner in value if isinstance(value, list) else ():
            yield from fields(inner)

    empty = {name for name, inner in fields(value) if inner in ("", None, [], False)}
    assert empty <= {"applies_to", "consequence", "why", "impact", "action"}
    for arrival, item in zip(facts.items, value["items"], strict=True):
        change = change_fields(june.change_by_id[arrival.hit.id])
        for name in ("applies_to", "consequence", "why", "impact", "action"):
            assert (item["hit"][name] is None) == (change[name] is None)
        assert item["hit"].get("unknown", {}).keys() == change.get("unknown", {}).keys()


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
        (("rules", 0, "strength"), "whim", "x:1:1: rules[0].strength: "),
        (("items", 1, "hit", "class_id"), "all", "x:1:1: items[1].hit.class_id: "),
        (("items", 1, "hit", "title"), 7, "x:1:1: items[1].hit.title: is int, not text"),
        (("items", 1, "hit", "title"), "a\x1b[2Jb", "x:1:1: items[1].hit.title: has a contr"),
        (("items", 1, "hit", "title"), "a\u202eb", "x:1:1: items[1].hit.title: has a contr"),
        (("items", 1, "hit", "tentative"), "yes", "x:1:1: items[1].hit.tentative: is str, not bool"),
        (("items", 1, "hit", "status"), "soon", "x:1:1: items[1].hit.status: "),
        (("items", 1, "hit", "consequence"), "none", "x:1:1: items[1].hit.consequence: is not "),
        (("items", 1, "hit", "sureness"), None, "x:1:1: items[1].hit.sureness: is missing"),
        (("rollback", 0, "major"), "12", "x:1:1: rollback[0].major: is str, not int"),
        (("items", 1, "hit", "applies_to"), "nobody", "x:1:1: items[1].hit.applies_to: is not "),
        (("items", 1, "hit", "applies_to"), None, "x:1:1: items[1].hit.applies_to: is missing"),
        (("items", 1, "hit", "why"), None, "x:1:1: items[1].hit.why: is missing"),
        (("items", 1, "hit", "why"), 7, "x:1:1: items[1].hit.why: is int, not text"),
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
