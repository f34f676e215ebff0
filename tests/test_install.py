"""The scanner where others call it, installed for real: by uvx, pipx, as a GitHub action, by pre-commit.

What it needs comes from wheels of what is installed here, in the versions of the lock: nothing is fetched.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.checkout import JUNE
from tests.repository import clone, commit_all, git
from tests.runner import Job, Ran, outside
from tests.wheels import installed_wheels, offline, portal_wheel

PROGRAMS = Path(sys.executable).parent
PLANNED = "get('/axis-cgi/vaconfig.cgi')\n"
APPLIED = "get('/axis-cgi/date.cgi')\n"


@pytest.fixture(scope="module", autouse=True)
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let every installer find its packages here."""
    variables = offline(installed_wheels(tmp_path_factory), tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        patch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")
        yield


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a project"
    folder.mkdir()
    (folder / "client.py").write_text(PLANNED, "utf-8")
    (folder / "old.js").write_text(APPLIED, "utf-8")
    return folder


def run(*command: str | Path, cwd: Path, **variables: str) -> Ran:
    done = subprocess.run(
        command, cwd=cwd, env=outside(**variables), capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


# --- without installing


@pytest.mark.parametrize(
    "command",
    [
        ("uvx", "--isolated", "--python", sys.executable, "--from"),
        ("pipx", "run", "--no-cache", "--python", sys.executable, "--spec"),
    ],
    ids=["uvx", "pipx"],
)
def test_the_wheel_runs_without_being_installed(
    tmp_path_factory: pytest.TempPathFactory, project: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    homes = {name: str(tmp_path / name) for name in ("UV_TOOL_DIR", "PIPX_HOME")}
    scan = ("portal", "scan", "old.js", "--from", "10.12", "--to", "11.0", "--format", "json")
    result = run(*command, portal_wheel(tmp_path_factory), *scan, cwd=project, **homes)
    assert result.code == 1, result.err
    changes = json.loads(result.out)["changes"]
    assert [change["id"] for change in changes] == ["date-cgi-removal"]


def test_the_repository_runs_without_being_installed(checkout: Path, project: Path, tmp_path: Path) -> None:
    command = ("uvx", "--isolated", "--python", sys.executable, "--from", f"git+{checkout.as_uri()}")
    result = run(*command, "portal", "scan", "old.js", cwd=project, UV_TOOL_DIR=str(tmp_path))
    assert result.code == 1, result.err
    assert "date-cgi-removal" in result.out


# --- the GitHub action


@pytest.fixture(scope="module")
def checkout(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a runner has of the repository, and pre-commit clones, with the data of June 2024."""
    root = clone(repository, tmp_path_factory.mktemp("checkout") / "axis-os portal")
    shutil.rmtree(root / "data")
    shutil.copytree(JUNE, root / "data")
    if git(root, "status", "--porcelain"):
        commit_all(root, "June 2024")
    return root


@pytest.fixture(scope="module")
def runner(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The workspace and the temporary folder of a runner whose action is installed."""
    home = tmp_path_factory.mktemp("runner")
    workspace, temp = home / "work space", home / "temp dir"
    workspace.mkdir()
    temp.mkdir()
    installed = Job(checkout, workspace, temp).run("Install the scanner", {"python": sys.executable})
    assert (installed.code, installed.out) == (0, ""), installed.err
    return workspace, temp


@pytest.fixture
def job(checkout: Path, runner: tuple[Path, Path]) -> Job:
    workspace, temp = runner
    shutil.rmtree(workspace)
    workspace.mkdir()
    (workspace / "client.py").write_text(PLANNED, "utf-8")
    (workspace / "old.js").write_text(APPLIED, "utf-8")
    job = Job(checkout, workspace, temp)
    job.action["inputs"]["as-of"]["default"] = "2024-06-30"  # as the facts of the checkout are
    return job


def test_no_file_of_the_code_that_is_searched_is_run(checkout: Path, project: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    for name in ("venv", "pip", "ensurepip", "json", "logging", "portal", "yaml", "sitecustomize"):
        (project / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r})\n", "utf-8")
    temp = tmp_path / "temp"
    temp.mkdir()
    job = Job(checkout, project, temp)
    installed = job.run("Install the scanner", {"python": sys.executable})
    assert installed.code == 0, installed.err
    assert job.run("Scan").code == 1
    assert not ran.exists()


def test_the_action_is_one_that_a_runner_takes(job: Job) -> None:
    action = job.action
    assert action["runs"]["using"] == "composite"
    assert {"name", "description", "inputs", "runs"} <= set(action)
    for step in action["runs"]["steps"]:
        # What a caller gives reaches the shell as a variable, never as a part of its text.
        assert "${{" not in step["run"]
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(action["runs"])))
    assert used == set(action["inputs"])
    for about in action["inputs"].values():
        assert about["description"].endswith(".")
        assert isinstance(about["default"], str)


def test_the_action_annotates_and_fails(job: Job) -> None:
    result = job.run("Scan")
    assert (result.code, result.err) == (1, "")
    lines = result.out.splitlines()
    assert lines[0].startswith("::error file=old.js,line=1,col=16,endColumn=24,title=date.cgi removed::")
    assert lines[1].startswith(
        "::warning file=client.py,line=1,col=16,endColumn=28,title=vaconfig.cgi removed::"
    )
    said = "2 uses in code. 2 changes in 2 files: 1 of what is out or was due, 1 of what is planned."
    assert lines[2] == said


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail-on": "none"}, 0),
        ({"fail-on": "applied"}, 1),
        ({"fail-on": "applied", "paths": "client.py"}, 0),
        ({"fail-on": "applied", "paths": "client.py\n  old.js\n"}, 1),
        ({"paths": ""}, 1),
        ({"fail-on": "applied", "paths": "client.py", "as-of": "2024-10-01"}, 1),
        ({"fail-on": "applied", "exclude": "*.js\n  docs/\n"}, 0),
        ({"exclude": "*.js\n  client.*\n"}, 2),  # nothing is left to search
        ({"count": "sometimes"}, 2),
        ({"from": "11.0", "to": "11.11"}, 0),
        ({"to": "12.0"}, 1),
        ({"fail-on": "sometimes"}, 2),
        ({"from": "twelve"}, 2),
        ({"catalog": "none.json"}, 2),
        ({"baseline": "none.json"}, 2),
        ({"paths": "no such folder"}, 2),
    ],
)
def test_the_action_takes_what_it_is_given(job: Job, inputs: dict[str, str], code: int) -> None:
    result = job.run("Scan", inputs)
    assert result.code == code, result.err
    assert bool(result.err) is (code == 2)
    assert "Traceback" not in result.err


