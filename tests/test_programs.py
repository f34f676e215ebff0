"""What the tests run with is installed where it is missing, or else its absence is said."""

import os
from pathlib import Path

import pytest

from tests.programs import ensure_programs, find_program, missing_programs

PROGRAMS = {"curl": "curl", "jq": "jq", "sha256sum": "coreutils"}
APT = """#!/bin/sh
echo "$@" >> "{log}"
if [ "$1" = install ]; then for name in curl jq sha256sum; do
  : > "{folder}/$name"; /bin/chmod 755 "{folder}/$name"
done; fi
"""


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no program, of a user who may install."""
    monkeypatch.setattr("tests.programs.PROGRAMS", PROGRAMS)
    monkeypatch.setattr("tests.programs.SYSTEM", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def add_program(folder: Path, name: str, text: str = "") -> None:
    (folder / name).write_text(text, "utf-8")
    (folder / name).chmod(0o755)


def test_what_is_missing_is_installed(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    log = tmp_path_factory.mktemp("apt") / "log"
    add_program(fresh, "curl")
    add_program(fresh, "apt-get", APT.format(log=log, folder=fresh))
    assert missing_programs() == ["jq", "sha256sum"]
    ensure_programs()
    assert log.read_text("utf-8").splitlines() == [
        "update",
        "install -y --no-install-recommends jq coreutils",
    ]


def test_nothing_is_installed_where_all_is_there(fresh: Path) -> None:
    for name in PROGRAMS:
        add_program(fresh, name)
    add_program(fresh, "apt-get", "#!/bin/sh\nexit 1\n")
    ensure_programs()


@pytest.mark.parametrize("apt", ["exit 1", "exit 0", None])
def test_what_cannot_be_installed_is_named(fresh: Path, apt: str | None) -> None:
    add_program(fresh, "curl")
    if apt:
        add_program(fresh, "apt-get", f"#!/bin/sh\n{apt}\n")
    with pytest.raises(SystemExit, match="need jq and sha256sum, and it could not be installed"):
        ensure_programs()


def test_who_may_not_install_is_not_asked_to_wait_for_it(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(fresh, "apt-get", f"#!/bin/sh\n: > {fresh}/was-called\n")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        ensure_programs()
    assert not (fresh / "was-called").exists()


def test_a_program_for_administrators_is_found_and_a_file_at_its_path(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(fresh, "server")
    monkeypatch.setenv("PATH", "")
    assert find_program("server") is None
    assert find_program(str(fresh / "module.so")) is None
    monkeypatch.setattr("tests.programs.SYSTEM", str(fresh))
    assert find_program("server") == str(fresh / "server")
    assert find_program(str(fresh / "server")) == str(fresh / "server")
