"""What a device answers, or a list says of many, as somebody keeps it: recognized by its content, and read.

Parameter lists (`param.cgi?action=list`, or the same as JSON), server reports, and the answers of
`basicdeviceinfo.cgi`, `applications/list.cgi` and `disks/list.cgi`: all that holds settings becomes the lines
of a parameter list. Lists as CSV or JSON: all become the lines of a table, a row a line, so that a quote
without its end takes one row.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any
from xml.etree import ElementTree

from portal.fleet.device import Application, Device, Part, Setting
from portal.problems import Problem, printable

_MOST_ROWS, _LONGEST_ROW, _LONGEST_NAME, _HEADER_WITHIN = 50_000, 10_000, 200, 30
# A list that does not say what the device is, or has fewer groups besides, was asked for by group: what is
# not in it may be on the device
_WHOLE = 5
_PRODUCT = ("Brand.ProdNbr", "Brand.ProdShortName", "Brand.ProdFullName")
_VERSION, _ARCHITECTURE = "Properties.Firmware.Version", "Properties.System.Architecture"
_CHIP, _SERIAL = "Properties.System.Soc", "Properties.System.SerialNumber"
_IDENTITY = (*_PRODUCT, _VERSION, _ARCHITECTURE, _CHIP, _SERIAL)
_PRIVATE = {_SERIAL: "serial", "Network.HostName": "name", "Network.IPAddress": "address"}
# How `basicdeviceinfo.cgi` names them
_PROPERTIES = {name.rpartition(".")[2]: name for name in _IDENTITY}
# A product without its maker and without what sort of device it is; a version as somebody writes it, such as
# `AXIS OS 11.11.73 (LTS)`
_MODEL = re.compile(r"\A\s*(?:AXIS\s+)?(\S*\d\S*(?:\s+Mk\s+[IVX]+)?|.*\S)", re.IGNORECASE | re.DOTALL)
_PRINTED = re.compile(r"\A\D{0,20}?((?:0|[1-9]\d{0,9})(?:\.(?:0|[1-9]\d{0,9})){1,3})(?![\w.,])")
_LINE = re.compile(r"\n(?:root|Brand|Properties)\.[\w.]+=")
_GROUP = re.compile(r"\n(?:root\.)?(?!Brand|Properties)([A-Z]\w*)\.[\w.]+=")
# A report has the version, a part of parameters, and there each group with its name in brackets
_RELEASE = re.compile(r'\nRELEASE="([^"\n]+)"')
_PART = re.compile(r"\n-{3,}[ \t]*Param[^\n]*")
_HEADING = re.compile(r"\n\[(?:root\.)?([\w.]+)\]")
_QUOTED = re.compile(r'\n([A-Za-z][\w.]*)[ \t]*=[ \t]*"(.*)"')
_EVERYTHING = re.compile(r"\n(?:root\.)?((?!root\.)[A-Za-z]\w*\.[^=\s]+)=(.*)")
_JSON = re.compile(r"\s*(?:\{|\[\s*[{\]])")
# What a column is, by the letters of its name, the surest first
_VERSIONS = (
    r"(?:axis|current|installed|device)*(?:firmware|fw|axisos|os)(?:version|ver|revision|release|stand)?",
    r"(?:software|sw|current|installed)?(?:version|release)(?:number)?",
)
_MODELS = (
    r"(?:device|camera|product|hardware|hw)?(?:modell?|modelo|mod[eè]le)(?:name|number|no|nr|id)?",
    r"prod(?:uct)?(?:nbr|number|no|name|shortname|fullname|type|code)?|produkt|produit|producto",
    r"(?:device|camera|hardware)type|gerätetyp|type|typ|tipo|hardware",
)
_MAKERS = (r"manufacturer|vendor|maker|make|brand|hersteller|fabricant",)
_read_json = partial(json.loads, parse_float=str, parse_int=str)


def lines_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return how to find the lines of settings by their names, with `#` for an index.

    Those that say what the device is are found, too.
    """
    found = (re.escape(name).replace(r"\#", r"\d+") for name in (*_IDENTITY, *_PRIVATE, *names))
    return re.compile(rf"\n(?:root\.)?({'|'.join(found)})=(.*)")


def answer_of(text: str, wanted: re.Pattern[str] = _EVERYTHING) -> Device | None:
    """Return what a text says of its device, None where it is nothing that a device answers.

    Of its settings it says those of the `wanted` lines. Raises `ValueError`, `RecursionError` or
    `ElementTree.ParseError` for what was to be an answer.
    """
    if text.lstrip().startswith("<"):
        return _of_xml(text.strip())
    lines = _of_json(text) if text.lstrip().startswith("{") else _of_text(f"\n{text}")
    if not _LINE.search(lines):
        return None
    settings = tuple(Setting(match[1], match[2].strip()) for match in wanted.finditer(lines))
    value = {setting.name: setting.value for setting in reversed(settings) if setting.value}
    model = "".join(_MODEL.findall(next(filter(None, map(value.get, _PRODUCT)), "")))
    version = "".join(_PRINTED.findall(value.get(_VERSION, "")))
    holds: tuple[Part, ...] = ("identity",) if version else ()
    if version and model and len([*islice(groupby(_GROUP.finditer(lines), itemgetter(1)), _WHOLE)]) == _WHOLE:
        holds = ("identity", "settings", "disks")
    return Device(
        label="",
        model=model,
        version=version,
        architecture=value.get(_ARCHITECTURE, ""),
        chip=value.get(_CHIP, ""),
        settings=settings,
        holds=frozenset(holds),
        own=tuple((what, value[name]) for name, what in _PRIVATE.items() if name in value),
    )


