"""The edges of the command: streams that are closed or full, strange arguments and surroundings.

Whatever they are, what ends a command is its own exit code, or 2 and a sentence on standard error.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from portal.cli.outside.ending import run_command
from portal.cli.outside.terminal import show
from tests.commands import Command
from tests.conftest import REPOSITORY

FULL = "standard output cannot be written: No space left on device"
CLOSED = "portal: standard output is closed, so that nothing could be said: nothing is done\n"
FILTER = "data/changes/network-filter-removal.yml"
LONG = "a" * 300
DEEP = "a/" * 3000
NOT_UTF8 = "x\udcff"
FORGED = "x\n::error::FORGED"
DEVICE = str(REPOSITORY / "tests/fleet/samples/param-m1137-10.12.338.txt")
VERBS = {
    "check": ("check",),
    "fleet": ("fleet", DEVICE, "--to", "12.0"),
    "format": ("format", "--check"),
    "help": ("plan", "--help"),
    "plan": ("plan", "11.0", "12.0", "--format", "json"),
    "scan": ("scan", "data"),
    "version": ("--version",),
}


class Ended(NamedTuple):
    code: int
    err: str


@pytest.fixture
def shell(sample_root: Path) -> Callable[..., Ended]:
    """Run the command in the sample as a shell does, with its redirections, in an environment."""

    def run(redirected: str, *arguments: str, **environment: str) -> Ended:
        line = f'"$@" {redirected}'
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}", "bash", sys.executable, "-m", "portal", *arguments],
            cwd=sample_root,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)} | environment,
            capture_output=True,
            check=False,
        )
        return Ended(done.returncode, done.stderr.decode("utf-8", "surrogateescape"))

    return run


# --- streams


@pytest.mark.parametrize("verb", VERBS)
def test_output_that_is_full(shell: Callable[..., Ended], verb: str) -> None:
    buffered = "" if verb in ("help", "check") else "1"
    assert shell("> /dev/full", *VERBS[verb], PYTHONUNBUFFERED=buffered) == (2, f"portal: {FULL}\n")


@pytest.mark.parametrize("verb", VERBS)
def test_output_that_is_closed(shell: Callable[..., Ended], verb: str) -> None:
    assert shell(">&-", *VERBS[verb]) == (2, CLOSED)


@pytest.mark.parametrize("redirected", ["2>&-", "2> /dev/full", "<&-", "| true", "| head -c 1"])
@pytest.mark.parametrize("verb", ["check", "plan", "help"])
def test_nobody_hears_what_is_said(shell: Callable[..., Ended], verb: str, redirected: str) -> None:
    assert shell(redirected, *VERBS[verb]) == (0 if verb != "plan" else 1, "")


@pytest.mark.parametrize("redirected", ["2>&-", "2> /dev/full", "<&- >&- 2>&-"])
def test_a_failure_that_nobody_hears(shell: Callable[..., Ended], redirected: str) -> None:
    assert shell(redirected, "check", "--root", "nowhere") == (2, "")
    assert shell(redirected, "check", "--wrong") == (2, "")


def test_what_is_written_is_told_where_its_message_cannot_be(
    shell: Callable[..., Ended], sample_root: Path
) -> None:
    file = sample_root / FILTER
    file.write_text(f"{file.read_text('utf-8')}\n\n", "utf-8")
    said = shell("> /dev/full", "format", FILTER)
    assert said == (2, f"portal: {FULL}, but 1 of 1 file formatted\n")
    said = shell(
        "> /dev/full",
        "withdraw",
        "network-filter-removal",
        "--because",
        "It stays.",
        "--source",
        "forum-2024",
        "--today",
        "2027-01-02",
    )
    assert said == (2, f"portal: {FULL}, but this is written: {FILTER}\n")
    assert "It stays." in file.read_text("utf-8")
    (sample_root / "a.py").write_text("get('date.cgi')\n", "utf-8")
    said = shell("> /dev/full", "scan", "a.py", "--root", ".", "--write-baseline", "ü.json")
    assert said == (2, f"portal: {FULL}, but ü.json is written\n")
    assert (sample_root / "ü.json").is_file()


def test_a_command_that_cannot_speak_changes_nothing(shell: Callable[..., Ended], sample_root: Path) -> None:
    before = (sample_root / FILTER).read_bytes()
    said = shell(
        ">&-",
        "withdraw",
        "network-filter-removal",
        "--because",
        "It stays.",
        "--source",
        "forum-2024",
        "--today",
        "2027-01-02",
    )
    assert said == (2, CLOSED)
    assert (sample_root / FILTER).read_bytes() == before


@pytest.mark.parametrize("module", ["macros.publish", "macros.preview.serve"])
def test_the_commands_of_the_site_end_so_too(module: str) -> None:
    for redirected, said in (("> /dev/full", FULL), (">&-", "standard output is closed")):
        line = f'"$0" -m {module} --help {redirected}'
        done = subprocess.run(
            ["bash", "-c", line, sys.executable],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONUNBUFFERED": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith(f"python -m {module}: {said}")


# --- surroundings


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"COLUMNS": "0"},
        {"COLUMNS": "1"},
        {"COLUMNS": "9" * 30},
        {"COLUMNS": "x"},
        {"HOME": ""},
        {"TMPDIR": "/none"},
    ],
    ids=str,
)
def test_surroundings_do_not_matter(
    shell: Callable[..., Ended], sample_root: Path, environment: dict[str, str]
) -> None:
    (sample_root / "ü.py").write_text("get('/axis-cgi/date.cgi')\n", "utf-8")
    for arguments, code in (
        (("plan", "11.0", "12.0"), 1),
        (("scan", "--root", ".", "ü.py", "--write-baseline", "ö.json"), 0),
        (("scan", "--help"), 0),
    ):
        assert shell("> /dev/null", *arguments, **environment) == (code, ""), arguments


# --- arguments


def arguments() -> Iterator[tuple[str, ...]]:
    """Return every place of an argument with a strange one there."""
    for odd in (LONG, DEEP, NOT_UTF8, FORGED, "", "\x01", "-", "--", "/dev/null/x", "::error::FORGED"):
        yield from ((verb, "--root", odd) for verb in ("check", "format", "ids"))
        yield from (("diff", odd), ("diff", ".", "--root", odd), ("format", odd), (odd,), ("check", odd))
        yield from (("plan", odd, "12.0"), ("plan", "11.0", odd), ("plan", "11.0", "12.0", "--uses", odd))
        yield from (("plan", "11.0", "12.0", f"--{name}", odd) for name in ("catalog", "root", "area"))
        yield from (("scan", odd), ("scan", "data", "--baseline", odd), ("scan", "data", "--root", odd))
        yield from (("scan", "data", "--catalog", odd), ("scan", "data", "--from", odd, "--to", odd))
        yield ("scan", "data", "--write-baseline", f"{odd}/none/b.json")
        yield from (("fleet", odd, "--to", "12.0"), ("fleet", DEVICE, "--to", odd))
        yield ("fleet", DEVICE, "--to", "12.0", "--catalog", odd)
        yield from (("check", "--as-of", odd), ("check", "--format", odd), ("scan", "--jobs", odd))
        told = ("--because", "x", "--source", "forum-2024")
        for verb in ("move", "came"):
            yield from ((verb, odd, "13.0", *told), (verb, "network-filter-removal", odd, *told))
        yield from ((verb, odd, *told) for verb in ("apply", "withdraw", "unconfirmed"))
        yield from (
            ("apply", "smb1-removal", "--source", odd),
            ("came", "smb1-removal", "11", "--stage", odd),
        )
        yield from (
            ("release", odd, "--out", *told),
            ("source", odd),
            ("source", "forum-2024", "--seen", odd),
        )
        for name in ("apply", "unconfirmed", "track", "date"):
            yield ("release", "12.0", "--out", *told, f"--{name}", odd)
        yield ("release", "12.0", "--out", *told, "--moved-to", odd, odd)
        yield from (("new", odd), ("new", "product", "--id", odd, "--name", odd))


def test_no_argument_is_a_fault_of_the_program(
    capsys: pytest.CaptureFixture[str], sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_root)
    portal = Command(capsys)
    for given in arguments():
        code, out, err = portal(*given)
        assert code in (0, 1, 2), given
        assert (code == 2) == bool(err) or not err, given
        assert "fault of this program" not in err, (given, err)
        assert out.encode("utf-8") is not None, given
        for line in (out + err).split("\n"):
            assert not line.lstrip().startswith("::"), (given, line)
            assert not {"\x1b", "\0", "\r"} & set(line), (given, line)


# --- the net


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(36, "File name too long", LONG), f"{LONG}: File name too long"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (PermissionError(13, "Permission denied", "a\nb"), r"a\nb: Permission denied"),
        (
            UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"),
            "something is not text in UTF-8",
        ),
        (KeyError("x\n::error::y"), r"a fault of this program, please report it: KeyError: 'x\n::error::y'"),
        (RecursionError(), "a fault of this program, please report it: RecursionError (test_cli_edges.py:"),
    ],
)
def test_what_nobody_expected_is_a_sentence(
    capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    def fail() -> int:
        show("a part\n")
        raise error

    assert run_command("portal", fail) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("a part\n", 1)
    assert err.startswith(f"portal: {said}")
