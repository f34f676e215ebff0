"""What the tests of the workflows share: a checkout that has them, and a stand-in for GitHub's command."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.checkout import JUNE
from tests.conftest import REPOSITORY

SCRIPTS = REPOSITORY / ".github" / "scripts"
FILES = (
    "Makefile",
    "action.yml",
    "pyproject.toml",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".pre-commit-hooks.yaml",
)
FOLDERS = (".github", "requirements", "schema", "portal")
# As GitHub runs a step
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")


class Call(NamedTuple):
    """A call of `gh`, and the text that it takes from a file."""

    arguments: list[str]
    body: str


@dataclass(frozen=True)
class Forge:
    """GitHub as its command shows it."""

    folder: Path

    def answer(self, answers: Mapping[str, Any]) -> None:
        (self.folder / "answers.json").write_text(json.dumps(answers), "utf-8")

    def upload(self, text: str) -> Path:
        """Return the file that the comment of a run is in."""
        made = self.folder / "made" / "comment.md"
        made.parent.mkdir(exist_ok=True)
        made.write_bytes(text.encode("utf-8", "surrogateescape"))
        return made

    def calls(self) -> list[Call]:
        """Return the calls so far."""
        file = self.folder / "calls"
        return (
            [Call(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]
            if file.exists()
            else []
        )

    def writes(self) -> list[Call]:
        """Return the calls that change something."""
        reads = ("list", "download", "setup-git")
        calls = [call for call in self.calls() if not any(word in call.arguments for word in reads)]
        return [
            call for call in calls if call.arguments[0] != "api" or {"POST", "PATCH"} & set(call.arguments)
        ]

    def run(self, *command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command in which `gh` is this."""
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        given = {"GH": str(self.folder), "PATH": path, "GITHUB_REPOSITORY": "owner/portal"}
        given |= {"GITHUB_SERVER_URL": "https://code.example", **environment}
        return subprocess.run(
            command, cwd=cwd, env=os.environ | given, capture_output=True, text=True, check=False
        )


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """GitHub, with nothing on it."""
    folder = tmp_path / "forge"
    (folder / "bin").mkdir(parents=True)
    gh = folder / "bin" / "gh"
    gh.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{Path(__file__).parent / 'gh.py'}' \"$@\"\n", "utf-8")
    gh.chmod(0o755)
    found = Forge(folder)
    found.answer({})
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the workflows and `make forge` need: data of June 2024, the environment of the tests."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in FILES:
        shutil.copy(REPOSITORY / name, root)
    for name in FOLDERS:
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(JUNE, root / "data")
    link_environment(root)
    return root


def link_environment(root: Path) -> None:
    """Let the environment of the tests be the `.venv` of a checkout, with nothing left to install.

    A folder of links: if an installer clears it, only the links go.
    """
    folder = root / ".venv"
    folder.mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (folder / part).symlink_to(Path(sys.prefix) / part)
    for lock in ("site.txt", "test.txt"):
        shutil.copy(root / "requirements" / lock, folder)
