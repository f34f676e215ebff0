"""What is said of devices: three answers that are kept apart, and groups, the largest trouble first."""

from dataclasses import replace

import pytest

from portal.fleet.device import Application, Device
from portal.fleet.judging import FleetGroup, Judge
from portal.model import Catalog
from portal.model.dates import When
from portal.planner import Facts, facts_of
from portal.problems import Refused
from portal.scanner import Names
from tests.fleet.judged import SETTINGS, a_device, facts_with, judge_with, report_on


@pytest.fixture(scope="module")
def known(june: Catalog) -> Facts:
    return facts_with(facts_of(june))


def judged(facts: Facts, device: Device, target: str = "12.0") -> FleetGroup:
    return judge_with(facts, target).judge(device)


# --- what is met


@pytest.mark.parametrize(
    ("yes", "verdict"),
    [
        ((), "nothing"),
        (("A.Idle",), "nothing"),
        (("A.Default", "A.Idle"), "defaults"),
        (("A.Silent", "A.Default"), "unknown"),
        (("A.Maybe",), "unknown"),
        (("A.Hint",), "unknown"),
        (("A.Breaks", "A.Hint", "A.Silent"), "breaks"),
        (("A.App",), "breaks"),
        (("A.Fails", "A.Breaks", "A.Maybe"), "blocked"),
        (("A.Later",), "nothing"),  # it comes after the target
    ],
)
def test_the_worst_that_is_met_is_the_verdict(known: Facts, yes: tuple[str, ...], verdict: str) -> None:
    assert judged(known, a_device(*yes)).verdict == verdict


def test_the_worst_touch_comes_first_and_of_those_what_is_surest(known: Facts) -> None:
    (group,) = report_on(known, [a_device(*SETTINGS)]).groups
    ids = [touch.change.id for touch in group.met]
    assert ids[:2] == ["fails", "rumor"]
    assert ids[-2:] == ["default", "idle"]
    assert "later" not in ids


@pytest.mark.parametrize("yes", [(), ("A.Default",), ("A.Idle",)])
def test_a_missing_part_is_never_a_pass(known: Facts, yes: tuple[str, ...]) -> None:
    whole = a_device(*yes)
    settings = tuple(one for one in whole.settings if one.name != "A.Breaks" and one.name in yes)
    found = judged(known, a_device(*yes, settings=settings, holds=frozenset({"identity", "applications"})))
    assert (found.verdict, [*found.unseen]) == ("unknown", ["settings"])
    found = judged(known, a_device(*yes, holds=frozenset({"identity", "settings"})))
    assert (found.verdict, found.unseen) == ("unknown", {"applications": ("unsigned",)})


def test_a_missing_part_does_not_hide_what_is_met(known: Facts) -> None:
    settings = a_device("A.Fails").settings[:1]
    found = judged(known, a_device(settings=settings, holds=frozenset({"identity"})))
    assert found.verdict == "blocked"
    assert found.unseen


def test_a_row_of_a_list_is_not_known_and_has_a_way(known: Facts) -> None:
    found = judged(known, Device("row 2", "P1", "11.11", holds=frozenset({"identity"})))
    assert found.verdict == "unknown"
    assert [str(stop) for stop in found.way.stops] == ["12.0"]


def test_a_row_of_a_list_is_not_known_where_no_rule_is_on_the_way_either(known: Facts) -> None:
    judge = Judge(known, Names(When.parse("2024-06"), ()), "12.0")
    assert judge.judge(Device("row 2", "P1", "11.11", holds=frozenset({"identity"}))).verdict == "unknown"
    assert judge.judge(a_device()).verdict == "nothing"


# --- versions


@pytest.mark.parametrize(
    ("version", "verdict", "said"),
    [
        ("12.0.5", "nothing", "belong to one release"),
        ("12.1.5", "unknown", "is older than 12.1.5, and a downgrade cannot be planned."),
    ],
)
def test_where_nothing_is_planned_it_is_said_why(known: Facts, version: str, verdict: str, said: str) -> None:
    found = judged(known, a_device("A.Fails", version=version))
    assert (found.verdict, found.met, found.way.stops) == (verdict, (), ())
    assert said in " ".join((found.way.brings, *found.way.doubts))


@pytest.mark.parametrize(("version", "said"), [("", "not in the files"), ("abc", "“abc” is not a version.")])
def test_without_a_version_all_that_comes_up_to_the_target_counts(
    june: Catalog, version: str, said: str
) -> None:
    facts = facts_with(facts_of(june), last="11.11")
    found = judged(facts, a_device("A.Fails", "A.Later", version=version))
    assert (found.verdict, [touch.change.id for touch in found.met]) == ("blocked", ["fails"])
    assert said in found.way.doubts[0]
    assert judged(facts, a_device(version=version)).verdict == "unknown"
    assert found.gets == "no"


def test_there_is_no_pass_where_the_facts_end(known: Facts) -> None:
    found = judged(known, a_device(version="9.80.1"))
    assert (found.verdict, found.unseen) == ("unknown", {})
    assert "No changes are recorded for AXIS OS" in " ".join(found.way.doubts)
    assert found.way.doubts[0] not in found.way.brings
    assert judged(known, a_device("A.Fails", version="9.80.1")).verdict == "blocked"


def test_a_target_that_is_no_version_is_refused(known: Facts) -> None:
    with pytest.raises(Refused, match="“soon” is not a version"):
        judge_with(known, "soon")


# --- products


