"""What reads texts of others, on the kept inputs and on a few new ones; `python -m tests.fuzz` feeds more."""

from pathlib import Path

import pytest
from hypothesis import given

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
