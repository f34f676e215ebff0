"""The files below what somebody names: found without following links, read without ever waiting.

Whatever can happen to a file between being listed and being read ends as a `Skipped` with its reason.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Literal, TypeVar

from portal.reading.opening import SpecialFile, open_file, read_part
from portal.scanner.ignoring import VENDORED, VERSION_CONTROL, Ignoring
from portal.scanner.page import decode, is_binary, wide_encoding

Why = Literal[
    "binary", "link", "ignored", "excluded", "vendored", "large", "special", "unreadable", "vanished"
]
T = TypeVar("T")
LARGEST = 5_000_000
_IGNORE_FILE = ".gitignore"
_LARGEST_IGNORE_FILE = 1_000_000
_HEAD = 65_536
# What devices get is looked at also where .gitignore names it: it is often kept all the same.
_SHIPPED = (".eap", "/package.conf", "/manifest.json")
ELF = b"\x7fELF"


@dataclass(frozen=True, order=True)
class Skipped:
    """Something that was not searched, and why; `message` says it in words."""

    path: str
    why: Why
    message: str


@dataclass(frozen=True)
class Walk:
    """How to go through folders: with `everything`, what is ignored or vendored is searched too.

    What `exclude` leaves out is not searched all the same. `without` are files to leave out,
    such as the baseline, which quotes the code that it accepts.
    """

    here: Path
    everything: bool = False
    exclude: Ignoring = field(default_factory=Ignoring)
    without: tuple[Path, ...] = ()

    @cached_property
    def _top(self) -> str:
        return os.path.normpath(self.here)

    def whole(self, path: str) -> str:
        """Return the place on the disk of a path as reports have it."""
        if path == ".":
            return self._top
        # Put together as text: paths as objects took as long as reading the files.
        return path if os.path.isabs(path) else f"{self._top}/{path}"  # noqa: PTH117

    def shown(self, path: str) -> str:
        """Return a path as reports have it: relative to `here` where it is below, with `/`."""
        whole = os.path.normpath(self.here / path)
        inside = self._top
        try:
            below = os.path.commonpath((whole, inside)) == inside
        except ValueError:  # another drive of Windows
            below = False
        return Path(os.path.relpath(whole, inside) if below else whole).as_posix()


def find_files(walk: Walk, paths: Sequence[Path]) -> Iterator[str | Skipped]:
    """Return every file to search below the paths, each once and in order, and what is left out.

    A link that is named is followed, to where it leads; those below are not.
    Raises `OSError` for a path that is not there or cannot be looked at.
    """
    seen = {walk.shown(str(file)) for file in walk.without}
    for path in paths:
        mode = os.stat(walk.here / path).st_mode  # noqa: PTH116 - a link that is named is followed
        if stat.S_ISDIR(mode):
            found = _below(walk, walk.shown(str(path)))
        elif not stat.S_ISREG(mode):
            found = iter([_special(walk.shown(str(path)))])
        else:
            # Reading follows no link, so that a file is read where it is.
            linked = os.path.islink(walk.here / path)  # noqa: PTH114
            file = walk.shown(os.path.realpath(walk.here / path) if linked else str(path))
            folders = (f"{folder}/" for folder in PurePath(walk.whole(file)).parents)
            left_out = any(map(walk.exclude.leaves_out, (walk.whole(file), *folders)))
            found = iter([_excluded(file) if left_out else file])
        for item in found:
            # What is said of a file is no reason not to search it.
            key = item if isinstance(item, str) else f"{item.why}:{item.path}:{item.message}"
            if key not in seen:
                seen.add(key)
                yield item


def _excluded(path: str) -> Skipped:
    return Skipped(path, "excluded", "is left out by --exclude")


def _below(walk: Walk, top: str) -> Iterator[str | Skipped]:
    above = Ignoring() if walk.everything else _above(walk, top)
    if above is None:
        yield Skipped(top, "ignored", "is left out by .gitignore")
        return
    folders = [(top, above)]
    while folders:
        folder, ignoring = folders.pop()
        try:
            with os.scandir(walk.whole(folder)) as listed:
                own = (entry for entry in listed if entry.name not in VERSION_CONTROL)
                entries = sorted(own, key=lambda entry: entry.name)
        except OSError as error:
            yield _failed(folder, error)
            continue
        prefix = "" if folder == "." else f"{folder.rstrip('/')}/"
        if not walk.everything and any(entry.name == _IGNORE_FILE for entry in entries):
            ignoring, trouble = _with_ignore_file(walk.whole(folder), prefix + _IGNORE_FILE, ignoring)
            yield from trouble
        inner = []
        for entry in entries:
            item = _look(walk, entry, prefix + entry.name, ignoring)
            if item is None:
                inner.append((prefix + entry.name, ignoring))
            else:
                yield item
        folders += reversed(inner)


def _look(walk: Walk, entry: os.DirEntry[str], path: str, ignoring: Ignoring) -> str | Skipped | None:
    """Return a file to search, or what is left out; None for a folder to go into."""
    try:
        if entry.is_symlink():
            return Skipped(path, "link", "is a link")
        is_folder = entry.is_dir(follow_symlinks=False)
        whole = f"{entry.path}/" if is_folder else entry.path
        if walk.exclude.leaves_out(whole):
            return _excluded(path)
        if is_folder and not walk.everything and entry.name in VENDORED:
            return Skipped(path, "vendored", "is a folder of others' code")
        if ignoring.leaves_out(whole) and not whole.lower().endswith(_SHIPPED):
            return Skipped(path, "ignored", "is left out by .gitignore")
        file = path if entry.is_file(follow_symlinks=False) else _special(path)
        return None if is_folder else file
    except OSError as error:
        return _failed(path, error)


def _above(walk: Walk, top: str) -> Ignoring | None:
    """Return what the folders above the top leave out, as far as they are in the same repository of Git.

    None where they leave out the top itself.
    """
    folder = walk.whole(top)
    above = [folder]
    while not os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118 - no error if forbidden
        outer = os.path.dirname(folder)  # noqa: PTH120
        if outer == folder:
            return Ignoring()
        above.append(outer)
        folder = outer
    ignoring = Ignoring()
    for outer, inner in pairwise(reversed(above)):
        ignoring, _ = _with_ignore_file(outer, _IGNORE_FILE, ignoring)
        if ignoring.leaves_out(os.path.join(inner, "")):  # noqa: PTH118
            return None
    return ignoring


def _with_ignore_file(folder: str, path: str, ignoring: Ignoring) -> tuple[Ignoring, tuple[Skipped, ...]]:
    read = read_file(os.path.join(folder, _IGNORE_FILE), path, _LARGEST_IGNORE_FILE)  # noqa: PTH118
    if isinstance(read, Skipped):
        return ignoring, (read,)
    inner, messages = ignoring.below(os.path.join(folder, ""), decode(read))  # noqa: PTH118
    return inner, tuple(Skipped(path, "unreadable", message) for message in messages)


# --- reading


def read_file(file: str, path: str, largest: int = LARGEST) -> bytes | Skipped:
    """Return the bytes of a text or program, or why it is skipped. UTF-16 and UTF-32 are returned as UTF-8.

    `path` is how a `Skipped` names it. Never waits, and never reads more than `largest` bytes.
    """
    return read_opened(file, path, lambda descriptor, size: _text(descriptor, size, path, largest))


def read_opened(file: str, path: str, read: Callable[[int, int], T | Skipped]) -> T | Skipped:
    """Return what `read` makes of the descriptor and the size of a file, or why it is skipped."""
    try:
        with open_file(file, follow=False) as (descriptor, size):
            return read(descriptor, size)
    except SpecialFile:
        return _special(path)
    except OSError as error:
        return _failed(path, error)


def _text(descriptor: int, size: int, path: str, largest: int) -> bytes | Skipped:
    head = os.read(descriptor, min(size, _HEAD) + 1)
    if is_binary(head) and not (head.startswith(ELF) and size <= largest):
        return Skipped(path, "binary", "is no text")
    os.lseek(descriptor, 0, os.SEEK_SET)
    data = b"" if size > largest else read_part(descriptor, size, largest + 1)
    if max(size, len(data)) > largest:
        return Skipped(path, "large", f"is larger than {largest / 1_000_000:g} MB")
    encoding = wide_encoding(data)
    return data if encoding is None else data.decode(encoding, "replace").encode("utf-8", "replace")


def _special(path: str) -> Skipped:
    return Skipped(path, "special", "is neither a file nor a folder, but a pipe, socket or device")


def _failed(path: str, error: OSError) -> Skipped:
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Skipped(path, "vanished", "was gone before it could be read")
    if error.errno == errno.ELOOP:
        return Skipped(path, "link", "is a link")
    return Skipped(path, "unreadable", f"cannot be read: {error.strerror}")
