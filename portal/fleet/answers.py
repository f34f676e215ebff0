"""What a device answers, as somebody keeps it: recognized by its content, and read.

Parameter lists (`param.cgi?action=list`, or the same as JSON), server reports, and the answers of
`basicdeviceinfo.cgi`, `applications/list.cgi` and `disks/list.cgi`. What holds settings is read as
the lines of a parameter list.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Literal
from xml.etree import ElementTree

from portal.fleet.device import Application, Device, Part, Setting
from portal.problems import printable

Kind = Literal["parameters", "report", "identity", "applications", "disks"]
_MOST_SETTINGS, _LARGEST_TREE, _DEEPEST = 50_000, 5_000_000, 30
# A list that does not say what the device is, or has fewer groups besides, was asked for by group: what is
# not in it may be on the device
_WHOLE = 5
_IDENTITY = {"brand", "properties"}
_PRODUCT = ("Brand.ProdNbr", "Brand.ProdShortName", "Brand.ProdFullName")
_VERSION, _ARCHITECTURE = "Properties.Firmware.Version", "Properties.System.Architecture"
_CHIP, _SERIAL = "Properties.System.Soc", "Properties.System.SerialNumber"
_PRIVATE = {_SERIAL: "serial", "Network.HostName": "name", "Network.IPAddress": "address"}
# What a list of properties names otherwise than a list of parameters
_PROPERTIES = {name.rpartition(".")[2]: name for name in (*_PRODUCT, _VERSION, _ARCHITECTURE, _CHIP, _SERIAL)}
_MODEL = re.compile(r"(?:AXIS\s+)?(\S*\d\S*(?:\s+Mk\s+[IVX]+)?|.*)", re.IGNORECASE | re.DOTALL)
_PRINTED = re.compile(
    r"\D{0,20}?((?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4}))(?:\.(?:0|[1-9]\d{0,9})){0,2})(?![\d.,])"
)
_LINE = re.compile(r"\n(?:root|Brand|Properties)\.[\w.]+=")
_GROUP = re.compile(r"\n(?:root\.)?([A-Z]\w*)\.[\w.]+=")
_REPORT = re.compile(r'\nRELEASE="([^"\n]*)"|\n-{3,}[ \t]*Param|\n\[(?:root\.)?(?:Brand|Properties)\b')
_PART = re.compile(r"\n-{3,}[ \t]*Param[^\n]*")
_REPORTED = re.compile(r'\n(?:\[(?:root\.)?([\w.]+)\]|([A-Za-z][\w.]*)[ \t]*=[ \t]*"(.*)")')
_NESTED = re.compile(r"(?:data\.)?(?:root\.|(?=(?:Brand|Properties)\.))")
_PAGE = re.compile(r"<!doctype|<html", re.IGNORECASE)
_ERROR = re.compile(r"\s*(?:# )?Error\b:?[ \t]*([^\n]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """An answer, and what it says of its device."""

    kind: Kind
    says: Device


@dataclass(frozen=True)
class NoAnswer:
    """Why a text is no answer; `is_failure` where it was to be one. The line and the column count from 1."""

    why: str
    is_failure: bool = False
    line: int = 1
    column: int = 1


def lines_of(names: Iterable[str] | None = None) -> re.Pattern[str]:
    """Return how to find the lines of settings: names, with `#` for an index; all of them where None.

    Those that say what the device is are always found.
    """
    by_group: dict[str, list[str]] = {}
    for name in (*_PROPERTIES.values(), *_PRIVATE, *(names or ())):
        group, _, rest = name.partition(".")
        by_group.setdefault(group, []).append(re.escape(rest).replace(r"\#", r"\d+"))
    # By group: a fleet has millions of lines.
    groups = (rf"{re.escape(group)}\.(?:{'|'.join(rests)})" for group, rests in by_group.items())
    name = r"(?!root\.)[A-Za-z]\w*\.[^=\s]+" if names is None else f"(?i:{'|'.join(groups)})"
    return re.compile(rf"\n(?:root\.)?({name})=(.*)")


EVERYTHING = lines_of()


def answer_of(text: str, wanted: re.Pattern[str] = EVERYTHING) -> Answer | NoAnswer:
    """Return what a text answers. Of its settings it says those of the `wanted` lines."""
    begin = text.lstrip()[:1]
    if not begin:
        return NoAnswer("is empty", is_failure=True)
    if begin in "{[<" and len(text) > _LARGEST_TREE:
        return NoAnswer("is larger than any answer in JSON or XML", is_failure=True)
    if begin == "{":
        return _of_json(text, wanted)
    return _of_xml(text.strip()) if begin == "<" else _of_text(f"\n{text}", wanted)


# --- lists of parameters, and reports


def _of_text(text: str, wanted: re.Pattern[str]) -> Answer | NoAnswer:
    report = _REPORT.search(text)
    if report:
        if part := _PART.search(text):
            begin, end = part.end(), text.find("\n---", part.end())
            text = text[begin : end if end > 0 else None]
        text += _as_lines(_reported(text))
        if report[1]:
            text += _as_lines([(_VERSION, report[1])])
    elif not _LINE.search(text):
        error = _ERROR.match(text)
        return _refused(error[1]) if error else NoAnswer("is nothing that a device answers")
    return _of_lines("report" if report else "parameters", text, wanted)


def _reported(text: str) -> Iterator[tuple[str, str]]:
    group = ""
    for opened, name, value in _REPORTED.findall(text):
        group = opened or group
        if name and group:
            yield f"{group}.{name}", value


def _as_lines(said: Iterable[tuple[str, str]]) -> str:
    one_line = ((name, " ".join(value.split("\n"))) for name, value in said)
    return "".join(f"\nroot.{name}={value}" for name, value in one_line)


def _refused(said: str) -> NoAnswer:
    return NoAnswer(f"is an error of the device: {printable(said.strip(), 100)}", is_failure=True)


# One setting for devices that say the same
_setting = lru_cache(20_000)(Setting)


def _of_lines(kind: Kind, text: str, wanted: re.Pattern[str]) -> Answer | NoAnswer:
    lines = (_setting(match[1], match[2].strip()) for match in wanted.finditer(text))
    settings = tuple(islice(lines, _MOST_SETTINGS + 1))
    if len(settings) > _MOST_SETTINGS:
        return NoAnswer("has more settings than a device", is_failure=True)
    value = {setting.name.lower(): setting.value for setting in reversed(settings) if setting.value}
    model = next((value[name.lower()] for name in _PRODUCT if name.lower() in value), "")
    version = version_in(value.get(_VERSION.lower(), ""))
    holds: frozenset[Part] = frozenset({"identity"} if version else ())
    if version and model and _is_whole(text):
        holds |= {"settings", "disks"}
    device = Device(
        label="",
        model=short_model(model),
        version=version,
        architecture=value.get(_ARCHITECTURE.lower(), ""),
        chip=value.get(_CHIP.lower(), ""),
        settings=settings,
        holds=holds,
        own=tuple((what, value[name.lower()]) for name, what in _PRIVATE.items() if name.lower() in value),
    )
    return Answer(kind, device)


def short_model(said: str) -> str:
    """Return the name of a product without that of its maker, and without what sort of device it is."""
    found = _MODEL.match(said.strip())
    return found[1] if found else ""


def version_in(said: str) -> str:
    """Return the version that somebody writes, such as `AXIS OS 11.11.73 (LTS)`; empty if it is none."""
    found = _PRINTED.match(said)
    return found[1] if found else ""


def _is_whole(text: str) -> bool:
    groups: set[str] = set()
    for match in _GROUP.finditer(text):  # only as far as it takes
        groups |= {match[1].lower()} - _IDENTITY
        if len(groups) == _WHOLE:
            return True
    return False


# --- JSON


def _of_json(text: str, wanted: re.Pattern[str]) -> Answer | NoAnswer:
    value = read_json(text)
    if isinstance(value, NoAnswer):
        return value
    said = [*flat(value)]
    if any(name.startswith("error.") for name, _ in said):
        return _refused(dict(said).get("error.message", ""))
    listed = ((name.partition("propertyList.")[2], one) for name, one in said)
    if properties := [(_PROPERTIES[name], one) for name, one in listed if name in _PROPERTIES]:
        return _of_lines("identity", _as_lines(properties), wanted)
    # As a device writes them: a JSON Schema has `properties`
    if any(_NESTED.match(name) for name, _ in said):
        named = ((name.removeprefix("data.").removeprefix("root."), one) for name, one in said)
        return _of_lines("parameters", _as_lines(named), wanted)
    return NoAnswer("is JSON, and no answer that is known")


def read_json(text: str) -> Any:
    """Return what JSON says, numbers as they are written, or a `NoAnswer`."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        return NoAnswer("is no sound JSON, or goes deeper than any answer", True, *place)


