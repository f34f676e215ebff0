"""Kept editions: `data/editions/<time>/` holds what was published then, and is never edited.

`SHA256SUMS.txt` of an edition has the sum of each of its files, and `SEALS` the sum of that.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from portal.fields import from_fields, to_fields
from portal.model import Change, Example, KeptEdition, Statement
from portal.model.change import DECLARED
from portal.model.dates import When
from portal.problems import InvalidData, Problem
from portal.reading.opening import is_nobodys, read_bytes

FOLDER = "data/editions"
SUMS = "SHA256SUMS.txt"
SEALS: Mapping[str, str] = MappingProxyType(
    {"2024-06": "cd6a113527f035129033e85da920c479e2c9273a9357017feafcec678b82e05d"}
)
_CHANGES = "changes.json"
# What is said to readers. Version and status follow from the history.
FACTS = (
    "title", "summary", "area", "kind", "tentative", "applies_to", "why", "impact", "action", "details",
    "surface", "products", "stages", "examples", "tables", "consequence", "audience", "platforms",
    "replacement", "look",
)  # fmt: skip
# A text can be said in other words. What it names stays: numbers, versions, and what stands as code
_PROSE = {"title", "summary", "details", "text"}
_NAMED = re.compile(r"`[^`]+`|\d+(?:\.\w+)*")
# How code is searched for a name is no fact about it, nor are what a package declares and who says something
_NO_FACT = {"match", "match_as", "near", "and_near", "sources"}
# Fields that came later. Where an edition had no value yet, it said nothing that could differ.
_LATER = {"consequence", "audience", "platforms", "replacement", "look", "from_", "to", "status"}
_SILENT = (None, (), "unknown")


def read_editions(root: Path, problems: list[Problem]) -> tuple[KeptEdition, ...]:
    """Return the editions of the checkout at `root`, the oldest first, and report those that are damaged."""
    found = []
    folders = (folder for folder in (root / FOLDER).glob("*") if not is_nobodys(folder.name))
    for folder in sorted(folders):
        path = folder.relative_to(root).as_posix()
        try:
            files = {
                file.relative_to(folder).as_posix(): read_bytes(file)
                for file in sorted(folder.rglob("*"))
                if not file.is_dir() and not is_nobodys(file.name)
            }
            wrong = list(edition_problems(path, files)) if folder.is_dir() else [_no_edition(path)]
            problems.extend(wrong)
            if not wrong:
                found.append(_edition(folder.name, files[_CHANGES].decode()))
        except OSError as error:
            place = Path(error.filename or folder).relative_to(root).as_posix()
            problems.append(Problem(place, 1, 1, "", f"cannot be read: {error.strerror}"))
        except (InvalidData, LookupError, TypeError, ValueError):
            problems.append(_no_edition(path))
    return tuple(found)


def edition_problems(folder: str, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Return each file of an edition that was edited, is gone, or was added."""
    hint = f"an edition is never edited: git restore {folder}"
    sums = files.get(SUMS, b"")
    seal = SEALS.get(folder.rpartition("/")[2])
    if not sums or seal not in (None, _sum(sums)):
        message = "is not the list of sums that this edition has" if sums else "is missing"
        yield Problem(f"{folder}/{SUMS}", 1, 1, "", message, hint)
        return
    lines = sums.decode("utf-8", "replace").splitlines()
    wanted = {name: sum_ for sum_, _, name in (line.partition("  ") for line in lines) if name}
    for name in sorted({*wanted, *files} - {SUMS}):
        path = f"{folder}/{name}"
        if name not in wanted:
            yield Problem(path, 1, 1, "", "is no part of the edition", "an edition never grows: remove it")
        elif name not in files:
            yield Problem(path, 1, 1, "", "is missing", hint)
        elif _sum(files[name]) != wanted[name]:
            yield Problem(path, 1, 1, "", "is not what was published", hint)


def changed_fields(kept: Change, change: Change) -> list[str]:
    """Return the fields in which a change says something else than an edition did."""
    return [name for name in FACTS if _differs(kept, change, name)]


def rewritten_events(kept: Change, change: Change) -> list[int]:
    """Return the places in the history where an edition has something else than the change has now."""
    now = to_fields(change.history)
    return [
        number
        for number, event in enumerate(to_fields(kept.history))
        if number >= len(now) or not now[number].items() >= event.items()
    ]


def _no_edition(path: str) -> Problem:
    hint = f"an edition is a folder named after its time, such as 2024-06, with the published {_CHANGES}"
    return Problem(path, 1, 1, "", "is not an edition", hint)


def _edition(name: str, text: str) -> KeptEdition:
    """Return an edition; what is none raises `InvalidData`, `LookupError`, `TypeError` or `ValueError`."""
    changes = from_fields(json.loads(text)["items"], tuple[Change, ...], name)
    return KeptEdition(name, When.parse(name), changes, text)


def _differs(before: Any, after: Any, name: str) -> bool:
    """Whether a field says something else than it did."""
    was, now = getattr(before, name), getattr(after, name)
    if name in _NO_FACT or (name in _LATER and was in _SILENT):
        return False
    if name == "surface":
        now = tuple(item for item in now if item.kind not in DECLARED)
    if isinstance(was, Statement):
        return was.known != now.known or _names(was.text, before) != _names(now.text, before)
    if name in _PROSE and not isinstance(before, Example):
        return bool(was) != bool(now) or _names(was, before) != _names(now, before)
    parts = isinstance(was, tuple) and len(was) == len(now) and all(map(is_dataclass, was))
    if not parts:
        return bool(was != now)
    return any(
        _differs(*pair, field.name) for pair in zip(was, now, strict=True) for field in fields(pair[0])
    )


def _names(text: str | None, of: Any) -> set[str]:
    """Return what a text of a change or a step names, but for the version, which the history has."""
    return set(_NAMED.findall(text or "")) - {str(of.version)}


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
