"""Files, folders and archives become devices, and whatever is wrong with one ends as a problem."""

import gzip
import io
import os
import shutil
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.fleet.device import Device, Setting
from portal.fleet.reading import read_devices
from portal.problems import Problem
from tests.special import SPECIAL

SAMPLES = Path(__file__).parent / "samples"
PARAM = (SAMPLES / "param-m1065-lw-9.10.1.txt").read_bytes()
OTHER = (SAMPLES / "param-p5512-5.51.7.txt").read_bytes()
APPS = (SAMPLES / "applications-12.11.xml").read_bytes()
DISKS = (SAMPLES / "disks-vfat.xml").read_bytes()
# Settings that are read
WANTED = ("Network.UPnP.Enabled", "Storage.S#.FileSystem")
NO_ANSWER = (
    "has no answer of a device, and no list, which begins with the names of its columns: model;version"
)
NOT_READ = "cannot be wholly read: "


def identity(version: str = "9.10.1", serial: str = "ACCC00000001", model: str = "M1065-LW") -> bytes:
    properties = f'{{"ProdNbr": "{model}", "Version": "{version}", "SerialNumber": "{serial}"}}'
    return f'{{"data": {{"propertyList": {properties}}}}}'.encode()


def make(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


class Reading(NamedTuple):
    devices: list[Device]
    problems: list[Problem]


def read(root: Path, *paths: str) -> Reading:
    found = [*read_devices(root, tuple(map(Path, paths or (".",))), WANTED)]
    problems = sorted(one for one in found if isinstance(one, Problem))
    return Reading([one for one in found if isinstance(one, Device)], problems)


def said(reading: Reading) -> list[str]:
    return [f"{problem.path}: {problem.message}" for problem in reading.problems]


def devices(reading: Reading) -> list[tuple[str, str, str]]:
    return [(device.label, device.model, device.version) for device in reading.devices]


def only(reading: Reading) -> Device:
    assert said(reading) == []
    (device,) = reading.devices
    return device


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", format=form) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


# --- what becomes a device


def test_a_file_that_is_named_is_a_device(tmp_path: Path) -> None:
    make(tmp_path, {"a.txt": PARAM, "b.txt": OTHER, "apps": APPS})
    reading = read(tmp_path, "b.txt", "apps", "a.txt")
    assert devices(reading) == [
        ("device 1", "P5512", "5.51.7"),
        ("device 2", "", ""),
        ("device 3", "M1065-LW", "9.10.1"),
    ]
    assert [dict(device.own)["file"] for device in reading.devices] == ["b.txt", "apps", "a.txt"]


FILES = {
    "apps.xml": APPS,
    "disks.xml": DISKS,
    "info.json": identity(),
    "param.txt": PARAM,
    "notes.txt": b"hello",
}


def test_the_files_of_a_folder_are_one_device(tmp_path: Path) -> None:
    make(tmp_path, {**FILES, ".DS_Store": b"\0\1", "snapshot.jpg": b"\xff\xd8\0\0"})
    device = only(read(tmp_path))
    assert (device.label, device.model, device.version, device.architecture) == (
        "device 1",
        "M1065-LW",
        "9.10.1",
        "armv7hf",
    )
    assert device.holds == {"identity", "settings", "applications", "disks"}
    assert Setting("Storage.S0.FileSystem", "vfat") in device.settings
    assert len(device.applications) == 3
    assert dict(device.own) == {"serial": "ACCC00000001", "address": "192.168.0.90", "file": "."}


@pytest.mark.parametrize("name", ["fleet.zip", "fleet.tar.gz", "fleet"])
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str) -> None:
    files = {f"site/cam {number}/{file}": data for number in (2, 1) for file, data in FILES.items()}
    make(tmp_path, {name: zipped(files) if name == "fleet.zip" else tarred(files)})
    reading = read(tmp_path, name)
    assert (devices(reading), said(reading)) == (
        [("device 1", "M1065-LW", "9.10.1"), ("device 2", "M1065-LW", "9.10.1")],
        [],
    )
    assert [dict(device.own)["file"] for device in reading.devices] == [
        f"{name}/site/cam 1",
        f"{name}/site/cam 2",
    ]
    assert all(len(device.applications) == 3 for device in reading.devices)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_in_an_archive_stay_apart(tmp_path: Path, form: int) -> None:
    deep = "a building with a very long name/" * (3 if form == tarfile.USTAR_FORMAT else 6)
    make(tmp_path, {"x.tgz": tarred({f"{deep}cam {number}/param.txt": PARAM for number in range(3)}, form)})
    assert len(read(tmp_path, "x.tgz").devices) == 3


