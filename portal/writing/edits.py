"""Edits: a data file as it was and as it will be, and how it gets there."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """What a file will hold. `before` is None for a new one."""

    path: str
    before: bytes | None
    after: bytes

    def diff(self) -> str:
        """Return the difference as people read it."""
        before, after = _lines(self.before or b""), _lines(self.after)
        lines = unified_diff(before, after, self.path, self.path, lineterm="")
        return "".join(f"{line}\n" for line in lines)


def write_edits(root: Path, edits: Iterable[Edit]) -> None:
    """Write all files or none: each is written beside the old one, and then takes its place.

    Raises `OSError`; every file is then what it was.
    """
    targets = {(root / edit.path).resolve(): edit for edit in edits}
    done: list[Path] = []
    try:
        for target, edit in targets.items():
            _beside(target).write_bytes(edit.after)
            if edit.before is not None:
                shutil.copymode(target, _beside(target))
        for target in targets:
            _beside(target).replace(target)
            done.append(target)
    except OSError:
        for target in done:
            write_back(target, targets[target].before)
        raise
    finally:
        for target in targets:
            _beside(target).unlink(missing_ok=True)


def write_back(target: Path, before: bytes | None) -> None:
    """Return a file what it had before, or take it away if it was not there."""
    if before is None:
        target.unlink()
    else:
        target.write_bytes(before)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.new")


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()
