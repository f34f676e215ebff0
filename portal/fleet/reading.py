"""Reads the files of a fleet: a file, a folder or an archive for each device, or lists of devices.

Nothing is unpacked onto a disk, and whatever is wrong with a file ends as a problem.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial, reduce
from io import BytesIO
from itertools import count
from pathlib import Path
from re import Pattern

from portal.fleet.answers import answer_of, inventory_of, lines_of
from portal.fleet.device import Device
from portal.problems import Problem
from portal.reading.opening import is_nobodys, read_part
from portal.scanner.code_files import Skipped, Walk, find_files, read_opened
from portal.scanner.packages import Unpacked, members_of
from portal.scanner.page import decode, is_binary, wide_encoding

_GZIP, _ZIP = b"\x1f\x8b", b"PK\3\4"
_LARGEST, _LARGEST_ARCHIVE = 12_000_000, 100_000_000
_MOST_UNPACKED, _MOST_MEMBERS = 1_500_000_000, 100_000
_NOTHING = "has no answer of a device, and no list, which begins with the names of its columns: model;version"
_read_whole = partial(read_part, most=_LARGEST_ARCHIVE + 1)


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
            if name and not is_nobodys(name):
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
    said = [(dict(one.own).get("serial", ""), one.model, one.version) for one in answers]
    if len(answers) < 2 or any(len({*each} - {""}) > 1 for each in zip(*said, strict=True)):
        return answers
    device = reduce(_merged, answers)
    return [replace(device, own=tuple({**dict(device.own), "file": folder}.items()))]


def _merged(one: Device, other: Device) -> Device:
    return replace(
        Device(**{name: said or vars(other)[name] for name, said in vars(one).items()}),
        settings=one.settings + other.settings,
        applications=one.applications + other.applications,
        holds=one.holds | other.holds,
        own=one.own + other.own,
    )


def _said(path: str, data: bytes | Exception, wanted: Pattern[str]) -> Iterator[Device | Problem]:
    """Return what a file says, and what is wrong with it: nothing where it is of no use."""
    try:
        if isinstance(data, Exception):
            raise data
        if data.startswith((_GZIP, _ZIP)):
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
        line, before = getattr(
            error, "position", (getattr(error, "lineno", 1), getattr(error, "colno", 1) - 1)
        )
        why = getattr(error, "strerror", None) or str(error) or "it is cut off"
        yield Problem(path, line, before + 1, "", f"cannot be wholly read: {why}")


def _files(walk: Walk, path: Path) -> Iterator[tuple[str, bytes | Exception]]:
    """Return what is in each file, or why it cannot be read. The files in an archive are below its name."""
    try:
        for item in find_files(walk, (path,)):
            data = item if isinstance(item, Skipped) else read_opened(walk.whole(item), item, _read_whole)
            if isinstance(data, Skipped):
                yield data.path, ValueError(f"it {data.message}")
            else:
                yield from _unpacked(str(item), data)
    except OSError as error:
        yield walk.shown(str(path)), error


def _unpacked(path: str, data: bytes) -> Iterator[tuple[str, bytes | Exception]]:
    """Return a file, or those in an archive. Their names are never places on a disk."""
    try:
        if len(data) > _LARGEST_ARCHIVE or data.count(b"PK\1\2") > _MOST_MEMBERS:
            raise ValueError("it is too large, or has too many files")
        if data.startswith(_GZIP):
            unpacked = Unpacked(BytesIO(data), _MOST_UNPACKED)
            for member in members_of(unpacked, _MOST_MEMBERS):
                name, size = member.name.removeprefix("./"), min(member.size, _LARGEST + 1)
                if member.isreg():
                    yield f"{path}/{name}", unpacked.read(size)
        elif data.startswith(_ZIP):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                files = archive.infolist()
                if sum(one.file_size for one in files) > _MOST_UNPACKED:
                    raise ValueError("it unpacks to far more than such a file does")
                for one in files:
                    if one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                        raise ValueError("it is packed in a rare way")
                    with archive.open(one) as packed:
                        yield f"{path}/{one.filename}", packed.read(_LARGEST + 1)
        else:
            yield path, data
    except Exception as error:  # noqa: BLE001 - whatever a hostile archive leads its reader to
        yield path, error
