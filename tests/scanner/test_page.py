"""The page `/partners/scan/`: what it shows to type works as it says."""

import re
import shlex
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml

from macros.calls.tools import CODE, FILE, scan_example
from macros.view import View
from portal.cli import main
from portal.model import Catalog
from portal.outputs.bundle import PATH
from portal.scanner import names_of, scan_text
from portal.scanner.page import NEAR_LINES
from tests.conftest import REPOSITORY
from tests.outputs import write_output

PAGE = (REPOSITORY / "content/partners/scan.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def project(june: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example, and a command that carries the facts of June 2024."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / FILE).write_text(CODE, "utf-8")
    monkeypatch.chdir(folder)
    carried = write_output(june, PATH, tmp_path)
    monkeypatch.setattr("portal.cli.outside.carried.CARRIED", carried.parent)
    monkeypatch.setattr("portal.cli.scan.today", lambda: date(2024, 6, 30))
    return folder


def run(line: str) -> int:
    program, *arguments = shlex.split(line)
    assert program == "portal"
    return main(arguments)


def test_the_example_says_what_the_command_says(
    project: Path, june: Catalog, capsys: pytest.CaptureFixture[str]
) -> None:
    """All but the day of the scan, which a page that is built once cannot say."""
    shown = re.findall(
        r"<pre><code>(.*?)</code></pre>", scan_example(View(REPOSITORY, june, "../../")), flags=re.S
    )
    assert unescape(shown[0]) == CODE
    assert run(f"portal scan {FILE}") == 1
    before, day, after = capsys.readouterr().out.partition("Searched on 30 June 2024.\n")
    assert day
    assert unescape(shown[1]) == before + after
    assert "2 uses in code, 1 use in comments. 2 changes in 1 file" in shown[1]


def test_every_command_runs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    codes = {line: run(line) for line in lines}
    assert list(codes.values()) == [1, 1, 1, 0, 0, 0], codes
    assert capsys.readouterr().err == ""


def test_the_first_command_takes_the_repository_of_the_hook(project: Path) -> None:
    block = blocks("bash")[0]
    command, _, scan = " ".join(block.replace("\\", "").split()).partition(" portal scan ")
    (hooks,) = yaml.safe_load(blocks("yaml")[1])["repos"]
    assert command == f"uvx --from git+{hooks['repo']}"
    assert run(f"portal scan {scan.split()[0]}") == 1


def test_every_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--help"]) == 0
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    assert options == set(re.findall(r"`(--[a-z-]+)`", PAGE))


def test_it_says_how_near_is_near() -> None:
    assert " ".join(PAGE.split()).count(f"within {NEAR_LINES} lines") == 1


def test_the_suppression_suppresses(june: Catalog) -> None:
    (code,) = blocks("python")
    found = scan_text(names_of(june), "a.py", code)
    assert (found.findings, found.remarks, found.accepted) == ((), (), 1)


def test_the_workflow_gives_the_action_only_what_it_takes() -> None:
    workflow, hooks = (yaml.safe_load(block) for block in blocks("yaml"))
    steps = workflow["jobs"]["axis-os"]["steps"]
    given = next(step["with"] for step in steps if "axis-os-portal" in step["uses"])
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
    assert given.keys() <= action["inputs"].keys()
    for name in action["inputs"].keys() - given.keys():
        assert f"`{name}`" in PAGE
    assert steps[-1]["with"]["sarif_file"] == given["sarif"]
    (hook,) = hooks["repos"][0]["hooks"]
    known = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] in {item["id"] for item in known}


def test_the_hook_takes_its_arguments(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = yaml.safe_load(blocks("yaml")[1])
    (hook,) = hooks["repos"][0]["hooks"]
    arguments = ["scan", *map(str, hook["args"])]
    assert main([*arguments, FILE]) == 1
    assert "2 changes" in capsys.readouterr().out
    (project / "clean.py").write_text("print()\n", "utf-8")
    assert main([*arguments, "clean.py"]) == 0
