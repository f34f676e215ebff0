"""Opens files of others: never waits, never reads without end, and knows which files are nobody's data."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.problems import InvalidData, Problem

# What a checkout has
SCHEMAS = "schema/authored"
CHECKOUT = ("data", SCHEMAS)
# How the name of a file ends that a command writes until it takes the place of the one that it is for
UNWRITTEN = ".unwritten"
# Nothing that a checkout or a published folder has of its own is larger, but for what says so.
LARGEST = 50_000_000
# Far more than a file of data may have: how much that is says what reads YAML, with its place.
_LARGEST_OF_DATA = 2_097_152
_CHUNK = 65_536
# Without NONBLOCK, opening a FIFO would wait for a writer. Windows has neither these links nor FIFOs.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# What Vim tries out before it writes, and what desktops keep of a folder
_LEFTOVERS = frozenset({"4913", "Thumbs.db", "desktop.ini"})


class SpecialFile(OSError):
    """What was to be read is no file: a folder, pipe, socket or device."""


def is_nobodys(name: str) -> bool:
    """Whether a file is an editor's own (a swap file, a lock, a backup) or a desktop's, and nobody's data.

    Such a file is passed over in silence: somebody is editing the file beside it.
    """
    return name.startswith((".", "#")) or name.endswith("~") or name in _LEFTOVERS


def read_bytes(file: Path, largest: int = LARGEST) -> bytes:
    """Return what is in a file, or where a link leads. Raises `OSError`, with a reason for people."""
    with open_file(file) as (descriptor, size):
        data = b"" if size > largest else read_part(descriptor, size, largest + 1)
    if max(size, len(data)) > largest:
        raise OSError(errno.EFBIG, f"it is larger than {largest / 1_000_000:.3g} MB", str(file))
    return data


def read_file(root: Path, path: str) -> bytes:
    """Return what is in a data file. Raises `InvalidData`."""
    try:
        return read_bytes(root / path, _LARGEST_OF_DATA)
    except OSError as error:
        raise InvalidData([Problem(path, 1, 1, "", f"cannot be read: {error.strerror}")]) from None


def why_unreadable(file: Path, largest: int = LARGEST) -> str:
    """Return why a file cannot be read, empty if it can be."""
    try:
        read_bytes(file, largest)
    except OSError as error:
        return error.strerror or str(error)
    return ""


@contextmanager
def open_file(file: Path | str, *, follow: bool = True) -> Iterator[tuple[int, int]]:
    """Open a file, and give its descriptor and the size that it says. Raises `OSError` for all but files."""
    try:
        descriptor = os.open(file, _FLAGS if follow else _FLAGS | _NO_LINK)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise SpecialFile(errno.ENXIO, "it is a socket or a device", str(file)) from None
        raise
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise _special(about.st_mode, str(file))
        yield descriptor, about.st_size
    except OSError as error:  # reading says the reason, and not of what
        error.filename = error.filename or str(file)
        raise
    finally:
        os.close(descriptor)


def _special(mode: int, file: str) -> SpecialFile:
    if stat.S_ISDIR(mode):
        return SpecialFile(errno.EISDIR, os.strerror(errno.EISDIR), file)
    return SpecialFile(errno.EINVAL, f"it is a {'pipe' if stat.S_ISFIFO(mode) else 'device'}", file)


def read_part(descriptor: int, size: int, most: int) -> bytes:
    """Return the bytes of a file of about that size from where it stands, but at most so many."""
    parts: list[bytes] = []
    count = 0
    # A file can grow while it is read, and some say that they are empty when they are not.
    while part := os.read(descriptor, min(max(size - count + 1, _CHUNK), most - count)):
        parts.append(part)
        count += len(part)
    return b"".join(parts)  # of one part, that part: no copy of a large file


def is_folder(path: Path) -> bool:
    """Whether there is a folder. What cannot be looked at, such as too long a name, is none."""
    return os.path.isdir(path)  # noqa: PTH112 - that of Path raises for such names


def is_checkout(root: Path) -> bool:
    """Whether a folder has what a checkout has, sound or not."""
    return all(is_folder(root / folder) for folder in CHECKOUT)


def is_there(path: Path) -> bool:
    """Whether there is something that may be a file. What cannot be looked at is none."""
    return os.path.exists(path) and not is_folder(path)  # noqa: PTH110


def refuse_read_only(file: Path) -> None:
    """Raise `PermissionError` for a file that its owner does not want to be written."""
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
