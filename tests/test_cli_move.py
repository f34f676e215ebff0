"""`portal move`, `portal apply` and `portal withdraw`: what they write, and when they write nothing."""

from datetime import date
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.commands import Command
from tests.editing import TODAY, data_of, fail_to_write, let_out, problems_of, schedule_release, value_of

FILTER = "data/changes/network-filter-removal.yml"
SMB = "data/changes/smb1-removal.yml"
FILTER_ID, SMB_ID = "network-filter-removal", "smb1-removal"
SOURCE = ("--source", "portal-2024-06")
MOVE = ("move", FILTER_ID, "12.0", "--because", "The vendor moved it.", *SOURCE)


@pytest.fixture
def root(sample_root: Path) -> Path:
    """The sample with one release more, 13.0, and no terminal."""
    schedule_release(sample_root, "13.0", "90")
    return sample_root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(root)
    return Command(capsys)


def put(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


# --- what they write


def test_move(portal: Command, root: Path) -> None:
    before = data_of(root)
    result = portal("move", FILTER_ID, "13.0", "--because", "It: is later.", *SOURCE, "--today", TODAY)
    still = f"Look at these texts, which still say 12.0:\n  {FILTER}: impact\n"
    assert result == (0, f"{FILTER}: moved to 13.0\n{still}Next: make check, make serve\n", "")
    after = data_of(root)
    assert changed_lines(before.pop(FILTER), after.pop(FILTER)) == [
        '-version: "12.0"', '+version: "13.0"', '+  - date: "2027-06-01"', "+    event: moved",
        '+    from: "12.0"', '+    to: "13.0"', '+    because: "It: is later."',
        "+    sources:", "+      - portal-2024-06",
    ]  # fmt: skip
    assert after == before
    assert problems_of(root) == []


def test_withdraw(portal: Command, root: Path) -> None:
    before = data_of(root)
    result = portal("withdraw", SMB_ID, "--because", "It stays.", *SOURCE, "--today", TODAY)
    assert result == (0, f"{SMB}: withdrawn\nNext: make check, make serve\n", "")
    after = data_of(root)
    assert changed_lines(before.pop(SMB), after.pop(SMB)) == [
        "-status: planned",
        "+status: withdrawn",
        '+  - date: "2027-06-01"',
        "+    event: withdrawn",
        "+    because: It stays.",
        "+    sources:",
        "+      - portal-2024-06",
    ]
    assert after == before
    assert problems_of(root) == []


def test_apply_cures_what_the_check_says_once_a_release_is_out(portal: Command, root: Path) -> None:
    let_out(root, "12.0")
    assert problems_of(root) == [f"{FILTER}: status: planned, but 12.0 is released"]
    before = data_of(root)
    result = portal("apply", FILTER_ID, *SOURCE, "--today", TODAY)
    assert result == (0, f"{FILTER}: applied\nNext: make check, make serve\n", "")
    assert changed_lines(before[FILTER], data_of(root)[FILTER]) == [
        "-status: planned",
        "+status: applied",
        '+  - date: "2027-06-01"',
        "+    event: applied",
        "+    sources:",
        "+      - portal-2024-06",
    ]
    assert problems_of(root) == []


def test_a_change_of_a_major_version_alone_can_move_and_be_applied(portal: Command, root: Path) -> None:
    put(root / SMB, '  - version: "12"\n    text', '  - version: "13"\n    text')
    assert portal("move", SMB_ID, "13", "--because", "Later.", *SOURCE, "--today", TODAY).code == 0
    assert portal("apply", SMB_ID, *SOURCE, "--today", TODAY).code == 2  # 13.0 is not out
    let_out(root, "13.0")
    assert portal("apply", SMB_ID, *SOURCE, "--today", TODAY).code == 0
    assert problems_of(root) == []


def test_other_problems_elsewhere_do_not_keep_an_editor_from_editing(portal: Command, root: Path) -> None:
    put(root / SMB, "area: edge-storage", "area: nowhere")
    assert portal(*MOVE[:2], "13.0", *MOVE[3:], "--today", TODAY).code == 0
    assert problems_of(root) == [f'{SMB}: area: "nowhere" is not an area of data/areas.yml']


def test_a_file_that_nothing_reads_does_not_either(portal: Command, root: Path) -> None:
    (root / "data/notes.txt").write_text("Ask about 13.0.", "utf-8")
    assert portal("move", FILTER_ID, "13.0", "--because", "x", *SOURCE, "--today", TODAY).code == 0


def test_comments_and_layout_of_the_rest_stay(portal: Command, root: Path) -> None:
    odd = """\
# About the file

title:   'Odd: but sound'   # beside
id: odd
summary: "Folded
  by hand"
area: api
status:    planned # soon
kind: removal
version: '12.0'    # as printed
applies_to: upgrade
why: {unknown: true, note: Nothing is said.}
impact: x
action: x
history:
    -   date: "2026-11-23"   # the first
        event: recorded
        sources: [portal-2024-06]

        version: "12.0"
        status: planned
        # below the first event
# the end

notes: [{kind: gap, text: x, sources: [portal-2024-06]}]
# last
"""
    file = root / "data/changes/odd.yml"
    file.write_bytes(odd.replace("\n", "\r\n").encode())
    assert portal("move", "odd", "13.0", "--because", "Later.", *SOURCE, "--today", TODAY).code == 0
    event = """\
        # below the first event
    - date: "2027-06-01"
      event: moved
      from: "12.0"
      to: "13.0"
      because: Later.
      sources:
        - portal-2024-06
"""
    wanted = odd.replace("version: '12.0' ", 'version: "13.0" ')
    wanted = wanted.replace("        # below the first event\n", event)
    assert file.read_bytes().decode() == wanted.replace("\n", "\r\n")
    assert problems_of(root) == []


@pytest.mark.parametrize("end", ["", "\n", "\n\n"], ids=["none", "one", "two"])
def test_a_file_may_end_as_it_likes(portal: Command, root: Path, end: str) -> None:
    file = root / SMB
    file.write_text(file.read_text("utf-8").rstrip("\n") + end, "utf-8")
    assert portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY).code == 0
    assert file.read_text("utf-8").endswith("    because: x\n    sources:\n      - portal-2024-06" + end)