def test_the_action_writes_sarif_without_searching_it(job: Job, runner: tuple[Path, Path]) -> None:
    result = job.run("Scan", {"sarif": "out put.sarif"})
    assert (result.code, result.err) == (1, "")
    assert "2 uses in code. 2 changes in 2 files" in result.out
    (run,) = json.loads((runner[0] / "out put.sarif").read_text("utf-8"))["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["vaconfig-cgi-removal", "date-cgi-removal"]
    assert job.run("Scan", {"sarif": "no/such/folder.sarif"}).code not in {0, 2}
    assert job.run("Scan", {"sarif": "wrong.sarif", "fail-on": "x"}).code == 2
    assert not (runner[0] / "wrong.sarif").exists()


HOSTILE = (
    "$(touch hacked)", "`touch hacked`", "\n touch hacked\n", "'; touch hacked; '\" && touch hacked && \"",
    "client.py;touch${IFS}hacked", "--write-baseline=hacked", "-", "* \\",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_that_the_action_is_given_is_run_or_is_an_option(
    job: Job, runner: tuple[Path, Path], value: str
) -> None:
    every = dict.fromkeys(job.action["inputs"], value)
    for inputs in ({"paths": value}, every):
        result = job.run("Scan", inputs)
        assert result.code == 2, result
        assert "Traceback" not in result.err
    assert {file.name for file in runner[0].iterdir()} == {"client.py", "old.js"}
    assert not (runner[1] / "hacked").exists()


def test_where_sarif_goes_is_a_path_whatever_it_looks_like(job: Job, runner: tuple[Path, Path]) -> None:
    name = "-t 'x' $(touch hacked)"
    assert job.run("Scan", {"sarif": name}).code == 1
    assert {file.name for file in runner[0].iterdir()} == {"client.py", "old.js", name}


def test_a_path_with_spaces_quotes_and_a_dash_is_a_path(job: Job, runner: tuple[Path, Path]) -> None:
    for name in ('a b\'s "c" $(d).py', "--fail-on=none", "* ?.py"):
        (runner[0] / name).write_text(PLANNED, "utf-8")
        result = job.run("Scan", {"paths": name})
        assert (result.code, result.out.count("::warning")) == (1, 1), result


def test_the_action_says_when_there_is_no_such_python(job: Job) -> None:
    result = job.run("Install the scanner", {"python": "python0 $(touch hacked)"})
    assert result.code not in {0, 1}
    assert "python0" in result.err


# --- pre-commit


def test_the_hook_of_pre_commit_installs_and_scans(checkout: Path, project: Path, tmp_path: Path) -> None:
    (project / "picture.bin").write_bytes(b"\0vaconfig.cgi")
    (hook,) = yaml.safe_load((checkout / ".pre-commit-hooks.yaml").read_text("utf-8"))
    used = {"repo": str(checkout), "rev": git(checkout, "rev-parse", "HEAD"), "hooks": [{"id": hook["id"]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [used]}), "utf-8")
    commit_all(project, "All")
    command = ("pre-commit", "run", "--color", "never", "--files")
    variables = {"PRE_COMMIT_HOME": str(tmp_path / "hooks")}
    result = run(*command, "client.py", "picture.bin", cwd=project, **variables)
    assert result.code == 1, result.out + result.err
    assert "- hook id: axis-os-scan\n- exit code: 1\n" in result.out
    assert "  client.py:1:16: get('/axis-cgi/vaconfig.cgi')\n" in result.out
    assert "Searched 1 file (0.0 kB) in client.py" in result.out
    (project / "client.py").write_text("x = 1\n", "utf-8")
    clean = run(*command, "client.py", cwd=project, **variables)
    assert clean.code == 0, clean.out + clean.err
    assert re.search(r"^AXIS OS breaking changes\.+Passed$", clean.out, re.MULTILINE)
