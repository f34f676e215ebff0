"""What reads texts of others, on the kept inputs and on a few new ones; `python -m tests.fuzz` feeds more."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import main
from tests.fuzz.targets import TARGETS

# A folder for each target: what once was a finding, or shows best what can go wrong
CORPUS = Path(__file__).parent / "corpus"
TEXTS = {"versions", "dates", "prose"}
KEPT = sorted(file for file in CORPUS.glob("*/*") if file.is_file())


def test_every_target_has_kept_inputs() -> None:
    assert {file.parent.name for file in KEPT} == TARGETS.keys()


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_kept_input_does_no_harm(file: Path) -> None:
    data = file.read_bytes()
    name = file.parent.name
    TARGETS[name].check(data.decode("utf-8", "surrogatepass") if name in TEXTS else data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_new_input_does_no_harm(name: str) -> None:
    @given(TARGETS[name].inputs)
    def feed(value: str | bytes) -> None:
        TARGETS[name].check(value)

    feed()


def test_the_command_says_how_many_inputs_it_had(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "versions", "--inputs", "30"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("versions: 30 inputs in ")


def test_the_command_shows_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(text: str) -> None:
        assert "." not in text

    monkeypatch.setitem(TARGETS, "dots", type(TARGETS["versions"])(st.text(), refuse))
    monkeypatch.setattr("sys.argv", ["fuzz", "dots", "--inputs", "2000"])
    assert main() == 1
    out = capsys.readouterr().out
    assert out.startswith("dots: AssertionError")
    assert "value='.'" in out
