"""What a release carries, made in `dist/` and tried: `python -m requirements.release [TAG]`.

Wheel and source archive, the list of parts (SBOM), the notes out of CHANGELOG.md, and the sums of all. The
same checkout gives the same bytes. PYTHONS names the Pythons to try them with; this one where it is not set.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Collection
from pathlib import Path

from portal import __version__
from portal.cli.outside.edition_source import BASELINE, this_edition
from portal.history import render_baseline
from portal.reading.catalog import load_catalog
from requirements.sbom import HERE, PINNED, render_sbom

ROOT = HERE.parent
NOTES, SUMS, SBOM = "notes.md", "SHA256SUMS.txt", "sbom.cdx.json"
_PIP = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")


class Unready(Exception):
    """There can be no release of this checkout; says why."""


# --- making


def write_release(tag: str, root: Path, out: Path) -> None:
    """Write all that a release carries, and leave nothing of an earlier one. Raises `Unready`.

    With a `tag`, the release is for it.
    """
    notes = check_ready(tag, root)
    out.mkdir(exist_ok=True)
    for old in out.glob("axis_os_portal-*"):
        old.unlink()
    packages = build(root, out)
    (out / SBOM).write_text(render_sbom(), "utf-8")
    (out / NOTES).write_text(notes, "utf-8")
    files = [*packages, out / SBOM]
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (out / SUMS).write_text("".join(sums), "utf-8")


def check_ready(tag: str, root: Path) -> str:
    """Return the notes of the release. Raises `Unready`."""
    if tag not in ("", f"v{__version__}"):
        raise Unready(f"the tag is {tag}, but portal/__init__.py says {__version__}: make them the same")
    notes = notes_of((root / "CHANGELOG.md").read_text("utf-8"), __version__)
    kept = root / BASELINE
    if not kept.exists() or kept.read_text("utf-8") != render_baseline(this_edition(root), __version__):
        raise Unready(f"{BASELINE} is not of what this checkout publishes: `make baseline`, and commit it")
    return notes


def notes_of(changelog: str, version: str) -> str:
    """Return what CHANGELOG.md says of a version. Raises `Unready`."""
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n"
    found = re.search(rf"{heading}(.+?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found:
        raise Unready(f"CHANGELOG.md has no section `## [{version}] - YYYY-MM-DD`: write it first")
    return f"{found[1].strip()}\n"


def build(root: Path, out: Path) -> tuple[Path, Path]:
    """Make the source archive, and the wheel from what is in it, and return both.

    Raises `Unready` where the checkout gives another archive the next time, or another wheel by itself.
    """
    with tempfile.TemporaryDirectory() as name:
        first, again = Path(name) / "first", Path(name) / "again"
        source, wheel = _built(root, first, "sdist"), _built(root, first, "wheel")
        with tarfile.open(source) as archive:
            archive.extractall(name, filter="data")
        unpacked = Path(name) / source.name.removesuffix(".tar.gz")
        for one, other in (
            (source, _built(root, again, "sdist")),
            (wheel, _built(unpacked, again, "wheel")),
        ):
            if one.read_bytes() != other.read_bytes():
                raise Unready(f"{one.name} has other bytes when it is built again")
        return Path(shutil.copy(source, out)), Path(shutil.copy(wheel, out))


def _built(root: Path, out: Path, target: str) -> Path:
    _run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out), cwd=root)
    (made,) = out.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made


# --- trying


def try_out(python: str, package: Path) -> str:
    """Install a package alone in a fresh environment, run its commands, and return what it says it is.

    Raises `Unready`.
    """
    names = {"hatchling"} if package.suffix == ".gz" else set()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    with tempfile.TemporaryDirectory() as name:
        home, empty, lock = (Path(name) / part for part in ("environment", "empty", "lock.txt"))
        empty.mkdir()
        lock.write_text(
            locked(names | {re.split(r"[^\w-]", need)[0] for need in project["dependencies"]}), "utf-8"
        )
        _run(python, "-m", "venv", str(home))
        fresh = str(home / "bin/python")
        only = ("--only-binary", ":all:", "--require-hashes", "--requirement", str(lock))
        _run(fresh, *_PIP, *only, cwd=empty)
        _run(fresh, *_PIP, "--no-deps", "--no-build-isolation", str(package), cwd=empty)
        return try_commands(str(home / "bin/portal"), empty)


def locked(names: set[str]) -> str:
    """Return the part of the lock that packages of these names need."""
    blocks = {found["name"]: found for found in PINNED.finditer((HERE / "test.txt").read_text("utf-8"))}
    needed: set[str] = set()
    while names:
        needed |= names
        by = re.compile(rf"^ +# +(?:via +)?(?:{'|'.join(map(re.escape, needed))})$", re.MULTILINE)
        names = {name for name, found in blocks.items() if by.search(found["rest"])} - needed
    return "".join(f"{blocks[name][0]}\n" for name in sorted(needed))


def try_commands(portal: str, empty: Path) -> str:
    """Run the commands that need no checkout, and return what `--version` says. Raises `Unready`."""
    first, *_, last = (str(one) for one in sorted(release.version for release in load_catalog(ROOT).releases))
    (empty / "client.py").write_text("get('/axis-cgi/date.cgi')\n", "utf-8")
    (empty / "devices.csv").write_text(f"model,version\nP1448-LE,{first}\n", "utf-8")
    found = {0, 1, 3}  # nothing, something, something that is not known
    _run(portal, "plan", first, last, cwd=empty, codes=found)
    _run(portal, "support", last, cwd=empty, codes=found)
    _run(portal, "scan", "client.py", cwd=empty, codes=found)
    _run(portal, "fleet", "devices.csv", "--to", last, cwd=empty, codes=found)
    return _run(portal, "--version", cwd=empty)


def _run(*command: str, cwd: Path = ROOT, codes: Collection[int] = (0,)) -> str:
    """Return what a command prints. Raises `Unready` where its exit code is none of `codes`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in codes or "Traceback" in done.stderr:
        raise Unready(f"{' '.join(command)} ends with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def main(tag: str = "") -> int:
    """Make a release, try it, say so, and return the exit code."""
    out = ROOT / "dist"
    try:
        write_release(tag, ROOT, out)
        print((out / SUMS).read_text("utf-8"), end="", flush=True)
        for python in os.environ.get("PYTHONS", sys.executable).split():
            for package in sorted(out.glob("axis_os_portal-*")):
                said = try_out(python, package)
                print(f"{_run(python, '--version')}: {package.name} alone: {said}", flush=True)
    except Unready as why:
        print(f"no release: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
