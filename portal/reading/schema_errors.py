"""What a schema error says to an editor: the place, what is wrong, and what to do."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError

from portal.problems import FieldPath, Problem, printable
from portal.reading.yamltext import Document, field_name

RULE = "schema"


@dataclass(frozen=True)
class _Failure:
    """A schema error without the library's maybe-unset types: the keyword, its value, and what broke it."""

    keyword: str
    value: Any
    wanted: Any
    schema: Any
    cause: Exception | None
    message: str


# Letters of Hangul that are there to be empty
_FILLERS = "\u115f\u1160\u3164\uffa0"
_WORDS = {"object": "a group of fields", "array": "a list", "string": "text", "boolean": "true or false"}


def urgency(error: ValidationError) -> tuple[int, str]:
    """Return a sort key: a wrong type explains most, then an empty value, then a broken form."""
    order = ("type", "minLength", "maxLength", "enum", "const", "pattern", "format")
    keyword = str(error.validator)
    return (order.index(keyword) if keyword in order else len(order), error.message)


def describe(error: ValidationError, document: Document, path: str) -> Iterator[Problem]:
    """Return the problems that one schema error stands for."""
    where: FieldPath = tuple(error.absolute_path)
    failure = _Failure(
        str(error.validator), error.instance, error.validator_value, error.schema, error.cause, error.message
    )
    if failure.keyword == "additionalProperties":
        yield from _unknown_fields(failure, where, document, path)
    elif failure.keyword == "required":
        yield from _missing_fields(failure, where, document, path)
    elif failure.schema is False:
        where = _forbidden_field(failure, where, document)
        hint = "remove it, or look at the fields beside it"
        yield Problem(path, *document.key_place(where), field_name(where), "does not belong here", hint, RULE)
    else:
        message, hint = _MESSAGES.get(failure.keyword, _other)(failure)
        yield Problem(path, *document.place(where), field_name(where), message, hint, RULE)


def _unknown_fields(failure: _Failure, where: FieldPath, document: Document, path: str) -> Iterator[Problem]:
    known = failure.schema.get("properties", {})
    for key in failure.value.keys() - known.keys():
        place = document.key_place((*where, key))
        yield Problem(
            path, *place, field_name((*where, key)), "is not a field here", nearest(key, known), RULE
        )


def _missing_fields(failure: _Failure, where: FieldPath, document: Document, path: str) -> Iterator[Problem]:
    known = failure.schema.get("properties", {})
    misspelled = {nearest(key, known) for key in failure.value.keys() - known.keys()} if known else set()
    for key in failure.wanted:
        if key not in failure.value and _meant(key) not in misspelled:
            # What is needed only beside other fields is explained where that is said.
            field = known.get(key, failure.schema)
            hint = nearest("", field["enum"]) if "enum" in field else _first_sentence(field)
            hint = f"add it: {hint}" if hint else f"add {key}: ..."
            place = document.key_place(where)
            yield Problem(path, *place, field_name((*where, key)), "is missing", hint, RULE)


def _forbidden_field(failure: _Failure, where: FieldPath, document: Document) -> FieldPath:
    """Find the field that a `false` schema forbids: the library says only which group and which value."""
    group: Any = document.value
    for step in where:
        group = group[step]
    names = (
        [name for name, value in group.items() if value is failure.value]
        if group is not failure.value
        else []
    )
    return (*where, *names[:1])


def _type(failure: _Failure) -> tuple[str, str]:
    kinds = {dict: "a group of fields", list: "a list", bool: "true or false", str: "text"}
    found = kinds[type(failure.value)] if failure.value != "" else "empty"
    wanted = failure.wanted if isinstance(failure.wanted, list) else [failure.wanted]
    hint = _type_hint(failure.value, wanted) or _first_sentence(failure.schema)
    return f"is {found}, but must be {' or '.join(_WORDS[name] for name in wanted)}", hint


def _type_hint(value: Any, wanted: list[str]) -> str:
    """Say how to write what is there in the form that is wanted; nothing where that is not clear."""
    if isinstance(value, bool):
        return f'put it in double quotes: "{str(value).lower()}"'
    if isinstance(value, list) and "string" in wanted:
        return "write one text, without hyphens; a longer one is a block after >-"
    if isinstance(value, str) and value and wanted == ["array"]:
        return f"begin a line below it for each item: - {printable(value, 40)}"
    if isinstance(value, str) and value and wanted == ["boolean"]:
        return "write true or false, without quotes"
    return ""


