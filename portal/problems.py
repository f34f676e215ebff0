"""What is wrong: problems of data files, each with its place, and refusals of what was asked of a command.

And how words that may be a stranger's are said in what we print, such as names of files and texts of another
catalog: `printable` for a word, `one_line` for a line, `as_json` for JSON. They neither begin a line of their
own nor are a command of a terminal or of GitHub.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

# The way from a file to one of its values: names of fields, and places in lists from 0
FieldPath: TypeAlias = tuple[str | int, ...]
# What the log of a job on GitHub takes for a command: `::` where a line begins, `##[` wherever it is
_COMMAND = re.compile(r"\A(?P<blanks>\s*)(?=::)|##\[")
_NOT_IN_ASCII = re.compile(r"##\[|[^\x00-\x7f]")


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
        lines = [f"{self.field}: {self.message}", *([f"    {self.hint}"] if self.hint else [])]
        return "\n".join(map(one_line, lines))


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
    return as_json([asdict(problem) for problem in problems], 2)


def printable(text: str, limit: int = 80) -> str:
    """Return `text` fit for a message: control and direction characters escaped, long text cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(char if char.isprintable() else _escaped(char) for char in cut)


def one_line(text: str) -> str:
    """Return `text` as one line that no terminal and no log takes for anything else."""
    shown = visible(text)
    return _COMMAND.sub(lambda found: r"##\[" if found["blanks"] is None else f"{found['blanks']}\\", shown)


def as_json(value: Any, indent: int | None = None) -> str:
    """Return JSON in ASCII that every reader takes: bytes that are no text are said as `printable` does."""
    return _NOT_IN_ASCII.sub(_in_json, json.dumps(value, ensure_ascii=False, indent=indent))


def _in_json(found: re.Match[str]) -> str:
    char = found[0]
    if char == "##[":
        return r"##\u005b"
    return json.dumps(_escaped(char) if unicodedata.category(char) == "Cs" else char)[1:-1]


def visible(text: str, also: str = "") -> str:
    """Return a text with all escaped that is neither seen, nor a space, nor in `also`."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in also or unicodedata.category(char) == "Zs" else _escaped(char)
        for char in text
    )


def _escaped(char: str) -> str:
    # How Python holds a byte of a file's name that is not UTF-8 (PEP 383)
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode()


def _text(problem: Problem) -> str:
    place = f"{printable(problem.path, 500)}:{problem.line}:{problem.column}:"
    field = f" {problem.field}:" if problem.field else ""
    rule = f"[{problem.rule}]" if problem.rule else ""
    below = "   ".join(part for part in (problem.hint, rule) if part)
    lines = [f"{place}{field} {problem.message}", *([f"    {below}"] if below else [])]
    return "\n".join(map(one_line, lines))


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
    text = visible(text, "\r\n")
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
