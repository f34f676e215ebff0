"""The page that says how to collect answers: its commands are run against devices that are made up."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from markdown_it import MarkdownIt

from tests.conftest import REPOSITORY
from tests.fleet.devices import PASSWORD, USER, device, make_certificate

PAGE = REPOSITORY / "content/check/collect.md"
OLD = MappingProxyType({"/axis-cgi/param.cgi?action=list": "root.Properties.Firmware.Version=5.51.7\n"})
NEW = MappingProxyType(
    {
        "/axis-cgi/param.cgi?action=list": "root.Properties.Firmware.Version=12.11.77\n",
        "/axis-cgi/applications/list.cgi": '<reply result="ok"></reply>\n',
        "/axis-cgi/disks/list.cgi?diskid=all": '<root><disks numberofdisks="0"></disks></root>\n',
        "/axis-cgi/basicdeviceinfo.cgi": '{"data": {"propertyList": {"Version": "12.11.77"}}}\n',
    }
)


def block(name: str) -> str:
    """Return a block of code of the page by its title."""
    tokens = MarkdownIt().parse(PAGE.read_text("utf-8"))
    return next(token.content for token in tokens if f'title="{name}"' in token.info)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def devices(certificate: Path) -> Iterator[tuple[str, str]]:
    """The addresses of an old and of a new device."""
    with device(OLD) as old, device(NEW, certificate) as new:
        yield old, new


def collect(folder: Path, addresses: tuple[str, ...], certificate: Path | None, password: str) -> str:
    """Run the page's script in a folder, and return what it says on stderr."""
    (folder / "devices.txt").write_text("\n".join(addresses), "utf-8")
    logins = block("logins").replace("YOUR-PASSWORD", password)
    assert f"login {USER} " in logins
    (folder / "logins").write_text(logins, "utf-8")
    (folder / "collect.sh").write_text(block("collect.sh"), "utf-8")
    trust = {"CURL_CA_BUNDLE": str(certificate)} if certificate else {}
    done = subprocess.run(
        ["sh", "collect.sh"], cwd=folder, env=os.environ | trust, capture_output=True, text=True, check=True
    )
    return done.stderr


def answers(folder: Path) -> dict[str, dict[str, str]]:
    """Return what was saved, by the port of a device and the file."""
    found = sorted((folder / "answers").iterdir())
    return {
        one.name.rpartition("_")[2]: {file.name: file.read_text("utf-8") for file in one.iterdir()}
        for one in found
    }


def test_an_old_and_a_new_device_answer(tmp_path: Path, devices: tuple[str, str], certificate: Path) -> None:
    old, new = devices
    said = collect(tmp_path, devices, certificate, PASSWORD)
    found = answers(tmp_path)
    assert found[old.rpartition(":")[2]] == {"settings.txt": OLD["/axis-cgi/param.cgi?action=list"]}
    assert sorted(found[new.rpartition(":")[2]].values()) == sorted(NEW.values())
    assert f"{old}: no device.json" in said
    assert "404" in said
    assert new not in said


def test_a_wrong_password_leaves_no_file(tmp_path: Path, devices: tuple[str, str], certificate: Path) -> None:
    said = collect(tmp_path, devices, certificate, "wrong")
    assert set(map(len, answers(tmp_path).values())) == {0}
    assert said.count("401") == 8


def test_a_device_that_is_not_there_does_not_stop_the_others(tmp_path: Path) -> None:
    with socket.socket() as taken, device(OLD) as old:
        taken.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
        said = collect(tmp_path, (gone, old), None, PASSWORD)
    assert f"{gone}: no settings.txt" in said
    assert [*answers(tmp_path)[old.rpartition(":")[2]]] == ["settings.txt"]


def test_a_certificate_that_nobody_trusts_gets_no_password(tmp_path: Path, devices: tuple[str, str]) -> None:
    said = collect(tmp_path, devices[1:], None, PASSWORD)
    assert "certificate" in said
    assert [*answers(tmp_path).values()] == [{}]


def test_the_look_for_private_things_finds_them(tmp_path: Path) -> None:
    (tmp_path / "answers/a").mkdir(parents=True)
    (tmp_path / "answers/a/settings.txt").write_text(
        "root.SNMP.V1ReadCommunity=hidden\nroot.Image.I0.X=1\n", "utf-8"
    )
    done = subprocess.run(
        ["sh", "-c", block("private.sh")], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "root.SNMP.V1ReadCommunity=hidden\n"
