"""Whatever stands where a file is expected: said with its place, and never waited for or read without end."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from macros.current import current_catalog
from portal.cli.outside.edition_source import BASELINE
from portal.reading.catalog import check_data, load_catalog
from portal.reading.editions import SUMS
from portal.reading.opening import is_nobodys, read_bytes
from portal.reading.structure import PUBLISHED
from tests.commands import Command
from tests.conftest import keep_edition
from tests.edited import sample_checkout
from tests.special import EDITORS, SPECIAL, open_in_editors, run_limited

CHANGE = "data/changes/smb1-removal.yml"
# Where a file stands that a command reads, the command, what stands before the reason, and the exit code
PLACES = {
    "change": (CHANGE, ("check",), "", 1),
    "list": ("data/areas.yml", ("check",), "", 1),
    "change to format": (CHANGE, ("format",), "", 1),
    "schema": ("schema/authored/change.schema.json", ("check",), "", 2),
    "shared schema": ("schema/authored/values.schema.json", ("check",), "", 2),
    "offered ids": ("schema/authored/ids.schema.json", ("ids",), "", 2),
    "edition": ("data/editions/2024-05/changes.json", ("check",), "", 1),
    "sums": (f"data/editions/2024-05/{SUMS}", ("check",), "", 1),
    "facts of a scan": ("x.json", ("scan", "--catalog", "x.json", "data"), "", 2),
    "facts of a plan": ("x.json", ("plan", "10.12", "12.0", "--catalog", "x.json"), "", 2),
    "baseline": ("x.json", ("scan", "--baseline", "x.json", "data"), "", 2),
    "base": ("x.json", ("diff", "x.json"), "portal diff: ", 2),
    "base's manifest": ("x/api/v1/manifest.json", ("diff", "x"), "portal diff: ", 2),
    "what the last release promised": (BASELINE, ("diff",), "portal diff: ", 2),
    "promise": (f"{PUBLISHED}/addresses.json", ("diff", "."), "portal diff: ", 2),
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = sample_checkout(tmp_path / "checkout")
    keep_edition(root)
    return root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_limited(root, "portal", *arguments)


@pytest.mark.parametrize("place", PLACES)
def test_no_command_waits_for_a_pipe(checkout: Path, place: str) -> None:
    path, command, before, code = PLACES[place]
    file = checkout / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    os.mkfifo(file)
    done = run(checkout, *command)
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    mark = ": " if before else ":1:1: "
    assert said.startswith(f"{before}{path}{mark}cannot be read: it is a pipe\n")


@pytest.mark.parametrize("kind", SPECIAL)
def test_what_is_no_file_is_said_with_its_place(checkout: Path, kind: str) -> None:
    make, reason = SPECIAL[kind]
    (checkout / CHANGE).unlink()
    make(checkout / CHANGE)
    done = run(checkout, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"{CHANGE}:1:1: cannot be read: {reason}")


def test_a_pipe_is_no_edition(checkout: Path) -> None:
    os.mkfifo(checkout / "data/editions/2026-01")
    done = run(checkout, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("data/editions/2026-01:1:1: is not an edition\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--root"),
        ("plan", "10.12", "12.0", "--root"),
        ("plan", "10.12", "12.0", "--catalog"),
        ("diff",),
        ("diff", ".", "--root"),
        ("scan", "--root"),
        ("scan", "--baseline"),
        ("format", "--root"),
        ("format",),
    ],
)
@pytest.mark.parametrize("name", ["n" * 300, "loop"])
def test_a_name_that_leads_nowhere_is_wrong_use(
    checkout: Path,
    arguments: tuple[str, ...],
    name: str,
    portal: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (checkout / "loop").symlink_to("loop")
    monkeypatch.chdir(checkout)
    code, out, err = portal(*arguments, name)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) <= 2


def test_a_file_that_grows_is_read_to_the_limit() -> None:
    with pytest.raises(OSError, match=r"it is larger than 0\.0001 MB"):
        read_bytes(Path("/proc/self/status"), 100)


# --- what is nobody's


@pytest.mark.parametrize("name", [*(name.format(name="x.yml") for name in EDITORS), ".#x.yml"])
def test_what_an_editor_keeps_is_nobodys(name: str) -> None:
    assert is_nobodys(name)


@pytest.mark.parametrize(
    "name", ["x.yml", "x.yml.orig", "x.yml.rej", "X#1.yml", "a~b.yml", "x.yml.bak", "_entry.md"]
)
def test_what_a_merge_leaves_is_not(name: str) -> None:
    assert not is_nobodys(name)


def test_editors_disturb_no_command_on_the_data(checkout: Path) -> None:
    before = [run(checkout, *command).stdout for command in (("check",), ("format", "--check"))]
    catalog = load_catalog(checkout)
    current = current_catalog(checkout)
    edition = next((checkout / "data/editions").iterdir())
    for path in (
        CHANGE, "data/areas.yml", "data/releases/12.0.yml", "schema/authored/change.schema.json",
        f"{PUBLISHED}/changes.schema.json", f"{edition}/changes.json", "data/editions/x",
    ):  # fmt: skip
        open_in_editors(checkout / path)
    assert [run(checkout, *command).stdout for command in (("check",), ("format", "--check"))] == before
    assert check_data(checkout).problems == ()
    assert load_catalog(checkout) == catalog
    assert current_catalog(checkout) is current, "so that nothing is made anew"
    assert run(checkout, "ids").returncode == 0
    assert run(checkout, "ids", "--check").returncode == 0
    assert json.loads(run(checkout, "diff", ".", "--format", "json").stdout)["entries"] == []
    named = run(checkout, "format", f"data/changes/{EDITORS[0].format(name='smb1-removal.yml')}")
    assert (named.returncode, named.stdout) == (2, "")
