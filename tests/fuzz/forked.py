"""A command in a process of its own, in a few milliseconds: a fork of one that has its modules already.

What it prints, and how it ends, is as after `python -m PROGRAM` in a shell.
"""

import fcntl
import os
import resource
import runpy
import select
import signal
import sys
import tempfile
import termios
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

_LONGEST = float(os.environ.get("PORTAL_LONGEST", "20"))  # seconds, also on a machine that is busy
_MEMORY = 3_000_000_000
_KEPT = ("PATH", "PYTHONPATH", "NO_MKDOCS_2_WARNING")
_END = "\x04"


@dataclass(frozen=True)
class Place:
    """Where a command runs. `anew`: Python starts anew, since it reads the environment only then."""

    environment: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "utf-8"
    stdout: str = ""
    closed: tuple[int, ...] = ()
    anew: bool = False


@dataclass(frozen=True)
class Ended:
    """How a command ended; `code` is None where it had to be killed."""

    code: int | None
    out: bytes
    err: bytes


@dataclass
class Typist:
    """Whoever sits at a terminal: edits something while the first question is open, and answers each."""

    answers: list[str]
    meanwhile: Callable[[], object]
    terminal: int = -1
    read: bytes = b""

    def listen(self) -> None:
        self.read += os.read(self.terminal, 65536)
        if self.read.endswith(b"> "):
            self.meanwhile()
            self.meanwhile = lambda: None
            os.write(self.terminal, os.fsencode(f"{self.answers.pop(0)}\n" if self.answers else _END))


def run(command: Sequence[str], folder: Path, place: Place, typist: Typist | None = None) -> Ended:
    """Run a module with its arguments in a folder, at a terminal if somebody types.

    Beside the folder are `home` and `tmp`; above these it writes down what is printed.
    """
    out, err = folder.parents[1] / "out", folder.parents[1] / "err"
    streams = [os.devnull, place.stdout or str(out), str(err)]
    there = -1
    if typist:
        typist.terminal, there = os.openpty()
        streams[0] = streams[2] = os.ttyname(there)
    child = os.fork()
    if not child:
        _become(command, folder, place, streams)
    code = _wait(child, typist)
    if typist:
        os.close(typist.terminal)
        os.close(there)
        err.write_bytes(typist.read.replace(b"\r\n", b"\n"))
    return Ended(code, *(file.read_bytes() if file.exists() else b"" for file in (out, err)))


def _wait(child: int, typist: Typist | None) -> int | None:
    """Listen until the child ends; return its code, None where it takes too long."""
    ended, until = os.pidfd_open(child), time.monotonic() + _LONGEST
    watched = [ended, typist.terminal] if typist else [ended]
    ready = [-1]
    while ready not in ([ended], []):
        ready = select.select(watched, [], [], max(0, until - time.monotonic()))[0]
        if typist and typist.terminal in ready:
            typist.listen()
    os.close(ended)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # with what it has started
    status = os.waitpid(child, 0)[1]
    return os.waitstatus_to_exitcode(status) if ready else None


def _become(command: Sequence[str], folder: Path, place: Place, streams: Sequence[str]) -> NoReturn:
    """Let this process be the command."""
    os.setsid()
    os.chdir(folder)
    for number, name in enumerate(streams):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    os.closerange(3, 256)
    if os.isatty(0):
        modes = termios.tcgetattr(0)
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(0, termios.TCSANOW, modes)
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in place.closed:
        os.close(number)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    own = {name: str(folder.parent / path) for name, path in (("HOME", "home"), ("TMPDIR", "tmp"))}
    os.environ.clear()
    os.environ.update({**kept, **own, **place.environment})
    if place.anew:
        os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 - no shell is wanted
    _run_as_python(command, place)


def _run_as_python(command: Sequence[str], place: Place) -> NoReturn:
    def stream(number: int, mode: str, errors: str) -> Any:
        if number in place.closed:
            return None
        return open(number, mode, encoding=place.encoding, errors=errors, closefd=False)

    sys.stdin, sys.stdout = stream(0, "r", "strict"), stream(1, "w", "strict")
    sys.stderr = stream(2, "w", "backslashreplace")
    sys.argv, tempfile.tempdir = list(command), None
    code: object = 0
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        code = 1
    if not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        print("Exception ignored while standard output was flushed", file=sys.stderr)
        code = 120
    if sys.stderr:
        sys.stderr.flush()
    os._exit(code)