def test_a_byte_order_mark_stays(portal: Command, root: Path) -> None:
    file = root / SMB
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf# yaml")
    assert problems_of(root) == []


def test_the_mode_of_a_file_stays(portal: Command, root: Path) -> None:
    (root / SMB).chmod(0o640)
    assert portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY).code == 0
    assert (root / SMB).stat().st_mode & 0o777 == 0o640


def test_a_long_reason_is_folded(portal: Command, root: Path) -> None:
    reason = "The vendor says so. " * 12
    assert portal("withdraw", SMB_ID, "--because", reason, *SOURCE, "--today", TODAY).code == 0
    text = (root / SMB).read_text("utf-8")
    assert "    because: >-\n      The vendor says so." in text
    assert max(map(len, text.splitlines())) <= 100
    history = value_of(root, SMB)["history"]
    assert history[-1]["because"] == reason.strip()


def test_dry_run_shows_the_difference(portal: Command, root: Path) -> None:
    before = data_of(root)
    code, out, err = portal(
        "withdraw", SMB_ID, "--because", "It stays.", *SOURCE, "--today", TODAY, "--dry-run"
    )
    assert (code, err) == (0, "")
    assert f"--- {SMB}\n+++ {SMB}\n" in out
    assert "-status: planned\n+status: withdrawn\n" in out
    assert out.endswith(
        '+  - date: "2027-06-01"\n+    event: withdrawn\n+    because: It stays.\n'
        "+    sources:\n+      - portal-2024-06\n"
    )
    assert data_of(root) == before


