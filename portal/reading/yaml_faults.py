"""What the YAML parser stumbles over, said to an editor: the place of the fault, what it is, what to do.

The parser tells where it could not go on and names the parts of its grammar. Where the fault began, and what
somebody most likely meant, is seen from the lines themselves.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from portal.problems import Problem, printable

RULE = "yaml"
_CLOSING = {"[": ("list", "]"), "{": ("group", "}")}
_TEXT_AS_COMMENT = re.compile(r"#[^\s#]")
_SWALLOWS = re.compile(rf"[ \t]{_TEXT_AS_COMMENT.pattern}")
_QUOTE_IT = "put the text in double quotes"
_LIKE_ABOVE = "indent the fields of one group alike, with spaces"


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


def fault(place: Place, message: str, hint: str = "") -> Problem:
    """Return what is wrong at a place, in a file that only the reader knows."""
    return Problem("", *place, "", message, hint, RULE)


@dataclass(frozen=True)
class _Stop:
    """Where the parser stopped: `at`, inside what began at `within`, after the value `last`."""

    problem: str
    at: Place
    within: Place
    last: yaml.ScalarEvent | None
    lines: tuple[str, ...]

    def line(self, place: Place) -> str:
        return self.lines[place.line - 1] if place.line <= len(self.lines) else ""

    def char(self, place: Place) -> str:
        return self.line(place)[place.column - 1 : place.column]


def place_of(mark: Any) -> Place:
    """Return a parser's mark, which counts from 0, as a place."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def may_swallow_text(text: str) -> bool:
    """Whether some comment of a file may have been meant as text. Few files have one: the rest is quick."""
    return _SWALLOWS.search(text) is not None


def swallowed_text(value: yaml.ScalarEvent, lines: Sequence[str]) -> Problem | None:
    """Find what was to be a part of a text without quotes, such as `#80`, and is a comment to YAML."""
    if value.style or not value.value:
        return None
    end = place_of(value.end_mark)
    behind = lines[end.line - 1][end.column - 1 :]
    comment = behind.lstrip(" \t")
    if not _TEXT_AS_COMMENT.match(comment):
        return None
    return fault(
        Place(end.line, end.column + len(behind) - len(comment)),
        f"the text ends before {printable(comment, 40)}, which is a comment",
        "put text with # in double quotes; a comment has a space after the #",
    )


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str], last: yaml.ScalarEvent | None) -> Problem:
    """Say what is wrong with lines that the parser could not read on after the value `last`."""
    at, within = place_of(error.problem_mark), place_of(error.context_mark)
    stop = _Stop(str(error.problem), at, within, last, tuple(lines))
    for words, say in _FAULTS.items():
        if words in stop.problem:
            return say(stop)
    return fault(at, printable(stop.problem, 200), "check this line and the one before")


def _colon(stop: _Stop) -> Problem:
    """Explain a field where none can be: inside a text, or indented as if it went on with one."""
    line = stop.line(stop.at)
    before = line[: stop.at.column - 1]
    begin = place_of(stop.last.start_mark) if stop.last else stop.at
    if begin.line < stop.at.line:
        above = stop.line(begin)
        dash = re.match(r"\s*-\w", above)
        hint = "write a space after the hyphen in the line above" if dash else _LIKE_ABOVE
        place = Place(stop.at.line, len(before) - len(before.lstrip()) + 1)
        return fault(place, f"{_short(before.strip())}: is indented further than the field above it", hint)
    field, _, inner = before.partition(": ")
    message = f"{_short(inner or field)}: looks like a field inside a text"
    return fault(stop.at, message, "put the text in double quotes; a field goes on a line of its own")


def _first_character(stop: _Stop) -> Problem:
    if stop.char(stop.at) == "\t":
        return _tab(stop)
    return _cannot_begin(stop, stop.at)


def _sign(stop: _Stop) -> Problem:
    return _cannot_begin(stop, stop.within)


