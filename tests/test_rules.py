"""The contract of a rule: one file, an ID, a docstring that is published, and problems that say all."""

import importlib
import json
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import portal.reading.rules
from portal.problems import Problem
from portal.reading.catalog import check_data
from portal.reading.rules import RULES
from portal.reading.rules.explanation import explain
from portal.reading.yamltext import read_yaml
from tests.conftest import keep_edition

NOT_RULES = {"__init__", "explanation", "review"}
by_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.ID for rule in RULES])


def test_the_table_of_rules_is_the_folder() -> None:
    folder = Path(portal.reading.rules.__file__).parent
    modules = sorted(file.stem for file in folder.glob("*.py") if file.stem not in NOT_RULES)
    assert [rule.__name__ for rule in RULES] == [f"portal.reading.rules.{module}" for module in modules]
    assert [importlib.import_module(f"portal.reading.rules.{module}") for module in modules] == list(RULES)


def test_ids_are_unique_and_named_like_their_modules() -> None:
    ids = [rule.ID for rule in RULES]
    assert len(set(ids)) == len(ids)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.ID)
        assert rule.ID.replace("-", "_") == rule.__name__.rpartition(".")[2]


@by_rule
def test_docstring_states_the_rule(rule: ModuleType) -> None:
    assert explain(rule).text.split("\n\n")[0].endswith(".")


@by_rule
def test_what_the_docstring_says_passes_does(rule: ModuleType, sample_root: Path) -> None:
    assert problems_with(explain(rule).passes, rule, sample_root) == []


@by_rule
def test_what_the_docstring_says_fails_does_so_once(rule: ModuleType, sample_root: Path) -> None:
    example = explain(rule).fails
    (problem,) = problems_with(example, rule, sample_root)
    assert problem.path in re.findall(r"^# (\S+)", example, re.MULTILINE)


def test_a_docstring_of_another_form_is_refused() -> None:
    rule = ModuleType("rule", "What holds.\n\nPasses:\n\nThis.\n\nFails:\n\nThat.")
    rule.ID = "some-rule"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="docstring of some-rule"):
        explain(rule)


def problems_with(example: str, rule: ModuleType, root: Path) -> list[Problem]:
    """Return what the rule finds in the sample with an example's fields and items in it."""
    keep_edition(root)
    parts = re.split(r"^# (data/\S+)(.*)\n", example, flags=re.MULTILINE)
    assert not parts[0], "an example begins with the path of a file"
    options: list[str] = []
    for path, said, fragment in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        options += said.split()
        put_in(root / path, fragment)
    days = {name: date.fromisoformat(day) for name, day in zip(options[::2], options[1::2], strict=True)}
    report = check_data(root, days.pop("--as-of", None), days.pop("--today", None))
    assert not days
    unread = [problem for problem in report.problems if problem.rule in {"yaml", "schema", ""}]
    assert unread == [], "rules look only at what can be read"
    return [problem for problem in report.problems if problem.rule == rule.ID]


def put_in(file: Path, fragment: str) -> None:
    """Replace the fields of an entry, add items to a list, or add a file. Every JSON text is YAML."""
    there = file.read_bytes() if file.exists() else b"{}"
    value, new = (read_yaml(text, file.name).value for text in (there, fragment.encode()))
    assert isinstance(value, dict)
    assert isinstance(new, dict)
    for name, found in new.items():
        old = value.get(name)
        is_entry = file.parent.name in {"changes", "releases"}
        value[name] = (
            found if is_entry or not isinstance(old, list) or not isinstance(found, list) else old + found
        )
    file.write_text(json.dumps(value), "utf-8")


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
    assert [problem for problem in report.problems if problem not in references] == []
