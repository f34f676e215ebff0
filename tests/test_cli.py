"""The command `portal`, in this process: exit code, standard output and standard error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Command
from tests.conftest import REPOSITORY

NOT_A_CHECKOUT = """there is no such folder
    run it in a checkout, which has data/ and schema/, or name one with --root DIR
"""
SOUND = "15 files, 4 changes, 3 releases: no problem\n"
STRAY = "is not read by anything\n    entries are data/changes/<id>.yml and data/releases/<version>.yml\n"


STALE = ("stale-change", "stale-release", "stale-tentative", "stale-track")


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return Command(capsys)


def break_sample(root: Path) -> None:
    file = root / "data/changes/smb1-removal.yml"
    file.write_text(file.read_text("utf-8").replace("kind: removal", "kind: remove"), "utf-8")


def test_sound_data(portal: Command, sample_root: Path) -> None:
    assert portal("check", "--root", sample_root) == (0, SOUND, "")


def test_the_real_data_is_sound(portal: Command, real_data: Path) -> None:
    code, out, err = portal("check", "--root", real_data.parent)
    assert (code, err) == (0, "")
    assert out.endswith(": no problem\n")


def test_without_root_it_checks_where_it_is_called(
    portal: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample_root)
    assert portal("check") == (0, SOUND, "")


def test_findings(portal: Command, sample_root: Path) -> None:
    break_sample(sample_root)
    message = """data/changes/smb1-removal.yml:6:7: kind: "remove" is not a value it can have
    did you mean removal?   [schema]
1 problem in 1 of 15 files
"""
    assert portal("check", "--root", sample_root) == (1, message, "")


def test_findings_are_all_shown_and_sorted(portal: Command, sample_root: Path) -> None:
    for path in ("data/releases/11.0.yml", "data/areas.yml", "data/changes/date-cgi-removal.yml"):
        (sample_root / path).write_text("x: y\n", "utf-8")
    code, out, err = portal("check", "--root", sample_root)
    assert (code, err) == (1, "")
    places = [line.split(": ")[0] for line in out.splitlines()[:-1] if not line.startswith("    ")]
    assert places == sorted(places)
    assert {place.split(":")[0] for place in places} == {
        "data/areas.yml",
        "data/changes/date-cgi-removal.yml",
        "data/releases/11.0.yml",
    }
    assert out.endswith(f"{len(places)} problems in 3 of 15 files\n")


GITHUB = (
    "::error file=data/changes/smb1-removal.yml,line=6,col=7,title=schema::"
    'kind: "remove" is not a value it can have (did you mean removal?)\n'
    "1 problem in 1 of 15 files\n"
)


def test_github_format(portal: Command, sample_root: Path) -> None:
    assert portal("check", "--root", sample_root, "--format", "github") == (0, SOUND, "")
    break_sample(sample_root)
    assert portal("check", "--root", sample_root, "--format", "github") == (1, GITHUB, "")


def test_github_format_is_the_default_in_githubs_ci(
    portal: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_sample(sample_root)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert portal("check", "--root", sample_root).out == GITHUB
    assert portal("check", "--root", sample_root, "--format", "text").out.startswith("data/changes/smb1")
    monkeypatch.setenv("GITHUB_ACTIONS", "false")
    assert portal("check", "--root", sample_root).out.startswith("data/changes/smb1")


def test_json_format_is_json_alone(portal: Command, sample_root: Path) -> None:
    assert portal("check", "--root", sample_root, "--format", "json") == (0, "[]\n", "")
    break_sample(sample_root)
    code, out, err = portal("check", "--root", sample_root, "--format", "json")
    assert (code, err) == (1, "")
    assert json.loads(out) == [
        {
            "path": "data/changes/smb1-removal.yml",
            "line": 6,
            "column": 7,
            "field": "kind",
            "message": '"remove" is not a value it can have',
            "hint": "did you mean removal?",
            "rule": "schema",
        }
    ]


def test_stale_is_checked_on_request(portal: Command, sample_root: Path) -> None:
    assert portal("check", "--root", sample_root, "--as-of", "2024-07-31") == (0, SOUND, "")
    message = """\
