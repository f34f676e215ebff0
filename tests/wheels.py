"""Wheels of the project and of what is installed here: with them an installer needs no package index."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import REPOSITORY
from tests.workers import made_once

# What installers write beside the files of a package
LEFT = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}


def portal_wheel(factory: pytest.TempPathFactory) -> Path:
    """Return the file of the project's wheel."""
    (wheel,) = made_once(factory, "portal-wheel", _build_wheel).glob("*.whl")
    return wheel


def installed_wheels(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the project asks for when it is built and when it runs, and pip."""
    return made_once(factory, "wheels", _pack_all)


def offline(wheels: Path, cache: Path) -> dict[str, str]:
    """Return the variables that make installers take packages from a folder, and ask nobody."""
    return {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CACHE_DIR": str(cache / "pip"),
        "UV_OFFLINE": "1",
        "UV_FIND_LINKS": str(wheels),
        "UV_CACHE_DIR": str(cache / "uv"),
        "UV_NO_CONFIG": "1",
    }


def canonical(name: str) -> str:
    """Return the one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements_of(needs: list[str]) -> set[str]:
    """Return the names of what is needed here, without extras."""
    asked = map(Requirement, needs)
    return {canonical(need.name) for need in asked if not need.marker or need.marker.evaluate({"extra": ""})}


def _build_wheel(out: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _pack_all(folder: Path) -> None:
    folder.mkdir()
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    names = requirements_of(project["project"]["dependencies"] + project["build-system"]["requires"])
    known: set[str] = {"pip"}
    while names:
        known |= names
        names = (
            requirements_of([need for name in names for need in distribution(name).requires or ()]) - known
        )
    for name in known:
        _pack(distribution(name), folder)


def _pack(package: Distribution, folder: Path) -> None:
    """Make the wheel again that a package came from, but for its programs, which entry points name."""
    tags = re.findall(r"^Tag: (.+)-(.+)-(.+)$", package.read_text("WHEEL") or "", re.MULTILINE)
    tag = "-".join(".".join(sorted(set(part))) for part in zip(*tags, strict=True))
    files = [
        file
        for file in package.files or ()
        if not {"..", "__pycache__"} & set(file.parts)
        and not (file.parent.suffix == ".dist-info" and file.name in LEFT)
    ]
    (record,) = [file for file in package.files or () if file.name == "RECORD"]
    name = record.parent.name.removesuffix(".dist-info")
    with zipfile.ZipFile(folder / f"{name}-{tag}.whl", "w") as wheel:
        for file in files:
            wheel.write(package.locate_file(file), file.as_posix())  # type: ignore[arg-type]
        wheel.writestr(record.as_posix(), "".join(f"{file.as_posix()},,\n" for file in [*files, record]))
