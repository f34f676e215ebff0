"""Reads the files of a fleet: a file, a folder or an archive for each device, or lists of devices.

Nothing is unpacked onto a disk, and whatever is wrong with a file ends as a problem.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from io import SEEK_END, FileIO
from pathlib import Path, PurePosixPath
from re import Pattern
from tarfile import HeaderError
from typing import BinaryIO, TypeAlias

from portal.fleet.answers import Answer, NoAnswer, answer_of, lines_of
from portal.fleet.device import Device
from portal.fleet.inventory import Inventory, inventory_of
from portal.problems import Problem
from portal.reading.opening import is_nobodys
from portal.scanner.code_files import Skipped, Walk, find_files, read_opened
from portal.scanner.packages import BrokenArchive, Unpacked, members_of
from portal.scanner.page import decode, is_binary, wide_encoding

_LARGEST, _LARGEST_ARCHIVE, _LARGEST_INDEX = 30_000_000, 250_000_000, 12_000_000
_MOST_UNPACKED, _MOST_MEMBERS = 1_500_000_000, 100_000
_GZIP, _ZIP_BEGIN, _ZIP_END, _ZIP64 = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ARCHIVES = (_GZIP, _ZIP_BEGIN, _ZIP_END)
_DAMAGED = (EOFError, HeaderError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
_NOTHING = NoAnswer("has no answer of a device and no list of devices, as CSV or JSON", is_failure=True)
# What a file says, by its path
_Read: TypeAlias = tuple[str, Answer | Inventory | NoAnswer]


def read_devices(here: Path, paths: Sequence[Path], wanted: Iterable[str] | None = None) -> Inventory:
    """Return the devices that files, folders and archives hold, in the order of the paths and of their names.

    A file that is named is a device, or a list of devices. The files of a folder or an archive are of one
    device if they agree; if not, each is one. A folder within is a folder of its own. `wanted` are the names
    of the settings to read, all of them if None.
    """
    fleet = _Fleet(Walk(here, everything=True), lines_of(wanted))
    for path in paths:
        fleet.read(path)
    return Inventory(tuple(fleet.devices), tuple(sorted(set(fleet.problems))))


class _Fleet:
    def __init__(self, walk: Walk, wanted: Pattern[str]) -> None:
        self.devices: list[Device] = []
        self.problems: list[Problem] = []
        self._walk, self._wanted = walk, wanted
        self._count = 0

    def read(self, path: Path) -> None:
        shown = self._walk.shown(str(path))
        folders: dict[str, list[_Read]] = {}
        for place, said in self._files(path, shown):
            if not is_nobodys(PurePosixPath(place).name):
                folders.setdefault(place.rpartition("/")[0] or ".", []).append((place, said))
        for folder, files in sorted(folders.items()) or [(shown, [])]:
            self._take(folder, files)

    def _files(self, path: Path, shown: str) -> Iterator[_Read]:
        try:
            for item in find_files(self._walk, (path,)):
                read: list[_Read] | Skipped = (
                    item
                    if isinstance(item, Skipped)
                    else read_opened(self._walk.whole(item), item, partial(self._read, item))
                )
                if isinstance(read, Skipped):
                    read = [(read.path, NoAnswer(read.message, is_failure=True))]
                yield from read
        except OSError as error:
            yield shown, NoAnswer(f"cannot be read: {error.strerror}", is_failure=True)

    def _read(self, path: str, descriptor: int, size: int) -> list[_Read]:
        """Return what a file says, or what those in an archive say."""
        file = FileIO(descriptor, closefd=False)
        head = file.read(len(_ZIP_BEGIN))
        file.seek(0)
        if size > _LARGEST_ARCHIVE or not head.startswith(_ARCHIVES):
            return [(path, self._said(path, file.read(_LARGEST + 1)))]
        found: list[_Read] = []
        try:
            for name, data in _tarred(file) if head.startswith(_GZIP) else _zipped(file):
                place = f"{path}/{name.removeprefix('./')}"
                found.append((place, self._said(place, data)))
        except BrokenArchive as broken:
            found.append((path, NoAnswer(f"is not read to its end: {broken}", is_failure=True)))
        except _DAMAGED:
            why = "is not read to its end: it is cut off or damaged"
            found.append((path, NoAnswer(why, is_failure=True)))
        return found

    def _said(self, path: str, data: bytes) -> Answer | Inventory | NoAnswer:
        if len(data) > _LARGEST:
            return NoAnswer(f"is larger than {_LARGEST // 1_000_000} MB", is_failure=True)
        if data.startswith(_ARCHIVES):
            return NoAnswer("is an archive within an archive, and not opened", is_failure=True)
        if is_binary(data):
            return NoAnswer("is no text")
        wide = wide_encoding(data)
        text = data.decode(wide, "replace").removeprefix("\ufeff") if wide else decode(data)
        said = answer_of(text, self._wanted)
        return inventory_of(text, path) if isinstance(said, NoAnswer) and not said.is_failure else said

    def _take(self, folder: str, files: list[_Read]) -> None:
        """Add the devices that the files of a folder tell of."""
        answers: list[Device] = []
        of_use = [
            (path, said)
            for path, said in files
            if len(files) == 1 or not isinstance(said, NoAnswer) or said.is_failure
        ]
        for path, said in of_use or [(folder, _NOTHING)]:
            if isinstance(said, Answer):
                answers.append(replace(said.says, own=(*said.says.own, ("file", path))))
            elif isinstance(said, Inventory):
                self.devices += said.devices
                self.problems += said.problems
            else:
                self.problems.append(Problem(path, said.line, said.column, "", said.why))
        if len(answers) > 1 and not _are_of_several(answers):
            own = dict(pair for one in answers for pair in one.own) | {"file": folder}
            answers = [replace(reduce(_merged, answers), own=tuple(own.items()))]
        for device in answers:
            self._count += 1
            self.devices.append(replace(device, label=f"device {self._count}"))


def _are_of_several(answers: Iterable[Device]) -> bool:
    """Whether answers are of more than one device: of two serial numbers, models or versions."""
    said = [(dict(one.own).get("serial", ""), one.model, one.version) for one in answers]
    return any(len({*each} - {""}) > 1 for each in zip(*said, strict=True))


def _merged(one: Device, other: Device) -> Device:
    return Device(
        label="",
        model=one.model or other.model,
        version=one.version or other.version,
        architecture=one.architecture or other.architecture,
        chip=one.chip or other.chip,
        settings=one.settings + other.settings,
        applications=one.applications + other.applications,
        holds=one.holds | other.holds,
    )


# --- archives: names, which are never places on a disk, each with its bytes


def _tarred(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    unpacked = Unpacked(file, _MOST_UNPACKED)
    for member in members_of(unpacked, _MOST_MEMBERS):
        if member.isreg():
            yield member.name, unpacked.read(min(member.size, _LARGEST + 1))


def _zipped(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    end = tail.rfind(_ZIP_END)
    # Both sizes of the list would be believed, and it is read whole.
    if end < 0 or _ZIP64 in tail or int.from_bytes(tail[end + 12 : end + 16], "little") > _LARGEST_INDEX:
        raise BrokenArchive("its list of files is missing or too large")
    left = _MOST_UNPACKED
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.flag_bits & 1 or info.compress_type not in _PACKINGS:
                raise BrokenArchive("it is locked or packed in a rare way")
            with archive.open(info) as packed:
                data = packed.read(_LARGEST + 1)
            left -= len(data)
            if left < 0:
                raise BrokenArchive(f"it unpacks to more than {_MOST_UNPACKED // 1_000_000:,} MB")
            if not info.filename.endswith("/"):
                yield info.filename, data
