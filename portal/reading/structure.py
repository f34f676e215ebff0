"""Structure: JSON Schema (draft 2020-12) over data files, with messages that editors can act on."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker

from portal.model.dates import When
from portal.problems import InvalidData, Problem, printable
from portal.prose import to_text
from portal.reading.json_schema import bundled, inlined
from portal.reading.opening import is_nobodys, read_bytes
from portal.reading.schema_errors import RULE, describe, urgency
from portal.reading.yamltext import Document

PUBLISHED = "schema/published/v1"
# What editors offer, made from the data: `portal/cli/ids.py`
OFFERED = "ids.schema.json"
_SHARED = "values.schema.json"


class Schemas:
    """The schemas of a folder, one a kind of file: of what editors write, or of what is published."""

    def __init__(self, folder: Path) -> None:
        """Read `folder/*.schema.json`. Raises `InvalidData` for a schema that is missing or not JSON."""
        shared = _read(folder / _SHARED)
        self._schemas: dict[str, dict[str, Any]] = {}
        self._validators: dict[str, Draft202012Validator] = {}
        for file in sorted(folder.glob("*.schema.json")):
            if file.name in (_SHARED, OFFERED) or is_nobodys(file.name):
                continue
            name = file.name.removesuffix(".schema.json")
            # Editors are offered narrower definitions, of today's ids; here the shared one of the name holds.
            self._schemas[name] = schema = bundled(_read(file), shared["$defs"])
            self._validators[name] = Draft202012Validator(inlined(schema), format_checker=_formats())

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of file that have a schema."""
        return tuple(self._schemas)

    def schema(self, kind: str) -> dict[str, Any]:
        """The schema of a kind, with all shared definitions inside it."""
        return self._schemas[kind]

    def broken(self, kind: str, value: Any) -> Iterator[str]:
        """Return where a value that is to be published breaks the schema of its kind, a sentence each."""
        for error in self._validators[kind].iter_errors(value):
            yield f"{error.json_path}: {printable(error.message, 200)}"

    def problems(self, kind: str, document: Document, path: str) -> Iterator[Problem]:
        """Return what is wrong with a document of this kind: one problem a place and field at most."""
        seen: set[tuple[int, int, str]] = set()
        errors = sorted(self._validators[kind].iter_errors(document.value), key=urgency)
        for error in errors:
            for problem in describe(error, document, path):
                key = (problem.line, problem.column, problem.field)
                if key not in seen:
                    seen.add(key)
                    yield problem


def missing_schema(file: Path) -> Problem:
    """Return the problem that a schema is not there."""
    return Problem(file.as_posix(), 1, 1, "", "the schema is missing", "restore it from the repository")


def published_schemas(root: Path) -> Schemas:
    """Return the schemas of what partners read, one a kind of file: `changes`, `releases`, `plan`, ..."""
    return Schemas(root / PUBLISHED)


def _read(file: Path) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(read_bytes(file)))
    except FileNotFoundError:
        raise InvalidData([missing_schema(file)]) from None
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise InvalidData([Problem(file.as_posix(), 1, 1, "", what)]) from None
    except json.JSONDecodeError as error:
        what = f"is not JSON: {error.msg}"
        raise InvalidData([Problem(file.as_posix(), error.lineno, error.colno, "", what, "", RULE)]) from None


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