def test_each_folder_within_is_a_device(tmp_path: Path) -> None:
    make(
        tmp_path,
        {
            "b/param.txt": PARAM,
            "a/x/param.txt": OTHER,
            "a/y/info.json": identity("11.11.73"),
            "c.zip": zipped(FILES),
        },
    )
    assert devices(read(tmp_path)) == [
        ("device 1", "P5512", "5.51.7"),
        ("device 2", "M1065-LW", "11.11.73"),
        ("device 3", "M1065-LW", "9.10.1"),
        ("device 4", "M1065-LW", "9.10.1"),
    ]


@pytest.mark.parametrize(
    "other",
    [OTHER, identity(serial="ACCC00000009"), identity(model="M3115-LVE"), identity(version="11.11.73")],
    ids=["all", "serial", "model", "version"],
)
def test_files_that_disagree_are_a_device_each(tmp_path: Path, other: bytes) -> None:
    make(tmp_path, {"a.txt": PARAM, "b.txt": other, "c.xml": APPS})
    reading = read(tmp_path)
    assert said(reading) == []
    assert [len(device.applications) for device in reading.devices] == [0, 0, 3]
    assert reading.devices[2].holds == {"applications"}


def test_parts_of_a_list_are_of_one_device(tmp_path: Path) -> None:
    make(
        tmp_path,
        {"brand": b"root.Brand.ProdNbr=X1\n", "firmware": b"root.Properties.Firmware.Version=9.80.1\n"},
    )
    assert devices(read(tmp_path)) == [("device 1", "X1", "9.80.1")]


def test_lists_and_answers_are_told_apart(tmp_path: Path) -> None:
    make(
        tmp_path,
        {"a.csv": b"model,version\nX,9.80\n", "b.csv": b"model,version\nY,soon\nZ,10.12\n", "c": PARAM},
    )
    reading = read(tmp_path)
    assert devices(reading) == [
        ("row 2", "X", "9.80"),
        ("row 3", "Z", "10.12"),
        ("device 1", "M1065-LW", "9.10.1"),
    ]
    assert said(reading) == ["b.csv: soon is no version such as 11.10"]


def test_only_the_settings_that_are_wanted_are_kept(tmp_path: Path) -> None:
    make(tmp_path, {"param.txt": PARAM})
    device = only(read(tmp_path))
    assert {setting.name.partition(".")[0] for setting in device.settings} == {
        "Brand",
        "Network",
        "Properties",
        "Storage",
    }
    assert device.holds == {"identity", "settings", "disks"}


# --- what is wrong


UNREADABLE = [
    (b"", NO_ANSWER),
    (b"\0\1\2\3" * 9, NO_ANSWER),
    (b"# Error: Unauthorized", NO_ANSWER),
    (b"model;version\n", NO_ANSWER),
    (b"<html>401</html>", f"{NOT_READ}it is a web page, such as a login or an error"),
    (b'{"a":' * 100_000, f"{NOT_READ}maximum recursion depth exceeded"),
    (zipped({}), NO_ANSWER),
    (zipped({"a.txt": b"hello", "b.jpg": b"\0\1"}), NO_ANSWER),
    (zipped({"xl/workbook.xml": b"<workbook/>", "xl/a.xml": b"<a/>"}), NO_ANSWER),
    (gzip.compress(bytes(10_000)), NO_ANSWER),
    (gzip.compress(PARAM), f"{NOT_READ}invalid header"),
    (tarred(FILES)[:-100], f"{NOT_READ}Compressed file ended before"),
    (zipped(FILES)[:-30], f"{NOT_READ}File is not a zip file"),
    (zipped(FILES).replace(b"PK\1\2", b"PK\1\3"), f"{NOT_READ}Bad magic number for central directory"),
    (zipped({"x": zipped(FILES)}), f"{NOT_READ}it is an archive within an archive"),
]


