"""A list of devices with their model and version, as CSV or JSON: its columns are found by their names.

The delimiter is the one that gives a header. A row is a line, so that a quote without its end takes one row.
Wrong rows are said with their place, and the rest goes on.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from portal.fleet.answers import NoAnswer, flat, read_json, short_model, version_in
from portal.fleet.device import Device, Part
from portal.problems import Problem, printable

_MOST_ROWS, _LONGEST, _HEADER_WITHIN = 50_000, 10_000, 30
# The names of columns, letters only; of each role the first that is there, so the surest first
_NAMES = {
    "version": (
        r"(?:axis)?(?:current|installed|device)?(?:firmware|fw|axisos|os)(?:version|ver|revision|release|stand)?",
        r"(?:software|sw|current|installed)?(?:version|release)(?:number)?",
    ),
    "model": (
        r"(?:device|camera|product|hardware|hw)?(?:model|modell|modelo|modèle|modele)(?:name|number|no|nr|id)?",
        r"prod(?:uct)?(?:nbr|number|no|name|shortname|fullname|type|code)?|produkt|produit|producto",
        r"(?:device|camera|hardware)type|gerätetyp|type|typ|tipo|hardware",
    ),
    "maker": (r"manufacturer|vendor|maker|make|brand|hersteller|fabricant",),
}
_NO_LIST = NoAnswer(
    "is neither an answer of a device nor a list of devices: a list begins with the names of its columns,"
    " such as: model;version"
)
_TOO_LONG = NoAnswer(f"is not read: a list has at most {_MOST_ROWS:,} rows", is_failure=True)


@dataclass(frozen=True)
class Inventory:
    """The devices of a list or of files, and what is wrong: each such row is a device that is left out."""

    devices: tuple[Device, ...]
    problems: tuple[Problem, ...]


class _Row(NamedTuple):
    """A row: its number, the place of its version, and its values by what they are."""

    number: int
    line: int
    column: int
    values: Mapping[str, str]


def inventory_of(text: str, path: str) -> Inventory | NoAnswer:
    """Return the devices of a list, or why the text is none. `path` is how problems name the file."""
    found = _of_json(text) if text.lstrip()[:1] in {"[", "{"} else _of_cells(text)
    if isinstance(found, NoAnswer):
        return found
    devices, problems = [], []
    for row in found:
        said = row.values["version"]
        version = version_in(said)
        if "axis" not in row.values.get("maker", "axis").lower():
            wrong = "is not of Axis"
        elif not version:
            wrong = f"{printable(said, 40)} is no version such as 11.10" if said else "has no version"
        else:
            model, own = short_model(row.values["model"]), (("file", f"{path}:{row.line}"),)
            holds: frozenset[Part] = frozenset({"identity"})
            devices.append(Device(f"row {row.number}", model, version, holds=holds, own=own))
            continue
        problems.append(Problem(path, row.line, row.column, f"row {row.number}", wrong))
    return Inventory(tuple(devices), tuple(problems))


def _columns(names: Iterable[str]) -> dict[str, int]:
    """Return which columns are what, by the letters of their names; nothing without a version and a model."""
    letters = [re.sub(r"[\W\d_]+", "", name.lower()) for name in names]
    found: dict[str, int] = {}
    for role, patterns in _NAMES.items():
        named = (at for one in patterns for at, name in enumerate(letters) if re.fullmatch(one, name))
        if (first := next(named, None)) is not None:
            found[role] = first
    return found if {"version", "model"} <= found.keys() else {}


# --- cells


def _of_cells(text: str) -> Iterator[_Row] | NoAnswer:
    lines = [line[:_LONGEST] for line in re.split(r"\r\n|\r|\n", text, maxsplit=_MOST_ROWS)]
    for delimiter in ",;\t|":
        for header, line in enumerate(lines[:_HEADER_WITHIN]):
            if columns := _columns(_cells(line, delimiter)):
                too_long = len(lines) > _MOST_ROWS
                return _TOO_LONG if too_long else _rows(lines, header, delimiter, columns)
    return _NO_LIST


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]


def _rows(lines: list[str], header: int, delimiter: str, columns: dict[str, int]) -> Iterator[_Row]:
    cell = rf'(?:"[^"]*+"|[^"{re.escape(delimiter)}])*+{re.escape(delimiter)}'
    before = re.compile(rf"(?:{cell}){{{columns['version']}}}")
    for number, line in enumerate(lines[header + 1 :], header + 2):
        if re.search(r"\w", line):
            cells = _cells(line, delimiter)
            place = found.end() if (found := before.match(line)) else len(line)
            values = {role: cells[at] if at < len(cells) else "" for role, at in columns.items()}
            yield _Row(number, number, place + 1, values)


# --- JSON


def _of_json(text: str) -> Iterator[_Row] | NoAnswer:
    """Return the objects of the list that the text is or has, or the object that it is."""
    value = read_json(text)
    if isinstance(value, NoAnswer):
        return value
    lists = [value, *value.values()] if isinstance(value, dict) else [value]
    items = next((one for one in lists if isinstance(one, list)), [value])
    if len(items) > _MOST_ROWS:
        return _TOO_LONG
    rows = [dict(flat(item)) for item in items]
    names = [*dict.fromkeys(chain.from_iterable(rows))]
    if not (columns := _columns(name.rpartition(".")[2] for name in names)):
        return _NO_LIST
    roles = {role: names[at] for role, at in columns.items()}
    said = ({role: row.get(name, "").strip() for role, name in roles.items()} for row in rows)
    return (_Row(number, 1, 1, values) for number, values in enumerate(said, 1))
