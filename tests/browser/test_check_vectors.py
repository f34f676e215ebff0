"""The modules of /check/ against the library, over the same texts: what each is, and what is said of it."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from portal.fields import to_fields
from portal.fleet.answers import answer_of, inventory_of
from portal.fleet.device import Device
from portal.fleet.judging import Judge
from portal.model import Catalog
from portal.model.versions import Version
from portal.outputs.bundle import bundle_of
from portal.planner import Facts, facts_of, render_facts
from portal.problems import Problem
from portal.scanner import Names, scan_text
from portal.scanner.declared import Rules, declaration
from portal.scanner.page import CodePage
from portal.scanner.scan_names import DEVICE, ScanName
from tests.conftest import TESTS
from tests.fleet.judged import CHANGES, a_change, facts_with

SAMPLES = [
    file.read_text("utf-8")
    for file in sorted((TESTS / "fleet/samples").iterdir())
    if file.suffix in {".txt", ".xml", ".json"}
]
TARGETS = ("10.12", "11.11", "12.0", "12.11", "13.0", "14.0", "99.0")
READ = """
async ([base, texts]) => {
  const { readText } = await import(base + "check-answers.js");
  return texts.map((text) => readText(text));
}
"""
JUDGE = """
async ([base, facts, names, texts, target]) => {
  const { readText } = await import(base + "check-answers.js");
  const { judge } = await import(base + "check-judging.js");
  const ways = new Map();
  facts.words = { ...facts.words, ...JSON.parse(document.querySelector("[data-check]").dataset.said) };
  return texts.map((text) => {
    const { device } = readText(text);
    const { verdict, gets, touches, unseen, doubts } = judge(facts, names, device, target, ways);
    const toText = ({ of, said }) => (of ? `${of}: ${said}` : said);
    const toFound = (touch) => [touch.change.id, toText(touch), touch.isHint, touch.change.status];
    return { verdict, gets, found: touches.map(toFound), unseen, doubts };
  });
}
"""
TOUCHED = """
async ([base, names, texts]) => {
  const { readText } = await import(base + "check-answers.js");
  const { touchedOfDeclared, namedIn } = await import(base + "check-touching.js");
  return texts.map((text) => {
    const { declared } = readText(text);
    const touches = declared ? touchedOfDeclared(names, declared) : namedIn(names, text);
    return touches.map(({ change, name }) => [change.id, name.name]);
  });
}
"""


@pytest.fixture
def assets(page: Page, address: str) -> str:
    """Where the modules are, for the page that they belong to."""
    page.goto(f"{address}check/")
    return f"{address}assets/"


# --- answers

PARAMETERS = "root.Brand.ProdNbr=P3245-LV\nroot.Properties.Firmware.Version=10.12.114\n"
WHOLE = f"{PARAMETERS}root.Network.UPnP.Enabled=yes\nroot.HTTPS.AllowTLS1=yes\nroot.PTZ.A=b\n"
REPORT = """RELEASE="10.5.1"
---- Log ----
[a]
b = "c"
---- Parameter list ----

