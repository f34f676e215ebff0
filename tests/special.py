"""Files that are none: what would be waited for, or read without end, where a file is expected."""

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import REPOSITORY

_MEMORY, _LONGEST = 2_000_000_000, 120


def _socket(file: Path) -> None:
    here = Path.cwd()
    os.chdir(file.parent)  # the name of a socket may have few letters
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(file.name)
    os.chdir(here)


def _large(file: Path) -> None:
    with file.open("wb") as hollow:
        hollow.truncate(10**12)


def _linked_pipe(file: Path) -> None:
    os.mkfifo(file.parents[2] / "aside")
    file.symlink_to("../../aside")


# How to make one, and what is said of it
SPECIAL: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (os.mkfifo, "it is a pipe"),
    "socket": (_socket, "it is a socket or a device"),
    "device": (lambda file: file.symlink_to("/dev/zero"), "it is a device"),
    "pipe behind a link": (_linked_pipe, "it is a pipe"),
    "memory": (lambda file: file.symlink_to("/proc/self/mem"), "Input/output error"),
    "loop": (lambda file: file.symlink_to(file.name), "Too many levels of symbolic links"),
    "large": (_large, "it is larger than "),
}
# Beside a file that somebody has open: Vim, Emacs, Kate, and what desktops keep
EDITORS = (
    ".{name}.swp", "4913", "{name}~", "#{name}#", ".{name}.kate-swp", ".DS_Store", "Thumbs.db", "desktop.ini",
    "#{name}", ".{name}.new",
)  # fmt: skip


def open_in_editors(file: Path) -> None:
    """Leave beside a file all that editors keep there."""
    for name in EDITORS:
        (file.parent / name.format(name=file.name)).write_bytes(b"\0not: [data\n")
    (file.parent / f".#{file.name}").symlink_to("somebody@somewhere.1234:5678")


def run_limited(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module in a checkout, with limits that are reached only where it would not end."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY)),
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
