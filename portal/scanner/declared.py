"""What an application declares in `package.conf` and `manifest.json`, and which changes touch that.

A fact has the kind and the name of a name of the surface, a value, and its place.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from portal.model.versions import Version
from portal.problems import printable
from portal.scanner.page import CodePage
from portal.scanner.scan_names import Names, ScanName
from portal.scanner.search import Use

MANIFEST, CONF = "manifest.json", "package.conf"
ARCHITECTURE = "architecture"
_LARGEST, _MOST_FACTS = 1_000_000, 20_000
_CONF = re.compile(rb"^[ \t]*(?:APPNAME|PACKAGENAME)=", re.MULTILINE)
_KEY = re.compile(
    r"""^[ \t]*(?P<key>[A-Za-z_]\w*)=(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s#;]*))""",
    re.MULTILINE,
)
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_OPENS, _CLOSES = {"{", "["}, {"}", "]"}
_BUILT_FOR = "acapPackageConf.setup.architecture"


@dataclass(frozen=True)
class Fact:
    """Something declared. `line` and the columns count from 1; `text` says it to people."""

    kind: str
    name: str
    value: str
    text: str
    line: int = 1
    column: int = 1
    end_column: int = 1


@dataclass(frozen=True)
class Declaration:
    """A file, and what it declares."""

    path: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class NotSound:
    """A file that is to declare something and cannot be read: why, and in which line."""

    line: int
    message: str


def declaration(path: str, data: bytes) -> Declaration | NotSound | None:
    """Return what a file declares; None for one that is neither a manifest nor a package.conf."""
    name = path.rpartition("/")[2].lower()  # this is asked of every file
    if name.startswith(CONF) and _CONF.search(data):
        return Declaration(path, tuple(islice(_of_conf(CodePage(path, data)), _MOST_FACTS)))
    if not name.endswith(".json") or b'"acapPackageConf"' not in data:
        return None
    if len(data) > _LARGEST:
        return NotSound(1, f"is not read as a manifest: it is larger than {_LARGEST // 1_000_000} MB")
    page = CodePage(path, data)
    try:
        value = json.loads(page.text)
    except RecursionError:
        return NotSound(1, "is not read as a manifest: it goes too deep")
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return NotSound(
            line, f"is not read as a manifest: it is not sound JSON: {printable(str(error), 100)}"
        )
    # The schema of manifests names the field too, further down.
    is_one = isinstance(value, dict) and "acapPackageConf" in value
    return Declaration(path, tuple(islice(_of_manifest(page), _MOST_FACTS))) if is_one else None


def _of_conf(page: CodePage) -> Iterator[Fact]:
    for match in _KEY.finditer(page.text):
        value = match["double"] or match["single"] or match["bare"] or ""
        if value:  # an empty one is as good as none
            span = match.start("key"), match.end()
            yield _fact(page, "package", match["key"], value, span)
            if match["key"] == "APPTYPE":
                yield _fact(page, "package", ARCHITECTURE, value, span)


def _of_manifest(page: CodePage) -> Iterator[Fact]:
    """Return each field by its path, with `*` for the items of a list. The text is sound JSON."""
    yield Fact("package", MANIFEST, "", MANIFEST)
    keys: list[str] = []  # where it stands: one for each group and list that is open
    lists: list[bool] = []
    is_key, span = False, (0, 0)
    for token in _TOKEN.finditer(page.text):
        said = token.group()
        if said in _CLOSES:
            keys.pop()
            lists.pop()
        elif said == ",":
            is_key = not lists[-1]
        elif said == ":":
            is_key = False
        elif is_key:
            keys[-1] = json.loads(said)
            span = token.span()
        else:
            name = ".".join(keys)
            value = "" if said in _OPENS else str(json.loads(said)) if said[0] == '"' else said
            if not keys or lists[-1]:
                span = token.span()
            if keys:
                yield _fact(page, "manifest", name, value, span)
            if name == _BUILT_FOR:
                yield _fact(page, "package", ARCHITECTURE, value, span)
            if said in _OPENS:
                lists.append(said == "[")
                keys.append("*")
                is_key = said == "{"


def _fact(page: CodePage, kind: str, name: str, value: str, span: tuple[int, int]) -> Fact:
    begin, end = span
    line, column = page.place(begin)
    return Fact(kind, name, value, page.shown(line, column), line, column, column + end - begin)


# --- which changes touch it


class Rules:
    """What all changes say of what is declared. `changes` are those that say it of manifests and keys."""

    def __init__(self, names: Names) -> None:
        self._names = [
            (change.id, name) for change in names.changes for name in change.names if name.is_declared
        ]
        self.changes = {change for change, name in self._names if name.kind != "needed-library"}
        self._limited = {change.id for change in names.changes if change.limited}

    def touched(self, files: Sequence[Declaration], package: str = "") -> Iterator[tuple[str, Use]]:
        """Return what changes touch, each with the path of its file.

        `package` is the path of a package of which all is known: what is in none of its files is absent.
        """
        named = {(fact.kind, fact.name): file.path for file in files for fact in file.facts}
        manifest = named.get(("package", MANIFEST), "")
        # A part of a manifest, as documents show it, leaves out what it likes.
        is_whole = bool(package) or ("manifest", "schemaVersion") in named
        said: set[str] = set()
        for change, name in self._names:
            found = [(file.path, fact) for file in files for fact in file.facts if _is_named(name, fact)]
            if not name.absent:
                found = [(path, fact) for path, fact in found if _holds(name, fact.value)]
                if name.name == ARCHITECTURE:  # that each program says again
                    found = found[:1]
            elif found or not (is_whole if name.kind == "manifest" else package):
                continue
            elif name.kind == "manifest" and not manifest:
                # Without a manifest all of its fields are missing; a change says so once.
                found = [] if change in said else [(package, _missing(name, f"no {MANIFEST}, so no "))]
            else:
                found = [(manifest if name.kind == "manifest" else package, _missing(name, "no "))]
            said |= {change for _ in found}
            for path, fact in found:
                place = (fact.line, fact.column, fact.end_column)
                yield path, Use(change, name.name, *place, fact.text)

    def unknown(self, uses: Sequence[tuple[str, Use]]) -> Iterator[str]:
        """Return what uses in a package or a manifest leave open."""
        limited = sorted({use.change for _, use in uses} & self._limited)
        if limited:
            concern = "concerns" if len(limited) == 1 else "concern"
            yield f"whether it goes on a product that {', '.join(limited)} {concern}"


def _is_named(name: ScanName, fact: Fact) -> bool:
    if fact.kind != name.kind:
        return False
    return fact.name == name.name or (name.kind == "needed-library" and fact.name.startswith(f"{name.name}."))


def _holds(name: ScanName, value: str) -> bool:
    if name.is_ is not None:
        return value == name.is_
    if name.is_not is not None:
        return value != name.is_not
    if name.below is None:
        return True
    try:
        return Version.parse(value) < name.below
    except ValueError:
        return False


def _missing(name: ScanName, none: str) -> Fact:
    return Fact(name.kind, name.name, "", f"{none}{name.name}")