[Brand]
ProdNbr = "X"
[Network.UPnP]
Enabled = "yes"
[A]
B="c"
[D]
E = "f"
---- End ----
"""
APPLICATION = '<application Name="a" NiceName="A &amp; B" Version="1.0"'
ANSWERS = {
    "windows line ends": WHOLE.replace("\n", "\r\n"),
    "breaks of a page": WHOLE.replace("\n", "<br>\n"),
    "headers of curl": f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{WHOLE}",
    "without root": WHOLE.replace("root.", ""),
    "a value with an equals sign": f"{WHOLE}root.StreamProfile.S0.Parameters=fps=5&videobitrate=500\n",
    "errors in between": f"# Error: Unknown group\n{WHOLE}",
    "as nested JSON": json.dumps(
        {
            "root": {
                "Brand": {"ProdNbr": "M1"},
                "Network": {"UPnP": {"Enabled": True}},
                "A": {"B": "c"},
                "C": {"D": 1},
            }
        }
    ),
    "as flat JSON": json.dumps(dict(line.split("=", 1) for line in WHOLE.splitlines())),
    "properties": json.dumps(
        {"data": {"propertyList": {"ProdNbr": "M1", "Version": "11.2.3", "Soc": "Axis Artpec-8"}}}
    ),
    "a report of several parts": REPORT,
    "no applications": '<reply result="ok"></reply>',
    "an old list of applications": f'<reply result="ok">{APPLICATION}/></reply>',
    "several ranges": f'<reply result="ok">{APPLICATION} SignatureStatus="Signed"><CompatibleOsVersions>'
    "<VersionRange><Min>10</Min><Max>11.99</Max></VersionRange>"
    "<VersionRange><Min>12</Min><Max>12.99</Max></VersionRange></CompatibleOsVersions>"
    f'</application>{APPLICATION} SignatureStatus="unsigned"/></reply>',
    "odd maxima": f"<reply>{APPLICATION}><VersionRange><Max>next</Max></VersionRange></application></reply>",
    "disks without a group": '<root><disks><disk diskid="SD_DISK" filesystem="vfat"/></disks></root>',
}
NO_ANSWERS = {
    "nothing": " \n",
    "a page": "<!DOCTYPE html><html></html>",
    "a type of document": '<!DOCTYPE r [<!ENTITY a "b">]><reply>&a;</reply>',
    "an error": "# Error: Unknown group\n",
    "an error in JSON": '{"error": {"code": 2003}}',
    "other JSON": '{"a": {"b": 1}}',
    "cut off JSON": '{"root": {"Brand": ',
    "cut off XML": f'<reply result="ok">{APPLICATION}',
    "other XML": "<rss><channel/></rss>",
}


def test_an_answer_says_the_same_of_a_device(page: Page, assets: str) -> None:
    texts = [*SAMPLES, *ANSWERS.values()]
    for text, read in zip(texts, page.evaluate(READ, [assets, texts]), strict=True):
        device = answer_of(text)
        assert device, text
        assert device_fields(read["device"]) == device_fields(to_fields(device)), text


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_what_is_no_answer_is_none(page: Page, assets: str, name: str) -> None:
    with suppress(ValueError, ElementTree.ParseError):
        assert answer_of(NO_ANSWERS[name]) is None
    [read] = page.evaluate(READ, [assets, [NO_ANSWERS[name]]])
    assert read["kind"] in {"none", "line"}  # names in it may be known all the same
    assert read["why"]


def device_fields(device: dict[str, Any]) -> dict[str, Any]:
    """Return what rules can ask of a device, without fields that say nothing."""
    applications = [
        {key: one[key] for key in ("name", "signed", "ranges") if one.get(key) is not None}
        for one in device.get("applications", ())
    ]
    known = {key: device.get(key, "") for key in ("model", "version", "architecture", "chip")}
    settings = [one for one in device.get("settings", ()) if not one["name"].endswith(".SerialNumber")]
    by_name = sorted(settings, key=lambda one: one["name"])
    return {**known, "settings": by_name, "holds": set(device.get("holds", ())), "applications": applications}


LISTS = (
    "Name;Model;Firmware version;IP\na;AXIS P3265-LV;10.12.228;192.0.2.7\nb;P1;12.1;\nc;P1;unknown;\n",
    "sep=,\r\nMake,Product,FW\r\nAxis,AXIS M1,11.0.1\r\nOther,X,1.0\r\n",
    'A report\tof yesterday\n\nDevice model\tAXIS OS version\n"AXIS Q1"\t"9.80"\n\n',
    "type|model|software version\ncamera|M2|v11.11.94 (LTS)\n",
    '[{"model": "AXIS P1", "firmware": {"version": "12.0.1"}}, {"model": "P2", "version": ""}]',
    '{"devices": [{"ProdNbr": "P1", "FirmwareVersion": "9.80.3.1"}]}',
    '[{"model": "P1", "version": 11.10}, {"model": "P2", "version": 12}]',
)


def test_a_list_has_the_same_devices(page: Page, assets: str) -> None:
    for text, read in zip(LISTS, page.evaluate(READ, [assets, list(LISTS)]), strict=True):
        found = [*inventory_of(text, "list")]
        assert read["kind"] == "list", text
        right = [(one.model, one.version) for one in found if isinstance(one, Device)]
        assert right, text
        assert [(device["model"], device["version"]) for device in read["devices"]] == right
        wrong = [one.field for one in found if isinstance(one, Problem)]
        assert [f"row {number}" for number in read["wrong"]] == wrong, text


# --- devices


def judged(page: Page, assets: str, judge: Judge, names: Names, texts: list[str]) -> None:
    """Hold what the page says of devices to what the library says."""
    facts = json.loads(render_facts(judge.facts))
    fields = json.loads(json.dumps(to_fields(names)))
    answers = page.evaluate(JUDGE, [assets, facts, fields, texts, judge.target.asked])
    for text, answer in zip(texts, answers, strict=True):
        device = answer_of(text)
        assert device
        right = judge.judge(device)
        touches = [[one.change.id, one.said, one.hint, one.change.status] for one in right.met]
        assert sorted(answer["found"]) == sorted(touches), text
        unseen = {one["part"]: set(one["changes"]) for one in answer["unseen"]}
        assert unseen == {part: set(changes) for part, changes in right.unseen.items()}, text
        assert (answer["verdict"], answer["gets"]) == (right.verdict, right.gets), text
        # Why there is no plan, the page says in its own words
        assert tuple(answer["doubts"]) == (right.way.doubts if right.way.plan else ())


def of_product(model: str, chip: str, version: str = "11.11.1", more: str = "") -> str:
    """Return a list of parameters that says what the device is."""
    said = {"Brand.ProdNbr": model, "Properties.System.Soc": chip, "Properties.Firmware.Version": version}
    return "".join(f"root.{name}={value}\n" for name, value in said.items()) + more


PRODUCTS = (
    of_product("M1", "Ambarella S5L"),
    of_product("", "Axis Artpec-6"),
    of_product("P3265-LV", "Axis Artpec-8 (rev 1)"),
    of_product("AXIS M2", "no chip", "no version"),
    of_product("M2", "Ambarella S5L", "no version"),
    of_product("M2", "", "9.80"),
    of_product("M3", "", ""),
)


@pytest.mark.parametrize("target", TARGETS)
def test_a_device_is_judged_the_same_by_the_real_facts(
    page: Page, assets: str, catalog: Catalog, target: str
) -> None:
    names = bundle_of(catalog).names
    judge = Judge(facts_of(catalog), names, target)
    judged(page, assets, judge, names, [*SAMPLES, *ANSWERS.values(), *PRODUCTS])


def settings_of(*names: ScanName, **given: Any) -> tuple[Any, ...]:
    return tuple(a_change(f"own-{number}", "", names=(name,), **given) for number, name in enumerate(names))


BOTH = (
    ScanName("setting", "D.Options", "changed", has="vers=1.0"),
    ScanName("setting", "D.System", "indicator", is_="cifs"),
)
SINGLE = settings_of(
    ScanName("setting", "B.#.Off", "changed", is_not="off"),
    ScanName("setting", "B.#.Options", "changed", has="videobitrate"),
    ScanName("setting", "B.Version", "indicator", below=Version.parse("2")),
    ScanName("setting", "B.Gone", "changed", absent=True),
    ScanName("setting", "B.There", "removed"),
    ScanName("setting", "C.Gone", "changed", absent=True),
    ScanName("package", "signature", "changed", is_not="Signed"),
    ScanName("manifest", "acapPackageConf.setup.compatibleOsVersions", "changed", absent=True),
    ScanName("manifest", "acapPackageConf.setup.compatibleOsVersions.*.max", "changed", below="target"),
    ScanName("manifest", "acapPackageConf.setup.vendorId", "changed", absent=True),
)
OWN_SETTINGS = (
    "B.1.Off=OFF",
    "B.1.Off=on\nB.2.Off=on\nB.3.Off=on\nB.4.Off=on",
    "b.1.OPTIONS=fps=5&VideoBitrate=3",
    "B.1.Options=xvideobitrate=3",
    "B.Version=1.99\nB.There=",
    "B.Version=2.0\nB.Gone=1\nB.There=x",
    "B.Version=new",
    "D.Options=vers=1.0\nD.System=cifs",
    "D.Options=vers=3.0\nD.System=cifs",
)


@pytest.mark.parametrize("target", ["11.11", "12.0", "13.0"])
def test_every_condition_is_judged_the_same(page: Page, assets: str, facts: Facts, target: str) -> None:
    every = "\n".join(f"{change.names[0].name}=yes" for change in CHANGES)
    texts = []
    for text in (*OWN_SETTINGS, every):
        lines = "".join(f"root.{line}\n" for line in ("X.A=b", "Y.A=b", *text.splitlines()))
        texts += [of_product(model, "", "11.1.1", lines) for model in ("P1", "P2", "")]
    names = Names(facts.data_as_of, (*CHANGES, *SINGLE, a_change("own-both", "", names=BOTH)))
    judge = Judge(facts_with(facts, last="11.11", only=("p1",)), names, target)
    judged(page, assets, judge, names, [*texts, *ANSWERS.values()])


# --- manifests, package.conf and lines

MANIFEST = {
    "schemaVersion": "1.1",
    "acapPackageConf": {
        "setup": {"appName": "a", "embeddedSdkVersion": "3.0", "user": {"username": "root", "group": "x"}}
    },
}
DECLARED = (
    json.dumps(MANIFEST),
    json.dumps({"acapPackageConf": MANIFEST["acapPackageConf"]}),  # a part of one
    json.dumps(
        {
            "schemaVersion": "2.0.0",
            "acapPackageConf": {
                "setup": {"architecture": "armv7hf", "compatibleOsVersions": [{"max": "12"}]}
            },
        }
    ),
    json.dumps(
        {
            "schemaVersion": "2.0.0",
            "acapPackageConf": {"setup": {"compatibleOsVersions": [{"max": "12"}, {"max": "13"}]}},
        }
    ),
    'PACKAGENAME="A"\nAPPTYPE="armv7hf"\nAPPUSR="root"\nAPPGRP=sdk\nPOSTINSTALLSCRIPT=""\n',
    "APPNAME='a'\nAPPUSR='sdk'\nPOSTINSTALLSCRIPT=a.sh\n",
)


def test_a_manifest_and_a_package_conf_are_touched_the_same(
    page: Page, assets: str, catalog: Catalog
) -> None:
    names = bundle_of(catalog).names
    touched = page.evaluate(TOUCHED, [assets, json.loads(json.dumps(to_fields(names))), list(DECLARED)])
    for text, found in zip(DECLARED, touched, strict=True):
        path = "package.conf" if "NAME=" in text else "manifest.json"
        declared = declaration(CodePage(path, text.encode()))
        assert isinstance(declared, tuple)
        uses = Rules(names).touched(declared, path if path == "package.conf" else "")
        right = {(use.change, use.name) for use in uses}
        assert right
        assert {(change, name) for change, name in found} == right


LINES = (
    "404 /axis-cgi/prod_brand_info/getbrand.cgi",
    "GET https://192.0.2.7/axis-cgi/param.cgi?action=update&root.Network.UPnP.Enabled=no HTTP/1.1",
    "GET /axis-cgi/date.cgi?action=get",
    "cannot set Image.I0.Overlay.Enabled, Network.Filter.Input.Policy and HTTPS.AllowTLS11",
    "GET /axis-cgi/dynamicoverlay/dynamicoverlay.cgi?sensor=1&x=2",
    "source=1 sensor=2 update.cgi getbrandx.cgi xroot.Network.UPnP.EnabledX",
    "rtsp://192.0.2.7/axis-media/media.amp?videobitrate=500",
    "GET https://192.0.2.7/axis-cgi/param.cgi?action=list&login=root&pass=x",
    "nothing of interest",
)


def test_a_line_names_what_a_scan_finds_without_its_surroundings(
    page: Page, assets: str, catalog: Catalog
) -> None:
    names = bundle_of(catalog).names
    alone = replace(
        names,
        changes=tuple(
            replace(change, names=tuple(map(without_near, change.names))) for change in names.changes
        ),
    )
    named = page.evaluate(TOUCHED, [assets, json.loads(json.dumps(to_fields(names))), list(LINES)])
    for line, found in zip(LINES, named, strict=True):
        right = {finding.change.id for finding in scan_text(alone, "a.log", line).findings}
        assert {change for change, _ in found} == right, line


def without_near(name: ScanName) -> ScanName:
    near = name.near if name.match_as == "argument" and DEVICE not in name.near else ()
    return replace(name, near=near, and_near=())
