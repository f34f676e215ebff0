"""What runs the project where others call it: the steps of a GitHub action."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def outside(**more: str) -> dict[str, str]:
    """Return the variables of this process without those that lead to its own packages, and some more."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return own | more


class Job:
    """A job of a GitHub runner: it runs the steps of a composite action one after the other.

    Of expressions it knows what ours use: `inputs.NAME` and `github.action_path`, in `env`.
    """

    def __init__(self, action: Path, workspace: Path, temp: Path) -> None:
        self.action: dict[str, Any] = yaml.safe_load((action / "action.yml").read_text("utf-8"))
        self._workspace = workspace
        self._path = temp / "path"
        self._script = temp / "script.sh"
        for name in ("path", "env", "output", "state", "step_summary"):
            (temp / name).touch()
        self._environment = outside(
            CI="true", GITHUB_ACTIONS="true", GITHUB_ACTION_PATH=str(action), GITHUB_WORKSPACE=str(workspace),
            RUNNER_TEMP=str(temp), RUNNER_OS="Linux", GITHUB_PATH=str(self._path),
            GITHUB_ENV=str(temp / "env"), GITHUB_OUTPUT=str(temp / "output"),
            GITHUB_STATE=str(temp / "state"), GITHUB_STEP_SUMMARY=str(temp / "step_summary"),
        )  # fmt: skip

    def run(self, step: str, inputs: Mapping[str, str] | None = None) -> Ran:
        """Run the step of that name."""
        (found,) = [one for one in self.action["runs"]["steps"] if one["name"] == step]
        given = {name: str(about.get("default", "")) for name, about in self.action["inputs"].items()}
        given |= inputs or {}
        known = {f"inputs.{name}": value for name, value in given.items()}
        known["github.action_path"] = self._environment["GITHUB_ACTION_PATH"]
        values = {
            name: re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: known[match[1]], text)
            for name, text in found["env"].items()
        }
        added = self._path.read_text("utf-8").splitlines()
        search = os.pathsep.join([*reversed(added), self._environment["PATH"]])
        assert found["shell"] == "bash"
        # What a runner does for `shell: bash`
        self._script.write_text(found["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(self._script)],
            cwd=self._workspace, env=self._environment | values | {"PATH": search},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)