def test_a_product_that_no_source_names_is_not_known_and_hides_nothing(known: Facts) -> None:
    found = judged(known, a_device("A.Fails"))
    assert (found.gets, found.source, found.verdict) == ("unknown", "", "blocked")


@pytest.mark.parametrize(("last", "gets"), [("11.11", "no"), ("12.0", "yes"), ("13.0", "yes")])
def test_only_a_source_tells_whether_a_product_gets_a_version(june: Catalog, last: str, gets: str) -> None:
    found = judged(facts_with(facts_of(june), last=last), a_device("A.Breaks"))
    assert (found.gets, found.verdict) == (gets, "breaks")
    assert f"AXIS P1: {last} is its last release on Active track" in found.source
    assert "said by The vendor" in found.source


@pytest.mark.parametrize(
    ("chip", "gets"), [("X1 (rev 2)", "no"), ("AXIS X1", "no"), ("X2", "unknown"), ("X11", "unknown")]
)
def test_a_product_is_known_by_its_chip_too(known: Facts, chip: str, gets: str) -> None:
    assert judged(known, a_device(model="Q9", chip=chip)).gets == gets


def test_a_device_that_is_there_gets_it(known: Facts) -> None:
    assert judged(known, a_device(version="12.0.5")).gets == "yes"


@pytest.mark.parametrize(
    ("device", "verdict"),
    [
        (a_device("A.Named"), "nothing"),  # the facts know the product, and it is none of those
        (a_device("A.Named", model="Q9"), "unknown"),
        (a_device("A.Named", model="Q9", chip="X2"), "breaks"),
    ],
)
def test_a_change_of_some_products(june: Catalog, device: Device, verdict: str) -> None:
    assert judged(facts_with(facts_of(june), only=("x2",)), device).verdict == verdict


def test_what_may_not_hit_upgraded_devices_is_a_hint(june: Catalog) -> None:
    facts = facts_with(facts_of(june))
    *others, far = facts.items
    maybe = replace(far, hit=replace(far.hit, applies_to="unknown"))
    assert judged(replace(facts, items=(*others, maybe)), a_device("A.Breaks")).met[0].hint


# --- groups


def test_groups_come_by_trouble_then_by_size(known: Facts) -> None:
    many = [a_device("A.Default", label=f"device {number}") for number in range(5)]
    some = [a_device("A.Breaks"), a_device("A.Fails", model="P2"), *many, a_device("A.Breaks", model="P2")]
    report = report_on(known, [*some, a_device("A.Breaks", model="P2")])
    assert [(group.verdict, group.model, len(group.devices)) for group in report.groups] == [
        ("blocked", "P2", 1),
        ("breaks", "P2", 2),
        ("breaks", "P1", 1),
        ("defaults", "P1", 5),
    ]
    assert dict(report.verdicts) == {"blocked": 1, "breaks": 3, "unknown": 0, "defaults": 5, "nothing": 0}


def test_a_group_counts_what_its_devices_meet(known: Facts) -> None:
    report = report_on(known, [a_device("A.Fails", "A.Breaks"), a_device("A.Fails"), a_device("A.Fails")])
    (group,) = report.groups
    assert [(met.change.id, met.count, met.said) for met in group.met] == [
        ("fails", 3, "A.Fails=yes"),
        ("breaks", 1, "A.Breaks=yes"),
    ]
    assert [device.changes for device in group.devices] == [("fails", "breaks"), ("fails",), ("fails",)]
    assert [str(stop) for stop in group.way.stops] == ["12.0"]
    assert group.way.plan.endswith("/plan/?start=11.11&target=12.0")
    assert group.way.brings.startswith("There are ")


def test_what_most_devices_say_comes_first(known: Facts) -> None:
    signed = (Application("One", "Unsigned"), Application("Two", "Unsigned"))
    devices = [a_device(applications=signed[number > 0 :]) for number in range(3)]
    (group,) = report_on(known, devices).groups
    assert [(met.said.partition(":")[0], met.count) for met in group.met] == [("Two", 3), ("One", 1)]


def test_a_group_says_of_each_device_what_was_not_seen(known: Facts) -> None:
    blind = a_device("A.Fails", holds=frozenset({"identity", "settings"}))
    (group,) = report_on(known, [a_device("A.Fails"), blind]).groups
    assert group.unseen == {"applications": ("unsigned",)}
    assert [device.unseen for device in group.devices] == [(), ("applications",)]


def test_no_stop_is_named_to_a_product_that_does_not_get_there(known: Facts) -> None:
    (group,) = report_on(known, [a_device(model="Q9", chip="X1")]).groups
    assert (group.gets, group.way.stops) == ("no", ())


@pytest.mark.parametrize(
    ("yes", "found", "reported"),
    [
        ((), False, False),
        (("A.Hint",), False, False),
        (("A.Rumor",), False, True),
        (("A.Default",), True, True),
    ],
)
def test_a_third_partys_word_alone_counts_where_asked(
    known: Facts, yes: tuple[str, ...], found: bool, reported: bool
) -> None:
    report = report_on(known, [a_device(*yes)])
    assert (report.is_found(reported=False), report.is_found(reported=True)) == (found, reported)


def test_what_is_private_is_there_only_where_it_is_asked_for(known: Facts) -> None:
    device = a_device(own=(("serial", "ACCC8E123456"), ("address", "192.0.2.7")))
    assert report_on(known, [device]).groups[0].devices[0].own is None
    own = report_on(known, [device], names=True).groups[0].devices[0].own
    assert own == {"serial": "ACCC8E123456", "address": "192.0.2.7"}
