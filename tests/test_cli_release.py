"""`portal release` and `portal source`: a release is out, with all that was planned; a source read again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Command, Result
from tests.editing import TODAY, data_of, fail_to_write, let_out, problems_of, schedule_release, value_of

FILTER_ID, DISK_ID = "network-filter-removal", "disk-rule"
FILTER, DISK = (f"data/changes/{name}.yml" for name in (FILTER_ID, DISK_ID))
FILE = "data/releases/12.0.yml"
TOLD = ("--because", "The notes are published.", "--source", "library-2024", "--today", TODAY)
OUT = ("release", "12.0", "--out", *TOLD)
ENTRY = {
    "id": "92", "recorded": TODAY, "state": "released", "because": "The notes are published.",
    "sources": ["library-2024"],
}  # fmt: skip


@pytest.fixture
def root(sample_root: Path) -> Path:
    """The sample with a second change for 12.0, with 12.1 that is out and 13.0 that is not."""
    text = (
        (sample_root / FILTER)
        .read_text("utf-8")
        .replace(FILTER_ID, DISK_ID)
        .replace("Network filter", "Disk")
    )
    (sample_root / DISK).write_text(text, "utf-8")
    schedule_release(sample_root, "12.1", "90", "released")
    schedule_release(sample_root, "13.0", "91")
    return sample_root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    assert problems_of(root) == []
    monkeypatch.chdir(root)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Command(capsys)


@pytest.fixture
def typing(portal: Command, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Calls the command at a terminal, with the lines that an editor types."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    def call(*arguments: str, lines: list[str]) -> Result:
        monkeypatch.setattr("sys.stdin", Keyboard("".join(f"{line}\n" for line in lines)))
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        return portal(*arguments)

    return call


def dates(root: Path, row: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = value_of(root, FILE)["schedule"][row]["dates"]
    return found


def fate(root: Path, path: str) -> tuple[str, str, dict[str, Any]]:
    value = value_of(root, path)
    return value["status"], value["version"], value["history"][-1]


# --- what they write


def test_all_came(portal: Command, root: Path) -> None:
    before = data_of(root)
    code, out, err = portal(*OUT, "--apply", "all", "--date", "../2024-10-21")
    assert (code, err) == (0, "")
    assert out == f"{FILE}: out\n{DISK} is written\n{FILTER} is written\nNext: make check, make serve\n"
    assert dates(root)[1:] == [ENTRY | {"date": "../2024-10-21"}]
    event = {name: ENTRY[name] for name in ("because", "sources")} | {"date": TODAY, "event": "applied"}
    assert [fate(root, path) for path in (FILTER, DISK)] == [("applied", "12.0", event)] * 2
    changed = {path for path, data in data_of(root).items() if data != before[path]}
    assert changed == {FILE, FILTER, DISK}, "what is of 12 alone stays"
    assert problems_of(root) == []


def test_each_has_its_own_fate(portal: Command, root: Path) -> None:
    code, out, err = portal(*OUT, "--unconfirmed", DISK_ID, "--moved-to", "13.0", FILTER_ID)
    assert (code, err) == (0, "")
    assert f"which still say 12.0:\n  {FILTER}: impact\n" in out
    assert dates(root)[1:] == [ENTRY], "the day is not known, and none is invented"
    assert [fate(root, path)[:2] for path in (FILTER, DISK)] == [("planned", "13.0"), ("unconfirmed", "12.0")]
    assert fate(root, FILTER)[2]["event"] == "moved"
    assert problems_of(root) == []


def test_all_came_but_one(portal: Command, root: Path) -> None:
    assert portal(*OUT, "--apply", "all", "--unconfirmed", DISK_ID).code == 0
    assert [fate(root, path)[0] for path in (FILTER, DISK)] == ["applied", "unconfirmed"]
    assert problems_of(root) == []


def test_it_asks_for_each(typing: Callable[..., Result], root: Path) -> None:
    code, _, err = typing(*OUT, lines=["maybe", "unconfirmed", "12.9", "13.0"])
    assert code == 0
    assert f"{DISK_ID}: Disk API removed\n    applied: it came\n" in err
    assert '"maybe" is not a version' in err
    assert "12.9 is not a release" in err
    assert [fate(root, path)[:2] for path in (FILTER, DISK)] == [("planned", "13.0"), ("unconfirmed", "12.0")]


def test_answers_are_kept(typing: Callable[..., Result], root: Path) -> None:
    before = data_of(root)
    code, _, err = typing(*OUT, lines=["applied", "12.1"])
    assert code == 2
    assert f"12.1 is out\n    if it came with that: portal came {FILTER_ID} 12.1\n" in err
    kept = f"    your answers, to give with it: --apply={DISK_ID} --moved-to 12.1 {FILTER_ID}\n"
    assert err.endswith(kept)
    assert data_of(root) == before


def test_another_track_comes_alone(portal: Command, root: Path) -> None:
    before = data_of(root)
    assert portal(*OUT, "--track", "lts-2024", "--update", "2").code == 0
    (_, row) = value_of(root, FILE)["schedule"]
    entry = {name: text for name, text in ENTRY.items() if name != "because"}
    assert row == {"track": "lts-2024", "update": "2", "dates": [entry]}
    assert {path for path, data in data_of(root).items() if data != before[path]} == {FILE}
    assert problems_of(root) == []


def test_a_step_is_named(portal: Command, root: Path) -> None:
    file = root / "data/changes/smb1-removal.yml"
    file.write_text(file.read_text("utf-8").replace('- version: "11.11"', '- version: "12.0"'), "utf-8")
    code, out, _ = portal(*OUT, "--apply", "all")
    assert code == 0
    assert "became of the step for 12.0 (portal came ... --stage) of: smb1-removal\n" in out


# --- when it writes nothing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            OUT,
            f"nothing is said of {DISK_ID}\nportal release: --apply: nothing is said of {FILTER_ID}\n",
        ),
        (
            OUT,
            "    --apply all, or of each: --apply ID ..., --unconfirmed ID ..., --moved-to VERSION ID ...\n",
        ),
        ((*OUT, "--apply", FILTER_ID), f"--apply: nothing is said of {DISK_ID}\n"),
        (
            (*OUT, "--apply", "all", "filter"),
            '"filter" is not planned for 12.0\n    did you mean network-filter-',
        ),
        ((*OUT, "--apply", "smb1-removal"), '"smb1-removal" is not planned for 12.0\n'),
        ((*OUT, "--apply", "all", DISK_ID, "--unconfirmed", DISK_ID), f"two things are said of {DISK_ID}\n"),
        ((*OUT, "--apply", "all", "--moved-to", "12.9", DISK_ID), "version: 12.9 is not a release\n"),
        ((*OUT, "--apply", "all", "--track", "lts"), '--track: "lts" is not a track'),
        ((*OUT, "--apply", "all", "--date", "soon"), "dates[1].date: "),
        ((*OUT[:3], "--apply", "all"), "portal release: --because: is missing\n"),
        (("release", "12.1", "--out", *TOLD), "version: 12.1 is out on active already\n"),
        (("release", "12", "--out", *TOLD), "version: 12 is no release\n    write one, such as 12.0\n"),
        (("release", "12.9", "--out", *TOLD), "(make new ARGS=release)\n"),
        (("release", "12.0", *TOLD), "the following arguments are required: --out"),
    ],
    ids=range(14),
)
def test_wrong_use(portal: Command, root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(root)
    code, out, err = portal(*arguments)
    assert (code, out, message in err) == (2, "", True), err
    assert data_of(root) == before


@pytest.mark.parametrize("name", ["12.0.yml", FILTER_ID])
@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_all_files_or_none(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    before = data_of(root)
    fail_to_write(monkeypatch, name, step)
    assert portal(*OUT, "--apply", "all").code == 2
    assert data_of(root) == before


def test_what_the_check_says_of_a_release_that_was_let_out_by_hand_names_the_way(root: Path) -> None:
    let_out(root, "12.0")
    assert problems_of(root) == [f"{path}: status: planned, but 12.0 is released" for path in (DISK, FILTER)]


# --- a source that was read again

SOURCES = "data/sources.yml"


def test_a_source_was_read_again(portal: Command, root: Path) -> None:
    before = data_of(root)
    said = f"{SOURCES}: library-2024 was read again\nNext: make check\n"
    assert portal("source", "library-2024", "--seen", "2027-05-31", "--today", TODAY) == (0, said, "")
    after = data_of(root)
    text = before.pop(SOURCES).decode()
    first, found, last = text.partition("- id: library-2024\n")
    wanted = first + found + last.replace('"2026-11-23"', '"2027-05-31"', 1)
    assert after.pop(SOURCES).decode() == wanted
    assert after == before
    assert problems_of(root) == []


def test_it_was_read_today(portal: Command, root: Path) -> None:
    assert portal("source", "forum-2024", "--today", TODAY).code == 0
    assert value_of(root, SOURCES)["sources"][-1]["seen"] == TODAY


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("library",), 'id: "library" is not a source of data/sources.yml\n    did you mean library-2024?\n'),
        (("forum-2024", "--seen", "2026-11-23"), "--seen: 2026-11-23 is not later than 2026-11-23"),
        (("forum-2024", "--seen", "2027-06-02"), "--seen: 2027-06-02 is still to come\n"),
    ],
)
def test_a_wrong_day(portal: Command, root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(root)
    code, out, err = portal("source", *arguments, "--today", TODAY)
    assert (code, out, message in err) == (2, "", True), err
    assert data_of(root) == before
