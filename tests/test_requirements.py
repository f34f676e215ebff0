"""What is installed is what the locks pin, by hash; the list of parts and licenses says what that is."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.schema._res import BOM_JSON_STRICT
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from requirements import sbom
from tests.conftest import REPOSITORY

LOCKS = ("site", "test", "audit", "successor")
# As a package that somebody has put in the place of another
METADATA = "Metadata-Version: 2.1\nName: small\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


@pytest.mark.parametrize("level", LOCKS)
def test_a_lock_names_no_host_and_pins_everything_by_hash(level: str) -> None:
    text = (REPOSITORY / f"requirements/{level}.txt").read_text("utf-8")
    for sign in ("://", "index-url", "find-links", "trusted-host", "git+", " @ "):
        assert sign not in text
    blocks = [block for block in text.replace("\\\n    ", "").splitlines() if block[:1] not in "# "]
    assert len(blocks) > 20
    assert all("--hash=sha256:" in block and "==" in block for block in blocks)


def test_the_levels_agree_on_every_version() -> None:
    site, test = ({(part.name, part.version) for part in sbom.parts(level)} for level in ("site", "test"))
    assert site < test


@pytest.fixture
def pinned(tmp_path: Path) -> str:
    """Make a folder of wheels in a checkout, and return the lock of what is in it."""
    wheel = tmp_path / "wheels/small-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("small.py", "")
        for name, text in (("METADATA", METADATA), ("WHEEL", WHEEL), ("RECORD", "")):
            archive.writestr(f"small-1.0.dist-info/{name}", text)
    (tmp_path / "requirements").mkdir()
    for script in ("install.sh", "portal.sh"):
        shutil.copy(REPOSITORY / "requirements" / script, tmp_path / "requirements")
    return f"small==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def test_a_package_with_another_hash_is_not_installed(pinned: str, tmp_path: Path) -> None:
    lock = tmp_path / "requirements/site.txt"
    installed = tmp_path / ".venv/site.txt"
    # Another hash than that of the package
    lock.write_text(f"small==1.0 --hash=sha256:{'0' * 64}\n", "utf-8")
    done = install(tmp_path, "site")
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert installed.read_text("utf-8") == ""
    assert not is_installed(tmp_path)
    # No hash at all, in a lock that adds to the first
    shutil.copy(lock, installed)
    more = tmp_path / "requirements/test.txt"
    more.write_text("small==1.0\n", "utf-8")
    done = install(tmp_path, "test")
    assert done.returncode != 0
    assert "Hashes are required" in done.stderr
    # Its own hash: nothing else was wrong
    more.write_text(pinned, "utf-8")
    done = install(tmp_path, "test")
    assert done.returncode == 0, done.stderr
    assert is_installed(tmp_path)
    # The command of the checkout, at the first set-up and also where all is installed already
    command = tmp_path / ".venv/bin/portal"
    assert os.access(command, os.X_OK)
    command.unlink()
    assert install(tmp_path, "test").returncode == 0
    assert os.access(command, os.X_OK)


def test_settings_of_pip_and_python_do_not_let_it_install_elsewhere_or_nothing(
    pinned: str, tmp_path: Path
) -> None:
    lock, elsewhere = tmp_path / "requirements/site.txt", tmp_path / "elsewhere"
    lock.write_text(pinned, "utf-8")
    (file,) = tmp_path.glob("wheels/*.whl")
    with zipfile.ZipFile(file) as wheel:
        wheel.extractall(elsewhere)  # as if it were there already
    there = set(elsewhere.rglob("*"))
    folders = dict.fromkeys(("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH"), str(elsewhere))
    switches = dict.fromkeys(("PIP_USER", "PIP_DRY_RUN", "PIP_NO_DEPS"), "1")
    done = install(tmp_path, "site", **folders, **switches, PIP_PYTHON=sys.executable)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr
    assert is_installed(tmp_path)
    assert set(elsewhere.rglob("*")) == there


def test_what_was_not_installed_is_not_marked_so_whatever_pip_says(pinned: str, tmp_path: Path) -> None:
    lock, installed, settings = (
        tmp_path / path for path in ("requirements/site.txt", ".venv/site.txt", "conf")
    )
    lock.write_text(pinned, "utf-8")
    index = f"[global]\nno-index = true\nfind-links = {tmp_path}/wheels\n"
    settings.write_text(f"{index}[install]\ndry-run = true\n", "utf-8")
    done = install(tmp_path, "site", PIP_CONFIG_FILE=str(settings))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "pip has not put into .venv what requirements/site.txt pins"
    )
    assert installed.read_text("utf-8") == ""
    # Where packages come from may stand in the same file
    settings.write_text(index, "utf-8")
    done = install(tmp_path, "site", PIP_CONFIG_FILE=str(settings), PIP_NO_INDEX="", PIP_FIND_LINKS="")
    assert done.returncode == 0, done.stderr
    assert is_installed(tmp_path)
    assert installed.read_text("utf-8") == pinned


@pytest.mark.parametrize("kind", ["link", "folder", "file"])
def test_a_venv_that_others_made_is_left(kind: str, pinned: str, tmp_path: Path) -> None:
    (tmp_path / "requirements/site.txt").write_text(pinned, "utf-8")
    theirs, environment = tmp_path / "theirs", tmp_path / ".venv"
    theirs.mkdir()
    (theirs / "pyvenv.cfg").write_text("home = /usr/bin\n", "utf-8")
    if kind == "link":
        (theirs / "site.txt").write_text("", "utf-8")  # another checkout's: its own, all the same
        environment.symlink_to(theirs)
    else:
        theirs = (theirs if kind == "folder" else theirs / "pyvenv.cfg").rename(environment)
    before = {path: path.read_bytes() for path in (theirs, *theirs.rglob("*")) if path.is_file()}
    done = install(tmp_path, "site")
    assert done.returncode == 1
    assert (done.stderr.count("\n"), done.stderr[:9]) == (1, ".venv is ")
    assert {path: path.read_bytes() for path in (theirs, *theirs.rglob("*")) if path.is_file()} == before


def test_the_command_of_a_checkout_runs_from_anywhere_and_imports_only_from_there(tmp_path: Path) -> None:
    made, root, elsewhere = tmp_path / "made", tmp_path / "it's a $(checkout)", tmp_path / "elsewhere"
    venv.create(made / ".venv", symlinks=True)
    shutil.copy(REPOSITORY / "requirements/portal.sh", made / ".venv/bin/portal")
    (made / "portal").mkdir()
    program = "import json, sys\n\ndef main():\n    print(sys.argv[1:])\n    return 3\n"
    (made / "portal/cli.py").write_text(program, "utf-8")
    made.rename(root)
    elsewhere.mkdir()
    (elsewhere / "json.py").write_text("not Python", "utf-8")
    (elsewhere / "link").symlink_to(root / ".venv/bin/portal")
    for command in (root / ".venv/bin/portal", f"../{root.name}/.venv/bin/portal", "./link"):
        done = subprocess.run(
            [command, "a b", ""], cwd=elsewhere, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (3, "['a b', '']\n", "")


def is_installed(root: Path) -> bool:
    """Whether the package is in the environment of a checkout."""
    return any(root.glob(".venv/lib/*/site-packages/small.py"))


def install(root: Path, level: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the installer with nothing but a folder of wheels to take from."""
    own = {"PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(root / "wheels")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment = kept | own | settings
    command = ["sh", "requirements/install.sh", level]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


# --- parts and licenses


def test_the_list_of_parts_is_the_lock_and_keeps_its_standard() -> None:
    text = sbom.render_sbom()
    value = json.loads(text)
    file = Path(str(BOM_JSON_STRICT[SchemaVersion.V1_6]))

    def retrieve(address: str) -> Resource[Any]:
        return DRAFT7.create_resource(
            json.loads((file.parent / address.rpartition("/")[2]).read_text("utf-8"))
        )

    schema = json.loads(file.read_text("utf-8"))
    checker = Draft7Validator(schema, registry=Registry(retrieve=retrieve))  # type: ignore[call-arg]
    assert [error.message for error in checker.iter_errors(value)] == []
    pinned = {(part.name, part.version) for part in sbom.parts("site")}
    assert {(part["name"], part["version"]) for part in value["components"]} == pinned
    assert all(part["licenses"] and part["hashes"] for part in value["components"])
    assert text == sbom.render_sbom()
    assert "timestamp" not in text
    assert "serialNumber" not in text


def test_the_list_of_parts_says_what_needs_what() -> None:
    needs = {one["ref"]: one.get("dependsOn", []) for one in json.loads(sbom.render_sbom())["dependencies"]}
    names = {ref.partition("@")[0].removeprefix("pkg:pypi/"): ref for ref in needs}
    assert {names["mkdocs"], names["lxml"]} <= set(needs["axis-os-portal"])
    asked = {need.split()[0].rstrip("<>=!~;[]0123456789.,") for need in distribution("mkdocs").requires or ()}
    assert names["watchdog"] in needs[names["mkdocs"]]
    assert "watchdog" in asked
    reached, ahead = set(), ["axis-os-portal"]
    while ahead:
        ref = ahead.pop()
        if ref not in reached:
            reached.add(ref)
            ahead += needs[ref]
    assert reached == set(needs)


def test_every_license_is_known_and_listed() -> None:
    listed = (REPOSITORY / "requirements/licenses.md").read_text("utf-8")
    assert listed == sbom.render_licenses(), "`make lock` makes it anew"
    assert [part for level in sbom.LEVELS for part in sbom.parts(level) if part.license == sbom.UNKNOWN] == []


def test_a_license_that_is_not_known_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "_READ", {})
    assert sbom.license_of("axe-playwright-python") == sbom.UNKNOWN
    assert f"| {sbom.UNKNOWN} |" in sbom.render_licenses()
