"""What rules say of a device's settings and applications, with small rules and of the samples."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.fleet.answers import answer_of, lines_of
from portal.fleet.device import Application, Device, Setting
from portal.fleet.touching import Touch, Unseen, look, rules_between
from portal.model import Catalog
from portal.model.dates import When
from portal.model.versions import Version
from portal.outputs.bundle import bundle_of
from portal.scanner import Between, Names
from portal.scanner.scan_names import ScanName
from tests.fleet.judged import a_change, version

SAMPLES = Path(__file__).parent / "samples"
RANGES = "acapPackageConf.setup.compatibleOsVersions"
START, TARGET = version("11.11"), version("13.0")


def rule(name: str, kind: str = "setting", effect: str = "removed", **condition: Any) -> ScanName:
    return ScanName(kind, name, effect, **condition)


def rules(*names: ScanName, **given: Any) -> Names:
    change = a_change("change", "", **{"names": names} | given)
    return Names(When.parse("2026-11-30"), (change,))


def touched(names: Names, of: Device, start: Version = START, target: Version = TARGET) -> tuple[Touch, ...]:
    return look(of, rules_between(names, start, target), target)[0]


def unseen(names: Names, of: Device, start: Version = START, target: Version = TARGET) -> Unseen:
    return look(of, rules_between(names, start, target), target)[1]


def device(*settings: str, **given: Any) -> Device:
    pairs = (setting.partition("=") for setting in settings)
    said = tuple(Setting(name, value) for name, _, value in pairs)
    return Device(**{"label": "device 1", "settings": said, "holds": frozenset({"settings"})} | given)


def says(names: Names, of: Device, target: Version = TARGET) -> list[str]:
    return [touch.said for touch in touched(names, of, START, target)]


@pytest.mark.parametrize(
    ("condition", "setting", "said"),
    [
        ({"is_": "yes"}, "A.B.Enabled=yes", "A.B.Enabled=yes"),
        ({"is_": "yes"}, "a.b.ENABLED=Yes", "A.B.Enabled=yes"),
        ({"is_": "yes"}, "A.B.Enabled=no", None),
        ({"is_": "yes"}, "A.B.Enabled=", None),
        ({"is_": "yes"}, "A.B.Enabled.More=yes", None),
        ({"is_not": "Recommended"}, "A.B.Enabled=digest", "A.B.Enabled is not Recommended"),
        ({"is_not": "Recommended"}, "A.B.Enabled=recommended", None),
        ({"is_not": "Recommended"}, "A.B.Enabled=", None),
        ({"below": version("2")}, "A.B.Enabled=1.10", "A.B.Enabled below 2"),
        ({"below": version("2")}, "A.B.Enabled=2.0", None),
        ({"below": version("2")}, "A.B.Enabled=secret", None),
        ({}, "A.B.Enabled=secret", "A.B.Enabled"),
        ({}, "A.B.Enabled=", None),
        ({"has": "bitrate"}, "A.B.Enabled=codec=h264&Bitrate=0", "A.B.Enabled has bitrate"),
        ({"has": "bitrate"}, "A.B.Enabled=codec=h264&bitratemode=mbr&maxbitrate=5", None),
        ({"has": "vers=1.0"}, "A.B.Enabled=soft,vers=1.0", "A.B.Enabled has vers=1.0"),
        ({"has": "vers=1.0"}, "A.B.Enabled=vers=1.0.1", None),
        ({"absent": True}, "A.B.Enabled=yes", None),
        ({"absent": True}, "A.B.Other=yes", "no A.B.Enabled"),
    ],
)
def test_a_setting_is_compared_by_its_condition(
    condition: dict[str, Any], setting: str, said: str | None
) -> None:
    """No value is said but that of the rule, and words are the same in any case."""
    assert says(rules(rule("A.B.Enabled", **condition)), device(setting)) == ([said] if said else [])


def test_an_index_stands_for_any_number_and_all_are_one_touch() -> None:
    found = rules(rule("Storage.S#.FileSystem", is_="vfat"))
    numbered = [f"Storage.S{number}.FileSystem=vfat" for number in (0, 1, 10, 11)]
    assert says(found, device("Storage.S0.FileSystem=ext4", "Storage.SX.FileSystem=vfat")) == []
    assert says(found, device(*numbered)) == ["Storage.S#.FileSystem=vfat"]


def test_a_number_that_is_no_index_is_part_of_the_name() -> None:
    found = rules(rule("HTTPS.AllowTLS1", is_="yes"))
    assert says(found, device("HTTPS.AllowTLS11=yes")) == []
    assert says(found, device("HTTPS.AllowTLS1=yes")) == ["HTTPS.AllowTLS1=yes"]


def test_the_architecture_is_known_from_any_answer() -> None:
    found = rules(rule("Properties.System.Architecture", is_="armv7hf"))
    named = device(architecture="armv7hf", holds=frozenset({"identity"}))
    both = replace(named, settings=(Setting("Properties.System.Architecture", "armv7hf"),))
    assert says(found, named) == says(found, both) == ["Properties.System.Architecture=armv7hf"]
    assert unseen(found, named) == {}


def test_only_what_comes_on_the_way_touches() -> None:
    found = rules(rule("A.B", is_="yes"), since="12.0")
    assert says(found, device("A.B=yes"), START) == []
    assert says(found, device("A.B=yes"), version("11.12")) == []
    assert says(found, device("A.B=yes"), version("12.0")) == ["A.B=yes"]
    assert touched(found, device("A.B=yes"), version("12.0")) == ()


def test_a_step_before_the_version_of_a_change_touches_nothing() -> None:
    between = (Between(version("11.12"), version("11.12")), Between(version("13.0"), version("13.0")))
    found = rules(rule("A.B", is_="yes"), since="13.0", between=between)
    assert says(found, device("A.B=yes"), version("12.0")) == []
    assert says(found, device("A.B=yes"), version("13.0")) == ["A.B=yes"]


def test_a_name_of_a_step_touches_with_that_step_alone() -> None:
    way = Between(version("13.0"), version("13.0"), "planned", "comes later")
    first = rule("A.B", is_="yes", stage=version("12.0"))
    second = rule("A.B", effect="indicator", stage=version("13.0"))
    found = rules(first, second, between=(Between(version("12.0"), version("12.0")), way))
    assert says(found, device("A.B=yes"), version("12.0")) == ["A.B=yes"]
    touches = touched(found, device("A.B=no"))
    assert [(one.said, one.hint, one.change.status, one.change.when) for one in touches] == [
        ("A.B", True, "planned", "comes later")
    ]


def test_what_is_certain_leaves_nothing_to_look_at() -> None:
    found = rules(rule("A.Options", has="vers=1.0"), rule("A.System", effect="indicator", is_="cifs"))
    both = touched(found, device("A.Options=vers=1.0", "A.System=cifs"))
    assert [(one.said, one.hint) for one in both] == [("A.Options has vers=1.0", False)]
    alone = touched(found, device("A.Options=vers=3.0", "A.System=cifs"))
    assert [(one.said, one.hint) for one in alone] == [("A.System=cifs", True)]


# --- applications

TARGETED = rule(f"{RANGES}.*.max", "manifest", below="target")


@pytest.mark.parametrize(
    ("ranges", "target", "said"),
    [
        ([("11.0", "12.99")], "13.0", "App: declares a maximum of 12.99"),
        ([("11.0", "12.99")], "12.11", None),
        ([("", "12")], "12.11", None),
        ([("", "12")], "13.0", "App: declares a maximum of 12"),
        ([("", "13")], "13.2", None),
        ([("", "12.10")], "12.11", "App: declares a maximum of 12.10"),
        ([("12.10", "")], "13.0", None),
        ([("", "11.11"), ("", "13")], "13.0", None),
        ([("", "11.11"), ("", "12")], "13.0", "App: declares a maximum of 11.11, 12"),
        ([], "13.0", None),
    ],
)
def test_a_range_has_to_reach_the_version_that_the_device_gets(
    ranges: list[tuple[str, str]], target: str, said: str | None
) -> None:
    of = device(applications=(Application("App", ranges=tuple(ranges)),))
    assert says(rules(TARGETED), of, version(target)) == ([said] if said else [])


def test_one_range_of_several_reaches_a_version_that_a_rule_names_too() -> None:
    named = rules(rule(f"{RANGES}.*.max", "manifest", below=version("13")))
    ranges = (("", "12"), ("13", "13"))
    assert says(named, device(applications=(Application("App", ranges=ranges),))) == []
    old = device(applications=(Application("App", ranges=ranges[:1]),))
    assert says(named, old) == ["App: declares a maximum of 12"]


def test_what_an_answer_shows_of_an_application_is_looked_at() -> None:
    missing = rule(RANGES, "manifest", absent=True)
    signed = rule("signature", "package", is_not="Signed")
    found = rules(missing, signed)
    of = device(
        applications=(
            Application("Old", signed="Unsigned", ranges=()),
            Application("New", signed="Signed", ranges=(("", "13"),)),
            Application("Silent", signed="", ranges=(("", "13"),)),
        )
    )
    assert says(found, of) == [
        "Old: does not declare which versions of AXIS OS it supports",
        "Old: has the signature status Unsigned",
        "Silent: has the signature status none",
    ]


@pytest.mark.parametrize(
    "application",
    [
        Application("Old"),
        Application("Old", signed="Signed"),
        Application("Odd", signed="Signed", ranges=(("", "newest"),)),
    ],
)
def test_what_an_answer_does_not_show_is_not_seen(application: Application) -> None:
    """The answers of old devices have neither signature nor range. That says nothing."""
    found = rules(
        TARGETED, rule(RANGES, "manifest", absent=True), rule("signature", "package", is_not="Signed")
    )
    of = device(applications=(application,), holds=frozenset({"applications"}))
    assert says(found, of) == []
    assert [*unseen(found, of)] == ["applications"]


def test_what_only_a_package_shows_is_not_seen_where_there_are_applications() -> None:
    found = rules(
        rule("acapPackageConf.setup.vendorId", "manifest", absent=True), rule("libmdb", "needed-library")
    )
    held = frozenset({"applications"})
    ready = Application("App", signed="Signed", ranges=(("", "13"),))
    assert unseen(found, device(holds=held)) == {}
    of = device(applications=(ready,), holds=held)
    assert says(found, of) == []
    assert unseen(found, of) == {"applications": ("change",)}


def test_settings_that_say_no_leave_no_question_to_applications() -> None:
    """64-bit products have nothing to do for 64-bit time, whatever is installed."""
    found = rules(
        rule("Properties.System.Architecture", is_="armv7hf"), rule("architecture", "package", is_="armv7hf")
    )
    of = device(architecture="aarch64")
    assert (touched(found, of), unseen(found, of)) == ((), {})


# --- what is not seen


def test_what_is_met_is_not_missed() -> None:
    """An answer shows what an application declares, and never whether its package has a manifest."""
    found = rules(rule(RANGES, "manifest", absent=True), rule("manifest.json", "package", absent=True))
    of = device(applications=(Application("App", ranges=()),), holds=frozenset({"applications"}))
    assert says(found, of) == ["App: does not declare which versions of AXIS OS it supports"]
    assert unseen(found, of) == {}


def test_settings_that_are_not_there_are_not_seen() -> None:
    """A list of disks shows some; only one that is whole shows that there are no others."""
    found = rules(rule("Storage.S#.FileSystem", is_="vfat"), rule("A.B", is_="yes"))
    disks = device("Storage.S0.FileSystem=ext4", holds=frozenset({"disks"}))
    assert unseen(found, disks) == unseen(found, device(holds=frozenset())) == {"settings": ("change",)}
    assert unseen(found, disks, START, START) == {}
    assert unseen(found, device(holds=frozenset({"settings"}))) == {}
    assert unseen(found, replace(disks, settings=(*disks.settings, Setting("A.B", "no")))) == {}


# --- the samples

UPNP, TLS, FTP = "upnp-disabled-by-default", "tls-1-0-1-1-removal", "ftp-access-removal"
RATE, SMB, VFAT = "rtsp-rate-control-simplified", "smb-1-0-2-0-removal", "vfat-formatting-removal"
POLICY, TIME = "https-basic-authentication", "acap-64-bit-time"
DECLARED, SIGNED = "os-compatibility-declaration-required", "unsigned-acap-option-removal"
# What is to be said, by sample and target; and what is not
SAID = {
    ("param-p3268-lve-11.8.61.txt", "12.11"): ({RATE, POLICY, SMB}, {UPNP, TLS, VFAT, TIME}),
    ("param-p3268-lve-11.8.61.txt", "13.0"): ({RATE, POLICY, SMB, UPNP}, {TLS, VFAT, TIME}),
    ("param-m1065-lw-9.10.1.txt", "12.11"): ({TLS, UPNP, VFAT, POLICY}, {FTP, RATE, TIME}),
    ("param-p5512-5.51.7.txt", "12.11"): (
        {FTP, VFAT, RATE, UPNP, "built-in-motion-detection-removal"},
        {TLS, "edit-cgi-removal"},
    ),
    ("param-m1137-10.12.338.txt", "12.11"): (set(), {TLS, UPNP, VFAT, RATE}),
    ("disks-vfat.xml", "12.11"): ({VFAT, SMB}, {UPNP}),
    ("applications-12.11.xml", "13.0"): ({DECLARED, SIGNED}, {UPNP, TIME}),
}
# Settings that show nothing, however many lines they are
NEVER = {"network-filter-api-removal", "legacy-overlays-removal", "vaconfig-cgi-removal", "ptz-api-version-2"}
NEVER |= {"root-ptz-parameter-access-changed", "ipv4-default-address-removal"}


@pytest.mark.parametrize(("name", "target"), SAID)
def test_the_samples(catalog: Catalog, name: str, target: str) -> None:
    """Of changes that the data still has, with the rules of then."""
    names = bundle_of(catalog).names
    answer = answer_of(
        (SAMPLES / name).read_text("utf-8"),
        lines_of(one.name for change in names.changes for one in change.names),
    )
    assert answer
    start = version(answer.version or {"12.11": "11.11", "13.0": "12.11"}[target])
    said = {touch.change.id for touch in touched(names, answer, start, version(target))}
    there = {change.id for change in names.changes if any(not name.is_searched for name in change.names)}
    wanted, never = SAID[name, target]
    assert (wanted & there) - said == set()
    assert said & (never | NEVER) == set()


def test_one_application_of_a_sample_is_in_the_way_twice(catalog: Catalog) -> None:
    names = bundle_of(catalog).names
    answer = answer_of((SAMPLES / "applications-12.11.xml").read_text("utf-8"))
    assert answer
    touches = touched(names, answer, version("12.11"), version("13.0"))
    wanted = {(DECLARED, "Overlay App"), (DECLARED, "Old App"), (DECLARED, "AXIS Object Analytics")}
    wanted |= {(SIGNED, "Old App")}
    on_the_way = names.between(version("12.11"), version("13.0"))
    assert {(one.change.id, one.said.partition(": ")[0]) for one in touches} >= {
        pair for pair in wanted if pair[0] in on_the_way
    }
    assert not any(one.hint for one in touches)
