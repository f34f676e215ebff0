"""Which facts a command takes where nobody names them: of the checkout that it is called in, or its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from portal import __version__
from portal.cli.outside import carried
from portal.model import Catalog
from portal.outputs.bundle import PATH as SCAN_PATH
from portal.planner import PATH, facts_of, render_facts
from tests.commands import Command
from tests.conftest import REPOSITORY
from tests.outputs import write_output

HERE = "1. Install 12.0 (Active track"


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, called in a folder that is no checkout."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return Command(capsys)


@pytest.fixture
def installed(sample: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a wheel that was built from the sample carries."""
    file = tmp_path / "plan.json"
    file.write_text(render_facts(facts_of(sample)), "utf-8")
    monkeypatch.setattr(carried, "CARRIED", tmp_path)
    return file


def test_outside_a_checkout_it_plans_with_the_facts_that_it_carries_and_says_so(
    portal: Command, installed: Path, sample: Catalog
) -> None:
    code, out, err = portal("plan", "11.0", "12.0")
    assert (code, HERE in out) == (1, True)
    assert err == (
        f"portal plan: with the facts of portal {__version__}, as of {sample.portal.data_as_of}; "
        "--catalog takes newer ones\n"
    )
    installed.unlink()
    code, _, err = portal("plan", "one", "two")
    assert code == 2, "a checkout that the command runs from"
    assert err.startswith(f"portal plan: with the facts of {Path(__file__).parents[1]}, as of ")


def test_facts_that_are_named_or_here_go_first_in_silence(
    portal: Command, installed: Path, sample: Catalog, sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.write_text("{}", "utf-8")
    write_output(sample, PATH, sample_root)
    named = (("--catalog", sample_root / PATH), ("--root", sample_root))
    wanted = [portal("plan", "11.0", "12.0", *arguments) for arguments in named]
    monkeypatch.chdir(sample_root)
    for result in (*wanted, portal("plan", "11.0", "12.0")):
        assert (result.code, result.err, HERE in result.out) == (1, "", True)


def test_a_folder_called_data_is_no_checkout(portal: Command, installed: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere/data").mkdir()
    assert portal("plan", "11.0", "12.0").code == 1


def test_facts_that_cannot_be_read_are_named(portal: Command, installed: Path) -> None:
    installed.write_text("{}", "utf-8")
    code, out, err = portal("plan", "11.0", "12.0")
    assert (code, out) == (2, "")
    assert err.startswith(f"{installed}:1:1: is JSON, but not ")


def test_the_version_comes_with_the_date_of_the_facts(
    portal: Command, installed: Path, sample: Catalog, sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = f"portal {__version__}, facts as of {sample.portal.data_as_of}\n"
    assert portal("--version") == (0, line, "")
    monkeypatch.chdir(sample_root)
    sources = sample_root / "data/sources.yml"
    sources.write_text(sources.read_text("utf-8").replace('"2024-06~"', '"2031"'), "utf-8")
    assert portal("--version") == (0, f"portal {__version__}, facts as of 2031\n", "")
    settings = sample_root / "data/portal.yml"
    settings.write_text("name: nothing else\n", "utf-8")
    code, out, err = portal("--version")
    assert (code, err) == (0, "")
    assert out.startswith(
        f"portal {__version__}, without facts, since these cannot be read: data/portal.yml: "
    )


@pytest.mark.parametrize("arguments", [(), ("plann",), ("--versoin",)])
def test_what_is_no_command_is_refused(portal: Command, arguments: tuple[str, ...]) -> None:
    code, out, err = portal(*arguments)
    assert (code, out) == (2, "")
    assert "portal: error: " in err


def test_published_facts_need_nothing_of_what_reads_a_checkout(sample: Catalog, tmp_path: Path) -> None:
    """A hook before each commit scans a file or two: what is imported takes most of its time."""
    (tmp_path / "a.py").write_text("x = 1", "utf-8")
    facts = write_output(sample, SCAN_PATH, tmp_path)
    code = (
        "import json, sys; from portal.cli import main;"
        "main(sys.argv[1:]); print(json.dumps(list(sys.modules)))"
    )
    arguments = ("scan", str(tmp_path / "a.py"), "--catalog", str(facts))
    out = subprocess.check_output([sys.executable, "-c", code, *arguments], cwd=REPOSITORY, text=True)
    loaded = set(json.loads(out.splitlines()[-1]))
    assert "portal.scanner" in loaded
    assert not loaded & {"jsonschema", "yaml", "multiprocessing", "portal.reading.catalog"}
