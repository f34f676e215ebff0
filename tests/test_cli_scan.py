"""The command `portal scan`, in this process and as users call it: exit code, standard output and error."""

import json
import os
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from portal.cli import scan as command
from portal.model import Catalog
from portal.outputs.bundle import PATH, bundle_of, read_bundle, render_bundle
from portal.planner import doubts, not_out, plan, read_ends
from portal.problems import InvalidData
from portal.reading.structure import published_schemas
from portal.scanner import FORMATS
from tests.commands import Command, Result
from tests.conftest import REPOSITORY
from tests.editing import fail_to_write
from tests.outputs import write_output

APPLIED = "get('/axis-cgi/date.cgi')\n"
PLANNED = "get('/axis-cgi/vaconfig.cgi')\n"
NOTE = "get('/axis-cgi/basicdeviceinfo.cgi')\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to scan, which the command is called in."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def carried(june: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel of June 2024 carries."""
    return write_output(june, PATH, tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def portal_scan(
    capsys: pytest.CaptureFixture[str], here: Path, carried: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.setattr("portal.cli.outside.carried.CARRIED", carried.parent)
    monkeypatch.setattr("portal.cli.scan.today", lambda: date(2024, 6, 30))
    return Command(capsys, "scan")


# --- exit codes


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("x = 1\n", {"applied": 0, "planned": 0, "any": 0, "none": 0}),
        (APPLIED, {"applied": 1, "planned": 1, "any": 1, "none": 0}),
        (PLANNED, {"applied": 0, "planned": 1, "any": 1, "none": 0}),
        (NOTE, {"applied": 0, "planned": 0, "any": 1, "none": 0}),
        ("# portal: ignore[date-cgi-removal] x\n", {"applied": 0, "planned": 0, "any": 1, "none": 0}),
        (
            f"# portal: ignore[date-cgi-removal] x\n{APPLIED}",
            {"applied": 0, "planned": 0, "any": 0, "none": 0},
        ),
    ],
)
def test_exit_code(portal_scan: Command, here: Path, code: str, codes: dict[str, int]) -> None:
    (here / "a.js" if code[0] != "#" else here / "a.py").write_text(code, "utf-8")
    for fail_on, wanted in codes.items():
        result = portal_scan("--fail-on", fail_on)
        assert (result.code, result.err) == (wanted, ""), fail_on
    assert portal_scan().code == codes["planned"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_printed(portal_scan: Command, here: Path, form: str) -> None:
    (here / "a.py").write_text(PLANNED, "utf-8")
    result = portal_scan("--format", form)
    assert (result.code, result.err) == (1, "")
    assert "vaconfig-cgi-removal" in result.out


@pytest.mark.parametrize(
    ("path", "code", "place"),
    [
        ("tests/a.js", PLANNED, "test"),
        ("README.md", PLANNED, "document"),
        ("README.md", f"<!-- {PLANNED} -->", "document"),
        ("a.min.js", PLANNED, "generated"),
        ("a.js", f"// {PLANNED}", "comment"),
        ("a.conf", PLANNED + "".join(f"root.A.B{number}=x\n" for number in range(20)), "answer"),
    ],
)
def test_only_code_counts_unless_more_is_asked_for(
    portal_scan: Command, here: Path, path: str, code: str, place: str
) -> None:
    (here / path).parent.mkdir(exist_ok=True)
    (here / path).write_text(code, "utf-8")
    assert portal_scan().code == 0
    assert portal_scan("--count", place).code == 1
    assert portal_scan("--fail-on", "any").code == 1


def test_nothing_searched_is_no_success(portal_scan: Command, here: Path) -> None:
    assert portal_scan().code == 2
    (here / "a.bin").write_bytes(b"\0")
    result = portal_scan()
    assert result.code == 2
    assert "nothing was searched" in result.err
    (here / "a.py").write_text("x = 1\n", "utf-8")
    assert portal_scan().code == 0
    result = portal_scan("a.py", "a.bin")
    assert (result.code, result.err) == (2, "portal scan: a.bin: not searched: is no text\n")
    (here / "app.zip").write_bytes(b"\0")
    assert "is no text; of archives only packages are opened" in portal_scan("app.zip").err
    result = portal_scan("a.bin")
    assert (result.code, result.out.splitlines()[0]) == (2, "Nothing was searched.")
    assert portal_scan("a.bin", "--write-baseline", "b.json").code == 2
    assert not (here / "b.json").exists()


def test_what_is_excluded_is_left_out_and_counted(portal_scan: Command, here: Path) -> None:
    for path in ("a.py", "old/b.py", "old/new/c.py"):
        (here / path).parent.mkdir(exist_ok=True)
        (here / path).write_text(PLANNED, "utf-8")
    assert portal_scan().out.startswith("3 uses in code.")
    for pattern in ("old/", "**/old", "/old"):
        result = portal_scan("--exclude", pattern)
        assert result.out.startswith("1 use in code."), pattern
        assert "1 left out by --exclude" in result.out
    result = portal_scan("--exclude", "old", "--exclude", "*.py", "a.py", "old/b.py")
    assert (result.code, result.err) == (0, "")
    assert portal_scan("--exclude", "old", "--all").out.startswith("1 use in code.")
    assert portal_scan("--exclude", "**").code == 2


# --- what counts


def test_only_changes_between_two_versions_count_as_the_planner_says(
    portal_scan: Command, here: Path, june: Catalog
) -> None:
    (here / "a.py").write_text(APPLIED + PLANNED + "get('/axis-cgi/certmgmt.cgi')\nroot.PTZ.x\n", "utf-8")
    everything = {"date-cgi-removal", "vaconfig-cgi-removal", "unofficial-certificate-api-removal"}
    everything |= {"root-ptz-parameter-access-changed"}
    assert ids(portal_scan("--format", "json")) == everything
    for start, target in (("10.12", "12.0"), ("11.0", "13.0"), ("LTS 2022", "11.11"), ("11.11", "12.0")):
        steps = plan(june, start, target).steps
        coming = {hit.id for step in steps for hit in step.hits}
        result = portal_scan("--from", start, "--to", target, "--format", "json")
        assert ids(result) == everything & coming, (start, target)
        assert (
            f"Only changes that come after {start} and up to {target} count: {len(coming)} on record."
            in result.out
        )


def test_between_any_two_releases_it_knows_and_warns_of_what_the_planner_does(june: Catalog) -> None:
    bundle = bundle_of(june)
    asked = [*map(str, bundle.known.versions), "14.1"]
    for start, target in combinations_with_replacement(asked, 2):
        told = plan(june, start, target)
        ends = read_ends(bundle.known, start, target)
        assert bundle.names.between(ends[0].version, ends[1].version).keys() == {
            hit.id for step in told.steps for hit in step.hits
        }
        assert (*doubts(bundle.known, *ends), *not_out(bundle.known, *ends)) == told.warnings


def test_an_end_alone_reaches_as_far_as_the_data(portal_scan: Command, here: Path) -> None:
    (here / "a.py").write_text(APPLIED + PLANNED + "get('/axis-cgi/certmgmt.cgi')\n", "utf-8")
    assert ids(portal_scan("--from", "11.0", "--format", "json")) == {
        "vaconfig-cgi-removal", "unofficial-certificate-api-removal",
    }  # fmt: skip
    assert ids(portal_scan("--to", "11.0", "--format", "json")) == {"date-cgi-removal"}
    (here / "a.py").write_text("x = 1\n", "utf-8")
    assert portal_scan("--to", "12.0").code == 0


def test_an_end_beyond_the_data_and_one_end_twice_say_that_no_change_counts(
    portal_scan: Command, here: Path
) -> None:
    (here / "a.py").write_text(PLANNED, "utf-8")
    result = portal_scan("--from", "99.0")
    assert result.code == 3
    assert result.out.count("99.0 is not among the releases on record") == 1
    result = portal_scan("--from", "12.0", "--to", "12.0")
    assert result.code == 0
    assert "\nOnly changes that come after 12.0 and up to 12.0 count: none on record.\n" in result.out


def test_a_scan_says_the_day_that_it_was_made_on(
    portal_scan: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a.py").write_text(APPLIED, "utf-8")
    monkeypatch.setattr("portal.cli.scan.today", lambda: date(2026, 12, 1))
    assert "\nSearched on 1 December 2026.\nSearched 1 file" in portal_scan().out


def test_what_the_data_cannot_say_is_said(portal_scan: Command, here: Path) -> None:
    (here / "a.py").write_text("x = 1\n", "utf-8")
    result = portal_scan("--from", "9.80", "--to", "10.12")
    assert result.code == 3
    assert portal_scan("--from", "9.80", "--to", "10.12", "--fail-on", "none").code == 0
    assert "Nothing found between these versions." in result.out
    assert "No changes are recorded for AXIS OS 10." in result.out


def ids(result: Result) -> set[str]:
    return {change["id"] for change in json.loads(result.out)["changes"]}


# --- baselines


def test_a_baseline_is_written_and_used(portal_scan: Command, here: Path) -> None:
    (here / "a.py").write_text(APPLIED + PLANNED, "utf-8")
    written = portal_scan("a.py", "--write-baseline", "accepted.json")
    assert written == (0, "accepted.json: accepts 2 uses from now on\n", "")
    assert portal_scan("a.py", "--baseline", "accepted.json").code == 0
    (here / "a.py").write_text(APPLIED + NOTE + PLANNED * 2, "utf-8")
    result = portal_scan("a.py", "--baseline", "accepted.json", "--format", "json")
    assert result.code == 1
    value = json.loads(result.out)
    assert value["levels"] == {"applied": 0, "planned": 1, "unconfirmed": 0, "note": 1}
    assert value["accepted"] == 2


def test_a_baseline_is_written_whole_or_not_at_all(
    portal_scan: Command, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "code").write_bytes(b"")
    (here / "b.json").write_bytes(b"mine\n")
    with monkeypatch.context() as patched:
        fail_to_write(patched, "b.json", "write_bytes")
        result = portal_scan("--write-baseline", "b.json")
    assert result == (2, "", "portal: b.json: No space left on device\n")
    monkeypatch.setattr("os.access", lambda *_: False)  # as it is for everybody but root
    (here / "b.json").chmod(0o444)
    assert portal_scan("--write-baseline", "b.json") == (2, "", "portal: b.json: Permission denied\n")
    assert {file.name: file.read_bytes() for file in here.glob("*.*")} == {"b.json": b"mine\n"}


def test_a_baseline_can_be_behind_a_link_or_no_file(portal_scan: Command, here: Path) -> None:
    kept = here / "kept.json"
    kept.write_bytes(b"")
    kept.chmod(0o640)
    (here / "b.json").symlink_to("kept.json")
    assert portal_scan("--write-baseline", "b.json").code == 0
    assert (here / "b.json").is_symlink()
    assert (json.loads(kept.read_bytes())["accepted"], kept.stat().st_mode & 0o777) == ([], 0o640)
    assert portal_scan("--write-baseline", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_the_baseline_itself_is_not_searched(portal_scan: Command, here: Path) -> None:
    (here / "a.py").write_text(PLANNED, "utf-8")
    for _ in range(2):
        assert portal_scan("--write-baseline", "b.json").out == "b.json: accepts 1 use from now on\n"
    assert portal_scan("--baseline", "./b.json").code == 0
    assert portal_scan("--baseline", here / "b.json", ".", "a.py").code == 0


# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "portal: nowhere: No such file or directory\n"),
        (("",), "portal scan: PATH: is empty\n    give . for the current folder\n"),
        (("--from", "twelve"), "portal scan: --from: “twelve” is not a version"),
        (("--from", "12.0", "--to", "11.0"), "portal scan: --to: 11.0 is older than --from 12.0\n"),
        (("--to", "LTS 1999"), "portal scan: --to: the release that LTS 1999 stays on is not known"),
        (("--fail-on", "most"), "argument --fail-on: invalid choice"),
        (("--format", "xml"), "argument --format: invalid choice"),
        (("--max-size", "big"), "argument --max-size: big is not a size in MB, such as 5"),
        (("--max-size", "0"), "argument --max-size: 0 is not a size in MB, such as 5"),
        (("--max-size", "nan"), "argument --max-size: nan is not a size in MB, such as 5"),
        (("--exclude", "[[:x:]]"), "argument --exclude: [[:x:]] is not a pattern"),
        (("--exclude", ""), "argument --exclude: nothing is not a pattern"),
        (("--count", "all"), "argument --count: invalid choice"),
        (("--jobs", "0"), "argument --jobs: 0 is not a number of processes, such as 4"),
        (("--jobs", "two"), "argument --jobs: two is not a number of processes, such as 4"),
        (("--baseline", "none.json"), "none.json:1:1: cannot be read: No such file or directory"),
        (("--baseline", "."), ".:1:1: cannot be read: Is a directory"),
        (("--write-baseline", "no/such/folder.json"), "folder.json: No such file or directory"),
        (("--catalog", "none.json"), "none.json:1:1: cannot be read: No such file or directory"),
        (("--catalog", "file:///etc/passwd"), "only http and https addresses are fetched"),
        (("--root", "."), "there is no such folder"),
        (("--catalog", "x", "--root", "."), "not allowed with argument"),
    ],
)
def test_wrong_use_is_said_in_a_line_or_two(
    portal_scan: Command, here: Path, arguments: tuple[str, ...], said: str
) -> None:
    (here / "code").write_bytes(b"")
    result = portal_scan(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_help_explains_the_exit_codes(portal_scan: Command) -> None:
    result = portal_scan("--help")
    assert result.code == 0
    assert "Exit code 0: nothing found; 1: something found" in " ".join(result.out.split())


# --- where the facts come from


def test_a_published_file_gives_the_same_scan(
    portal_scan: Command, here: Path, carried: Path, june_root: Path
) -> None:
    (here / "a.py").write_text(APPLIED + PLANNED, "utf-8")
    for more in ((), ("--from", "11.2", "--to", "12.0")):
        own = portal_scan(*more)
        assert own.code == 1
        assert portal_scan(*more, "--root", june_root) == own
        assert portal_scan(*more, "--catalog", carried) == own


def test_what_the_wheel_carries_is_used_and_a_newer_file_before_it(
    portal_scan: Command, here: Path, june_root: Path, sample: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a.py").write_text(PLANNED, "utf-8")
    assert portal_scan().code == 1
    carried = here.parent / "scan.json"
    carried.write_text(render_bundle(bundle_of(sample)), "utf-8")
    monkeypatch.setattr("portal.cli.outside.carried.CARRIED", carried.parent)
    assert portal_scan().code == 0
    assert portal_scan("--root", june_root).code == 1
    carried.write_text("{}", "utf-8")
    assert portal_scan("--root", june_root).code == 1
    assert portal_scan().code == 2


def test_the_published_file_keeps_its_schemas_and_is_the_same_for_the_same_facts(catalog: Catalog) -> None:
    text = render_bundle(bundle_of(catalog))
    value = json.loads(text)
    assert list(published_schemas(REPOSITORY).broken("scan", value)) == []
    again = read_bundle(text.encode(), "scan.json")
    assert again == bundle_of(catalog)
    assert render_bundle(again) == text
    assert {"plan", "items", "words"}.isdisjoint(value), "nothing of the planner's sentences"
    for change in value["changes"]:
        assert (change["action"] is None) is ("unknown" in change)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"schema_version": "2.0"}, "x:1:1: has schema_version 2.0, and this command reads 1.0"),
        ({"changes": []}, "x:1:1: changes: has no name to search for"),
        ({"changes": [{}]}, "x:1:1: changes[0].id: is missing"),
        ({"stops": []}, "x:1:1: stops: has no release"),
        ({"stops": [{"version": "11"}, {"version": "9.80"}]}, "x:1:1: stops: are not in the order"),
        ({"stops": None}, "x:1:1: "),
        ({"site": "here"}, "x:1:1: site: is not a web address"),
        ({"data_as_of": "June"}, "x:1:1: data_as_of: is str, not a date"),
        ({"data_as_of": {"value": "a\x1bb"}}, "x:1:1: data_as_of: has a control character"),
    ],
)
def test_a_published_file_is_not_trusted(sample: Catalog, edit: dict[str, object], said: str) -> None:
    value = json.loads(render_bundle(bundle_of(sample))) | edit
    with pytest.raises(InvalidData) as caught:
        read_bundle(json.dumps(value).encode(), "x")
    assert str(caught.value).startswith(said)


def test_another_published_file_is_told_which_one_to_give(sample: Catalog) -> None:
    value = json.loads(render_bundle(bundle_of(sample)))
    del value["changes"]
    with pytest.raises(InvalidData) as caught:
        read_bundle(json.dumps(value).encode(), "x")
    assert str(caught.value) == f"x:1:1: changes: is missing\n    give the file {PATH} of a published portal"


@pytest.mark.parametrize("wrong", [[], None, [{"behind": "11.0"}], [{"since": "x", "behind": "11.0"}]])
def test_a_change_that_no_upgrade_brings_is_not_taken_for_none(sample: Catalog, wrong: object) -> None:
    value = json.loads(render_bundle(bundle_of(sample)))
    value["changes"][0]["between"] = wrong
    with pytest.raises(InvalidData, match=r"x:1:1: changes\[0\]\.between"):
        read_bundle(json.dumps(value).encode(), "x")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("match_as", "regex"), ("match", []), ("match", [""]), ("match", ["a" * 500]), ("match", [3]),
        ("match", ["#.#.#"]), ("match", ["a.cgi\n"]), ("match", ["a.cgi"] * 21), ("effect", 1),
        ("near", ["x" * 999]),
    ],
)  # fmt: skip
def test_spellings_from_elsewhere_are_not_trusted(sample: Catalog, field: str, wrong: object) -> None:
    value = json.loads(render_bundle(bundle_of(sample)))
    next(change for change in value["changes"] if "names" in change)["names"][0][field] = wrong
    with pytest.raises(InvalidData):
        read_bundle(json.dumps(value).encode(), "x")


# --- as a program


def program(*arguments: str, cwd: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "scan", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_nobody_reads_on(here: Path, june_root: Path) -> None:
    (here / "a.py").write_text(PLANNED * 900, "utf-8")
    with program("--root", str(june_root), cwd=here) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_stopped_scan_says_so(portal_scan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "scan", stop)
    assert portal_scan() == (130, "", "portal: stopped\n")


def test_a_process_that_is_ended_from_outside_says_so(
    portal_scan: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(command, "scan", end)
    said = "portal scan: a process of the search was ended from outside; try again with --jobs 1\n"
    assert portal_scan() == (2, "", said)
