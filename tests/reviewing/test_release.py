"""A release: whether there can be one, what it carries, and what the workflow publishes."""

import hashlib
import shutil
import tarfile
from pathlib import Path

import pytest

from portal import __version__
from portal.cli.outside.edition_source import BASELINE, this_edition
from portal.history import render_baseline
from requirements import release
from requirements.release import Unready, check_ready, locked, main, notes_of, write_release
from tests.conftest import REPOSITORY
from tests.reviewing.conftest import SHELL, Forge
from tests.reviewing.test_scripts import step_of
from tests.wheels import requirements_of

CHANGELOG = """# Changelog

## [0.3.0] - 2027-02-01

More.

## [0.2.0] - 2027-01-01

### Added

- One.

## [0.1.0] - 2026-12-01

- First.
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a release is made from, and no more."""
    root = tmp_path_factory.mktemp("release") / "checkout"
    for name in ("portal", "data", "schema"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "hatch_build.py"):
        shutil.copy(REPOSITORY / name, root)
    (root / "note.txt").write_text("mine", "utf-8")
    (root / BASELINE).write_text(render_baseline(this_edition(root), __version__), "utf-8")
    return root


@pytest.fixture(scope="module")
def dist(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    (out / "axis_os_portal-0.0.9.tar.gz").write_text("old", "utf-8")
    write_release(f"v{__version__}", tree, out)
    return out


def test_what_it_carries(dist: Path) -> None:
    name = f"axis_os_portal-{__version__}"
    carried = {f"{name}.tar.gz", f"{name}-py3-none-any.whl", release.SBOM}
    assert {file.name for file in dist.iterdir()} == carried | {release.NOTES, release.SUMS}
    sums = {f"{hashlib.sha256((dist / name).read_bytes()).hexdigest()}  {name}" for name in carried}
    assert set((dist / release.SUMS).read_text("utf-8").splitlines()) == sums
    assert (dist / release.NOTES).read_text("utf-8").strip()


def test_the_source_archive_has_the_project_and_nothing_that_lay_beside_it(dist: Path) -> None:
    (file,) = dist.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        first = {name.split("/")[1] for name in archive.getnames()}
    assert {"portal", "data", "schema", "LICENSE", "PKG-INFO"} < first
    assert not first & {"note.txt", "tests", "macros", "content"}


def test_another_build_has_the_same_bytes(tree: Path, dist: Path, tmp_path: Path) -> None:
    again = shutil.copytree(tree, tmp_path / "elsewhere")  # another folder, and other times
    (tmp_path / "out").mkdir()
    for file in release.build(again, tmp_path / "out"):
        assert file.read_bytes() == (dist / file.name).read_bytes(), file.name


# --- ready or not


@pytest.mark.parametrize("tag", ["0.1.0", "v0.0.1", "v", f"v{__version__}-rc1"])
def test_a_tag_of_another_version_makes_no_release(tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tag) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"no release: the tag is {tag}, but portal/__init__.py says {__version__}: ")


def test_a_version_that_the_changelog_does_not_have_makes_no_release(tree: Path, tmp_path: Path) -> None:
    root = shutil.copytree(tree, tmp_path / "checkout")
    file = root / "CHANGELOG.md"
    file.write_text(file.read_text("utf-8").replace(f"## [{__version__}] - ", "## [Unreleased] "), "utf-8")
    with pytest.raises(Unready, match=r"CHANGELOG\.md has no section"):
        check_ready("", root)


def test_a_baseline_of_something_else_makes_no_release(tree: Path, tmp_path: Path) -> None:
    root = shutil.copytree(tree, tmp_path / "checkout")
    (root / BASELINE).write_text("{}", "utf-8")
    with pytest.raises(Unready, match="make baseline"):
        check_ready("", root)


def test_notes_are_the_section_of_the_version() -> None:
    assert notes_of(CHANGELOG, "0.2.0") == "### Added\n\n- One.\n"
    assert notes_of(CHANGELOG, "0.1.0") == "- First.\n"
    with pytest.raises(Unready):
        notes_of(CHANGELOG, "0.1")


# --- trying and publishing


def test_what_is_installed_beside_it_is_what_it_needs_in_the_locked_versions() -> None:
    text = locked({"jsonschema", "cattrs"})
    names = {line.partition("==")[0] for line in text.splitlines() if line[0] not in " #"}
    assert names >= {"jsonschema", "cattrs", "attrs", "referencing", "rpds-py"}
    assert not names & {"mkdocs", "pytest", "check-jsonschema"}
    assert text.count("--hash=sha256:") >= len(names)
    assert requirements_of(["jsonschema"]) <= names


def test_the_workflow_publishes_what_the_sums_have_with_the_notes(
    forge: Forge, dist: Path, tmp_path: Path
) -> None:
    step = step_of("release", "Publish it with its notes")
    folder = shutil.copytree(dist, tmp_path / "dist")
    given = {"GITHUB_REF_NAME": "v0.1.0", "GH_TOKEN": "none"}
    done = forge.run(*SHELL, "-c", step["run"], cwd=folder, **given)
    assert done.returncode == 0, done.stderr
    (call,) = forge.calls()
    assert call.arguments[:3] == ["release", "create", "v0.1.0"]
    named = {name for name in call.arguments if (dist / name).is_file()}
    assert named == {file.name for file in dist.iterdir()}
    (folder / release.SBOM).write_text("{}", "utf-8")
    assert forge.run(*SHELL, "-c", step["run"], cwd=folder, **given).returncode == 1
    assert len(forge.calls()) == 1
