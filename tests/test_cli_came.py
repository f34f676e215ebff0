"""`portal came` and `portal unconfirmed`: what became of a change or of a step, however late it is told."""

from pathlib import Path
from typing import Any

import pytest

from portal.reading.catalog import load_catalog
from tests.commands import Command
from tests.editing import TODAY, data_of, let_out, problems_of, schedule_release, value_of

FILTER_ID, SMB_ID = "network-filter-removal", "smb1-removal"
FILTER, SMB = (f"data/changes/{name}.yml" for name in (FILTER_ID, SMB_ID))
TOLD = ("--because", "The notes say so.", "--source", "forum-2024", "--today", TODAY)
EVENT = {"date": TODAY, "because": "The notes say so.", "sources": ["forum-2024"]}


@pytest.fixture
def root(sample_root: Path) -> Path:
    """The sample with 12.1, which is out already, while 12.0 is not said to be; and with 13.0."""
    schedule_release(sample_root, "12.1", "90", "released")
    schedule_release(sample_root, "13.0", "91")
    return sample_root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(root)
    return Command(capsys)


def put(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def standing(root: Path, path: str) -> tuple[str, str, list[tuple[str, str | None]], dict[str, Any]]:
    """Return the version and status of a change, those of its steps, and its last event."""
    value = value_of(root, path)
    steps = [(step["version"], step.get("status")) for step in value.get("stages", [])]
    return value["version"], value["status"], steps, value["history"][-1]


# --- a change


def test_it_came_with_another_release_than_planned(portal: Command, root: Path) -> None:
    before = data_of(root)
    result = portal("came", FILTER_ID, "12.1", *TOLD, "--happened", "2024-11")
    texts = f"Look at these texts, which still say 12.0:\n  {FILTER}: impact\n"
    assert result == (0, f"{FILTER}: came with 12.1\n{texts}Next: make check, make serve\n", "")
    event = EVENT | {"event": "applied", "version": "12.1", "happened": "2024-11"}
    assert standing(root, FILTER) == ("12.1", "applied", [], event)
    assert len(value_of(root, FILTER)["history"]) == 4, "one event for one fact"
    assert [path for path, data in data_of(root).items() if data != before[path]] == [FILTER]
    assert problems_of(root) == []


def test_it_came_as_planned(portal: Command, root: Path) -> None:
    let_out(root, "12.0")
    assert portal("came", FILTER_ID, "12.0", *TOLD).code == 0
    assert standing(root, FILTER) == ("12.0", "applied", [], EVENT | {"event": "applied"})
    assert problems_of(root) == []


@pytest.mark.parametrize("version", ["12", "12.1"])
def test_its_step_comes_with_it(portal: Command, root: Path, version: str) -> None:
    code, out, _ = portal("came", SMB_ID, version, *TOLD)
    assert (code, "still say" in out) == (0, False), "AXIS OS 12 is as true as before"
    said = {} if version == "12" else {"version": version}
    event = EVENT | {"event": "applied"} | said
    assert standing(root, SMB) == (version, "applied", [("11.11", None), (version, "applied")], event)
    assert problems_of(root) == []


def test_steps_that_are_still_ahead_stay_so(portal: Command, root: Path) -> None:
    put(root / SMB, "\nrelated:", '\n  - version: "13.0"\n    text: It is gone for good.\nrelated:')
    assert portal("came", SMB_ID, "12.1", *TOLD).code == 0
    assert standing(root, SMB)[2] == [("11.11", None), ("12.1", "applied"), ("13.0", "planned")]
    assert problems_of(root) == []


def test_what_is_unconfirmed_can_come_move_or_be_withdrawn(portal: Command, root: Path) -> None:
    code, out, err = portal("unconfirmed", FILTER_ID, *TOLD)
    assert (code, out, err) == (0, f"{FILTER}: unconfirmed\nNext: make check, make serve\n", "")
    assert standing(root, FILTER) == ("12.0", "unconfirmed", [], EVENT | {"event": "unconfirmed"})
    assert problems_of(root) == []
    assert portal("unconfirmed", FILTER_ID, *TOLD).code == 2
    assert portal("move", FILTER_ID, "13.0", *TOLD).code == 0
    assert standing(root, FILTER)[:2] == ("13.0", "planned")
    assert portal("unconfirmed", SMB_ID, *TOLD).code == 0
    assert portal("came", SMB_ID, "12.1", *TOLD).code == 0
    assert standing(root, SMB)[:3] == ("12.1", "applied", [("11.11", None), ("12.1", "applied")])
    assert portal("unconfirmed", FILTER_ID, *TOLD).code == 0
    assert portal("withdraw", FILTER_ID, *TOLD).code == 0
    assert problems_of(root) == []


# --- a step of a change


def with_three_steps(root: Path) -> None:
    """Let the change take effect at its last step."""
    put(root / SMB, '\n  - version: "12"\n    text: SMB', '\n  - version: "12.0"\n    text: SMB')
    put(root / SMB, "\nrelated:", '\n  - version: "13.0"\n    text: It is gone for good.\nrelated:')
    put(root / SMB, '\nversion: "12"', '\nversion: "13.0"')
    put(root / SMB, '    version: "12"', '    version: "13.0"')
    assert problems_of(root) == []


def test_a_step_came(portal: Command, root: Path) -> None:
    with_three_steps(root)
    assert portal("came", SMB_ID, "12.1", "--stage", "12.0", *TOLD).code == 0
    steps = [("11.11", None), ("12.1", "applied"), ("13.0", None)]
    event = EVENT | {"event": "applied", "version": "12.1", "stage": "12.0"}
    assert standing(root, SMB) == ("13.0", "planned", steps, event)
    assert problems_of(root) == []
    change = load_catalog(root).change_by_id[SMB_ID]
    assert (str(change.version), change.status) == ("13.0", "planned"), "the change itself is as it was"


@pytest.mark.parametrize(("verb", "status"), [("withdraw", "withdrawn"), ("unconfirmed", "unconfirmed")])
def test_a_step_may_end_otherwise(portal: Command, root: Path, verb: str, status: str) -> None:
    with_three_steps(root)
    assert portal(verb, SMB_ID, "--stage", "12.0", *TOLD).code == 0
    assert standing(root, SMB)[:3] == ("13.0", "planned", [("11.11", None), ("12.0", status), ("13.0", None)])
    assert problems_of(root) == []


# --- a move


def test_a_change_with_steps_can_move(portal: Command, root: Path) -> None:
    with_three_steps(root)
    schedule_release(root, "14.0", "92")
    assert portal("move", SMB_ID, "14.0", *TOLD).code == 0
    event = EVENT | {"event": "moved", "from": "13.0", "to": "14.0"}
    assert standing(root, SMB) == (
        "14.0",
        "planned",
        [("11.11", None), ("12.0", None), ("14.0", None)],
        event,
    )
    assert problems_of(root) == []


def test_a_version_made_exact_is_no_move(portal: Command, root: Path) -> None:
    code, out, _ = portal("move", SMB_ID, "12.0", *TOLD)
    assert (code, "still say" in out) == (0, False)
    event = EVENT | {"event": "specified", "from": "12", "to": "12.0"}
    assert standing(root, SMB) == ("12.0", "planned", [("11.11", None), ("12.0", None)], event)
    assert problems_of(root) == []


# --- what still says the old version


def test_it_names_every_text_that_still_says_the_old_version(portal: Command, root: Path) -> None:
    put(root / SMB, "details: The share", "details: As with 12.0 and 12.0.1, the share")
    put(root / "data/releases/12.0.yml", "        change: smb1-removal", f"        change: {FILTER_ID}")
    put(root / "data/releases/12.0.yml", "SMB 1.0 and 2.0 are no longer supported.", "Gone with 12.0.")
    default = "A changed default does not hit an upgrade without a factory reset."
    put(root / "data/policy.yml", default, "Network.Filter.Enabled is gone in 12.0.")
    code, out, _ = portal("move", FILTER_ID, "13.0", *TOLD)
    assert code == 0
    named = [line.strip() for line in out.splitlines() if line.startswith("  ")]
    assert named == [
        "data/policy.yml: default_changes[0].text",
        f"{FILTER}: impact",
        f"{SMB}: details",
        "data/releases/12.0.yml: highlights[0].items[0].text",
    ]


# --- when they write nothing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("came", FILTER_ID, "13.0"), "version: 13.0 is not out\n    if it is: portal release 13.0 --out\n"),
        (("came", FILTER_ID, "13"), "version: 13 is not out\n    if it is: portal release 13.0 --out\n"),
        (("came", FILTER_ID, "12.4"), "a new one needs data/releases/12.4.yml (make new ARGS=release)\n"),
        (("came", FILTER_ID, "12.1.60"), "version: 12.1.60 is not a release\n    write 12.1\n"),
        (("came", "date-cgi-removal", "12.1"), "date-cgi-removal is applied already"),
        (("came", "password-rule", "12.1"), "password-rule is withdrawn already"),
        (
            ("came", FILTER_ID, "12.1", "--stage", "12.1"),
            "--stage: network-filter-removal has no such step\n",
        ),
        (("came", SMB_ID, "12.1", "--stage", "12.1"), "has no such step\n    its steps are at 11.11, 12\n"),
        (("came", SMB_ID, "12.1", "--stage", "12"), "--stage: smb1-removal takes effect with that step\n"),
        (
            ("move", FILTER_ID, "12.1"),
            f"12.1 is out\n    if it came with that: portal came {FILTER_ID} 12.1\n",
        ),
        (("unconfirmed", "date-cgi-removal"), "date-cgi-removal is applied already"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_use(portal: Command, root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = data_of(root)
    code, out, err = portal(*arguments, *TOLD)
    assert (code, out, message in err) == (2, "", True), err
    assert data_of(root) == before


@pytest.mark.parametrize("verb", ["came", "unconfirmed"])
def test_both_need_a_reason_and_a_source(portal: Command, root: Path, verb: str) -> None:
    before = data_of(root)
    code, _, err = portal(verb, FILTER_ID, *["12.1"] * (verb == "came"), "--today", TODAY)
    assert code == 2
    assert err.startswith(f"portal {verb}: --because: is missing\n")
    assert f"portal {verb}: --source: is missing\n" in err
    assert data_of(root) == before
