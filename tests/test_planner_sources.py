"""What plans make of facts of several sources: how far changes came, how sure that is, what they hit."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from portal.model import (
    Build,
    Catalog,
    DefaultChanges,
    Event,
    Inferred,
    LastRelease,
    Platforms,
    Preview,
    Product,
    Release,
    Rollback,
    Source,
    Stage,
)
from portal.model.dates import When
from portal.model.release import DateState
from portal.model.versions import Version
from portal.planner import Downgrade, UpgradePlan, facts_of, plan, render_markdown, render_text
from portal.planner.plan_facts import Hit
from portal.problems import Refused
from tests.vectors import TODAY

TEN, ELEVEN, TWELVE = (Version.parse(text) for text in ("11.0", "11.11", "12.0"))
DOCS = Source(
    "docs", "Docs", "vendor-documentation", When.parse("2026-03"), When.parse("2026-11-20"), "whole"
)
BLOG = Source("blog", "A blog", "third-party", When.parse("2026-10"), When.parse("2026-11-21"), "excerpt")
MAYBE = "may have come: not confirmed"


@pytest.fixture(scope="module")
def known(sample: Catalog) -> Catalog:
    """The sample with sources of three kinds."""
    return replace(sample, sources=(*sample.sources, DOCS, BLOG))


def changed(catalog: Catalog, change_id: str = "smb1-removal", **fields: Any) -> Catalog:
    """Return a catalog in which a change has other fields, and no stages but those that are given."""
    more = {"stages": (), "version": TWELVE, "history": history(), **fields}
    changes = tuple(replace(one, **more) if one.id == change_id else one for one in catalog.changes)
    return replace(catalog, changes=changes)


def event(kind: Any, source: str, **fields: Any) -> Event:
    return Event(When.parse("2026-11-23"), kind, sources=(source,), **fields)


def history(*more: Event) -> tuple[Event, ...]:
    return (event("recorded", "portal-2024-06", version=TWELVE, status="planned"), *more)


def hits(found: UpgradePlan, change_id: str = "smb1-removal") -> list[tuple[str, Hit]]:
    """Return the hits of a change with the classes that they are in."""
    return list(_hits(found, change_id))


def _hits(found: UpgradePlan, change_id: str) -> Iterator[tuple[str, Hit]]:
    for step in found.steps:
        for name, members in step.classes:
            yield from ((name, hit) for hit in members if hit.id == change_id)


def the_hit(found: UpgradePlan, change_id: str = "smb1-removal") -> tuple[str, Hit]:
    (only,) = hits(found, change_id)
    return only


def of_release(catalog: Catalog, version: Version, **fields: Any) -> Catalog:
    releases = tuple(replace(one, **fields) if one.version == version else one for one in catalog.releases)
    return replace(catalog, releases=releases)


def with_state(release: Release, state: DateState) -> dict[str, Any]:
    first, *rest = release.schedule
    entry = replace(first.dates[-1], state=state)
    return {"schedule": (replace(first, dates=(*first.dates[:-1], entry)), *rest)}


# --- what may have come


@pytest.mark.parametrize("start", ["11.0", "11.11"])
def test_what_is_not_confirmed_may_have_come_on_every_way_to_its_version_and_beyond(
    known: Catalog, start: str
) -> None:
    due = changed(known, status="unconfirmed", version=ELEVEN, history=history(event("unconfirmed", "blog")))
    found = plan(due, start, "12.0")
    group, hit = the_hit(found)
    assert (group, hit.status) == ("unsure", "unconfirmed")
    assert (f"{start} may have it already" in hit.marks) == (start == "11.11")
    assert (found.counts.classes["unsure"], "1 is not certain" in found.summary) == (1, True)
    for form in (render_text(found, 1000, TODAY), render_markdown(found, TODAY)):
        (line,) = [line for line in form.splitlines() if "Removal, 11.11" in line]
        assert MAYBE in line
        assert "planned" not in line
    assert not hits(plan(due, "11.0", "11.0"))


def test_what_is_not_confirmed_and_has_no_release_may_be_in_any(known: Catalog) -> None:
    due = changed(
        known,
        status="unconfirmed",
        version=Version.parse("11"),
        history=history(event("unconfirmed", "blog")),
    )
    group, hit = the_hit(plan(due, "11.0", "11.11"))
    assert group == "unsure"
    assert "was due in AXIS OS 11; its release is not known" in hit.marks
    assert the_hit(plan(due, "11.11", "12.0"))[0] == "unsure"


def test_only_what_may_have_come_is_neither_a_break_nor_nothing(known: Catalog) -> None:
    due = changed(known, status="unconfirmed", version=ELEVEN, history=history(event("unconfirmed", "blog")))
    found = plan(due, "11.0", "12.0", uses=("SMB 1.0",))
    assert (found.verdict, found.counts.classes) == ("may-break", {"unsure": 1})


# --- stages


def test_a_stage_has_its_own_status_and_takes_effect_by_itself(known: Catalog) -> None:
    stages = (
        Stage(ELEVEN, "x", status="applied", sources=("docs",)),
        Stage(TWELVE, "y", status="planned"),
        Stage(Version.parse("13.0"), "z", status="withdrawn"),
    )
    staged = changed(known, stages=stages, version=TWELVE)
    marks = ("stage 2 of 2",)
    ((_, hit),) = hits(plan(staged, "11.0", "12.0"))
    assert (hit.stage, hit.status, hit.sureness, hit.marks) == (2, "planned", "vendor", marks)
    assert [(str(one.version), one.text, one.status) for one in hit.stages] == [
        ("11.11", "x", "applied"), ("12.0", "y", "planned"),
    ]  # fmt: skip
    ((_, hit),) = hits(plan(staged, "11.0", "11.11"))
    assert (hit.stage, hit.sureness) == (1, "vendor-documentation")
    assert not [one for one in facts_of(staged).items if one.hit.stage == 3]


def test_before_a_change_takes_effect_its_stages_break_nothing(known: Catalog) -> None:
    stages = (Stage(ELEVEN, "Both are there.", status="applied"), Stage(TWELVE, "One is gone."))
    staged = changed(known, stages=stages, applies_to="upgrade", consequence="app-breaks", products=())
    found = plan(staged, "11.0", "11.11", uses=("SMB 1.0",))
    name, hit = the_hit(found)
    assert (name, hit.stage, found.verdict) == ("nothing", 1, "nothing")
    assert "takes effect in AXIS OS 12.0" in hit.marks
    assert plan(staged, "11.0", "12.0", uses=("SMB 1.0",)).verdict == "breaks"


def test_one_stage_alone_has_no_number_in_words(known: Catalog) -> None:
    staged = changed(known, stages=(Stage(TWELVE, "x", status="planned"),), version=TWELVE)
    assert the_hit(plan(staged, "11.0", "12.0"))[1].marks == ()


# --- consequence, audience, sureness, age


MAJOR = Version.parse("12")
SOMEWHERE = {"version": MAJOR, "history": (event("recorded", "docs", version=MAJOR, status="planned"),)}
IN_DOUBT = {"history": (event("recorded", "blog", version=TWELVE, status="planned"),)}


@pytest.mark.parametrize(
    ("fields", "name", "after_reset"),
    [
        ({"consequence": "upgrade-fails"}, "fails", "fails"),
        ({"consequence": "upgrade-fails", "applies_to": "factory-default"}, "reset", "fails"),
        ({"consequence": "app-breaks"}, "every", "every"),
        ({"consequence": "default-changes", "applies_to": "factory-default"}, "reset", "every"),
        ({"consequence": "nothing-to-do"}, "nothing", "nothing"),
        ({"consequence": "nothing-to-do", "applies_to": "factory-default"}, "nothing", "nothing"),
        ({"consequence": "unknown", "applies_to": "unknown"}, "unsure", "every"),
        ({"platforms": Platforms(without=("s3008",))}, "named", "named"),
        ({**SOMEWHERE}, "somewhere", "somewhere"),
        ({**SOMEWHERE, "products": ("s3008",)}, "named", "named"),
        ({**SOMEWHERE, "status": "unconfirmed"}, "unsure", "unsure"),
        ({"consequence": "app-breaks", "products": ("s3008",), **IN_DOUBT}, "unsure", "unsure"),
        ({"consequence": "upgrade-fails", **IN_DOUBT}, "fails", "fails"),
    ],
)
def test_a_change_is_in_the_first_class_that_applies(
    known: Catalog, fields: dict[str, Any], name: str, after_reset: str
) -> None:
    told = changed(known, **{"platforms": None, "products": (), "applies_to": "upgrade", **fields})
    for is_reset, expected in ((False, name), (True, after_reset)):
        found = plan(told, "11.11", "13.0", factory_reset=is_reset)
        assert the_hit(found)[0] == expected
        assert any(one.class_id == expected for one in found.headline)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"consequence": "upgrade-fails"}, "breaks"),
        ({"consequence": "upgrade-fails", "applies_to": "unknown"}, "may-break"),
        ({"consequence": "upgrade-fails", **IN_DOUBT}, "may-break"),
        ({"consequence": "app-breaks"}, "breaks"),
        (SOMEWHERE, "may-break"),  # the way ends within the major version
        ({"consequence": "nothing-to-do"}, "nothing"),
        ({"applies_to": "factory-default"}, "nothing"),
    ],
)
def test_only_what_is_certain_to_hit_breaks(known: Catalog, fields: dict[str, Any], verdict: str) -> None:
    told = changed(known, **{"products": (), "applies_to": "upgrade", **fields})
    assert plan(told, "11.11", "12.0", uses=("SMB 1.0",)).verdict == verdict


def test_whom_it_hits_is_said_and_what_is_inferred(known: Catalog) -> None:
    told = changed(
        known,
        consequence="app-breaks",
        audience=("operators", "app-developers"),
        inferred=Inferred(consequence="It names apps."),
    )
    hit = the_hit(plan(told, "11.11", "12.0"))[1]
    assert hit.marks[0] == "an app stops working (our inference)"
    assert "for operators and app developers" in hit.marks


@pytest.mark.parametrize(
    ("said", "mark"),
    [
        (("portal-2024-06", False), None),
        (("docs", False), "in the vendor's documentation"),
        (
            ("blog", False),
            "announced for 12.0 (stated by the vendor), and that it came is reported by a third party",
        ),
        (("docs", True), "announced for 12.0 (stated by the vendor), and that it came is our inference"),
    ],
)
def test_what_the_vendor_announced_is_no_less_certain_when_others_say_that_it_came(
    known: Catalog, said: tuple[str, bool], mark: str | None
) -> None:
    source, inferred = said
    came = changed(known, status="applied", history=history(event("applied", source, inferred=inferred)))
    found = plan(came, "11.11", "12.0", uses=("SMB 1.0",))
    hit = the_hit(found)[1]
    assert (hit.sureness, found.verdict) == ("vendor", "breaks")
    assert hit.marks[:-1] == ((mark,) if mark else ())


@pytest.mark.parametrize(
    ("inferred", "sureness", "mark"),
    [(False, "third-party", "reported by a third party"), (True, "inferred", "our inference")],
)
def test_what_only_others_name_is_not_certain(
    known: Catalog, inferred: bool, sureness: str, mark: str
) -> None:
    told = replace(event("recorded", "blog", inferred=inferred), version=TWELVE, status="applied")
    found = plan(changed(known, status="applied", history=(told,)), "11.11", "12.0", uses=("SMB 1.0",))
    hit = the_hit(found)[1]
    assert (hit.sureness, hit.marks[0], found.verdict) == (sureness, mark, "may-break")


def test_a_plan_says_how_old_its_facts_are(known: Catalog) -> None:
    newer = changed(known, status="applied", history=history(event("applied", "blog")))
    found = plan(newer, "11.0", "12.0")
    assert found.ages
    assert (found.ages.oldest.text, found.ages.newest.text) == (known.portal.data_as_of.text, "2026-10")
    said = f"Newest source of each change: {known.portal.data_as_of} to October 2026."
    assert said in found.age
    for form in (render_text(found, 1000, TODAY), render_markdown(found, TODAY)):
        assert said in form


# --- products


@pytest.fixture(scope="module")
def products(known: Catalog) -> Catalog:
    """Two devices and an accessory, groups with and without members, and other names."""
    made = (
        Product("p1", "AXIS P1", "device", aliases=("AXIS P1 Main Unit",)),
        Product("p2", "AXIS P2", "device"),
        Product("t1", "AXIS T1", "accessory"),
        Product("chip-a", "Chip A", "group", members=("p1",)),
        Product("chip-b", "Chip B", "group", members=("p2",)),
        Product("some", "Some products", "group"),
    )
    return replace(known, products=made, changes=tuple(replace(c, products=()) for c in known.changes))


def reached(catalog: Catalog) -> set[str]:
    """Return the products that the change may hit."""
    ids = [product.id for product in catalog.products]
    return {name for name in ids if hits(plan(catalog, "11.11", "12.0", products=(name,)))}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"p1", "p2", "t1", "chip-a", "chip-b", "some"}),
        ({"products": ("p1",)}, {"p1", "chip-a", "some"}),
        ({"products": ("chip-a",)}, {"p1", "chip-a", "some"}),
        ({"products": ("some",)}, {"p1", "p2", "t1", "chip-a", "chip-b", "some"}),
        ({"products": ("t1",)}, {"p1", "p2", "t1", "chip-a", "chip-b", "some"}),
        ({"platforms": Platforms(only=("chip-a",))}, {"p1", "chip-a", "some"}),
        ({"platforms": Platforms(without=("chip-a",))}, {"p2", "t1", "chip-b", "some"}),
        ({"products": ("p1", "p2"), "platforms": Platforms(without=("chip-b",))}, {"p1", "chip-a", "some"}),
    ],
)
def test_members_of_groups_are_hit_and_those_that_are_known_to_be_none_are_not(
    products: Catalog, fields: dict[str, Any], expected: set[str]
) -> None:
    assert reached(changed(products, **fields)) == expected


def test_platforms_are_named(products: Catalog) -> None:
    limited = changed(products, platforms=Platforms(only=("chip-a",), without=("chip-b",)))
    assert the_hit(plan(limited, "11.11", "12.0"))[1].marks == ("only Chip A", "not Chip B")


def test_a_product_goes_by_all_its_names(products: Catalog) -> None:
    limited = changed(products, products=("p2",))
    for name in ("p1", "AXIS P1", "axis p1 main unit"):
        assert not hits(plan(limited, "11.11", "12.0", products=(name,)))
    clash = replace(products, products=(*products.products, Product("p3", "P3", "device", aliases=("P1",))))
    assert facts_of(clash).products["p1"] == "p1"


@pytest.mark.parametrize("name", ["chip-a", "p1"])
def test_there_is_no_plan_beyond_the_last_release_of_a_product(products: Catalog, name: str) -> None:
    last = (LastRelease("active", ELEVEN, ("blog",)),)
    ended = replace(
        products,
        products=tuple(replace(one, last=last) if one.id == "chip-a" else one for one in products.products),
    )
    assert plan(ended, "11.0", "11.11", products=(name,)).steps
    with pytest.raises(Refused) as caught:
        plan(ended, "11.0", "12.0", products=(name,))
    (refusal,) = caught.value.refusals
    assert "11.11 is its last release on Active track, so it cannot get 12.0" in refusal.message
    assert (refusal.field, refusal.hint) == ("product", "said by A blog")
    assert plan(ended, "11.0", "12.0", products=("p2",)).steps


# --- releases


@pytest.mark.parametrize("gone", ["offered", "canceled"])
def test_what_nobody_can_get_is_no_stop(known: Catalog, gone: str) -> None:
    middle = known.release_by_version[ELEVEN]
    fields = {"offered": False} if gone == "offered" else with_state(middle, "canceled")
    without = of_release(known, ELEVEN, **fields)
    assert [str(step.version) for step in plan(known, "11.0", "12.0", every=True).steps] == ["11.11", "12.0"]
    assert [str(step.version) for step in plan(without, "11.0", "12.0", every=True).steps] == ["12.0"]
    (warned,) = [
        one.text
        for one in plan(without, "11.0", "11.11").warnings
        if one.id in ("not-offered", "target-scheduled")
    ]
    assert ("is canceled" in warned) == (gone == "canceled")


def test_a_preview_is_said_to_be_one(known: Catalog) -> None:
    tried = of_release(known, TWELVE, previews=(Preview("Alpha", ("blog",)),))
    assert plan(tried, "11.11", "12.0").steps[-1].scheduled.endswith("; a preview is out")


def test_a_known_build_says_where_it_came(known: Catalog) -> None:
    builds = (
        Build(Version.parse("12.0.93"), "active", ("blog",), When.parse("../2024-10-21")),
        Build(Version.parse("12.0.94"), "active", ("blog",)),
    )
    built = of_release(known, TWELVE, builds=builds)
    notes = [plan(built, "11.11", f"12.0.{number}").target.note for number in (93, 94, 95)]
    assert notes[0].startswith("is known as a build on Active track, by 21 October 2024; it counts as 12.0")
    assert notes[1].startswith("is known as a build on Active track; it counts as 12.0")
    assert notes[2].startswith("counts as 12.0")


# --- policies


def test_policies_are_those_of_the_major_versions_that_they_are_about(known: Catalog) -> None:
    policy = replace(
        known.policy,
        rollback=tuple(
            Rollback((f"Go back from {major}.",), ("blog",), major=Version.parse(major))
            for major in ("11", "12")
        ),
        default_changes=tuple(
            DefaultChanges(f"Defaults of {major}.", ("blog",), Version.parse(major)) for major in ("11", "12")
        ),
    )
    told = changed(
        replace(known, policy=policy), version=TWELVE, applies_to="factory-default", kind="default"
    )

    def said(start: str, target: str) -> tuple[list[str], list[str]]:
        found = plan(told, start, target)
        advice = [one.text for one in found.advice if one.id == "changed-defaults"]
        return [step for one in found.rollback for step in one.steps], advice

    assert said("11.0", "11.11")[0] == ["Go back from 11."]
    assert said("11.11", "12.0")[0] == ["Go back from 12."]
    assert "Defaults of 12." in said("11.11", "12.0")[1]
    assert "Defaults of 12." not in said("11.0", "11.11")[1]
    with pytest.raises(Downgrade) as caught:
        plan(told, "12.0", "11.0")
    assert facts_of(told).rollback_after(caught.value.start)[0].steps == ("Go back from 12.",)
