"""A checkout that editors' commands work in, and what is known of it before and after."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.reading.catalog import check_data
from portal.reading.yamltext import read_yaml

TODAY = "2027-06-01"


def data_of(root: Path) -> dict[str, bytes]:
    """Return every file below `data/`, whatever its name is."""
    files = (file for file in (root / "data").rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def value_of(root: Path, path: str) -> Any:
    return read_yaml((root / path).read_bytes(), path).value


def schedule_release(root: Path, version: str, number: str, state: str = "scheduled") -> None:
    """Add a release to a checkout, without a date."""
    date = f'{{id: "{number}", recorded: "2026-12-24", state: {state}, sources: [portal-2024-06]}}'
    text = f'version: "{version}"\nschedule:\n  - track: active\n    dates:\n      - {date}\n'
    (root / f"data/releases/{version}.yml").write_text(text, "utf-8")


def let_out(root: Path, version: str) -> None:
    """Let a release be out from the first that is written down of it."""
    file = root / f"data/releases/{version}.yml"
    text = file.read_text("utf-8")
    assert "state: scheduled" in text
    file.write_text(text.replace("state: scheduled", "state: released", 1), "utf-8")


def problems_of(root: Path) -> list[str]:
    return [f"{one.path}: {one.field}: {one.message}" for one in check_data(root).problems]


def fail_to_write(monkeypatch: pytest.MonkeyPatch, name: str, step: str) -> None:
    """Let a step of writing a file fail: `write_bytes` as on a full disk, or `replace`, which is its last."""
    for method in ("replace", "hardlink_to") if step == "replace" else (step,):
        monkeypatch.setattr(Path, method, _failing(name, method))


def _failing(name: str, step: str) -> Callable[[Path, object], object]:
    whole = getattr(Path, step)

    def failing(self: Path, argument: object) -> object:
        if name in self.name:
            if step == "write_bytes":
                whole(self, b"half")
            raise OSError(28, "No space left on device", str(self))
        return whole(self, argument)

    return failing
