"""What devices answer is recognized by its content and read, and what is no answer is said in a sentence."""

import json
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from portal.fleet.answers import answer_of, lines_of
from portal.fleet.device import Application, Device

SAMPLES = Path(__file__).parent / "samples"
PAGE = "it is a web page, such as a login or an error"
UNSOUND = (ValueError, RecursionError, ElementTree.ParseError)
ALL = {"identity", "settings", "disks"}


def sample(name: str) -> str:
    return (SAMPLES / name).read_text("utf-8")


def said(text: str, wanted: re.Pattern[str] | None = None) -> Device:
    device = answer_of(text) if wanted is None else answer_of(text, wanted)
    assert device, text
    return device


def values(device: Device) -> dict[str, str]:
    return {setting.name: setting.value for setting in device.settings}


@pytest.mark.parametrize(
    ("name", "wanted", "holds"),
    [
        ("param-m1065-lw-9.10.1.txt", ("M1065-LW", "9.10.1", "armv7hf"), ALL),
        ("param-p3268-lve-11.8.61.txt", ("P3268-LVE", "11.8.61", "aarch64"), ALL),
        ("param-p5512-5.51.7.txt", ("P5512", "5.51.7", "crisv32"), ALL),
        ("param-m1137-10.12.338.txt", ("M1137", "10.12.338", "armv7hf"), {"identity"}),
        ("paramlist-p5534-5.40.txt", ("P5534", "5.40.9.5", ""), {"identity"}),
        ("basicdeviceinfo-p1448-le-9.50.1.json", ("P1448-LE", "9.50.1", "armv7hf"), {"identity"}),
        ("applications-12.11.xml", ("", "", ""), {"applications"}),
        ("disks-vfat.xml", ("", "", ""), {"disks"}),
    ],
)
def test_each_sample_says_what_it_is(name: str, wanted: tuple[str, str, str], holds: set[str]) -> None:
    device = said(sample(name))
    assert (device.model, device.version, device.architecture) == wanted
    assert device.holds == holds


# --- lists of parameters


def test_a_value_is_the_rest_of_its_line() -> None:
    device = said(
        "root.A.B=c=d&e=f \r\nroot.Brand.ProdNbr=X1\r\n# Error: Error -1 getting param in group 'q'\r\n"
    )
    assert values(device) == {"A.B": "c=d&e=f", "Brand.ProdNbr": "X1"}


@pytest.mark.parametrize(
    "text",
    [
        "root.Brand.ProdNbr=X1\nroot.Image.Rotation=0",
        "\n\nroot.Brand.ProdNbr=X1\r\nroot.Image.Rotation=0\r\n",
        "Brand.ProdNbr=X1\nImage.Rotation=0\n",
        "root.Brand.ProdNbr=X1\n# Error: Error -1 getting param in group 'Q'\nImage.Rotation=0\n",
        "HTTP/1.1 401 N\r\n\r\nHTTP/1.1 200 OK\r\n\r\nroot.Brand.ProdNbr=X1\r\nroot.Image.Rotation=0",
        '{"root.Brand.ProdNbr": "X1", "root.Image.Rotation": 0}',
        '{"Brand": {"ProdNbr": "X1"}, "Image": {"Rotation": 0}}',
        '{"root": {"Brand": {"ProdNbr": "X1"}, "Image.Rotation": "0"}}',
        '{"status": "success", "data": {"Brand": {"ProdNbr": "AXIS X1"}, "Image": {"Rotation": 0, "A": []}}}',
        '[Brand]\nProdNbr = "X1"\n[Image]\nRotation="0"\n',
        '---- Parameter list ----\n[root.Brand]\nProdNbr="X1"\n\n[Image]\nRotation="0"\n---- Log ----\nA="b"',
        "---- Parameters ----\nroot.Brand.ProdNbr=X1\nroot.Image.Rotation=0\n",
    ],
)
def test_settings_are_read_in_each_of_their_forms(text: str) -> None:
    device = said(text)
    assert device.model == "X1"
    found = {name: value for name, value in values(device).items() if name != "Brand.ProdNbr"}
    assert found == {"Image.Rotation": "0"}


def test_true_and_false_are_what_the_device_calls_yes_and_no() -> None:
    device = said('{"Brand": {"ProdNbr": "X1"}, "Network": {"UPnP": {"Enabled": true, "Other": false}}}')
    assert values(device)["Network.UPnP.Enabled"] == "yes"
    assert values(device)["Network.UPnP.Other"] == "no"


def test_only_what_is_wanted_is_kept_with_what_the_device_is() -> None:
    device = said(
        sample("param-m1065-lw-9.10.1.txt"), lines_of(("Storage.S#.FileSystem", "Network.UPnP.Enabled"))
    )
    assert values(device) == {
        "Brand.ProdNbr": "M1065-LW",
        "Brand.ProdShortName": "AXIS M1065-LW",
        "Brand.ProdFullName": "AXIS M1065-LW Network Camera",
        "Network.IPAddress": "192.168.0.90",
        "Network.UPnP.Enabled": "yes",
        "Properties.Firmware.Version": "9.10.1",
        "Properties.System.Architecture": "armv7hf",
        "Properties.System.SerialNumber": "ACCC00000001",
        "Properties.System.Soc": "Ambarella S2L (Flattened Device Tree)",
        "Storage.S0.FileSystem": "vfat",
        "Storage.S1.FileSystem": "cifs",
    }
    assert device.holds == ALL
    assert set(device.own) == {("address", "192.168.0.90"), ("serial", "ACCC00000001")}


