"""Work in a process of its own: it is done at the end, or it is said why not."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Never

import pytest

from macros.aside import Way, aside, at_the_end
from tests.waiting import runs, wait_for

ENDLESS = """
import os, sys, time
from pathlib import Path
from macros.aside import aside

def work(file):
    Path(file).write_text(str(os.getpid()))
    time.sleep(600)

with aside(work, sys.argv[1]):
    time.sleep(600)
"""


def write_late(file: Path) -> None:
    time.sleep(0.1)
    file.write_text("done")


def fail() -> Never:
    raise OSError(28, "No space left on device")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_work_is_done_at_the_end(tmp_path: Path) -> None:
    with aside(write_late, tmp_path / "file"):
        assert not (tmp_path / "file").exists()
    assert (tmp_path / "file").read_text() == "done"


@pytest.mark.parametrize("way", [aside, at_the_end])
def test_its_result_is_there_at_the_end(way: Way) -> None:
    with way(sorted, [2, 1]) as work:
        assert work.result is None
    assert work.result == [1, 2]


def test_at_the_end_it_is_done_here(tmp_path: Path) -> None:
    with at_the_end(os.getpid) as work:
        pass
    assert work.result == os.getpid()


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(OSError, match="No space left on device"), aside(fail):
        pass


def test_it_is_said_if_the_work_is_killed() -> None:
    with pytest.raises(ChildProcessError, match="ended from outside"), aside(die):
        pass


def test_the_work_ends_where_the_caller_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), aside(write_late, tmp_path / "file"):
        raise KeyError
    time.sleep(0.2)
    assert not (tmp_path / "file").exists()


def test_the_work_ends_with_a_caller_that_is_killed(tmp_path: Path, repository: Path) -> None:
    file = tmp_path / "process"
    caller = subprocess.Popen([sys.executable, "-c", ENDLESS, str(file)], cwd=repository)
    wait_for(lambda: file.exists() and file.read_text() != "")
    caller.kill()
    caller.wait()
    wait_for(lambda: not runs(int(file.read_text())))
