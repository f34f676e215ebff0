"""Reads the files of a fleet: a file, a folder or an archive for each device, or lists of devices.

Nothing is unpacked onto a disk, and whatever is wrong with a file ends as a problem.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import SEEK_END, FileIO
from itertools import chain, groupby
from pathlib import Path, PurePosixPath
from tarfile import HeaderError
from typing import BinaryIO, TypeAlias, TypeVar

from portal.fleet.answers import Answer, NoAnswer, Wanted, answer_of
from portal.fleet.device import Device
from portal.fleet.inventory import Inventory, inventory_of
from portal.problems import Problem, printable
from portal.reading.opening import is_nobodys, read_part
from portal.scanner.code_files import Skipped, Walk, find_files, read_opened
from portal.scanner.packages import BrokenArchive, Unpacked, is_strange, leads_out, members_of
from portal.scanner.page import is_binary, wide_encoding

_LARGEST, _LARGEST_ARCHIVE = 30_000_000, 250_000_000
_HIGHEST_RATIO, _MOST_MEMBERS, _MOST_UNPACKED, _LARGEST_INDEX = 200, 100_000, 1_500_000_000, 12_000_000
_GZIP, _ZIP_BEGIN, _ZIP_END, _ZIP64 = b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_ARCHIVES = (_GZIP, _ZIP_BEGIN, _ZIP_END)
_TOO_LARGE = f"a file of more than {_LARGEST // 1_000_000} MB"
_NOTHING = "has no answer of a device and no list of devices"
_APART = ": each device needs a folder of its own"
# What a file says, by its path
T = TypeVar("T")
_Read: TypeAlias = tuple[str, Answer | Inventory | NoAnswer]
# The bytes of a file, or what those in an archive say, by folder
_Found: TypeAlias = bytes | dict[str, list[_Read]]
_DAMAGED = (EOFError, HeaderError, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError)


@dataclass(frozen=True)
class Reading:
    """The devices of a fleet, and what could not be read: each row that is wrong is a device left out."""

    devices: tuple[Device, ...]
    problems: tuple[Problem, ...]


def read_devices(here: Path, paths: Sequence[Path], wanted: Iterable[str] | None = None) -> Reading:
    """Return the devices that files, folders and archives hold, in the order of the paths and of their names.

    A file that is named is a device, or a list of devices. The files of a folder or an archive are of one
    device if they agree; if not, each that says of which device it is is one. A folder within is a folder of
    its own. `wanted` are the names of the settings to read, all of them if None.
    """
    fleet = _Fleet(Walk(here, everything=True), Wanted(wanted))
    for path in paths:
        fleet.read(path)
    return Reading(tuple(fleet.devices), tuple(sorted(set(fleet.problems))))


class _Fleet:
    def __init__(self, walk: Walk, wanted: Wanted) -> None:
        self.devices: list[Device] = []
        self.problems: list[Problem] = []
        self._walk, self._wanted = walk, wanted
        self._count = self._lists = 0

    def read(self, path: Path) -> None:
        shown = self._walk.shown(str(path))
        try:
            found = [*find_files(self._walk, (path,))]
        except OSError as error:
            self._problem(shown, f"cannot be read: {error.strerror}")
            return
        if not found:
            self._problem(shown, _NOTHING)
        for folder, items in groupby(found, _folder):
            files: list[_Read] = []
            for item in items:
                if isinstance(item, Skipped):
                    self._problem(item.path, item.message)
                elif item == shown or not is_nobodys(PurePosixPath(item).name):
                    files += self._file(item)
            self._take(folder, files, is_named=found == [shown])

    def _file(self, path: str) -> list[_Read]:
        """Return what a file says; nothing of an archive, whose devices are taken here."""
        read: _Found | Skipped = read_opened(
            self._walk.whole(path), path, lambda descriptor, size: self._read(descriptor, size, path)
        )
        if isinstance(read, Skipped):
            self._problem(path, read.message)
            return []
        if isinstance(read, bytes):
            return [(path, self._said(path, read))]
        if f"{path}/xl" in read or not any(read.values()):
            self._problem(path, "is a workbook: save it as CSV" if any(read.values()) else _NOTHING)
            return []
        for folder in sorted(read):
            self._take(folder, read[folder])
        return []

    def _read(self, descriptor: int, size: int, path: str) -> _Found | Skipped:
        """Return the bytes of a file, or what those in an archive say, by folder."""
        if size > _LARGEST_ARCHIVE:
            return Skipped(path, "large", f"is larger than {_LARGEST_ARCHIVE // 1_000_000} MB")
        file = FileIO(descriptor, closefd=False)
        head = file.read(4)
        file.seek(0)
        if not head.startswith(_ARCHIVES):
            return read_part(descriptor, size, _LARGEST + 1)
        folders: dict[str, list[_Read]] = {path: []}
        odd: dict[str, list[str]] = {}
        try:
            for name, data in _tarred(file) if head.startswith(_GZIP) else _zipped(file):
                place = f"{path}/{name.removeprefix('./')}".replace("\\", "/")  # as Windows has packed it
                if isinstance(data, str):
                    odd.setdefault(data, []).append(name)
                elif not is_nobodys(PurePosixPath(name).name):
                    folders.setdefault(_folder(place), []).append((place, self._said(place, data)))
        except BrokenArchive as broken:
            self._problem(path, f"is not read to its end: {broken}")
        except _DAMAGED:
            self._problem(path, "is not read to its end: it is cut off or damaged")
        for what, names in odd.items():
            more = f", and {len(names) - 1} more" if names[1:] else ""
            self._problem(path, f"{what} is not looked at: {printable(names[0], 100)}{more}")
        return folders

    def _said(self, path: str, data: bytes) -> Answer | Inventory | NoAnswer:
        if len(data) > _LARGEST:
            return NoAnswer(f"is larger than {_LARGEST // 1_000_000} MB", is_failure=True)
        if data.startswith(_ARCHIVES):
            return NoAnswer("is an archive within an archive, and not opened", is_failure=True)
        if is_binary(data):
            return NoAnswer("is no text")
        text = _text(data)
        said = answer_of(text, self._wanted)
        return inventory_of(text, path) if isinstance(said, NoAnswer) and not said.is_failure else said

    def _take(self, folder: str, files: list[_Read], *, is_named: bool = False) -> None:
        """Add the devices that the files of a folder tell of."""
        answers: list[tuple[str, Answer]] = []
        is_of_use = not files
        for path, said in files:
            if isinstance(said, NoAnswer):
                if is_named or said.is_failure:
                    self._problem(path, said.why, said.line, said.column)
                is_of_use |= said.is_failure
                continue
            is_of_use = True
            if isinstance(said, Answer):
                answers.append((path, said))
                continue
            self._lists += 1
            of = f" of list {self._lists}" if self._lists > 1 else ""
            self.devices += (replace(row, label=row.label + of) for row in said.devices)
            self.problems += said.problems
        if not (is_of_use or is_named):
            self._problem(folder, _NOTHING)
        if not _are_of_several(answers):
            self._merge(answers[0][0] if len(answers) == 1 else folder, [said for _, said in answers])
            return
        for path, said in answers:
            if said.says.model or said.says.version:
                self._merge(path, [said])
            else:
                self._problem(path, f"does not say of which of the devices here it is{_APART}")

    def _merge(self, path: str, answers: list[Answer]) -> None:
        """Add the device that answers are of. Where they name two versions, neither is known."""
        if not answers:
            return
        self._count += 1
        parts = [answer.says for answer in answers]
        versions = _each((part.version,) for part in parts if part.version)
        holds = frozenset(chain.from_iterable(part.holds for part in parts))
        if versions[1:]:
            self._problem(path, f"says of one device that it has {' and '.join(map(printable, versions))}")
            holds -= {"identity"}
        self.devices.append(
            Device(
                label=f"device {self._count}",
                model=_first(part.model for part in parts),
                version=versions[0] if len(versions) == 1 else "",
                architecture=_first(part.architecture for part in parts),
                chip=_first(part.chip for part in parts),
                settings=_each(part.settings for part in parts),
                applications=_each(part.applications for part in parts),
                holds=holds,
                own=(*_each(part.own for part in parts), ("file", path)),
            )
        )

    def _problem(self, path: str, message: str, line: int = 1, column: int = 1) -> None:
        self.problems.append(Problem(path, line, column, "", message))


def _are_of_several(answers: list[tuple[str, Answer]]) -> bool:
    """Whether answers are of more than one device, by serial numbers, models, or versions of one kind."""
    says = [(said.kind, said.says) for _, said in answers]
    serials = {value for _, device in says for what, value in device.own if what == "serial"}
    if len(serials) > 1 or len({device.model.lower() for _, device in says if device.model}) > 1:
        return True
    versions = {(kind, device.version) for kind, device in says if device.version}
    return not serials and len(versions) > len({kind for kind, _ in versions})


def _folder(item: str | Skipped) -> str:
    return (item if isinstance(item, str) else item.path).rpartition("/")[0] or "."


def _first(said: Iterable[str]) -> str:
    return next(filter(None, said), "")


def _each(of: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(of)))


def _text(data: bytes) -> str:
    """Return the text of bytes: of UTF-16 and UTF-8 with or without a mark, else of Windows-1252."""
    if wide := wide_encoding(data):
        return data.decode(wide, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


# --- archives: names, each with its bytes, or with what is odd of it


def _tarred(file: BinaryIO) -> Iterator[tuple[str, bytes | str]]:
    unpacked = Unpacked(file, _MOST_UNPACKED)
    for member in members_of(unpacked, _MOST_MEMBERS):
        if is_strange(member) or member.issym() or member.islnk():
            yield member.name, "a link, a device, or what leads out of it"
        elif member.isreg():
            is_read = member.size <= _LARGEST
            yield member.name, unpacked.read(member.size) if is_read else _TOO_LARGE


def _zipped(file: BinaryIO) -> Iterator[tuple[str, bytes | str]]:
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    end = tail.rfind(_ZIP_END)
    # Both sizes of the list would be believed, and it is read whole.
    if end < 0 or _ZIP64 in tail or int.from_bytes(tail[end + 12 : end + 16], "little") > _LARGEST_INDEX:
        raise BrokenArchive("its list of files is missing or too large")
    most = left = min(_MOST_UNPACKED, max(_LARGEST, _HIGHEST_RATIO * size))
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.filename.endswith("/"):
                continue
            if leads_out(info.filename):
                yield info.filename, "a path that leads out of it"
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield info.filename, "a link"
            elif info.flag_bits & 1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                yield info.filename, "a file that is locked or packed in a rare way"
            elif info.file_size > _LARGEST:
                yield info.filename, _TOO_LARGE
            else:
                left -= info.file_size
                if left < 0:
                    raise BrokenArchive(f"it unpacks to more than {most // 1_000_000:,} MB")
                yield info.filename, archive.read(info)