def _of_json(text: str) -> str:
    named = ((re.sub(r"^data\.(propertyList\.)?", "", name), said) for name, said in _flat(_read_json(text)))
    return "".join(f"\n{_PROPERTIES.get(name, name)}={said}" for name, said in named)


def _flat(value: Any, above: str = "") -> Iterator[tuple[str, str]]:
    """Return each value with the names of what it is in, joined by dots."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{above[:_LONGEST_NAME]}.{key}")
    elif isinstance(value, bool):
        yield above[1:], "yes" if value else "no"
    elif isinstance(value, str):
        yield above[1:], value


def _of_text(text: str) -> str:
    release = _RELEASE.search(text)
    version = f"\nroot.{_VERSION}={release[1]}" if release else ""
    if part := _PART.search(text):
        text = text[part.end() :].partition("\n---")[0]
    before, *groups = _HEADING.split(text)
    named = zip(groups[::2], groups[1::2], strict=True)
    lines = (_QUOTED.sub(rf"\n{group}.\1=\2", body) for group, body in named)
    return "".join((before, *lines, version))


def _of_xml(text: str) -> Device | None:
    if re.search("<!doctype|<html", text, re.IGNORECASE):  # what a type of document defines may have no end
        raise ValueError("it is a web page, such as a login or an error")
    root = ElementTree.fromstring(text)  # noqa: S314 - without a type of document
    if root.find(".//{*}disks") is not None:
        systems = ((disk.get("group", "S0"), disk.get("filesystem")) for disk in root.iterfind(".//{*}disk"))
        found = tuple(Setting(f"Storage.{group}.FileSystem", system) for group, system in systems if system)
        return Device("", settings=found, holds=frozenset({"disks"}))
    if not root.tag.endswith("reply") or not all(one.tag.endswith("application") for one in root):
        return None
    shows_ranges = root.find(".//{*}VersionRange") is not None
    applications = []
    for one in root:
        said = one.iterfind(".//{*}VersionRange")
        ranges = ((each.findtext("{*}Min", "").strip(), each.findtext("{*}Max", "").strip()) for each in said)
        # The vendor's reference has the first name, its schema the second
        signed = one.get("SignatureStatus") or one.get("SignedStatus")
        name = one.get("NiceName", one.get("Name", ""))
        applications.append(Application(name, signed, tuple(ranges) if shows_ranges else None))
    return Device("", applications=tuple(applications), holds=frozenset({"applications"}))


# --- lists of devices


def inventory_of(text: str, path: str) -> Iterator[Device | Problem]:
    """Return the devices of a list, and its wrong rows; nothing where a text is no list.

    `path` is how problems name the file. Raises `ValueError` or `RecursionError` for what was to be a list.
    """
    is_json = bool(_JSON.match(text))
    # Row 0 is the header of JSON, and nothing in a file whose lines count from 1
    cut = _as_lines(_read_json(text)) if is_json else ["", *re.split(r"\r\n?|\n", text, maxsplit=_MOST_ROWS)]
    for delimiter in "\t" if is_json else ",;\t|":
        rows = enumerate(_cells(line[:_LONGEST_ROW], delimiter) for line in cut)
        for _, header in islice(rows, _HEADER_WITHIN):
            if columns := _columns(name for _, name in header):
                if len(cut) > _MOST_ROWS + 1:
                    raise ValueError(f"a list has at most {_MOST_ROWS:,} rows")
                for number, cells in rows:
                    if any(said for _, said in cells):
                        said = [cells[min(at, len(cells) - 1)] for at in columns]
                        yield _device(path, number, said, is_json=is_json)
                return


def _as_lines(value: Any) -> list[str]:
    """Return the list that JSON is or has, or the object that it is, as lines with a header."""
    lists = [value, *value.values()] if isinstance(value, dict) else [value]
    items = next((one for one in lists if isinstance(one, list)), [value])
    rows = [dict(_flat(item)) for item in items]
    names = [*dict.fromkeys(chain.from_iterable(rows))]
    names = [names[at] for at in _columns(names)]
    return ["\t".join(names), *("\t".join(row.get(name, "") for name in names) for row in rows)]


def _columns(names: Iterable[str]) -> list[int]:
    """Return where version, model and, if it is there, maker stand; nothing without the first two."""
    letters = [re.sub(r"^.*\.(?=\w)|[\W\d_]+", "", name.lower()) for name in names]
    version, model, maker = (
        [at for one in patterns for at, name in enumerate(letters) if re.fullmatch(one, name)][:1]
        for patterns in (_VERSIONS, _MODELS, _MAKERS)
    )
    return version + model + maker if version and model else []


def _cells(line: str, delimiter: str) -> list[tuple[int, str]]:
    """Return the cells of a line, each with its column, and an empty one for what is missing behind them."""
    end = re.escape(delimiter)
    found = re.finditer(rf'(?:^|{end})( *+"(?:[^"]|"")*+"?[^{end}]*+|[^{end}]*+)', line)
    cells = [(one.start(1) + 1, one[1].replace('"', "").strip()) for one in found]
    return [*cells, (len(line) + 1, "")]


def _device(path: str, row: int, cells: Sequence[tuple[int, str]], *, is_json: bool) -> Device | Problem:
    (place, said), (_, model), *maker = cells
    line, column = (1, 1) if is_json else (row, place)
    version = "".join(_PRINTED.findall(said))
    if any("axis" not in one.lower() for _, one in maker if one):
        wrong = "is not of Axis"
    elif not version:
        wrong = f"{printable(said, 40)} is no version such as 11.10" if said else "has no version"
    else:
        model, own = "".join(_MODEL.findall(model)), (("file", f"{path}:{line}"),)
        return Device(f"row {row}", model, version, holds=frozenset({"identity"}), own=own)
    return Problem(path, line, column, f"row {row}", wrong)
