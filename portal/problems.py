"""What is wrong: problems of data files, each with its place, and refusals of what was asked of a command."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TypeAlias

# The way from a file to one of its values: names of fields, and places in lists from 0
FieldPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, at one place.

    `path` is relative to the data's root and uses `/`; `line` and `column` count from 1; `field` is the
    path inside the file (`surface[2].name`), empty for the file itself; `message` is lower case without a
    full stop; `hint` says what to do, or is empty; `rule` is the id of the rule that found it.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""
    rule: str = ""


class InvalidData(Exception):
    """The data cannot be used. `problems` holds every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(format_text(self.problems))


@dataclass(frozen=True)
class Refusal:
    """One thing that was asked for and cannot be done: `field` says which part, and `hint` what to do.

    `asked` is that part as it was typed, where who shows the refusal needs it.
    """

    field: str
    message: str
    hint: str = ""
    asked: str = ""

    def __str__(self) -> str:
        """Say it, with the hint below."""
        return f"{self.field}: {self.message}" + (f"\n    {self.hint}" if self.hint else "")


class Refused(Exception):
    """What was asked for is not done. `refusals` holds every reason."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("\n".join(map(str, refusals)))


def format_text(problems: Iterable[Problem]) -> str:
    """Return problems for people: a line a problem, its hint and rule on the next."""
    return "\n".join(_text(problem) for problem in problems)


def format_github(problems: Iterable[Problem]) -> str:
    """Return problems as GitHub workflow commands, which show them beside the changed line."""
    return "\n".join(map(_github, problems))


def format_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON array of objects with the fields of `Problem`."""
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=True)


def printable(text: str, limit: int = 80) -> str:
    """Return `text` fit for a message: control and direction characters escaped, long text cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut)


def _text(problem: Problem) -> str:
    place = f"{printable(problem.path, 500)}:{problem.line}:{problem.column}:"
    field = f" {problem.field}:" if problem.field else ""
    rule = f"[{problem.rule}]" if problem.rule else ""
    below = "   ".join(part for part in (problem.hint, rule) if part)
    return f"{place}{field} {problem.message}" + (f"\n    {below}" if below else "")


def github_command(level: str, place: Mapping[str, str], message: str) -> str:
    """Return a workflow command of GitHub: `level` is error, warning or notice; `place` its properties."""
    listed = ",".join(f"{name}={_escape(value, ':,')}" for name, value in place.items())
    return f"::{level} {listed}::{_escape(message)}" if listed else f"::{level}::{_escape(message)}"


def _github(problem: Problem) -> str:
    place = {
        "file": printable(problem.path, 500),
        "line": str(problem.line),
        "col": str(problem.column),
        "title": problem.rule or "data",
    }
    field = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return github_command("error", place, field + problem.message + hint)


def _escape(text: str, also: str = "") -> str:
    """Escape text for a workflow command; properties escape `:` and `,` as well."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