def test_a_list_asked_for_by_group_holds_no_settings() -> None:
    few = "root.A1.A=b\nroot.B1.A=b\nroot.C1.A=b\nroot.D1.A=b\nroot.D1.C=d\n"
    names = "root.Brand.ProdNbr=X1\nroot.Properties.Firmware.Version=9.80.1\n"
    assert said(f"{few}{names}").holds == {"identity"}
    assert said(f"{few}{names}root.E1.A=b\n").holds == ALL
    assert said(f"{few}root.E1.A=b\nroot.Brand.A=b\nroot.Properties.A=b\n").holds == set()


def test_a_large_report_is_read_in_its_part_of_parameters() -> None:
    log = '2020-01-01 [Network]\nEnabled = "yes"\n' * 50_000
    report = f'RELEASE="9.80.1"\nPART="1"\n\n---- Log ----\n{log}---- Parameter list ----\n[Image]\nA = "b"\n'
    report += f'---- Other ----\n[Network]\nEnabled = "yes"\n{log}'
    device = said(report)
    assert values(device) == {"Image.A": "b", "Properties.Firmware.Version": "9.80.1"}


# --- applications, disks, what the device is


def test_an_application_shows_its_signature_and_its_ranges() -> None:
    overlay, old, analytics = said(sample("applications-12.11.xml")).applications
    assert overlay == Application("Overlay App", "Signed", (("11.0", "12.99"),))
    assert old == Application("Old App", "Unsigned", ())
    assert (analytics.name, analytics.ranges) == ("AXIS Object Analytics", (("", "12"),))


def test_an_old_answer_shows_neither() -> None:
    listed = said('<reply result="ok">\n<application Name="vmd" Version="4.4-3" Status="Running"/></reply>')
    assert listed.applications == (Application("vmd"),)


def test_no_application_is_an_answer_too() -> None:
    assert said('<?xml version="1.0"?>\n<reply result="ok">\n</reply>').holds == {"applications"}


def test_file_systems_are_settings() -> None:
    assert values(said(sample("disks-vfat.xml"))) == {
        "Storage.S0.FileSystem": "vfat",
        "Storage.S1.FileSystem": "cifs",
    }
    odd = '<ns:root xmlns:ns="n"><ns:disks><ns:disk diskid="SD" filesystem="ext4"/></ns:disks></ns:root>'
    assert values(said(odd)) == {"Storage.S0.FileSystem": "ext4"}
    assert said("<root><disks numberofdisks='0'></disks></root>").holds == {"disks"}


def test_a_list_of_some_properties_is_enough() -> None:
    device = said('{"data": {"propertyList": {"ProdShortName": "AXIS M3045", "Version": "8.45.1.1"}}}')
    assert (device.model, device.version) == ("M3045", "8.45.1.1")


# --- what is no answer


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!DOCTYPE html><html>", PAGE),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', PAGE),
        ("<HTML><HEAD><TITLE>404 Not Found", PAGE),
        ('{"a": 1', "Expecting ',' delimiter: line 1 column 8 (char 7)"),
        ('{"a":' * 100_000, "maximum recursion depth exceeded"),
        ("<reply><application", "unclosed token: line 1, column 7"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><reply>&b;</reply>', PAGE),
    ],
)  # fmt: skip
def test_what_was_to_be_an_answer_is_said(text: str, why: str) -> None:
    with pytest.raises((*UNSOUND,), match=re.escape(why)):
        answer_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " \r\n\t", "# Error: Error getting it", '{"error": {"code": 2001, "message": "Not you"}}',
        '<reply result="error"><error type="1" message="Failed"/></reply>',
        "hello", "A=b\nC=d\n", "[section]\nkey = \"value\"\n", "model,version\nX1,9.80\n", "[]", "12",
        '"root.A.B=c"', "[" * 100_000, '{"a": {"b": "c"}}',
        '{"acapPackageConf": {"setup": {"appName": "a"}}}', '[{"model": "X1"}]',
        "name,root.A.B\nroot.A.B,no value\n", '{"params": {"root.A.B": "c"}}',
        '{"properties": {"a": {"type": "text"}}}',
        "<svg/>", "<parameterDefinitions><group name='root'/></parameterDefinitions>", "a root.A.B=c",
    ],
)  # fmt: skip
def test_anything_else_is_no_answer(text: str) -> None:
    assert answer_of(text) is None


def hostile() -> Iterator[str]:
    for path in sorted(SAMPLES.iterdir()):
        text = path.read_text("utf-8")
        for at in range(0, len(text), 97):
            yield text[:at]
            yield f"{text[:at]}\x00\u2028<{text[at + 7 :]}"
    yield json.dumps({"data": {"propertyList": {"ProdNbr": None, "Version": ["9"]}}})
    yield json.dumps({"data": [], "error": []})
    yield '{"root.": {"": {"": "x"}}}'
    yield "---- " * 50_000
    yield "\n[" * 200_000
    yield "RELEASE=" + '"' * 500_000


def test_no_text_makes_it_fail() -> None:
    for text in hostile():
        with suppress(*UNSOUND):
            assert isinstance(answer_of(text), Device | None)


def test_names_in_names_take_no_more_than_their_text() -> None:
    tracemalloc.start()
    answer_of(json.dumps({"a" * 1_000_000: {str(number): "" for number in range(10_000)}}))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 50_000_000