def flat(value: Any, above: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Return each value with the names of what it is in, joined by dots."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from flat(inner, f"{above}.{key}" if above else key, depth + 1)
    elif isinstance(value, bool):
        yield above, "yes" if value else "no"
    elif isinstance(value, str):
        yield above, value


# --- XML


def _of_xml(text: str) -> Answer | NoAnswer:
    if _PAGE.search(text):  # and what a type of document defines could grow without end
        return NoAnswer("is a web page, such as a login or an error, and no answer", is_failure=True)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a type of document
    except ElementTree.ParseError as error:
        return NoAnswer(f"is no sound XML: {error.msg}", True, error.position[0], error.position[1] + 1)
    if (refused := root.find(".//{*}error")) is not None:
        return _refused(refused.get("message", ""))
    if root.find(".//{*}disks") is not None:
        systems = ((disk.get("group"), disk.get("filesystem")) for disk in root.iterfind(".//{*}disk"))
        named = ((group or f"S{number}", system) for number, (group, system) in enumerate(systems))
        found = tuple(_setting(f"Storage.{group}.FileSystem", system) for group, system in named if system)
        return Answer("disks", Device("", settings=found, holds=frozenset({"disks"})))
    if root.tag.endswith("reply") and all(one.tag.endswith("application") for one in root):
        device = Device("", applications=tuple(_applications(root)), holds=frozenset({"applications"}))
        return Answer("applications", device)
    return NoAnswer("is XML, and no answer that is known")


def _applications(root: ElementTree.Element) -> Iterator[Application]:
    shows_ranges = root.find(".//{*}VersionRange") is not None
    for one in root:
        ranges = one.iterfind(".//{*}VersionRange")
        ends = ((each.findtext("{*}Min", ""), each.findtext("{*}Max", "")) for each in ranges)
        yield Application(
            name=one.get("NiceName", one.get("Name", "")),
            # The vendor's reference has the first name, its schema the second
            signed=one.get("SignatureStatus") or one.get("SignedStatus"),
            ranges=tuple((low.strip(), high.strip()) for low, high in ends) if shows_ranges else None,
        )