# What is packed has the time in it, so that it cannot name a test.
@pytest.mark.parametrize(("data", "message"), UNREADABLE, ids=map(str, range(len(UNREADABLE))))
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, message: str) -> None:
    make(tmp_path, {"x": data, "param.txt": PARAM})
    reading = read(tmp_path, "x", "param.txt")
    assert ("device", "M1065-LW", "9.10.1") in [(label.split()[0], *of) for label, *of in devices(reading)]
    assert any(problem.message.startswith(message) for problem in reading.problems), said(reading)


def test_what_is_not_there_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    make(tmp_path, {"param.txt": PARAM, "empty/aside/x": b""})
    (tmp_path / "none").mkdir()
    reading = read(tmp_path, "gone", "param.txt", "empty", "none")
    assert len(reading.devices) == 1
    assert said(reading) == [
        f"empty/aside/x: {NO_ANSWER}",
        f"gone: {NOT_READ}No such file or directory",
        f"none: {NO_ANSWER}",
    ]


@pytest.mark.parametrize("kind", ["device", "loop", "pipe", "socket"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "a" / "b"
    place.mkdir(parents=True)
    SPECIAL[kind][0](place / "param.txt")
    make(tmp_path, {"a/param.txt": PARAM})
    reading = read(tmp_path)
    assert devices(reading) == [("device 1", "M1065-LW", "9.10.1")]
    assert [problem.path for problem in reading.problems] == ["a/b/param.txt"]


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, {"x": b"root.A.B=c\n"})
    os.truncate(tmp_path / "x", 13_000_000)
    assert said(read(tmp_path, "x")) == [f"x: {NOT_READ}it is larger than 12 MB"]


def odd_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("a")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "param.txt")
        archive.writestr("../b", OTHER)
        archive.writestr("/c", OTHER)
        archive.writestr("param.txt", PARAM)
    return packed.getvalue()


def test_names_in_an_archive_are_no_places(tmp_path: Path) -> None:
    make(tmp_path, {"in/x.zip": odd_zip()})
    assert devices(read(tmp_path, "in/x.zip")) == [
        ("device 1", "M1065-LW", "9.10.1"),
        ("device 2", "P5512", "5.51.7"),
        ("device 3", "P5512", "5.51.7"),
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_bombs_end_in_a_sentence(tmp_path: Path) -> None:
    packed = zipped({"x": bytes(1_000_000_000)})
    rare = io.BytesIO()
    with zipfile.ZipFile(rare, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x", bytes(1_000_000))
    make(
        tmp_path,
        {
            "a": packed,
            "b": packed.replace(struct.pack("<I", 1_000_000_000), struct.pack("<I", 9)),
            "c": rare.getvalue(),
            "d": zipped(FILES)[:-22] + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 500_000_000, 0, 0),
            "e": tarred({"x": bytes(500_000_000)}),
            "f": packed.replace(struct.pack("<I", 1_000_000_000), struct.pack("<I", 2_000_000_000)),
            "g": zipped(FILES) + b"PK\1\2" * 100_001,
        },
    )
    tracemalloc.start()
    reading = read(tmp_path, *"abcdefg")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100_000_000
    assert said(reading) == [
        f"a/x: {NOT_READ}it is larger than 12 MB",
        f"b: {NOT_READ}Bad CRC-32 for file 'x'",
        f"c: {NOT_READ}it is packed in a rare way",
        f"d: {NOT_READ}Bad offset for central directory",
        f"e: {NOT_READ}it unpacks to far more than such a file does",
        f"f: {NOT_READ}it unpacks to far more than such a file does",
        f"g: {NOT_READ}it is too large, or has too many files",
    ]


def test_thousands_of_devices_in_an_archive(tmp_path: Path) -> None:
    small = b"root.Brand.ProdNbr=X\nroot.Properties.Firmware.Version=9.80.1\n"
    for pack in (zipped, tarred):
        make(tmp_path, {"x": pack({f"{number}/param.txt": small for number in range(10_000)})})
        assert len(read(tmp_path, "x").devices) == 10_000


def test_what_a_desktop_packs_is_read_too(tmp_path: Path) -> None:
    make(
        tmp_path / "in", {f"cam {number}/{name}": data for number in range(3) for name, data in FILES.items()}
    )
    for form in ("zip", "gztar"):
        packed = shutil.make_archive(str(tmp_path / "out"), form, tmp_path / "in")
        assert len(read(tmp_path, packed).devices) == 3
