"""What reads texts of others, on the kept inputs and on a few new ones; `python -m tests.fuzz` feeds more."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from portal.cli.verbs import VERBS
from tests.fuzz.targets import TARGETS
from tests.fuzz.verbs import COMMANDS, Case

# A folder for each target: what once was a finding, or shows best what can go wrong
CORPUS = Path(__file__).parent / "corpus"
KEPT = sorted(file for file in CORPUS.glob("*/*") if file.is_file())


def test_every_target_has_kept_inputs() -> None:
    assert {file.parent.name for file in KEPT} == TARGETS.keys()


@pytest.mark.parametrize("file", KEPT, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_kept_input_does_no_harm(file: Path) -> None:
    target = TARGETS[file.parent.name]
    target.check(target.read(file.read_bytes()))


@pytest.mark.parametrize("name", TARGETS)
def test_a_new_input_does_no_harm(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=settings().max_examples * target.share)
    @given(target.inputs)
    def feed(value: str | bytes | Case) -> None:
        target.check(value)

    feed()


def test_every_command_of_portal_is_fed() -> None:
    assert {command[1] for command in COMMANDS if command[0] == "portal"} == {"--version", *VERBS}
