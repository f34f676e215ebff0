"""Structure: JSON Schema (draft 2020-12) over data files, with messages that editors can act on."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, cast

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema_rs import RegexOptions

from portal.dates import When
from portal.problems import InvalidData, Problem, printable
from portal.prose import to_text
from portal.schema_errors import RULE, describe, urgency
from portal.yamltext import Document

PUBLISHED = "schema/published/v1"
# What editors offer, made from the data: `portal/offered.py`
OFFERED = "ids.schema.json"
_SHARED = "values.schema.json"
# How patterns say that a text ends: `$` of Python would let a line break follow
_END = r"(?![\s\S])"


class Schemas:
    """The schemas of a folder, one a kind of file: `change`, `release`, ... that editors write against.

    What `jsonschema-rs` finds nothing wrong with is sound. For all else `jsonschema`, which is a hundred
    times slower, has the word, and says what is wrong.
    """

    def __init__(self, folder: Path) -> None:
        """Read `folder/*.schema.json`. Raises `InvalidData` for a schema that is missing or not JSON."""
        shared = _read(folder / _SHARED)
        self._validators: dict[str, Draft202012Validator] = {}
        self._gates: dict[str, jsonschema_rs.Draft202012Validator] = {}
        for file in sorted(folder.glob("*.schema.json")):
            if file.name in (_SHARED, OFFERED):
                continue
            bundled = _bundle(file, shared["$defs"])
            name = file.name.removesuffix(".schema.json")
            self._validators[name] = Draft202012Validator(bundled, format_checker=_formats())
            self._gates[name] = _gate(bundled)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of file that have a schema."""
        return tuple(self._validators)

    def schema(self, kind: str) -> dict[str, Any]:
        """The schema of a kind, with all shared definitions inside it."""
        return cast("dict[str, Any]", self._validators[kind].schema)

    def broken(self, kind: str, value: Any) -> Iterator[str]:
        """Give where a value that is to be published breaks the schema of its kind, a sentence each."""
        if not self._gates[kind].is_valid(value):
            for error in self._validators[kind].iter_errors(value):
                yield f"{error.json_path}: {printable(error.message, 200)}"

    def problems(self, kind: str, document: Document, path: str) -> Iterator[Problem]:
        """Give what is wrong with a document of this kind: one problem a place and field at most."""
        if self._gates[kind].is_valid(document.value):
            return
        seen: set[tuple[int, int, str]] = set()
        errors = sorted(self._validators[kind].iter_errors(document.value), key=urgency)
        for error in errors:
            for problem in describe(error, document, path):
                key = (problem.line, problem.column, problem.field)
                if key not in seen:
                    seen.add(key)
                    yield problem


def missing_schema(file: Path) -> Problem:
    """Give the problem that a schema is not there."""
    return Problem(file.as_posix(), 1, 1, "", "the schema is missing", "restore it from the repository")


def published_schemas(root: Path) -> Schemas:
    """Give the schemas of what partners read, one a kind of file: `changes`, `releases`, `plan`, ..."""
    return Schemas(root / PUBLISHED)


def published_problems(root: Path, name: str, value: Any) -> Iterator[str]:
    """Give where a value that is to be published breaks the published schema `name`, a sentence each."""
    return published_schemas(root).broken(name, value)


def _read(file: Path) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(file.read_text("utf-8")))
    except FileNotFoundError:
        raise InvalidData([missing_schema(file)]) from None
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg}"
        raise InvalidData([Problem(file.as_posix(), error.lineno, error.colno, "", what, "", RULE)]) from None


def _bundle(file: Path, shared: dict[str, Any]) -> dict[str, Any]:
    """Put the shared definitions that it uses into the schema itself.

    So it stands alone, and references across files cost half as much again. A shared definition also stands
    for its narrower namesake among those that editors offer.
    """
    text = re.sub(rf'"(?:{_SHARED}|{OFFERED})#/\$defs/', '"#/$defs/', json.dumps(_read(file)))
    schema: dict[str, Any] = json.loads(text)
    defined = shared | schema.pop("$defs", {})
    used: dict[str, Any] = {}
    open_names = _definitions(schema)
    while open_names:
        name = open_names.pop()
        if name not in used and name in defined:
            used[name] = defined[name]
            open_names |= _definitions(defined[name])
    return schema | {"$defs": {name: used[name] for name in defined if name in used}}


def _definitions(schema: dict[str, Any]) -> set[str]:
    """Give the names of the definitions that a schema refers to."""
    return set(re.findall(r'"\$ref": "#/\$defs/([^"]+)"', json.dumps(schema)))


def _gate(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Give the fast validator of a schema, with the formats of the slow one."""
    names = _formats().checkers
    # Few dates and addresses differ from all others.
    conforms: dict[str, Callable[[str], bool]] = {
        name: lru_cache(maxsize=100_000)(partial(_formats().conforms, format=name)) for name in names
    }
    return jsonschema_rs.Draft202012Validator(
        _with_plain_ends(schema), validate_formats=True, formats=conforms, pattern_options=RegexOptions()
    )


def _with_plain_ends(schema: dict[str, Any]) -> dict[str, Any]:
    """Say in patterns where a text ends by `$`: here it is only ever the end, and takes linear time."""
    text = json.dumps(schema).replace(json.dumps(_END)[1:-1], "$")
    return cast("dict[str, Any]", json.loads(text))


@cache
def _formats() -> FormatChecker:
    # Named, so that a format whose checker is not installed is an error and not a rule silently dropped.
    checker = FormatChecker(formats=("date", "date-time", "uri"))
    for name, is_one in (("edtf", _is_edtf), ("line", _is_line), ("prose", _is_prose)):
        checker.checks(name, raises=ValueError)(is_one)
    return checker


def _is_edtf(value: object) -> bool:
    return not isinstance(value, str) or bool(When.parse(value))


def _is_line(value: object) -> bool:
    if isinstance(value, str) and value != value.strip():
        raise ValueError("has space before or after the text")
    return True


def _is_prose(value: object) -> bool:
    # Markdown that begins with a letter shows it: only the rest has to be rendered.
    if isinstance(value, str) and not value[:1].isalnum() and not to_text(value):
        raise ValueError("shows nothing when it is rendered")
    return True
