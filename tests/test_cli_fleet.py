"""The command `portal fleet`: real answers of devices, exit codes, and what it keeps to itself."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.model import Catalog
from portal.model.versions import Version
from portal.outputs.bundle import PATH as SCAN_PATH
from portal.planner import PATH
from portal.reading.structure import published_schemas
from tests.commands import Command
from tests.conftest import REPOSITORY
from tests.outputs import write_output

SAMPLES = REPOSITORY / "tests/fleet/samples"
WHOLE = """root.Brand.ProdNbr=P1
root.HTTPS.AllowTLS1={tls}
root.Image.I0.Overlay.Enabled=no
root.Network.HostName=front-door
root.Network.IPAddress=192.0.2.77
root.Properties.Firmware.Version={version}
root.Properties.System.SerialNumber=ACCC8E00F00D
root.Storage.S0.FileSystem=ext4
root.System.Password=verysecret
"""


@pytest.fixture
def fleet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setattr("portal.cli.fleet.today", lambda: date(2026, 11, 30))
    return Command(capsys, "fleet", "--root", REPOSITORY)


def a_file(folder: Path, name: str = "front-door.txt", *, version: str = "11.11.5", tls: str = "yes") -> Path:
    file = folder / name
    file.write_text(WHOLE.format(version=version, tls=tls), "utf-8")
    return file


def said_of(fleet: Command, target: str, *paths: object) -> dict[str, Any]:
    result = fleet(*paths, "--to", target, "--format", "json")
    value: dict[str, Any] = json.loads(result.out)
    assert list(published_schemas(REPOSITORY).broken("fleet", value)) == []
    assert value["exit_code"] == result.code
    return value


# --- real answers: what a correct tool says of them

Met = dict[str, str]
REAL: dict[str, tuple[str, str, Met, str]] = {
    # What is met, a change each with what it means; and, behind, what must not be said
    "param-p3268-lve-11.8.61.txt": (
        "12.11",
        "unknown",
        {
            "rtsp-rate-control-simplified": "unknown",
            "https-basic-authentication": "unknown",
            "smb-1-0-2-0-removal": "unknown",
        },
        "network-filter-api-removal tls-1-0-1-1-removal upnp-disabled-by-default legacy-overlays-removal",
    ),
    "param-m1065-lw-9.10.1.txt": (
        "12.11",
        "breaks",
        {
            "tls-1-0-1-1-removal": "breaks",
            "upnp-disabled-by-default": "defaults",
            "vfat-formatting-removal": "nothing",
        },
        "network-filter-api-removal ftp-access-removal legacy-overlays-removal",
    ),
    "param-p5512-5.51.7.txt": ("12.11", "breaks", {"ftp-access-removal": "breaks"}, "tls-1-0-1-1-removal"),
    "param-m1137-10.12.338.txt": ("12.11", "unknown", {}, "ftp-access-removal"),
    "paramlist-p5534-5.40.txt": ("12.11", "unknown", {}, "network-filter-api-removal"),
    "applications-12.11.xml": (
        "13.0",
        "blocked",
        {"os-compatibility-declaration-required": "blocked", "unsigned-acap-option-removal": "blocked"},
        "ftp-access-removal",
    ),
    "disks-vfat.xml": (
        "13.0",
        "unknown",
        {"smb-1-0-2-0-removal": "unknown", "vfat-formatting-removal": "nothing"},
        "ftp-access-removal",
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_answers(fleet: Command, catalog: Catalog, name: str) -> None:
    """What was moved beyond the target, or withdrawn, is no longer met."""
    target, verdict, all_of_it, others = REAL[name]
    here = {
        one.id
        for one in catalog.changes
        if one.version <= Version.parse(target) and one.status != "withdrawn"
    }
    wanted = {one: said for one, said in all_of_it.items() if one in here}
    value = said_of(fleet, target, SAMPLES / name)
    (group,) = value["groups"]
    met = {one["change"]["id"]: one["verdict"] for one in group.get("met", ())}
    assert (group["verdict"], value["gets"]["unknown"]) == (verdict, 1)
    assert {name: met.get(name) for name in wanted} == wanted
    assert not met.keys() & set(others.split())


def test_an_application_is_named_with_what_it_declares(fleet: Command, catalog: Catalog) -> None:
    out = fleet(SAMPLES / "applications-12.11.xml", "--to", max(one.version for one in catalog.releases)).out
    assert "1 of 1: Overlay App: declares a maximum of 12.99" in out
    assert "1 of 1: Old App: has the signature status Unsigned" in out


def test_identity_alone_gives_a_plan_and_says_what_is_missing(fleet: Command) -> None:
    (group,) = said_of(fleet, "12.11", SAMPLES / "param-m1137-10.12.338.txt")["groups"]
    assert (group["model"], group["version"], group["way"]["stops"]) == ("M1137", "10.12.338", ["12.11"])
    assert group["unseen"].keys() == {"settings", "applications"}


# --- exit codes


def test_exit_codes(fleet: Command, tmp_path: Path) -> None:
    breaking, fine = a_file(tmp_path), a_file(tmp_path, "b.txt", version="12.0.5", tls="no")
    rows = tmp_path / "list.csv"
    rows.write_text("Model;Firmware\nP1;11.11.5\n", "utf-8")
    assert fleet(breaking, "--to", "12.0").code == 1
    assert fleet(fine, "--to", "12.0").code == 0
    assert fleet(rows, "--to", "12.0").code == 3
    # No source says that this product gets it
    assert fleet(SAMPLES / "param-p3268-lve-11.8.61.txt", "--to", "11.11").code == 3
    assert fleet(rows, fine, "--to", "12.0").code == 3
    assert fleet(SAMPLES, "--to", "12.11").code == 1


def test_what_the_vendor_announced_is_no_third_partys_word_alone(fleet: Command, tmp_path: Path) -> None:
    """Whoever says that it came: a plan counts it just so."""
    file = a_file(tmp_path)
    (met,) = (one for one in said_of(fleet, "12.0", file)["groups"][0]["met"] if one["verdict"] == "breaks")
    assert met["change"]["sureness"].startswith("vendor")
    assert "reported by a third party" in met["change"]["when"]
    assert fleet(file, "--to", "12.0").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "soon"), "portal fleet: --to: “soon” is not a version\n    write it as 11.10"),
        ((), "the following arguments are required: --to"),
        (("--to", "12.0", "--catalog", "nowhere"), "nowhere/plan.json:1:1: cannot be read: No such file"),
    ],
)
def test_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = Command(capsys, "fleet")(a_file(tmp_path), *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(fleet: Command, tmp_path: Path) -> None:
    rows = tmp_path / "list.csv"
    rows.write_text("Model,Firmware\nP1,11.11.5\nP2,\nP3,11.11.6\n", "utf-8")
    result = fleet(rows, "--to", "12.0")
    assert f"{rows}:3:" in result.err
    assert "Rows and files that could not be read: 1." in " ".join(result.out.split())
    assert result.out.startswith("2 devices on the way to AXIS OS 12.0\n")
    (tmp_path / "x.txt").write_text("no answer", "utf-8")
    result = fleet(tmp_path / "x.txt", "--to", "12.0")
    assert (result.code, result.out) == (2, "")
    assert f"{tmp_path / 'x.txt'}:1:1: has no answer of a device, and no list" in result.err


# --- what stays private

SECRETS = (
    "front-door",
    "192.0.2.77",
    "ACCC8E00F00D",
    "verysecret",
    "ACCC000000",
    "192.0.2.1",
    "192.168.0.90",
)


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_nothing_private_is_said_unless_asked_for(fleet: Command, tmp_path: Path, form: str) -> None:
    file = a_file(tmp_path)
    result = fleet(file, SAMPLES, "--to", "12.11", "--devices", "--format", form)
    assert [secret for secret in (*SECRETS, "samples", str(tmp_path)) if secret in result.out] == []
    named = fleet(file, "--to", "12.11", "--names", "--format", form).out
    assert [secret for secret in SECRETS[:3] if secret not in named] == []
    assert "verysecret" not in named


# --- where the facts come from


def test_facts_of_a_published_folder(fleet: Command, catalog: Catalog, tmp_path: Path) -> None:
    file = a_file(tmp_path)
    for path in (PATH, SCAN_PATH):
        write_output(catalog, path, tmp_path / "site")
    folder = (tmp_path / "site" / PATH).parent
    own = fleet(file, "--to", "12.0", "--format", "json")
    result = Command(fleet.capsys, "fleet")(
        file, "--to", "12.0", "--format", "json", "--catalog", f"{folder}/"
    )
    assert result == own


def test_facts_that_the_command_carries(
    fleet: Command, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (PATH, SCAN_PATH):
        made = write_output(catalog, path, tmp_path / "wheel")
        made.rename(tmp_path / made.name)
    monkeypatch.setattr("portal.cli.outside.carried.CARRIED", tmp_path)
    monkeypatch.chdir(tmp_path)
    result = Command(fleet.capsys, "fleet")(a_file(tmp_path), "--to", "12.0")
    assert result.err.startswith("portal fleet: with the facts of portal ")
    assert result.out == fleet(tmp_path / "front-door.txt", "--to", "12.0").out
