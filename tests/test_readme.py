"""What the README shows works: its blocks run as they are printed, one after the other, on a clean clone."""

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
import venv
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from portal.addresses import made_up
from portal.reading.catalog import load_catalog
from tests.checkout import JUNE
from tests.conftest import REPOSITORY
from tests.partners.examples import blocks_of
from tests.repository import clone
from tests.runner import Ran
from tests.serving import serve
from tests.sites import real_site

BLOCKS = blocks_of([REPOSITORY / "README.md"])
LINES = [line for block in BLOCKS if block.head == "sh" for line in block.code.splitlines()]
HOST = load_catalog(REPOSITORY).portal.url
PATIENCE = 120  # seconds until the local site answers
# What somebody has who has just opened a terminal: nothing of the `make` that runs the tests
TERMINAL = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
# It runs this test.
NOT_RUN = "make test"


@pytest.fixture(scope="module")
def checkout(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone whose packages are there, so that setting up fetches nothing."""
    root = clone(repository, tmp_path_factory.mktemp("readme") / "a clone")
    venv.create(root / ".venv", symlinks=True)
    shutil.copy(root / "requirements/site.txt", root / ".venv")
    (packages,) = root.glob(".venv/lib/*/site-packages")
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return root


def run(checkout: Path, *command: str) -> Ran:
    """Run a command in the clone."""
    done = subprocess.run(command, cwd=checkout, env=TERMINAL, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def command_of(line: str) -> str:
    """Return a line of a block without the remark behind it."""
    return line.partition("  #")[0].strip()


def test_its_blocks_run_in_order(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(real_site(tmp_path_factory)) as address:
        for block in BLOCKS:
            if block.head == "python":
                check_run(run(checkout, ".venv/bin/python", "-c", block.code), block.code)
            elif block.head == "sh":
                for command in map(command_of, block.code.splitlines()):
                    if command == "make serve":
                        start_and_end(checkout, command)
                    elif command != NOT_RUN:
                        check_run(run(checkout, "sh", "-c", command.replace(HOST, address)), command)


def check_run(ran: Ran, command: str) -> None:
    # A plan or a scan that finds something, or something that is not known, is no failure.
    codes = {0, 1, 3} if command.startswith(".venv/bin/portal ") else {0}
    assert ran.code in codes, f"{command}\n{ran.out}{ran.err}"
    unset = made_up(load_catalog(REPOSITORY).portal) if command == "make site" else ()
    assert ("still made up" in ran.err) == bool(unset), command
    assert not ran.err or unset, command
    assert ran.out or command == "make site", command


def start_and_end(checkout: Path, command: str) -> None:
    """Start the local site, at a port that is free here, and end it once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log, environment = checkout / "build/serve.log", TERMINAL | {"SERVE": address}
    log.parent.mkdir()
    with (
        log.open("w") as output,
        subprocess.Popen(
            ["sh", "-c", command],
            cwd=checkout, env=environment, stdout=output, stderr=output, start_new_session=True,
        ) as process,
    ):  # fmt: skip
        try:
            assert "</html>" in answer_of(f"http://{address}/", process), log.read_text("utf-8")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
    assert "Traceback" not in log.read_text("utf-8")


def answer_of(address: str, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(URLError, ConnectionError), urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - loopback
            text: str = answer.read().decode()
            return text
        time.sleep(0.1)
    return ""


def test_what_it_shows_of_a_mistake_is_what_the_check_prints(checkout: Path) -> None:
    (shown,) = [block.code for block in BLOCKS if block.head == "text"]
    data = checkout / "data"
    data.rename(checkout / "today")
    shutil.copytree(JUNE, data)
    file = checkout / shown.partition(":")[0]
    file.write_text(file.read_text("utf-8").replace("\narea: api\n", "\narea: apis\n"), "utf-8")
    ran = run(checkout, "make", "check")
    shutil.rmtree(data)
    (checkout / "today").rename(data)
    assert ran.code != 0
    assert ran.out.startswith(shown), ran.out + ran.err


def test_every_block_is_one_that_is_run_and_the_command_is_set_up_before_it_is_used() -> None:
    assert {block.head for block in BLOCKS} == {"sh", "python", "text"}
    assert NOT_RUN in map(command_of, LINES)
    first = next(number for number, line in enumerate(LINES) if ".venv/bin/portal" in line)
    assert "make serve" in map(command_of, LINES[:first])
    assert not [line for line in LINES if line.startswith("portal ")]
