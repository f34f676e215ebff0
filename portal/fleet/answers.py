"""What a device answers, as somebody keeps it: recognized by its content, and read.

Parameter lists (`param.cgi?action=list`, or the same as JSON), server reports, and the answers of
`basicdeviceinfo.cgi`, `applications/list.cgi` and `disks/list.cgi`.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Literal
from xml.etree import ElementTree

from portal.fleet.device import Application, Device, Part, Setting
from portal.problems import printable

Kind = Literal["parameters", "report", "identity", "applications", "disks"]
_MOST_SETTINGS, _LARGEST_TREE, _DEEPEST = 50_000, 2_000_000, 30
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
_MODEL = re.compile(r"(?:AXIS\s+)?(?:(\S*\d\S*(?:\s+Mk\s+[IVX]+)?)(?:\s.*)?|(.*))", re.IGNORECASE | re.DOTALL)
_PRINTED = re.compile(
    r"\D{0,20}?((?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4}))(?:\.(?:0|[1-9]\d{0,9})){0,2})(?![\d.,])"
)
_HEADERS = re.compile(r"\s*(?:HTTP/[\d.]+ \d{3}[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n)+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINE = re.compile(r"\n(?:root|Brand|Properties)\.[\w.]+=")
_BARE = re.compile(r"\n[A-Z]\w*\.[\w.]+=")  # as a parameter comes that was asked for by its own name
_GROUP = re.compile(r"\n(?:root\.)?([A-Z]\w*)\.[\w.]+=")
_REPORT = re.compile(r'\nRELEASE="([^"\n]*)"|\n-{3,}[ \t]*Param|\n\[(?:root\.)?(?:Brand|Properties)\b')
_TITLE = re.compile(r"\n-{3,}[ \t]*([^-\s][^\n]*?)[ \t]*-{3,}[ \t]*\r?(?=\n)")
_REPORTED = re.compile(r'\n(?:\[([\w.]+)\]|([A-Za-z][\w.]*)[ \t]*=[ \t]*"(.*)")')
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)", re.IGNORECASE)
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


class Wanted:
    """The settings to read: names, with `#` for an index; all of them where no names are given.

    Those that say what the device is are always read.
    """

    def __init__(self, names: Iterable[str] | None = None) -> None:
        by_group: dict[str, list[str]] = {}
        for name in (*_PROPERTIES.values(), *_PRIVATE, *(names or ())):
            group, _, rest = name.partition(".")
            by_group.setdefault(group, []).append(re.escape(rest).replace(r"\#", r"\d+"))
        # By group, and from what every line begins with: a fleet has millions of lines.
        groups = (rf"{re.escape(group)}\.(?:{'|'.join(rests)})" for group, rests in by_group.items())
        name = r"(?!root\.)[A-Za-z]\w*\.[^=\s]+" if names is None else f"(?i:{'|'.join(groups)})"
        self.name = re.compile(name)
        self.lines = re.compile(rf"\nroot\.({name})=(.*)"), re.compile(rf"\n({name})=(.*)")


EVERYTHING = Wanted()


def answer_of(text: str, wanted: Wanted = EVERYTHING) -> Answer | NoAnswer:
    """Return what a text answers."""
    if head := _HEADERS.match(text):  # as `curl --include` keeps them
        text = text[head.end() :]
    begin = text.lstrip()[:20]
    if not begin:
        return NoAnswer("is empty", is_failure=True)
    if begin[0] == "{":
        return _of_json(text, wanted)
    if _PAGE.match(text):
        return NoAnswer("is a web page, such as a login or an error, and no answer", is_failure=True)
    return _of_xml(text) if begin[0] == "<" and not _BREAK.match(begin) else _of_text(text, wanted)


# --- lists of parameters, and reports


def _of_text(text: str, wanted: Wanted) -> Answer | NoAnswer:
    if _BREAK.search(text, 0, 1000):
        text = html.unescape(_BREAK.sub("\n", text))
    text = f"\n{text}"
    if "\nroot." not in text:
        text = re.sub(r"\n[ \t]+", "\n", text)  # as it is pasted
    report = _REPORT.search(text)
    if not (report or _LINE.search(text)):
        if error := _ERROR.match(text):
            return NoAnswer(f"is an error of the device: {printable(error[1].strip(), 100)}", is_failure=True)
        return NoAnswer("is nothing that a device answers")
    reported = list(islice(_reported(text), _MOST_SETTINGS)) if report else []
    rooted, bare = wanted.lines
    said = chain(
        ((name, value) for name, value in reported if wanted.name.fullmatch(name)),
        ((match[1], match[2]) for match in rooted.finditer(text)),
        ((match[1], match[2]) for match in bare.finditer(text)) if _BARE.search(text) else (),
        [(_VERSION, report[1])] if report and report[1] else (),
    )
    sections = (name.partition(".")[0] for name, _ in reported)
    groups = chain(sections, (match[1] for match in _GROUP.finditer(text)))  # only as far as it takes
    return _of_settings("report" if report else "parameters", said, groups)


def _reported(text: str) -> Iterator[tuple[str, str]]:
    """Return the settings in the parts of a report that are of parameters, in all of it if it names none."""
    titles = list(_TITLE.finditer(text))
    ends = [*(title.start() for title in titles[1:]), len(text)]
    parts = [(title.end(), end) for title, end in zip(titles, ends, strict=False) if "aram" in title[1]]
    for begin, end in parts or [(0, len(text))]:
        group = ""
        for match in _REPORTED.finditer(text, begin, end):
            group = (match[1] or group).removeprefix("root.")
            if match[2] and group:
                yield f"{group}.{match[2]}", match[3]


def _of_settings(kind: Kind, said: Iterable[tuple[str, str]], groups: Iterable[str]) -> Answer | NoAnswer:
    settings = tuple(islice((_setting(name, value.strip()) for name, value in said), _MOST_SETTINGS + 1))
    if len(settings) > _MOST_SETTINGS:
        return NoAnswer("has more settings than a device", is_failure=True)
    value = {setting.name.lower(): setting.value for setting in reversed(settings)}
    model = next((found for name in _PRODUCT if (found := value.get(name.lower()))), "")
    version = version_in(value.get(_VERSION.lower(), ""))
    device = Device(
        label="",
        model=short_model(model),
        version=version,
        architecture=value.get(_ARCHITECTURE.lower(), ""),
        chip=value.get(_CHIP.lower(), ""),
        settings=settings,
        holds=frozenset(_parts(value, version, groups if model else ())),
        own=tuple((what, found) for name, what in _PRIVATE.items() if (found := value.get(name.lower()))),
    )
    return Answer(kind, device)


def short_model(said: str) -> str:
    """Return the name of a product without that of its maker, and without what sort of device it is."""
    found = _MODEL.fullmatch(said.strip())
    return (found[1] or found[2]) if found else ""


def version_in(said: str) -> str:
    """Return the version that somebody writes, such as `AXIS OS 11.11.73 (LTS)`; empty if it is none."""
    found = _PRINTED.match(said)
    return found[1] if found else ""


def _parts(value: dict[str, str], version: str, groups: Iterable[str]) -> Iterator[Part]:
    if version:
        yield "identity"
    seen: set[str] = set()
    for group in groups if version else ():
        seen |= {group.lower()} - _IDENTITY
        if len(seen) == _WHOLE:
            yield from ("settings", "disks")
            return
    if any(re.fullmatch(r"storage\.\w+\.filesystem", name) for name in value):
        yield "disks"


@lru_cache(20_000)
def _setting(name: str, value: str) -> Setting:
    """Return a setting, the same one for devices that say the same."""
    return Setting(name, value)


# --- JSON


def _of_json(text: str, wanted: Wanted) -> Answer | NoAnswer:
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as unsound:
        return NoAnswer(f"is no sound JSON: {unsound.msg}", True, unsound.lineno, unsound.colno)
    except RecursionError:
        return NoAnswer("goes deeper than any answer", is_failure=True)
    if isinstance(value, dict):
        if isinstance(error := value.get("error"), dict):
            said = printable(str(error.get("message", error)), 100)
            return NoAnswer(f"is an error of the device: {said}", is_failure=True)
        inside = data if isinstance(data := value.get("data", value), dict) else {}
        listed = inside.get("propertyList", inside if "ProdNbr" in inside else None)
        if isinstance(listed, dict):
            named = ((_PROPERTIES.get(name, name), said) for name, said in _flat(listed, ""))
            return _of_settings("identity", ((name, said) for name, said in named if "." in name), ())
        # As a device writes them: a JSON Schema has `properties`
        if not {"root", "Brand", "Properties"}.isdisjoint(key.partition(".")[0] for key in inside):
            names = [*_flat(inside, "")]
            kept = ((name, said) for name, said in names if wanted.name.fullmatch(name))
            return _of_settings("parameters", kept, (name.partition(".")[0] for name, _ in names))
    return NoAnswer("is JSON, and no answer that is known")


def _flat(value: Any, above: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Return each value with the names of what it is in, joined by dots."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            yield from _flat(inner, f"{above}.{key}".removeprefix(".").removeprefix("root."), depth + 1)
    elif isinstance(value, bool):
        yield above, "yes" if value else "no"
    elif isinstance(value, str):
        yield above, value


# --- XML


def _of_xml(text: str) -> Answer | NoAnswer:
    if len(text) > _LARGEST_TREE:
        return NoAnswer("is larger than any answer in XML", is_failure=True)
    if "<!DOCTYPE" in text:  # what it defines could grow without end
        return NoAnswer("is XML that declares a type of document, which no answer does", is_failure=True)
    try:
        # As text, so that no declaration of an encoding changes what was looked at
        root = ElementTree.fromstring(text.lstrip().encode("utf-8", "replace").decode("utf-8"))  # noqa: S314
    except ElementTree.ParseError as error:
        return NoAnswer(f"is no sound XML: {error.msg}", True, error.position[0], error.position[1] + 1)
    return _of_tree(root)


def _of_tree(root: ElementTree.Element) -> Answer | NoAnswer:
    found: dict[str, list[ElementTree.Element]] = {}
    for element in root.iter():
        found.setdefault(element.tag.rpartition("}")[2].lower(), []).append(element)
    if error := found.get("error"):
        return NoAnswer(f"is an error of the device: {printable(_said(error[0], 'message'), 100)}", True)
    if "disks" in found:
        settings = tuple(_file_systems(found.get("disk", [])))
        return Answer("disks", Device("", settings=settings, holds=frozenset({"disks"})))
    if "application" in found or set(found) == {"reply"}:
        device = Device("", applications=tuple(_applications(found.get("application", []))))
        return Answer("applications", replace(device, holds=frozenset({"applications"})))
    return NoAnswer("is XML, and no answer that is known")


def _said(element: ElementTree.Element, *names: str) -> str:
    """Return the first attribute of these names that an element has, in whatever case."""
    said = {key.lower(): value for key, value in element.attrib.items()}
    return next((said[name] for name in names if said.get(name)), "")


def _file_systems(disks: list[ElementTree.Element]) -> Iterator[Setting]:
    for number, disk in enumerate(disks):
        if file_system := _said(disk, "filesystem"):
            yield _setting(f"Storage.{_said(disk, 'group') or f'S{number}'}.FileSystem", file_system)


def _applications(found: list[ElementTree.Element]) -> Iterator[Application]:
    shows_ranges = any(True for one in found for _ in one.iter("VersionRange"))
    for one in found:
        ends = ((each.findtext("Min", ""), each.findtext("Max", "")) for each in one.iter("VersionRange"))
        yield Application(
            name=_said(one, "nicename", "name"),
            version=_said(one, "version"),
            # The vendor's reference has the first name, its schema the second
            signed=_said(one, "signaturestatus", "signedstatus") or None,
            ranges=tuple((low.strip(), high.strip()) for low, high in ends) if shows_ranges else None,
            is_bundled=_said(one, "bundled").lower() in {"yes", "true"},
        )
