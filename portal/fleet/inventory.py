"""A list of devices with their model and version, as CSV or JSON: its columns are found by their names.

Delimiter and header are found by what they give. Wrong rows are said with their place, and the rest goes on.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.fleet.answers import NoAnswer, short_model, version_in
from portal.fleet.device import Device, Part
from portal.problems import Problem, printable

_LARGEST, _MOST_ROWS, _MOST_LINES, _LONGEST, _HEADER_WITHIN = 12_000_000, 50_000, 50, 100_000, 30
_COMMA = re.compile(r"\s*,\s*")
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
    "name": (r"(?:device|camera|friendly|display)?name|camera|device|bezeichnung|nom|nombre|title",),
    "address": (r"(?:ip|device|network|host)?(?:address|adresse|addr)|ip|ipv|url|uri|host|hostname",),
    "serial": (r"serial(?:number|no|nr)?|seriennummer|sn|s",),
    "mac": (r"mac(?:address|adresse|id)?",),
    "site": (r"site|location|standort|group|folder|area|building|place|recordingserver|server",),
}
_PRIVATE = ("name", "address", "serial", "mac", "site")
_WANTED = "; a list begins with the names of its columns, such as: model;version"


@dataclass(frozen=True)
class Inventory:
    """The devices of a list, and what is wrong with its rows: each such row is a device that is left out."""

    devices: tuple[Device, ...]
    problems: tuple[Problem, ...]


class _Row(NamedTuple):
    """A row: its number, the place of its version or of itself, and its values by what they are."""

    number: int
    line: int
    column: int
    values: dict[str, str]
    wrong: str = ""


def inventory_of(text: str, path: str) -> Inventory | NoAnswer:
    """Return the devices of a list, or why the text is none. `path` is how problems name the file."""
    if len(text) > _LARGEST:
        return NoAnswer("is larger than any list of devices, and no answer of one", is_failure=True)
    rows = _of_json(text) if text.lstrip()[:1] in {"[", "{"} else _of_cells(text)
    if isinstance(rows, NoAnswer):
        return rows
    devices, problems = [], []
    for row in rows:
        if row.number > _MOST_ROWS:
            what = f"is not read, nor what follows: a list has at most {_MOST_ROWS:,} rows"
            problems.append(Problem(path, row.line, 1, f"row {row.number}", what))
            break
        said = row.values.get("version", "")
        version = version_in(said)
        wrong = row.wrong or ("" if "axis" in row.values.get("maker", "axis").lower() else "is not of Axis")
        if not (wrong or version):
            wrong = f"{printable(said, 40)} is no version such as 11.10" if said else "has no version"
        if wrong:
            problems.append(Problem(path, row.line, row.column, f"row {row.number}", wrong))
            continue
        said_of_it = ((role, value) for role in _PRIVATE if (value := row.values.get(role)))
        model, own = short_model(row.values.get("model", "")), (*said_of_it, ("file", f"{path}:{row.line}"))
        holds: frozenset[Part] = frozenset({"identity"})
        devices.append(Device(f"row {row.number}", model, version, holds=holds, own=own))
    return Inventory(tuple(devices), tuple(problems))


def _roles(names: Iterable[str]) -> dict[str, int]:
    """Return which columns are what, by the letters of their names."""
    letters = [re.sub(r"[\W\d_]+", "", name.lower()) for name in names]
    found: dict[str, int] = {}
    for role, patterns in _NAMES.items():
        for pattern in patterns:
            for at, name in enumerate(letters):
                if role not in found and at not in found.values() and re.fullmatch(pattern, name):
                    found[role] = at
    return found


def _no_header(names: Iterable[str]) -> NoAnswer:
    # What has digits is no name of a column, and may be private.
    names = [printable(name.strip(), 30) for name in names if name.strip() and not re.search(r"\d", name)][:8]
    seen = f"it begins with {', '.join(names)}" if names else "it names no columns"
    return NoAnswer(
        f"is neither an answer of a device nor a list with a model and a version: {seen}{_WANTED}"
    )


# --- cells


def _of_cells(text: str) -> Iterator[_Row] | NoAnswer:
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
    sep = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)
    best: tuple[dict[str, int], str, int] = ({}, "", 0)
    for delimiter in sep[1] if sep else ",;\t|":
        for at, (_, _, cells) in enumerate(_records(lines[:_HEADER_WITHIN], delimiter)):
            roles = _roles(cells or ())
            if "version" in roles and len(roles) > max(1, len(best[0])):
                best = roles, delimiter, at
    first = next((line for line in lines[bool(sep) :] if line.strip()), "")[:_LONGEST]
    return _cells(lines, *best) if best[0] else _no_header(re.split(r"[,;\t|]", first))


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, str, list[str] | None]]:
    """Return the number of the first line, the text and the cells of each record; None if it is wrong."""
    at = 0
    while at < len(lines):
        window = lines[at : at + _MOST_LINES]
        reader = csv.reader(window, delimiter=delimiter)
        try:
            cells = next(reader) if len(window[0]) < _LONGEST else None
        except csv.Error:
            cells = None
        used = "".join(window[: reader.line_num])
        # Too long, or a quote without its end
        is_wrong = cells is None or (reader.line_num > 1 and used.count('"') % 2 == 1)
        yield (at + 1, window[0], None) if is_wrong else (at + 1, used, cells)
        at += 1 if is_wrong else reader.line_num


def _cells(lines: list[str], roles: dict[str, int], delimiter: str, header: int) -> Iterator[_Row]:
    where = roles["version"]
    cell = rf'(?:"(?:[^"]|"")*+"|[^"{re.escape(delimiter)}])*+'
    before = re.compile(rf"(?:{cell}{re.escape(delimiter)}){{{where}}}")
    for number, (line, used, cells) in enumerate(_records(lines, delimiter), 1):
        if number <= header + 1 or (cells is not None and not re.search(r"\w", used)):
            continue
        if cells is None:
            yield _Row(number, line, 1, {}, "is too long for a row, or has a quote that does not end")
            continue
        text = found[0] if (found := before.match(used)) else used.rstrip()
        values = {role: cells[at].strip() for role, at in roles.items() if at < len(cells)}
        wrong = "" if len(cells) > where else f"has no cell {where + 1}, where the version is"
        yield _Row(number, line + text.count("\n"), len(text) - text.rfind("\n"), values, wrong)


# --- JSON


def _of_json(text: str) -> Iterator[_Row] | NoAnswer:
    """Return the objects of the first list of objects, or the object that the text is."""
    begin = re.search(r"\[\s*(?=\{)", text)
    rows = [*_objects(text, begin.end() if begin else len(text) - len(text.lstrip()))]
    if any({"version", "model"} <= row.values.keys() for row in rows):
        return iter(rows)
    first = re.search(r"\{([^{}]*)\}", text)
    return _no_header(re.findall(r'"([^"]*)"\s*:', first[1] if first else ""))


def _objects(text: str, at: int) -> Iterator[_Row]:
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    line, counted = 1, 0
    for number in range(1, _MOST_ROWS + 2):
        line, counted = line + text.count("\n", counted, at), at
        place = line, at - text.rfind("\n", 0, at)
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield _Row(number, *place, {}, "is no sound JSON, and what follows is not read")
            return
        said = dict(_leaves(value))
        yield _Row(number, *place, {role: [*said.values()][index] for role, index in _roles(said).items()})
        if not (following := _COMMA.match(text, end)):
            return
        at = following.end()


def _leaves(value: Any) -> Iterator[tuple[str, str]]:
    """Return each text of an object with its name, also of objects within it."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, str):
            yield name, inner.strip()
        else:
            yield from _leaves(inner)
