"""Every change says why it comes, how it can affect you, what to do, and in which version it takes effect.

Each of these is known, or it is openly unknown: a text is missing with a note that says what the source has
instead, and of a version only the major version is there. The files are read here without the library, so
that it cannot hide what is missing.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

FIELDS = ("why", "impact", "action", "version")


def test_every_change_has_its_four_fields_known_or_openly_unknown(
    real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted((real_data / "changes").glob("*.yml"))
    changes = {file.stem: yaml.load(file.read_bytes(), yaml.BaseLoader) for file in files}  # noqa: S506 - makes nothing but text, lists and groups
    said = {name: {field: state_of(change, field) for field in FIELDS} for name, change in changes.items()}
    assert changes
    assert {name: states for name, states in said.items() if "missing" in states.values()} == {}
    with capsys.disabled():
        print(f"\n{len(changes)} changes")
        for field in FIELDS:
            states = [states[field] for states in said.values()]
            print(f"  {field}: {states.count('known')} known, {states.count('unknown')} openly unknown")


def state_of(change: Mapping[str, Any], field: str) -> str:
    """Return whether a field of a change is known, openly unknown, or missing."""
    match change.get(field):
        case str(version) if field == "version":
            named = re.fullmatch(r"\d+(\.\d+)?", version)
            return "missing" if not named else "known" if named[1] else "unknown"
        case str(text) if text.strip():
            return "known"
        case {"unknown": "true", "note": str(note)} if note.strip():
            return "unknown"
    return "missing"
