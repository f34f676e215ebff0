"""`make` where it is called in a folder of any name, and `make clean` beside what others made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

# Nothing of the `make` that runs the tests
TERMINAL = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
THEIRS = ("build/site-before-upgrade/a", "build/site-2b/a", "build/fresh-mine/a", "build/notes", "dist/a.whl")
OURS = (
    "build/site-12/a", "build/fresh-345/a", "build/lock", "build/templates/a", "build/preview/a",
    "build/grown/a", "build/lychee/a", "build/successor/a", "dist/sbom.cdx.json", ".mypy_cache/a",
    "dist/axis_os_portal-0.1.0.tar.gz", "dist/SHA256SUMS.txt", "dist/notes.md",
    "macros/__pycache__/a", ".venv/site.txt", ".venv/bin/python",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with nothing but what `make clean` needs."""
    for path in ("Makefile", "requirements/clean.sh"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / path, tmp_path / path)
    return tmp_path


def make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *arguments]
    return subprocess.run(command, cwd=root, env=TERMINAL, capture_output=True, text=True, check=False)


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, "utf-8")


def listed(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


def test_clean_removes_all_that_was_made(root: Path) -> None:
    before = listed(root)
    write(root, *OURS)
    (root / "site").symlink_to("build/site-12")
    (root / ".site-345").symlink_to("build/site-12")
    done = make(root, "clean")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert listed(root) == before
    assert not [name for name in ("build", "dist", ".venv") if (root / name).exists()]
    assert make(root, "clean").returncode == 0


def test_clean_leaves_what_others_made_and_says_so(root: Path) -> None:
    before = listed(root)
    theirs = {*THEIRS, "site/mine.html", ".venv/pyvenv.cfg"}
    write(root, *theirs, "build/site-12/a")
    done = make(root, "clean")
    assert (done.returncode, done.stdout) == (0, "")
    assert listed(root) == before | theirs
    said = {line.removeprefix("left, because make did not make it: ") for line in done.stderr.splitlines()}
    assert said == {"site", ".venv", *(path.removesuffix("/a") for path in THEIRS)}


@pytest.mark.parametrize("target", ["elsewhere", "build/site-before-upgrade", "site", "../build/site-1"])
def test_clean_leaves_a_link_that_others_made_and_what_it_leads_to(target: str, root: Path) -> None:
    write(root, "elsewhere/site.txt", "build/site-before-upgrade/a")
    before = listed(root)
    (root / "site").symlink_to(target)
    (root / ".venv").symlink_to("elsewhere")
    done = make(root, "clean")
    assert listed(root) | {"site", ".venv"} == before | {"site", ".venv"}
    assert (root / "site").readlink() == Path(target)
    assert "it: site\n" in done.stderr
    assert "it: .venv\n" in done.stderr


def test_clean_empties_a_build_folder_that_is_a_link(root: Path) -> None:
    write(root, "elsewhere/site-1/a", "elsewhere/notes")
    (root / "build").symlink_to("elsewhere")
    (root / "site").symlink_to("build/site-1")
    assert make(root, "clean").stderr == "left, because make did not make it: build/notes\n"
    assert (root / "build").is_symlink()
    assert not (root / "site").is_symlink()
    assert listed(root / "elsewhere") == {"notes"}


STUB = """\
#!/bin/sh
mkdir -p build/grown
if [ "$2" = pytest ]; then echo "$0 in $PWD"; fi
"""


NAMES = ("it's a clone", "ü %41 #1", 'a "b" $HOME')


@pytest.mark.parametrize("name", NAMES)
def test_folders_of_any_name(name: str, root: Path, tmp_path: Path) -> None:
    folder = root / name
    folder.mkdir()
    shutil.copy(root / "Makefile", folder)
    write(folder, "requirements/install.sh", ".venv/bin/python")
    (folder / "requirements/install.sh").write_text('echo "made with $PYTHON"\n', "utf-8")
    (folder / ".venv/bin/python").write_text(STUB, "utf-8")
    (folder / ".venv/bin/python").chmod(0o755)
    python = f"{tmp_path}/{name.replace('$', '')}/python3"
    done = make(folder, "grown", f"PYTHON={python}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"made with {python}", f"{folder}/.venv/bin/python in {folder}/build/grown",
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_links_are_looked_up_in_a_folder_of_any_name(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    write(root, "build/site-1/a")
    (root / "site").symlink_to("build/site-1")
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").symlink_to(sys.executable)
    (root / "data").mkdir()
    (root / "data/portal.yml").write_text("url: https://portal.example/\n", "utf-8")
    (root / "lychee").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", "utf-8")
    (root / "lychee").chmod(0o755)
    command = ["bash", str(REPOSITORY / ".github/scripts/links.sh")]
    environment = TERMINAL | {"LYCHEE": "./lychee"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    arguments = done.stdout.splitlines()
    site = root / "build/site-1"
    assert arguments[arguments.index("--root-dir") + 1] == str(site)
    remap = arguments[arguments.index("--remap") + 1]
    assert remap == f"^https://portal.example/ {site.as_uri()}/"
    assert remap.count(" ") == 1