def _enum(failure: _Failure) -> tuple[str, str]:
    value = failure.value
    if not isinstance(value, str):
        return "is not one word", nearest("", failure.wanted)
    return f"{_quoted(value)} is not a value it can have", nearest(value, failure.wanted)


def _const(failure: _Failure) -> tuple[str, str]:
    wanted = json.dumps(failure.wanted)
    return f"must be {wanted}", f"write {wanted}, or give text instead of the group of fields"


def _pattern(failure: _Failure) -> tuple[str, str]:
    if not failure.value:
        return _min_length(failure)
    unseen = (char for char in failure.value if _is_unseen(char))
    bad = next((char for char in unseen if not re.search(failure.wanted, char)), None)
    if bad is None and "\n" in failure.value and failure.schema.get("maxLength", 0) < 6000:
        return "has a line break", "write it on one line, or as a folded block (>-)"
    if bad is None and "\t" in failure.value:
        return "has a tab", "use spaces"
    if bad is not None:
        return f"has the character U+{ord(bad):04X}, which cannot be seen", "remove it"
    return f"{_quoted(failure.value)} is not of the right form", _example(failure.schema)


def _is_unseen(char: str) -> bool:
    """Say whether a character leaves no mark of its own; marks on other letters, such as selectors, count."""
    not_shown = not char.isprintable() or unicodedata.category(char) == "Mn" or char in _FILLERS
    return char not in "\n\t" and not_shown


def _format(failure: _Failure) -> tuple[str, str]:
    if failure.wanted == "date":
        return f"{_quoted(failure.value)} is no day of the calendar", _example(failure.schema)
    message = (
        str(failure.cause) if failure.cause else f"{_quoted(failure.value)} is not a valid {failure.wanted}"
    )
    return printable(message, 120), _example(failure.schema)


def _min_length(failure: _Failure) -> tuple[str, str]:
    if not failure.value:
        return "is empty", "write a value, or remove the field if it is optional"
    return f"{_quoted(failure.value)} is shorter than {failure.wanted} characters", _first_sentence(
        failure.schema
    )


def _max_length(failure: _Failure) -> tuple[str, str]:
    return f"has {len(failure.value)} characters; the limit is {failure.wanted}", "say it shorter"


def _min_items(failure: _Failure) -> tuple[str, str]:
    if not failure.value:
        return "is an empty list", "add an item, or remove the list if it is optional"
    return f"has {len(failure.value)} of at least {failure.wanted} items", ""


def _min_fields(failure: _Failure) -> tuple[str, str]:
    return "has no fields", f"give one of {', '.join(failure.schema['properties'])}, or remove it"


def _max_items(failure: _Failure) -> tuple[str, str]:
    return f"has {len(failure.value)} items; the limit is {failure.wanted}", ""


def _unique(failure: _Failure) -> tuple[str, str]:
    twice = next(item for item in failure.value if failure.value.count(item) > 1)
    return f"has {_quoted(str(twice))} twice", "keep one of the two"


def _other(failure: _Failure) -> tuple[str, str]:
    return printable(failure.message, 200), ""


_MESSAGES: dict[str, Callable[[_Failure], tuple[str, str]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minItems": _min_items,
    "minProperties": _min_fields,
    "maxItems": _max_items,
    "uniqueItems": _unique,
}


def _quoted(value: str) -> str:
    return f'"{printable(value, 60)}"'


def _first_sentence(schema: Any) -> str:
    """Return the first sentence of a schema's description, as a hint."""
    text = schema.get("description", "") if isinstance(schema, dict) else ""
    first = re.split(r"\. |: `| \(", str(text))[0].rstrip(".")
    return first if first[1:2].isupper() else first[:1].lower() + first[1:]


def _example(schema: Any) -> str:
    examples = schema.get("examples", ())
    words = _first_sentence(schema)
    return f"{words}, such as {' or '.join(map(str, examples))}" if examples else words


def _meant(name: str) -> str:
    return f"did you mean {name}?"


def nearest(value: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known values, or all of them where none is near."""
    names = list(known)
    lowered = {name.lower(): name for name in names}
    near = [lowered[match] for match in get_close_matches(value.lower(), lowered, n=1, cutoff=0.6)]
    if near:
        return _meant(near[0])
    listed = ", ".join(names[:12])
    return f"one of: {listed}" + (", ..." if len(names) > 12 else "")
