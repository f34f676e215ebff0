"""What a fault is, and the ways to damage a folder: a copy of the checkout, or of a published site."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Damage = Callable[[Path], object]
VERIFICATION = ("verification",)  # the last look at a site before it is published


class Undone(Exception):
    """A fault cannot be done, or what is to catch it cannot be run. Its text says why."""


@dataclass(frozen=True)
class Fault:
    """A fault. `damage` is done to a folder of the kind `where`, or says what to change in the source.

    `caught_by` is `VERIFICATION`, or a command of `portal` with the rule that is broken, or the test files of
    which one is to fail.
    """

    name: str
    where: Literal["checkout", "site", "source"]
    damage: Damage | str
    caught_by: tuple[str, ...]


def put(path: str, pattern: str, new: str) -> Damage:
    """Replace what a pattern finds in a file, every time it is there. Raises `Undone` if that is nothing."""

    def damage(folder: Path) -> None:
        text, count = re.subn(pattern, new, (folder / path).read_bytes().decode("utf-8"), flags=re.DOTALL)
        if not count:
            raise Undone(f"{path} has no {pattern!r}")
        (folder / path).write_bytes(text.encode("utf-8"))

    return damage


def add(path: str, text: str) -> Damage:
    """Add a text at a file's end."""

    def damage(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return damage


def remove(path: str) -> Damage:
    return lambda folder: (folder / path).unlink()


def edit_json(path: str, edit: Callable[[Any], object]) -> Damage:
    """Change the value of a JSON file in place."""

    def damage(folder: Path) -> None:
        value = json.loads((folder / path).read_text("utf-8"))
        edit(value)
        (folder / path).write_text(json.dumps(value, ensure_ascii=False), "utf-8")

    return damage
