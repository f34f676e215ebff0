"""Reads the files of a fleet: a file, a folder or an archive for each device, or lists of devices.

Nothing is unpacked onto a disk, and whatever is wrong with a file ends as a problem.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import chain, count
from pathlib import Path
from re import Pattern

from portal.fleet.answers import answer_of, inventory_of, lines_of
from portal.fleet.device import Device
from portal.problems import Problem
from portal.reading.opening import is_nobodys, read_part
from portal.scanner.code_files import Skipped, Walk, find_files, read_opened
from portal.scanner.packages import BrokenArchive, Unpacked, members_of
from portal.scanner.page import decode, is_binary, wide_encoding

_LARGEST, _LARGEST_ARCHIVE = 20_000_000, 100_000_000
_MOST_UNPACKED, _MOST_MEMBERS = 1_500_000_000, 100_000
_NOTHING = (
    "has no answer of a device and no row of a list: a list begins with the names of its columns,"
    " such as: model;version"
)


def read_devices(here: Path, paths: Sequence[Path], wanted: Iterable[str]) -> Iterator[Device | Problem]:
    """Return the devices that files, folders and archives hold, and what is wrong, such as a row of a list.

    A file that is named is a device, or a list of devices. The files of a folder or an archive are of one
    device if they agree; if not, each is one. A folder within is a folder of its own. `wanted` are the names
    of the settings to read.
    """
    walk, lines, numbers = Walk(here, everything=True), lines_of(wanted), count(1)
    for path in paths:
        folders: dict[str, list[tuple[str, list[Device | Problem]]]] = {}
        for place, data in _files(walk, path):
            folder, _, name = place.rpartition("/")
            if not is_nobodys(name):
                folders.setdefault(folder or ".", []).append((place, [*_said(place, data, lines)]))
        for folder, files in sorted(folders.items()) or [(walk.shown(str(path)), [])]:
            found = [one for _, said in files for one in said]
            answers = [one for one in found if isinstance(one, Device) and not one.label]
            yield from (one for one in found if isinstance(one, Problem) or one.label)
            for device in _put_together(answers, folder):
                yield replace(device, label=f"device {next(numbers)}")
            if not found:
                yield Problem(files[0][0] if len(files) == 1 else folder, 1, 1, "", _NOTHING)


def _put_together(answers: list[Device], folder: str) -> list[Device]:
    """Return answers as one device, or as they are if two serial numbers, models or versions are in them."""
    own = dict(chain.from_iterable(one.own for one in answers)) | {"file": folder}
    said = [(dict(one.own).get("serial", ""), one.model, one.version) for one in answers]
    if len(answers) < 2 or any(len({*each} - {""}) > 1 for each in zip(*said, strict=True)):
        return answers
    device = Device(
        label="",
        model=next((one.model for one in answers if one.model), ""),
        version=next((one.version for one in answers if one.version), ""),
        architecture=next((one.architecture for one in answers if one.architecture), ""),
        chip=next((one.chip for one in answers if one.chip), ""),
        settings=tuple(chain.from_iterable(one.settings for one in answers)),
        applications=tuple(chain.from_iterable(one.applications for one in answers)),
        holds=frozenset(chain.from_iterable(one.holds for one in answers)),
        own=tuple(own.items()),
    )
    return [device]


def _said(path: str, data: bytes | Exception, wanted: Pattern[str]) -> Iterator[Device | Problem]:
    """Return what a file says, and what is wrong with it: nothing where it is of no use."""
    try:
        if isinstance(data, Exception):
            raise data
        if data.startswith(tuple(_ARCHIVES)):
            raise ValueError("it is an archive within an archive")
        if len(data) > _LARGEST:
            raise ValueError(f"it is larger than {_LARGEST // 1_000_000} MB")
        if is_binary(data):
            return
        wide = wide_encoding(data)
        text = data.decode(wide, "replace").removeprefix("\ufeff") if wide else decode(data)
        if answer := answer_of(text, wanted):
            yield replace(answer, own=(*answer.own, ("file", path)))
        else:
            yield from inventory_of(text, path)
    except Exception as error:  # noqa: BLE001 - whatever a hostile file leads its reader to
        line, column = getattr(error, "position", (getattr(error, "lineno", 1), getattr(error, "colno", 1)))
        why = getattr(error, "strerror", None) or str(error) or "it is cut off"
        yield Problem(path, line, column, "", f"is not read to its end: {why}")


def _files(walk: Walk, path: Path) -> Iterator[tuple[str, bytes | Exception]]:
    """Return what is in each file, or why it cannot be read. The files in an archive are below its name."""
    try:
        for item in find_files(walk, (path,)):
            data = item if isinstance(item, Skipped) else read_opened(walk.whole(item), item, _whole)
            if isinstance(data, Skipped):
                yield data.path, ValueError(data.message)
            else:
                yield from _unpacked(str(item), data)
    except OSError as error:
        yield walk.shown(str(path)), error


def _whole(descriptor: int, size: int) -> bytes:
    return read_part(descriptor, size, _LARGEST_ARCHIVE + 1)


# --- archives: names, which are never places on a disk, each with its bytes


def _unpacked(path: str, data: bytes) -> Iterator[tuple[str, bytes | Exception]]:
    unpack = next((how for begin, how in _ARCHIVES.items() if data.startswith(begin)), None)
    try:
        if unpack is None or len(data) > _LARGEST_ARCHIVE:
            yield path, data
        else:
            yield from ((f"{path}/{name.removeprefix('./')}", inner) for name, inner in unpack(data))
    except Exception as error:  # noqa: BLE001 - whatever a hostile archive leads its reader to
        yield path, error


def _tarred(data: bytes) -> Iterator[tuple[str, bytes]]:
    unpacked = Unpacked(BytesIO(data), _MOST_UNPACKED)
    for member in members_of(unpacked, _MOST_MEMBERS):
        if member.isreg():
            yield member.name, unpacked.read(min(member.size, _LARGEST + 1))


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = _MOST_UNPACKED
    if data.count(b"PK\1\2") > _MOST_MEMBERS:
        raise BrokenArchive(f"it has more than {_MOST_MEMBERS:,} files")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise BrokenArchive("it is packed in a rare way")
            with archive.open(info) as packed:
                inner = packed.read(_LARGEST + 1)
            left -= len(inner)
            if left < 0:
                raise BrokenArchive(f"it unpacks to more than {_MOST_UNPACKED // 1_000_000:,} MB")
            if not info.filename.endswith("/"):
                yield info.filename, inner


_ARCHIVES = {b"\x1f\x8b": _tarred, b"PK\x03\x04": _zipped}