def _cannot_begin(stop: _Stop, place: Place) -> Problem:
    return fault(place, f"text cannot begin with {printable(stop.char(place))}", _QUOTE_IT)


def _tab(stop: _Stop) -> Problem:
    return fault(stop.at, "the line is indented with a tab", "indent with spaces")


def _no_colon(stop: _Stop) -> Problem:
    piece = stop.line(stop.within).strip()
    field = re.fullmatch(r"(\w+):(\S.*)", piece)
    if field:
        return fault(
            stop.within,
            f"{_short(piece)} has no space after the colon",
            f"write {field[1]}: {_short(field[2])}",
        )
    hint = "begin it with a field and a colon, or indent it to go on with the text above"
    return fault(stop.within, f"{_short(piece)} is no field", hint)


def _does_not_fit(stop: _Stop) -> Problem:
    """Explain what follows a value that has ended: often its quotes are to blame."""
    last, line = stop.last, stop.line(stop.at)
    if last and last.style in ("'", '"') and place_of(last.end_mark).line == stop.at.line:
        begin = place_of(last.start_mark)
        if begin.line < stop.at.line:
            return fault(
                begin,
                f"text in quotes begins here and ends in line {stop.at.line}",
                "close the quote where the text ends",
            )
        inside = 'write \\" for a quote in the text' if last.style == '"' else "put it in double quotes"
        return fault(begin, f"text in quotes ends before {_short(line[stop.at.column - 1 :])}", inside)
    indent = len(line) - len(line.lstrip(" "))
    if indent:
        return fault(stop.at, f"an indent of {indent} fits no line above", _LIKE_ABOVE)
    return fault(stop.at, f"{_short(line.strip())} is no field", "begin it with a field and a colon")


def _not_closed(stop: _Stop) -> Problem:
    what, closing = _CLOSING.get(stop.char(stop.within), ("list", "]"))
    return fault(stop.within, f"the {what} that begins here has no end", f"close it with {closing}")


def _quote_open(stop: _Stop) -> Problem:
    return fault(
        stop.within, "text in quotes begins here and has no end", "close the quote where the text ends"
    )


def _escape(stop: _Stop) -> Problem:
    hint = "write \\\\ for a backslash, or put the text in single quotes"
    return fault(stop.at, f"\\{printable(stop.char(_next(stop.at)))} means nothing in double quotes", hint)


def _character_code(stop: _Stop) -> Problem:
    return fault(stop.at, "this escape stands for no character", "write the character itself")


def _list_behind_field(stop: _Stop) -> Problem:
    return fault(
        stop.at,
        "a list begins behind a field",
        "begin each item on a line of its own, or put a text with a hyphen in double quotes",
    )


def _block_text(stop: _Stop) -> Problem:
    sign = printable(stop.char(stop.within))
    return fault(stop.at, f"text begins in the same line as {sign}", "begin it on the next line, indented")


def _second_document(stop: _Stop) -> Problem:
    return fault(stop.at, "a second document begins here", "one file holds one entry")


def _next(place: Place) -> Place:
    return Place(place.line, place.column + 1)


def _short(text: str) -> str:
    return printable(text, 40)


_FAULTS: dict[str, Callable[[_Stop], Problem]] = {
    "mapping values are not allowed": _colon,
    "character that cannot start any token": _first_character,
    "alphabetic or numeric character": _sign,
    "unexpected non-alphabetical character": _sign,
    "tab character": _tab,
    "could not find expected ':'": _no_colon,
    "did not find expected key": _does_not_fit,
    "did not find expected '-'": _does_not_fit,
    "did not find expected ','": _not_closed,
    "unexpected end of stream": _quote_open,
    "unknown escape character": _escape,
    "invalid Unicode character escape code": _character_code,
    "block sequence entries are not allowed": _list_behind_field,
    "expected comment or line break": _block_text,
    "expected <document start>": _second_document,
}
