"""The baseline of the last release: it alone says what breaks a promise, and new facts break none."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal.cli.outside.edition_source import BASELINE, earlier_edition, this_edition
from portal.history import Edition, baseline_edition, compare, render_baseline
from portal.history.edition import KINDS
from portal.reading.json_schema import without_words
from tests.commands import Command, Result
from tests.conftest import REPOSITORY
from tests.edited import sample_checkout, schema
from tests.seeds import BREAKS, HARMLESS

Diff = Callable[..., Result]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return this_edition(sample_checkout(tmp_path_factory.mktemp("before") / "sample"))


@pytest.fixture(scope="module")
def kept(before: Edition) -> Edition:
    found = baseline_edition(json.loads(render_baseline(before, "1.2.3")), "a file")
    assert found is not None
    return found


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = sample_checkout(tmp_path / "sample")
    (root / BASELINE).unlink()
    return root


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str], checkout: Path) -> Diff:
    return Command(capsys, "diff", "--root", checkout)


def rules(old: Edition, new: Edition) -> set[str]:
    return {found.rule for found in compare(old, new).breaks}


def test_what_the_last_release_promised_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """Red here: put back what is gone, or publish version 2 beside it. New facts turn nothing red."""
    result = Command(capsys, "diff")("--root", REPOSITORY)
    assert (result.code, result.err) == (0, ""), result.out


def test_the_kept_baseline_is_of_a_version_that_the_changelog_has() -> None:
    version = json.loads((REPOSITORY / BASELINE).read_text("utf-8"))["version"]
    assert f"\n## [{version}] - " in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("name", BREAKS)
def test_it_finds_each_break(name: str, kept: Edition, before: Edition, checkout: Path) -> None:
    edits, expected, _ = BREAKS[name]
    for edit in edits:
        edit(checkout)
    assert rules(kept, earlier_edition(str(checkout), checkout, before)) == expected


@pytest.mark.parametrize(
    ("path", "old", "rule"),
    [
        ("api/v1/releases.csv", "version,", "removed-column"),
        ("calendar/releases.ics", "UID:", "removed-entry"),
        ("feeds/history.json", '"id": "tag:', "removed-entry"),
        ("api/v1/index.json", "text/csv", "media-type"),
    ],
)
def test_it_finds_what_only_a_changed_program_breaks(
    kept: Edition, before: Edition, path: str, old: str, rule: str
) -> None:
    text = json.dumps(before.documents[path])
    assert old in text
    changed = {**before.documents, path: json.loads(text.replace(old, f"{old}x"))}
    assert rules(kept, replace(before, documents=changed)) == {rule}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_breaks_nothing(name: str, kept: Edition, before: Edition, checkout: Path) -> None:
    for edit in HARMLESS[name][0]:
        edit(checkout)
    assert rules(kept, earlier_edition(str(checkout), checkout, before)) == set()


def test_it_is_written_only_over_one_that_is_kept(diff: Diff, checkout: Path) -> None:
    missing = diff()
    assert (missing.code, missing.out) == (2, "")
    assert f"{BASELINE}: cannot be read: No such file" in missing.err
    file = checkout / BASELINE
    assert diff("--write-baseline").code == 0
    first = file.read_bytes()
    assert diff().out.splitlines()[1] == "No break of the contract; 0 files new or different."
    assert "## The contract is kept\n" in diff("--format", "markdown").out
    schema("areas.schema.json", lambda value: value["$defs"]["area"]["properties"].pop("description"))(
        checkout
    )
    broken = diff("--write-baseline")
    assert (broken.code, "items[].description: is gone" in broken.out) == (1, True), broken.out
    assert file.read_bytes() == first


def test_what_is_new_since_then_is_listed_and_then_promised_too(diff: Diff, checkout: Path) -> None:
    diff("--write-baseline")
    added = {"type": "string"}
    schema("areas.schema.json", lambda value: value["$defs"]["area"]["properties"].update(color=added))(
        checkout
    )
    assert "schema/v1/areas.schema.json: items[].color" in diff().out
    assert diff("--write-baseline").code == 0
    assert "items[].color" not in diff().out
    schema("areas.schema.json", lambda value: value["$defs"]["area"]["properties"].pop("color"))(checkout)
    assert "items[].color: is gone" in diff().out


@pytest.mark.parametrize(
    "change",
    [lambda kept: kept.pop("log"), lambda kept: kept["documents"].update({KINDS["change"][0]: 5})],
    ids=("part", "document"),
)
def test_a_damaged_one_is_said(
    diff: Diff, checkout: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    diff("--write-baseline")
    file = checkout / BASELINE
    value = json.loads(file.read_text("utf-8"))
    change(value)
    file.write_text(json.dumps(value), "utf-8")
    result = diff()
    assert (result.code, result.out) == (2, "")
    assert BASELINE in result.err


def test_words_of_a_schema_are_free_and_fields_called_like_them_are_not() -> None:
    name = {"type": "string", "title": "A", "description": "B"}
    schema = {"properties": {"title": name, "description": name}, "$defs": {"default": {"examples": []}}}
    bare = {"type": "string"}
    assert without_words(schema) == {
        "properties": {"title": bare, "description": bare}, "$defs": {"default": {}}
    }  # fmt: skip
