"""Time and peak memory of whole processes, children included, and figures beside the bars that they keep."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

# Starts a command and prints what it used. A program of its own, and a small one: what a process starts
# begins with the peak of its parent.
_LAUNCHER = """
import json, os, sys, time
begin = time.perf_counter()
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(process, 0)
seconds = time.perf_counter() - begin
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Used:
    """Seconds on the clock and of all processors, and the most MB that the process or a child of it had."""

    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True)
class Program:
    """A command in a folder, which begins with the path of a program. Any other exit code is a failure."""

    folder: Path
    command: tuple[str, ...]
    code: int = 0

    def run(self) -> Used:
        """Run it, with the modules of its folder. Raises `RuntimeError` with what it said if it fails."""
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, *self.command],
            cwd=self.folder,
            env=environment(self.folder),
            capture_output=True,
            text=True,
            check=False,
        )
        code, *used = json.loads(done.stdout.splitlines()[-1]) if done.stdout else (None,)
        if code != self.code:
            raise RuntimeError(f"{' '.join(self.command)} failed:\n{done.stdout}{done.stderr}")
        return Used(*used)


def environment(*places: Path) -> dict[str, str]:
    """Return the environment of a program that imports from these places."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places)), "NO_MKDOCS_2_WARNING": "1"}


def python(folder: Path, *arguments: str) -> Program:
    """Return a command of this Python."""
    return Program(folder, (sys.executable, *arguments))


def print_programs(about: str, programs: Mapping[str, Program], runs: int) -> dict[str, Used]:
    """Run all of them in turn, so that noise hits all; print and return each one's medians."""
    found: dict[str, list[Used]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            found[name].append(program.run())
    print(f"{about:<58}{'seconds':>10}{'processor':>10}{'MB':>8}")
    medians = {
        name: Used(*map(median, zip(*map(astuple, used), strict=True))) for name, used in found.items()
    }
    for name, used in medians.items():
        print(f"{name:<58}{used.seconds:10.2f}{used.processor:10.2f}{used.megabytes:8.0f}")
    return medians


def print_bar(what: str, value: float, bar: float) -> None:
    """Print a figure that should not be above its bar."""
    print(f"{what:<58}{value:10.2f}  (at most {bar:g}: {'kept' if value <= bar else 'MISSED'})")
