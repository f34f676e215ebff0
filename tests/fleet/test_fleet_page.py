"""The page `/partners/fleet/`: what it shows to type works as it says."""

import re
import shlex
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from macros.calls.tools import ANSWER, fleet_example
from macros.view import View
from portal.cli import main
from portal.fleet.touching import VERDICTS
from portal.model import Catalog
from portal.words import VERDICT
from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "content/partners/fleet.md").read_text("utf-8")


def run(line: str) -> int:
    program, *arguments = shlex.split(line.partition(" > ")[0])
    assert program == "portal"
    return main([*arguments, "--root", str(REPOSITORY)])


def test_the_example_says_what_the_command_says(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for the day of the report, of which a page that is built once has another, and the width."""
    day = catalog.portal.data_as_of.day
    monkeypatch.setattr("portal.cli.fleet.today", lambda: day)
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers/settings.txt").write_text(ANSWER, "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = re.findall(
        r"<pre><code>(.*?)</code></pre>", fleet_example(View(REPOSITORY, catalog), "12.11"), re.S
    )
    assert unescape(shown[0]) == ANSWER
    run("portal fleet answers --to 12.11")
    assert capsys.readouterr().out.split() == unescape(shown[1]).split()


def test_every_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("portal.cli.fleet.today", lambda: date(2026, 11, 30))
    shutil.copytree(REPOSITORY / "tests/fleet/samples", tmp_path / "answers/one")
    for file in (tmp_path / "answers/one").iterdir():
        if not file.name.startswith("param-m1065"):
            file.unlink()
    shutil.make_archive(str(tmp_path / "site-a"), "zip", tmp_path / "answers")
    (tmp_path / "site-b.csv").write_text("Model,Version\nP1,11.11.3\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
    assert {run(line) for line in lines} <= {1, 3}
    assert lines
    assert capsys.readouterr().err == ""


def test_every_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fleet", "--help"]) == 0
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help", "--root"}
    assert options == set(re.findall(r"`(--[a-z-]+)`", PAGE))


def test_every_result_is_explained() -> None:
    assert re.findall(r"^\| (.+?) \| `(\w+)` \|", PAGE, re.M) == [(VERDICT[name], name) for name in VERDICTS]
