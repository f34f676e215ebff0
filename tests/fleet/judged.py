"""Small facts to judge devices by: a change of each consequence, and products that the facts know."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from portal.fleet.device import Device, Part, Setting
from portal.fleet.judging import FleetReport, Judge, report_of
from portal.model import Statement
from portal.model.dates import When
from portal.model.versions import Version
from portal.planner import Facts
from portal.planner.plan_facts import PlanLast
from portal.scanner import Names
from portal.scanner.scan_names import Between, ScanChange, ScanName

TODAY = date(2024, 6, 30)
SETTING = "Network.UPnP.Enabled"


def version(text: str) -> Version:
    return Version.parse(text)


def a_change(name: str, setting: str, *, since: str = "12.0", **given: Any) -> ScanChange:
    """Return a change that concerns devices on which a setting is "yes"."""
    effect = given.pop("effect", "changed")
    usual: dict[str, Any] = {
        "id": name,
        "title": f"The change {name}",
        "url": f"https://portal.example/changes/{name}/",
        "kind": "removal",
        "version": version(since),
        "when": f"comes in {since}",
        "status": "applied",
        "consequence": "integration-breaks",
        "sureness": "vendor",
        "action": Statement(f"Do `{name}` first."),
        "between": (Between(version(since), version(since)),),
        "names": (ScanName("setting", setting, effect, is_="yes"),),
    }
    return ScanChange(**usual | given)


CHANGES = (
    a_change("fails", "A.Fails", consequence="upgrade-fails"),
    a_change("breaks", "A.Breaks"),
    a_change("app", "A.App", consequence="app-breaks"),
    a_change("default", "A.Default", consequence="default-changes"),
    a_change("idle", "A.Idle", consequence="nothing-to-do"),
    a_change("silent", "A.Silent", consequence="unknown"),
    a_change("maybe", "A.Maybe", status="unconfirmed", consequence="upgrade-fails"),
    a_change("hint", "A.Hint", effect="indicator"),
    a_change("rumor", "A.Rumor", consequence="upgrade-fails", sureness="third-party"),
    a_change("named", "A.Named", limited=True),
    a_change("unsigned", "", names=(ScanName("package", "signature", "changed", is_not="Signed"),)),
    a_change("later", "A.Later", since="13.0", consequence="upgrade-fails"),
)
SETTINGS = tuple(change.names[0].name for change in CHANGES if change.id != "unsigned")
WHOLE: frozenset[Part] = frozenset(("identity", "settings", "applications", "disks"))


def a_device(*yes: str, label: str = "device 1", **given: Any) -> Device:
    """Return a device whose answers show all of it, on which some settings are "yes", and the others "no"."""
    settings = tuple(Setting(name, "yes" if name in yes else "no") for name in SETTINGS)
    usual = {"model": "P1", "version": "11.11.1", "settings": settings, "holds": WHOLE}
    return Device(label, **usual | given)


def facts_with(facts: Facts, *, last: str = "", only: tuple[str, ...] = ()) -> Facts:
    """Return facts that know the product P1, and the products of two chips, of which X1 is left behind."""
    ids = {"p1": "p1", "products based on x1": "x1", "products based on x2": "x2"}
    lasts = {"x1": PlanLast("X1 products", "active", "Active track", version("11.11"), "The vendor")}
    if last:
        lasts["p1"] = PlanLast("AXIS P1", "active", "Active track", version(last), "The vendor")
    named = replace(
        facts.items[0], only=only, hit=replace(facts.items[0].hit, id="named", applies_to="upgrade")
    )
    far = replace(named, only=(), hit=replace(named.hit, id="breaks"))
    return replace(
        facts,
        products=ids,
        last={name: (one,) for name, one in lasts.items()},
        items=(*facts.items, named, far),
    )


def judge_with(facts: Facts, target: str = "12.0", *, web: bool = False) -> Judge:
    return Judge(facts, Names(When.parse("2024-06"), CHANGES), target, web=web)


def report_on(facts: Facts, devices: Iterable[Device], target: str = "12.0", **given: Any) -> FleetReport:
    judge = judge_with(facts, target)
    return report_of(judge, [judge.judge(device) for device in devices], TODAY, **given)
