"""What an application declares in `package.conf` and `manifest.json`, and which changes touch that.

A fact has the kind and the name of a name of the surface, a value, and its position.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from portal.model.change import Below
from portal.model.versions import Version
from portal.problems import printable
from portal.scanner.accepting import Remark, not_known
from portal.scanner.page import CodePage
from portal.scanner.scan_names import Names, ScanName
from portal.scanner.search import Use

MANIFEST = "manifest.json"
DECLARING = {MANIFEST, "package.conf"}
CONF = re.compile(r"(?:^|/)package[^/]*\.conf[^/]*$", re.IGNORECASE)  # also package.conf.armv7hf
ARCHITECTURE = "architecture"
_LARGEST, _MOST_FACTS = 1_000_000, 20_000
_CONF = re.compile(rb"^[ \t]*(?:APPNAME|PACKAGENAME)=", re.MULTILINE)
_KEY = re.compile(
    r"""^[ \t]*(?P<key>[A-Za-z_]\w*)=(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s#;]*))""",
    re.MULTILINE,
)
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_WRITTEN = re.compile(r'\{(?=\s*"(?:schemaVersion|acapPackageConf)")')
_OPENS, _CLOSES = {"{", "["}, {"}", "]"}
# Between the options of a setting: `videocodec=h264&fps=5`, `vers=1.0,soft`
_OPTIONS = re.compile(r"[&?,;\s]")
_BUILT_FOR = "acapPackageConf.setup.architecture"


@dataclass(frozen=True)
class Fact:
    """Something that a file declares. `line` and the columns count from 1; `text` says it to people."""

    path: str
    kind: str
    name: str
    value: str
    text: str
    line: int = 1
    column: int = 1
    end_column: int = 1


def declaration(page: CodePage) -> tuple[Fact, ...] | Remark:
    """Return what a manifest, code that writes one or a package.conf declares, or why nothing."""
    name = page.path.rpartition("/")[2].lower()  # this is asked of every file
    if CONF.search(page.path) and _CONF.search(page.data):
        return tuple(islice(_of_conf(page), _MOST_FACTS))
    is_json = ".json" in name  # a manifest for one chip is manifest.json.cv25
    text = page.text if b'"acapPackageConf"' in page.data and (is_json or page.place != "document") else ""
    begins = (re.compile(r"\S") if is_json else _WRITTEN).search(text)
    if begins is None:
        return ()
    if len(text) > _LARGEST:
        return _not_read(page, f"it is larger than {_LARGEST // 1_000_000} MB")
    try:
        value, end = json.JSONDecoder().raw_decode(text, begins.start())
    except (RecursionError, ValueError) as error:
        if not is_json:
            return ()
        deep = isinstance(error, RecursionError)
        why = "it goes too deep" if deep else f"it is not sound JSON: {printable(str(error), 100)}"
        return _not_read(page, why, getattr(error, "lineno", 1))
    # The schema of manifests names the field too, further down.
    is_one = isinstance(value, dict) and "acapPackageConf" in value
    return tuple(islice(_of_manifest(page, begins.start(), end), _MOST_FACTS)) if is_one else ()


def _not_read(page: CodePage, why: str, line: int = 1) -> Remark:
    return Remark(page.path, line, 1, f"is not read as a manifest: {why}")


def _of_conf(page: CodePage) -> Iterator[Fact]:
    for match in _KEY.finditer(page.text):
        value = match["double"] or match["single"] or match["bare"] or ""
        if value:  # an empty one is as good as none
            span = match.start("key"), match.end()
            yield _fact(page, "package", match["key"], value, span)
            if match["key"] == "APPTYPE":
                yield _fact(page, "package", ARCHITECTURE, value, span)


def _of_manifest(page: CodePage, begin: int, end: int) -> Iterator[Fact]:
    """Return each field by its path, with `*` for the items of a list. The text between is sound JSON."""
    yield Fact(page.path, "package", MANIFEST, "", MANIFEST)
    keys: list[str] = []  # where it stands: one for each group and list that is open
    lists: list[bool] = []
    is_key, span = False, (0, 0)
    for token in _TOKEN.finditer(page.text, begin, end):
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
    line, column = page.position(begin)
    text = page.shown(line, column)
    return Fact(page.path, kind, name, value, text, line, column, column + end - begin)


# --- which changes touch it


class Rules:
    """What all changes say of what is declared. `changes` are those that say it of manifests and keys."""

    def __init__(self, names: Names) -> None:
        self._names = [
            (change.id, name)
            for change in names.changes
            for name in change.names
            if name.is_declared and name.is_searched
        ]
        self.changes = {change for change, name in self._names if name.kind != "needed-library"}
        self._limited = {change.id for change in names.changes if change.limited}

    def touched(self, facts: Sequence[Fact], package: str = "") -> tuple[Use, ...]:
        """Return what changes touch, in order.

        `package` is the path of a package of which all is known: what is in none of its files is absent.
        """
        manifest = next((fact.path for fact in facts if fact.name == MANIFEST), "")
        # A part of a manifest, as documents show it, leaves out what it likes.
        is_whole = package or any(fact.name == "schemaVersion" for fact in facts)
        uses = []
        for change, name in self._names:
            found = [fact for fact in facts if _is_named(name, fact)]
            if not name.absent:
                held = [fact for fact in found if holds(name, fact.value)]
                found = held if "*" not in name.name or len(held) == len(found) else []  # one range is enough
            elif found or not is_whole:
                continue
            elif path := manifest if name.kind == "manifest" else package:
                found = [Fact(path, name.kind, name.name, "", f"no {name.name}")]
            for fact in found[:1] if name.name == ARCHITECTURE else found:  # which each program says again
                at = (fact.path, fact.line, fact.column)
                uses.append(Use(*at, change, name.name, fact.end_column, fact.text))
        return tuple(sorted(uses))

    def unknown(self, path: str, uses: Sequence[Use]) -> Iterator[Remark]:
        """Return what uses in a package or a manifest leave open."""
        if limited := sorted({use.change for use in uses} & self._limited):
            yield not_known(path, f"whether it goes on a product affected by {', '.join(limited)}")


def _is_named(name: ScanName, fact: Fact) -> bool:
    is_suffixed = name.kind == "needed-library" and fact.name.startswith(f"{name.name}.")
    return fact.kind == name.kind and (fact.name == name.name or is_suffixed)


def holds(name: ScanName, value: str, target: Version | None = None) -> bool:
    """Whether the condition of a name holds for a value; `target` is the version that the device gets.

    A device writes the words of its settings in any case. The highest version of a range stands for all that
    begin so: 12 for all of 12, and an empty one for any.
    """
    fold = str.casefold if name.is_setting else str
    if name.is_ is not None:
        return fold(value) == fold(name.is_)
    if name.is_not is not None:
        return fold(value) != fold(name.is_not)
    if name.has is not None:
        has = fold(name.has)
        return any(one == has or one.startswith(f"{has}=") for one in _OPTIONS.split(fold(value)))
    return name.below is None or _is_below(value, name.below, target)


def _is_below(value: str, below: Below, target: Version | None) -> bool:
    try:
        version = Version.parse(value)
    except ValueError:
        return False
    if below == "target":
        return target is not None and version.numbers < target.numbers[: len(version.numbers)]
    return version < below
