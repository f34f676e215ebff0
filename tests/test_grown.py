"""Sound data may grow: what looks at the real data holds then too. `make grown` runs all tests so."""

import os
import subprocess
import sys
from pathlib import Path

from tests import grown
from tests.conftest import REPOSITORY

# What reads the real data and takes a moment
PARTS = [
    f"tests/test_{name}.py" for name in ("required_fields", "facts", "api", "feeds", "calendar", "standards")
]


def run(folder: Path, *command: str) -> None:
    """Run a Python module in a folder; it has to end well."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=plain | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_data_may_grow(tmp_path: Path) -> None:
    folder = tmp_path / "grown"
    grown.main([str(folder)])
    run(folder, "portal", "check")
    run(folder, "portal", "diff", str(REPOSITORY))
    run(folder, "macros.publish")
    run(folder, "pytest", "--real", "-q", *PARTS)