def test_the_day_is_that_of_the_clock(portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.outside.editing.today", lambda: date(2028, 2, 29))
    assert portal("withdraw", SMB_ID, "--because", "x", *SOURCE).code == 0
    assert '  - date: "2028-02-29"\n' in (root / SMB).read_text("utf-8")


# --- when they write nothing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("move", "network-filter", "13.0", "--because", "x"),
            'portal move: id: "network-filter" is not a change\n    did you mean network-filter-removal?\n',
        ),
        (
            ("apply", "xyzzy"),
            'id: "xyzzy" is not a change\n    ids are the names of the files in data/changes/\n',
        ),
        (("apply", ""), 'id: "" is not a change'),
        (("apply", "../releases/12.0"), 'id: "../releases/12.0" is not a change'),
        (("apply", "\x1b[31m"), 'id: "\\x1b[31m" is not a change'),
        (
            ("move", FILTER_ID, "12.7", "--because", "x"),
            "portal move: version: 12.7 is not a release\n    known releases near it: 11.11, 12.0, 13.0;",
        ),
        (("move", FILTER_ID, "14", "--because", "x"), "version: 14 is not a release\n"),
        (("move", FILTER_ID, "12.0.1", "--because", "x"), "12.0.1 is not a release\n    write 12.0\n"),
        (("move", FILTER_ID, "soon", "--because", "x"), 'version: "soon" is not a version\n'),
        (MOVE, "portal move: version: network-filter-removal is planned for 12.0 already\n"),
        (
            ("move", FILTER_ID, "11.0", "--because", "x"),
            f"portal move: version: 11.0 is out\n    if it came with that: portal came {FILTER_ID} 11.0\n",
        ),
        (
            ("move", "date-cgi-removal", "13.0", "--because", "x"),
            "portal move: id: date-cgi-removal is applied already: its history ends on 2027-01-15\n",
        ),
        (("apply", "date-cgi-removal"), "date-cgi-removal is applied already"),
        (("withdraw", "date-cgi-removal", "--because", "x"), "date-cgi-removal is applied already"),
        (("apply", "password-rule"), "password-rule is withdrawn already"),
        (("move", "password-rule", "13.0", "--because", "x"), "password-rule is withdrawn already"),
        (("withdraw", "password-rule", "--because", "x"), "password-rule is withdrawn already"),
        (
            ("apply", FILTER_ID),
            f"{FILTER_ID} is planned for 12.0, which is not out\n    if it is: portal release 12.0 --out\n",
        ),
        (("withdraw", SMB_ID), "portal withdraw: --because: is missing\n    give the reason"),
        (("move", FILTER_ID, "13.0"), "portal move: --because: is missing\n"),
        (("withdraw", SMB_ID, "--because", " ", *SOURCE), "portal withdraw: because: is empty\n"),
        (("withdraw", SMB_ID, "--because", "a\x07b", *SOURCE), "history[1].because: "),
        (
            ("withdraw", SMB_ID, "--because", "x"),
            "portal withdraw: --source: is missing\n    name who says so",
        ),
        (
            ("withdraw", SMB_ID, "--because", "x", "--source", "portal"),
            '--source: "portal" is not a source of data/sources.yml\n',
        ),
        (("withdraw", SMB_ID, "--because", "x", *SOURCE, "--happened", "soon"), "history[1].happened: "),
        (
            ("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", "2026-01-01"),
            "is before the event above it",
        ),
        (("withdraw", SMB_ID, "--because", "x", "--today", "soon"), "is not a day such as 2026-11-23"),
        (("withdraw",), "the following arguments are required: ID"),
        (("move", FILTER_ID), "the following arguments are required: VERSION"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use(portal: Command, root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(root)
    if "--today" not in arguments:
        arguments += ("--today", TODAY) if len(arguments) > 1 else ()
    code, out, err = portal(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert data_of(root) == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kind: removal", "kind: remove", "is not a value it can have"),
        ("area: edge-storage", "area: nowhere", '"nowhere" is not an area'),
        ("status: planned\nversion", "status: planned\n version", "[yaml]"),
        ("summary: Devices", "summary: &a Devices", "&a is an anchor"),
        ("id: smb1-removal", "id: smb-removal", "is not the name of the file"),
    ],
)
def test_a_file_with_problems_is_mended_first(
    portal: Command, root: Path, old: str, new: str, problem: str
) -> None:
    put(root / SMB, old, new)
    before = data_of(root)
    code, out, err = portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY)
    assert (code, out) == (2, "")
    assert err.startswith(SMB)
    assert problem in err
    assert err.endswith("portal withdraw: nothing is written: mend what is wrong there already\n")
    assert data_of(root) == before


def test_nothing_is_edited_while_rules_cannot_be_checked(portal: Command, root: Path) -> None:
    (root / "data/areas.yml").write_text("areas: none\n", "utf-8")
    before = data_of(root)
    code, _, err = portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY)
    assert (code, "data/areas.yml:1:8: areas: " in err) == (2, True)
    assert data_of(root) == before


def test_what_would_not_pass_the_check_is_not_written(portal: Command, root: Path) -> None:
    before = data_of(root)
    code, _, err = portal("came", SMB_ID, "11.0", "--because", "x", *SOURCE, "--today", TODAY)
    assert (code, "stages[1].version: 11.0 comes after 11.11" in err) == (2, True)
    assert err.endswith("portal came: nothing is written: that would not pass the check\n")
    assert SMB in err
    assert data_of(root) == before


def test_a_history_in_brackets_is_formatted_first(portal: Command, root: Path) -> None:
    file = root / SMB
    text = file.read_text("utf-8")
    flow = 'history: [{date: "2026-11-23", event: recorded, version: "12", status: planned, sources: [x]}]\n'
    flow = flow.replace("[x]", "[portal-2024-06]")
    file.write_text(text[: text.index("history:")] + flow, "utf-8")
    code, _, err = portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY)
    assert (code, f"make format ARGS={SMB}" in err) == (2, True)
    assert portal("format", SMB).code == 0
    assert portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY).code == 0


def test_outside_of_a_checkout(portal: Command, tmp_path: Path) -> None:
    code, _, err = portal("apply", SMB_ID, "--root", tmp_path / "nowhere", *SOURCE)
    assert (code, "run it in a checkout" in err) == (2, True)


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failing_write_leaves_the_old_file(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = data_of(root)
    fail_to_write(monkeypatch, "smb1-removal", step)
    code, out, err = portal("withdraw", SMB_ID, "--because", "x", *SOURCE, "--today", TODAY)
    assert (code, out) == (2, "")
    assert err.startswith("portal withdraw: nothing is written: ")
    assert err.endswith("No space left on device\n")
    assert data_of(root) == before
