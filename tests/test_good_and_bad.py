"""Every schema and every rule, by example.

`bad/<schema or rule>/<case>.yml` breaks the sample data, and the `.txt` beside it holds the messages. What
editors typically get wrong is in `bad/slips/`. `good/` has the same form without messages: no problem.
The first line of a case is a comment: the file of the sample that it takes the place of, and options.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.cli import main
from portal.reading.rules import RULES, unexplained_difference
from portal.reading.structure import Schemas
from tests.conftest import REPOSITORY, TESTS, keep_edition

BAD, GOOD = TESTS / "bad", TESTS / "good"
SLIPS = "slips"
RULE_IDS = {rule.ID for rule in RULES}
KINDS = set(Schemas(REPOSITORY / "schema" / "authored").kinds)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, folder in (("bad", BAD), ("good", GOOD)):
        if name in metafunc.fixturenames:
            cases = sorted(folder.rglob("*.yml"))
            if name == "bad" and not metafunc.config.getoption("--update-golden"):
                refuse_unpaired(cases)
            metafunc.parametrize(name, cases, ids=[f"{case.parent.name}/{case.stem}" for case in cases])


def refuse_unpaired(cases: list[Path]) -> None:
    texts = set(BAD.rglob("*.txt"))
    alone = sorted(texts ^ {case.with_suffix(".txt") for case in cases})
    if alone:
        raise FileNotFoundError(f"a .yml or a .txt is missing beside: {', '.join(map(str, alone))}")


def check_case(case: Path, root: Path) -> int:
    """Put a case into the sample and check that, as an editor would."""
    path, *options = case.read_bytes().partition(b"\n")[0].decode().removeprefix("# ").split()
    assert path.startswith("data/"), "the first line is a comment: the path that the case stands for"
    (root / path).write_bytes(case.read_bytes())
    if case.parent.name == unexplained_difference.ID:
        keep_edition(root)
    return main(["check", "--root", str(root), "--format", "text", *options])


def test_bad_data_is_refused_with_these_messages(
    bad: Path,
    sample_root: Path,
    capsys: pytest.CaptureFixture[str],
    compare_golden: Callable[[Path, str], None],
) -> None:
    code = check_case(bad, sample_root)
    out, err = capsys.readouterr()
    messages, _, summary = out.rstrip("\n").rpartition("\n")
    assert (code, err) == (1, "")
    assert "problem" in summary
    compare_golden(bad.with_suffix(".txt"), messages + "\n")
    folder = bad.parent.name
    if folder == SLIPS:
        return
    tag = folder if folder in RULE_IDS | {"yaml"} else "schema"
    assert f"[{tag}]" in messages


def test_good_data_passes(good: Path, sample_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = check_case(good, sample_root)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert out.endswith(": no problem\n")


def folders(parent: Path) -> Iterator[str]:
    return (folder.name for folder in parent.iterdir() if any(folder.glob("*.yml")))


def test_every_schema_and_rule_has_a_bad_case() -> None:
    assert set(folders(BAD)) == KINDS | RULE_IDS | {"yaml", SLIPS}


def test_every_schema_and_rule_has_a_good_case() -> None:
    assert set(folders(GOOD)) == KINDS | RULE_IDS | {"yaml"}


def test_a_slip_is_one_problem_with_what_to_do() -> None:
    for text in sorted((BAD / SLIPS).rglob("*.txt")):
        lines = text.read_text("utf-8").splitlines()
        assert [line.startswith("    ") for line in lines] == [False, True], text.name
        hint, _, rule = lines[1].strip().rpartition("   [")
        assert hint, f"{text.name}: {rule}"


def test_every_message_names_place_problem_and_way_out() -> None:
    for text in sorted(BAD.rglob("*.txt")):
        lines = text.read_text("utf-8").splitlines()
        for line in lines:
            if line.startswith("    "):
                assert line == line.rstrip()
                continue
            path, number, column, message = line.split(":", 3)
            assert path.startswith("data/")
            assert int(number) >= 1
            assert int(column) >= 1
            assert not message.endswith(".")
