"""Time and peak memory of whole processes, children included."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss]))
"""


@dataclass(frozen=True)
class Used:
    """What a process took: seconds, and the largest size in MB that it or one of its children had."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Program:
    """A command in a folder; `command` begins with the path of a program."""

    folder: Path
    command: tuple[str, ...]

    def run(self) -> Used:
        """Run it. Raises `RuntimeError` with what it said if it fails."""
        environment = os.environ | {"PYTHONPATH": str(self.folder), "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, *self.command],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        code, seconds, kilobytes = json.loads(done.stdout.splitlines()[-1]) if done.stdout else (1, 0, 0)
        if code:
            raise RuntimeError(f"{' '.join(self.command)} failed:\n{done.stdout}{done.stderr}")
        return Used(seconds, kilobytes / 1024)


def python(folder: Path, *arguments: str) -> Program:
    """Give a command of this Python."""
    return Program(folder, (sys.executable, *arguments))


def in_turn(programs: Mapping[str, Program], runs: int) -> dict[str, Used]:
    """Run all of them in turn, so that noise hits all; give each one's medians."""
    found: dict[str, list[Used]] = {name: [] for name in programs}
    for _ in range(runs):
        for name, program in programs.items():
            found[name].append(program.run())
    return {
        name: Used(median(one.seconds for one in used), median(one.megabytes for one in used))
        for name, used in found.items()
    }


def seconds_in_turn(
    acts: Sequence[Callable[[], object]], runs: int, before: Callable[[], object] = lambda: None
) -> list[float]:
    """Call functions in turn; give the median of each one's processor time. `before` each is not counted."""
    found: list[list[float]] = [[] for _ in acts]
    for _ in range(runs):
        for act, times in zip(acts, found, strict=True):
            before()
            begin = time.process_time()
            act()
            times.append(time.process_time() - begin)
    return [median(times) for times in found]
