"""What a partner installs: a wheel with the library alone."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from portal.cli import main
from portal.model import Catalog
from portal.planner import PATH as PLAN_FACTS
from portal.planner import write_facts

SITE_ONLY = ("mkdocs", "jinja2", "lxml", "pagefind", "cbor2", "pytest", "playwright", "hatchling")


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = out.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return Parser().parsestr(wheel.read(name).decode())


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, object]:
    settings: dict[str, object] = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    return settings


def test_name_version_license_and_python(metadata: Message, project: dict[str, object]) -> None:
    assert metadata["Name"] == project["name"] == "axis-os-portal"
    assert metadata["Version"] == project["version"]
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Summary"]
    assert metadata.get_payload()


def test_the_library_asks_for_no_site_engine(metadata: Message) -> None:
    names = core_requirements(metadata)
    assert {"cattrs", "jsonschema", "markdown-it-py", "nh3", "pyyaml"} <= names
    assert not [name for name in names if name.startswith(SITE_ONLY)]
    assert set(metadata.get_all("Provides-Extra", [])) == {"site", "test"}


def test_it_holds_the_library_and_nothing_else(wheel: zipfile.ZipFile, repository: Path) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = (repository / "portal").rglob("*")
    assert files == {
        file.relative_to(repository).as_posix()
        for file in sources
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert any(name.endswith("/licenses/LICENSE") for name in wheel.namelist())


def test_the_command_is_called_portal(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert wheel.read(name).decode().strip() == "[console_scripts]\nportal = portal.cli:main"
    assert callable(main)


def test_what_the_library_imports_is_what_it_asks_for(metadata: Message, repository: Path) -> None:
    trees = [ast.parse(file.read_text("utf-8")) for file in (repository / "portal").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    packages = {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"portal"}
    owners = packages_distributions()
    imported = {canonical(owners[package][0]) for package in packages}
    # Not imported here: jsonschema asks them whether a date-time or an address is one.
    assert imported | {"rfc3339-validator", "rfc3986-validator"} == core_requirements(metadata)


def test_the_wheel_alone_is_enough(wheel: zipfile.ZipFile, sample_root: Path, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")
    command = [sys.executable, "-m", "portal", "check", "--root", str(sample_root)]
    done = subprocess.run(command, cwd=tmp_path / "installed", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_wheel_alone_plans_from_a_published_file(
    wheel: zipfile.ZipFile, sample: Catalog, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path / "installed")
    write_facts(sample, tmp_path)
    blocked = "import sys; sys.modules.update(dict.fromkeys(('mkdocs', 'macros', 'jinja2', 'lxml')))"
    code = f"{blocked}; from portal.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "plan", "11.0", "12.0", "--catalog", str(tmp_path / PLAN_FACTS)]
    done = subprocess.run(command, cwd=tmp_path / "installed", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "2. Install 12.0 (Active track" in done.stdout


def core_requirements(metadata: Message) -> set[str]:
    needs = [need for need in metadata.get_all("Requires-Dist", []) if "extra ==" not in need]
    return {canonical(re.split(r"[\[>=<;~! ]", need)[0]) for need in needs}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