data/releases/11.11.yml:9:16: schedule[0].dates[0].state: scheduled, but was due by 2024-07-31
    add an entry at the end: released, canceled, or scheduled for a new date   [stale-release]
1 problem in 1 of 15 files
"""
    assert portal("check", "--root", sample_root, "--as-of", "2024-08-01") == (1, message, "")


def test_data_turns_stale_as_time_goes_by(portal: Command, june_root: Path) -> None:
    assert portal("check", "--root", june_root, "--as-of", "2024-06-01").code == 0
    code, out, _ = portal("check", "--root", june_root, "--as-of", "2026-11-23")
    assert code == 1
    assert {name: out.count(f"[{name}]") for name in STALE} == {
        "stale-change": 35,
        "stale-release": 6,
        "stale-tentative": 0,
        "stale-track": 1,
    }
    assert out.endswith("\n42 problems in 41 of 81 files\n")
    assert out.count("planned for 12, which was due by 2024-09-30") == 9
    assert out.count("planned for 12.0, which was due by 2024-09-30") == 22
    assert out.count("planned for 13.0, which was due by 2026-09-30") == 4
    assert out.count("scheduled, but was due by") == 6
    out = portal("check", "--root", june_root, "--as-of", "2034-01-01").out
    assert {name: out.count(f"[{name}]") for name in STALE} == {
        "stale-change": 35,
        "stale-release": 6,
        "stale-tentative": 2,
        "stale-track": 2,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["chekc"], "invalid choice: 'chekc'"),
        (["check", "--rot", "x"], "unrecognized arguments: --rot x"),
        (["check", "--root"], "expected one argument"),
        (["check", "--format", "xml"], "invalid choice: 'xml'"),
        (["check", "--as-of", "yesterday"], "'yesterday' is not a day such as 2026-11-23"),
        (["check", "--as-of", "2026-02-30"], "'2026-02-30' is not a day such as 2026-11-23"),
        (["check", "--as-of", "2026-11"], "'2026-11' is not a day such as 2026-11-23"),
    ],
)
def test_wrong_use(portal: Command, arguments: list[str], message: str) -> None:
    code, out, err = portal(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: portal")
    assert message in err


def test_help(portal: Command) -> None:
    code, out, err = portal("--help")
    assert (code, err) == (0, "")
    assert "check all data files" in out
    assert "--as-of YYYY-MM-DD" in portal("check", "--help").out


def test_root_that_does_not_exist(portal: Command, tmp_path: Path) -> None:
    root = tmp_path / "nowhere"
    assert portal("check", "--root", root) == (2, "", f"{root}/data:1:1: {NOT_A_CHECKOUT}")


def test_root_without_data(portal: Command, sample_root: Path) -> None:
    (sample_root / "data").rename(sample_root / "facts")
    assert portal("check", "--root", sample_root) == (2, "", f"{sample_root}/data:1:1: {NOT_A_CHECKOUT}")


def test_root_without_schema(portal: Command, sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample_root / "schema").rename(sample_root / "schemas")
    folder = f"{sample_root}/schema/authored"
    assert portal("check", "--root", sample_root) == (2, "", f"{folder}:1:1: {NOT_A_CHECKOUT}")
    monkeypatch.chdir(sample_root)
    assert portal("check") == (2, "", f"schema/authored:1:1: {NOT_A_CHECKOUT}")


@pytest.mark.parametrize("kind", ["change", "values"])
def test_schema_that_is_missing(portal: Command, sample_root: Path, kind: str) -> None:
    file = sample_root / f"schema/authored/{kind}.schema.json"
    file.unlink()
    message = f"{file}:1:1: the schema is missing\n    restore it from the repository\n"
    assert portal("check", "--root", sample_root) == (2, "", message)


def test_schema_that_is_not_json(portal: Command, sample_root: Path) -> None:
    file = sample_root / "schema/authored/links.schema.json"
    file.write_text("{,}", "utf-8")
    code, out, err = portal("check", "--root", sample_root)
    assert (code, out) == (2, "")
    assert err.startswith(f"{file}:1:2: is not JSON: ")


def test_file_that_is_missing(portal: Command, sample_root: Path) -> None:
    (sample_root / "data/areas.yml").unlink()
    code, out, err = portal("check", "--root", sample_root)
    assert (code, err) == (1, "")
    assert (
        out == "data/areas.yml:1:1: cannot be read: No such file or directory\n1 problem in 1 of 15 files\n"
    )


def test_file_that_cannot_be_read(portal: Command, sample_root: Path) -> None:
    (sample_root / "data/changes/gone.yml").symlink_to("nowhere")
    (sample_root / "data/releases/12.1.yml").mkdir()
    code, out, err = portal("check", "--root", sample_root)
    assert (code, err) == (1, "")
    assert out == (
        "data/changes/gone.yml:1:1: cannot be read: No such file or directory\n"
        "data/releases/12.1.yml:1:1: cannot be read: Is a directory\n"
        "2 problems in 2 of 17 files\n"
    )


@pytest.mark.parametrize(
    "path",
    [
        "data/notes.txt", "data/change.yml", "data/Areas.yml", "data/changes/smb1-removal.yaml",
        "data/changes/smb1-removal.yml.orig", "data/changes/2026/smb.yml", "data/releases/README.md",
        "data/products/s3008.yml", "data/changes/smb1-removal.yml.rej",
    ],
)  # fmt: skip
def test_file_that_nothing_reads(portal: Command, sample_root: Path, path: str) -> None:
    file = sample_root / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("id: x\n", "utf-8")
    named = path if file.parent.name in {"data", "changes", "releases"} else str(Path(path).parent)
    code, out, err = portal("check", "--root", sample_root)
    assert (code, err) == (1, "")
    assert out == f"{named}:1:1: {STRAY}1 problem in 1 of 15 files\n"


def test_file_whose_name_no_terminal_can_print(portal: Command, sample_root: Path) -> None:
    path = os.fsencode(sample_root / "data/changes") + b"/\xff\x1b[31m.yml"
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    for form in ("text", "github"):
        code, out, err = portal("check", "--root", sample_root, "--format", form)
        assert (code, err) == (1, "")
        assert "data/changes/\\xff\\x1b[31m.yml" in out.replace("%5C", "\\")
        assert out.encode("utf-8")


def test_a_broken_shared_file_does_not_hide_what_is_wrong_elsewhere(
    portal: Command, sample_root: Path
) -> None:
    (sample_root / "data/areas.yml").write_text("areas: []\n", "utf-8")
    break_sample(sample_root)
    out = portal("check", "--root", sample_root).out
    assert out.startswith("data/areas.yml:1:8: areas: ")
    assert "data/changes/smb1-removal.yml:6:7: kind: " in out


def test_one_mistake_is_reported_once(portal: Command, sample_root: Path) -> None:
    """Other entries refer to the broken one: its id still counts as known."""
    break_sample(sample_root)
    (sample_root / "data/releases/12.0.yml").write_text('version: "12.0"\nschedule: soon\n', "utf-8")
    out = portal("check", "--root", sample_root).out
    assert out.endswith("2 problems in 2 of 15 files\n")


def test_python_dash_m(sample_root: Path, repository: Path) -> None:
    command = [sys.executable, "-m", "portal", "check", "--root", str(sample_root)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, SOUND, "")


def test_ctrl_c_stops_it_with_a_word_before_it_has_imported_anything(
    portal: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    loaded = "import portal.cli, sys; print(*(name for name in sys.modules if name.startswith('portal.')))"
    entered = subprocess.check_output([sys.executable, "-c", loaded], cwd=REPOSITORY, text=True)
    assert entered == "portal.cli\n"
    monkeypatch.setattr("portal.cli.import_module", stop)
    assert portal("check") == (130, "", "portal: stopped\n")
