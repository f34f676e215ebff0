"""The contract of a rule: one file, an ID, a docstring that is published, and problems that say all."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import pytest

import portal.rules
from portal.catalog import check_data
from portal.rules import RULES
from portal.yamltext import read_yaml

NOT_RULES = {"__init__", "review"}
by_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.ID for rule in RULES])


def test_the_table_of_rules_is_the_folder() -> None:
    folder = Path(portal.rules.__file__).parent
    modules = sorted(file.stem for file in folder.glob("*.py") if file.stem not in NOT_RULES)
    assert [rule.__name__ for rule in RULES] == [f"portal.rules.{module}" for module in modules]
    assert [importlib.import_module(f"portal.rules.{module}") for module in modules] == list(RULES)


def test_ids_are_unique_and_named_like_their_modules() -> None:
    ids = [rule.ID for rule in RULES]
    assert len(set(ids)) == len(ids)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.ID)
        assert rule.ID.replace("-", "_") == rule.__name__.rpartition(".")[2]


@by_rule
def test_docstring_states_the_rule_and_shows_what_passes_and_fails(rule: ModuleType) -> None:
    text = rule.__doc__ or ""
    first, *paragraphs = text.split("\n\n")
    assert first.endswith(".")
    assert [
        paragraph.split(":")[0] for paragraph in paragraphs if re.match("(Passes|Fails)\\b", paragraph)
    ] == [
        "Passes",
        "Fails",
    ]
    for sample in re.findall("```yaml\n(.*?)```", text, re.DOTALL):
        read_yaml(sample.encode(), "sample")


@by_rule
def test_check_says_what_it_gives(rule: ModuleType) -> None:
    assert rule.check.__doc__.startswith("Give ")
    assert rule.check.__code__.co_flags & 0x20, "check is a generator"


def test_a_rule_never_stops_at_the_first_problem(sample_root: Path) -> None:
    """Each of these is broken in its own way, and each is found."""
    broken = {
        "data/changes/smb1-removal.yml": ("area: edge-storage", "area: edge"),
        "data/changes/date-cgi-removal.yml": ("- vapix-library", "- vapix"),
        "data/changes/network-filter-removal.yml": ("  - s3008", "  - s3009"),
        "data/releases/11.11.yml": ("track: lts-2024", "track: lts"),
    }
    for path, (old, new) in broken.items():
        file = sample_root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    report = check_data(sample_root)
    assert report.catalog is None
    references = [problem for problem in report.problems if problem.rule == "unknown-reference"]
    assert [problem.path for problem in references] == sorted(broken)
    # The row on no track is also one that the log of dates does not have, and the other way round.
    assert [problem.path for problem in report.problems if problem not in references] == [
        "data/milestones.yml",
        "data/releases/11.11.yml",
    ]
