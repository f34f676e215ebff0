"""What a partner installs: a wheel with the library alone."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from portal import __version__
from portal.cli import main
from portal.model import Catalog
from portal.outputs.bundle import bundle_of, read_bundle
from portal.planner import PATH as PLAN_FACTS
from portal.planner import facts_of, read_facts, read_support, support_of
from requirements.release import try_commands
from tests.outputs import write_output
from tests.runner import outside
from tests.wheels import canonical, installed_wheels, offline, portal_wheel, requirements_of

# Made at each build from the facts of that moment
CARRIED = {"portal/scan.json", "portal/plan.json", "portal/support.json"}
ENGINE = ("mkdocs", "mkdocs_macros", "material", "jinja2", "markdown", "lxml", "pagefind")
SITE_ONLY = ("mkdocs", "jinja2", "lxml", "pagefind", "pytest", "playwright", "hatchling")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return zipfile.ZipFile(portal_wheel(tmp_path_factory))


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return Parser().parsestr(wheel.read(name).decode())


@pytest.fixture(scope="module")
def settings(repository: Path) -> dict[str, object]:
    project: dict[str, object] = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    return project


def test_name_version_license_and_python(metadata: Message, settings: dict[str, object]) -> None:
    assert metadata["Name"] == settings["name"] == "axis-os-portal"
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Summary"]
    assert metadata.get_payload()


def test_the_library_asks_for_no_site_engine(metadata: Message) -> None:
    names = core_requirements(metadata)
    assert {"cattrs", "jsonschema", "markdown-it-py", "nh3", "pyyaml"} <= names
    assert not [name for name in names if name.startswith(SITE_ONLY)]
    assert set(metadata.get_all("Provides-Extra", [])) == {"site", "test", "audit"}


def test_it_holds_the_library_and_nothing_else(wheel: zipfile.ZipFile, repository: Path) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    sources = (repository / "portal").rglob("*")
    assert files == CARRIED | {
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


def test_the_wheel_alone_plans_from_a_published_file(
    wheel: zipfile.ZipFile, sample: Catalog, tmp_path: Path
) -> None:
    wheel.extractall(tmp_path / "installed")
    write_output(sample, PLAN_FACTS, tmp_path)
    blocked = "import sys; sys.modules.update(dict.fromkeys(('mkdocs', 'macros', 'jinja2', 'lxml')))"
    code = f"{blocked}; from portal.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "plan", "11.0", "12.0", "--catalog", str(tmp_path / PLAN_FACTS)]
    done = subprocess.run(command, cwd=tmp_path / "installed", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "1. Install 12.0 (Active track" in done.stdout


# --- the scanner


def test_it_carries_the_facts_of_its_build_with_their_date(wheel: zipfile.ZipFile, catalog: Catalog) -> None:
    carried = read_bundle(wheel.read("portal/scan.json"), "portal/scan.json")
    assert carried == bundle_of(catalog)
    assert carried.names.data_as_of == catalog.portal.data_as_of
    assert read_facts(wheel.read("portal/plan.json"), "portal/plan.json") == facts_of(catalog)
    support = read_support(wheel.read("portal/support.json"), "portal/support.json")
    assert support == support_of(catalog)


def test_facts_that_are_not_sound_make_no_wheel(repository: Path, tmp_path: Path) -> None:
    for part in ("portal", "data", "schema"):
        shutil.copytree(repository / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(repository / file, tmp_path)
    (tmp_path / "data/portal.yml").write_text("name: nothing else\n", "utf-8")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "data/portal.yml:1:1" in done.stdout + done.stderr
    assert not list((tmp_path / "out").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and what it asks for, nothing else; gives its programs' folder."""
    home = tmp_path_factory.mktemp("fresh") / "environment"
    variables = offline(installed_wheels(tmp_path_factory), home.parent / "cache")
    for command in (
        ("venv", "--python", sys.executable, str(home)),
        ("pip", "install", "--python", str(home / "bin/python"), str(portal_wheel(tmp_path_factory))),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "uv", *command],
            cwd=home.parent, env=os.environ | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return home / "bin"


# Imports every module of the library, and says which packages of the site engine and the tests are there
IMPORT_ALL = """
import importlib, importlib.util, pkgutil, portal
for module in pkgutil.walk_packages(portal.__path__, "portal."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print([name for name in {} if importlib.util.find_spec(name)])
"""


def test_every_module_is_imported_where_the_site_engine_is_not_installed(
    installed: Path, tmp_path: Path
) -> None:
    code = IMPORT_ALL.format((*ENGINE, "pytest"))
    done = subprocess.run(
        [installed / "python", "-c", code],
        cwd=tmp_path, env=outside(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_wheel_alone_scans_in_a_fresh_environment(
    installed: Path, catalog: Catalog, tmp_path: Path
) -> None:
    (tmp_path / "client.py").write_text("get('/axis-cgi/date.cgi')\n", "utf-8")
    done = subprocess.run(
        [installed / "portal", "scan", "--from", "10.12", "--to", "12.0"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=outside(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "client.py:1:16: get('/axis-cgi/date.cgi')\n" in done.stdout
    assert f"Data as of {catalog.portal.data_as_of}." in done.stdout


def test_the_wheel_alone_checks_and_plans_in_a_fresh_environment(installed: Path, sample_root: Path) -> None:
    for arguments, code, said in (
        (["check", "--format", "text"], 0, ": no problem\n"),
        (["plan", "11.0", "12.0"], 1, "1. Install 12.0 (Active track"),
    ):
        done = subprocess.run(
            [installed / "portal", *arguments],
            cwd=sample_root, capture_output=True, text=True, check=False, env=outside(),
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (code, "")
        assert said in done.stdout


def test_the_wheel_alone_plans_anywhere_with_the_facts_that_it_carries(
    installed: Path, catalog: Catalog, tmp_path: Path
) -> None:
    first, *_, last = sorted(release.version for release in catalog.releases)
    done = subprocess.run(
        [installed / "portal", "plan", str(first), str(last)],
        cwd=tmp_path, capture_output=True, text=True, check=False, env=outside(),
    )  # fmt: skip
    assert f"Install {last} (" in done.stdout
    as_of = f"portal {__version__}, as of {catalog.portal.data_as_of}; "
    assert done.stderr.startswith(f"portal plan: with the facts of {as_of}")


def test_the_wheel_alone_runs_what_needs_no_checkout(
    installed: Path, catalog: Catalog, tmp_path: Path
) -> None:
    """`make dist` does so with every Python and with the source archive too."""
    said = try_commands(str(installed / "portal"), tmp_path)
    assert said == f"portal {__version__}, facts as of {catalog.portal.data_as_of}"


def core_requirements(metadata: Message) -> set[str]:
    return requirements_of(metadata.get_all("Requires-Dist", []))
