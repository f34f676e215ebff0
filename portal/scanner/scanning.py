"""A scan: every file below what somebody names, in this process or, where it pays, in several."""

import re
import signal
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path

from portal.model.dates import When
from portal.scanner.accepting import Baseline, Remark, accept, accept_baseline, suppressions
from portal.scanner.code_files import LARGEST, Skipped, Walk, find_files, is_there, read_file, read_packed
from portal.scanner.declared import CONF, MANIFEST, Declaration, NotSound, Rules, declaration
from portal.scanner.packages import LARGEST_PACKAGE, Package, read_package
from portal.scanner.places import Place, Where, place_of
from portal.scanner.scan_names import Level, Names, ScanChange
from portal.scanner.search import MOST, Search, Use

# Starting processes takes as long as some thousand files.
_FEW = 3000
_BATCH = 400


@dataclass(frozen=True)
class Asked:
    """What to scan: `paths` relative to the walk's `here`, with as many `processes` as may be used."""

    walk: Walk
    paths: tuple[Path, ...]
    largest: int = LARGEST
    processes: int = 1
    baseline: Baseline | None = None
    baseline_path: str = ""


@dataclass(frozen=True)
class Finding:
    """A name of a change in one file, with all its uses there in order."""

    path: str
    change: ScanChange
    name: str
    uses: tuple[Use, ...]
    place: Place = "code"
    is_due: bool = False

    @property
    def level(self) -> Level:
        """How much it matters: what was due counts as out."""
        name = next(name for name in self.change.names if name.name == self.name)
        level = self.change.level(name)
        return "applied" if level == "planned" and self.is_due else level

    @property
    def is_comment(self) -> bool:
        """Whether all its lines are comments."""
        return all(use.comment for use in self.uses)

    @property
    def where(self) -> Where:
        """The place that matters most: code only where a line is no comment."""
        return "comment" if self.place == "code" and self.is_comment else self.place

    def places(self) -> Iterator[Where]:
        """Return the place of each use."""
        for use in self.uses:
            yield "comment" if self.place == "code" and use.comment else self.place


@dataclass(frozen=True)
class Scan:
    """What was found, what was searched and what was not.

    `accepted` counts the uses that suppressions and the baseline accept; `size` is in bytes.
    """

    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    skipped: tuple[Skipped, ...]
    files: int
    size: int
    accepted: int
    names: Names

    def as_of(self, day: date) -> "Scan":
        """Return the scan on a day: what was due before it counts as out, whatever the facts know of that."""
        return replace(self, findings=tuple(_on(item, day) for item in self.findings))

    def only(self, changes: Mapping[str, ScanChange]) -> "Scan":
        """Return the scan with the findings of these changes alone, by id, as they are given."""
        kept = (item for item in self.findings if item.change.id in changes)
        return replace(self, findings=tuple(replace(item, change=changes[item.change.id]) for item in kept))


def _on(finding: Finding, day: date) -> Finding:
    change = finding.change
    if change.status != "planned" or not change.due or change.due >= day.isoformat():
        return finding
    when = f"{change.when} · was due by {When.parse(change.due)}"
    return replace(finding, change=replace(change, when=when), is_due=True)


def scan(names: Names, asked: Asked) -> Scan:
    """Return what is found below the paths asked for. Raises `OSError` for a path that is not there."""
    skipped: list[Skipped] = []
    searched: list[_Searched] = []
    for one in _results(names, asked, _files(asked, skipped)):
        if isinstance(one, Skipped):
            skipped.append(one)
        else:
            searched.append(one)
    found = tuple((one.path, use) for one in searched for use in one.uses)
    remarks = tuple(chain.from_iterable(one.remarks for one in searched))
    new = found
    if asked.baseline is not None:
        below = [asked.walk.shown(str(path)) for path in asked.paths]
        new, gone = accept_baseline(found, asked.baseline, asked.baseline_path, below)
        remarks += gone
    changes = {change.id: change for change in names.changes}
    return Scan(
        findings=_findings(new, {one.path: one.place for one in searched}, changes),
        remarks=remarks,
        skipped=tuple(sorted(skipped, key=lambda item: item.path)),
        files=sum(not one.is_part for one in searched),
        size=sum(one.size for one in searched),
        accepted=sum(one.accepted for one in searched) + len(found) - len(new),
        names=names,
    )


def scan_text(names: Names, path: str, text: str) -> Scan:
    """Return what is found in a text, as if it were the only file of a scan."""
    found = _Worker(names, Walk(Path()), LARGEST).search(path, text.encode())
    changes = {change.id: change for change in names.changes}
    findings = _findings(((path, use) for use in found.uses), {path: found.place}, changes)
    return Scan(findings, found.remarks, (), 1, found.size, found.accepted, names)


@dataclass(frozen=True)
class _Searched:
    """What a file, or part of a package, gave: the uses that no comment accepts, remarks, uses accepted."""

    path: str
    size: int
    uses: tuple[Use, ...] = ()
    remarks: tuple[Remark, ...] = ()
    accepted: int = 0
    is_part: bool = False
    place: Place = "code"


def _findings(
    found: Iterable[tuple[str, Use]], places: Mapping[str, Place], changes: Mapping[str, ScanChange]
) -> tuple[Finding, ...]:
    """Return the uses of each name in each file together."""
    groups: dict[tuple[str, str, str], list[Use]] = {}
    for path, use in found:
        groups.setdefault((path, use.change, use.name), []).append(use)
    return tuple(
        Finding(path, changes[change], name, tuple(uses), places[path])
        for (path, change, name), uses in groups.items()
    )


class _Worker:
    """Reads and searches files, one after the other."""

    def __init__(self, names: Names, walk: Walk, largest: int) -> None:
        self._search = Search(names)
        self._rules = Rules(names)
        self._walk = walk
        self._largest = largest
        self._known = frozenset(change.id for change in names.changes)

    def read(self, path: str) -> tuple[_Searched | Skipped, ...]:
        """Return what a file holds, or why it is left out; of a package, what each of its parts holds."""
        whole = self._walk.whole(path)
        if path.lower().endswith(".eap"):
            package = read_packed(whole, path, lambda file: read_package(file, path), LARGEST_PACKAGE)
            return (package,) if isinstance(package, Skipped) else tuple(self._package(package))
        data = read_file(whole, path, self._largest)
        if isinstance(data, Skipped):
            return (data,)
        # Beside a manifest it is most often made from that.
        alone = whole.endswith(f"/{CONF}") and not is_there(whole.removesuffix(CONF) + MANIFEST)
        return (self.search(path, data, is_whole=alone),)

    def _package(self, package: Package) -> Iterator[_Searched | Skipped]:
        path, unknown = package.path, ["whether it is signed: what it consists of does not show that"]
        if not package.is_one:
            why = package.broken or "it has neither manifest.json nor package.conf"
            yield Skipped(path, "unreadable", f"cannot be read as a package: {why}")
            return
        if package.broken:
            unknown.append(f"what else is in it: {package.broken}")
        found = list(self._rules.touched(package.files, "" if package.broken else path))
        unknown += [*package.unknown, *self._rules.unknown(found)]
        remarks = [Remark(path, 1, 1, said) for said in package.remarks]
        remarks += [Remark(path, 1, 1, f"not known: {said}", is_unknown=True) for said in unknown]
        yield _Searched(
            path, package.size, tuple(use for where, use in found if where == path), tuple(remarks)
        )
        for file in package.files:
            uses = tuple(replace(use, text=masked(use.text)) for where, use in found if where == file.path)
            yield _Searched(file.path, 0, uses, is_part=True)
        for where, data in package.scripts:
            yield replace(self.search(where, data), size=0, is_part=True)

    def search(self, path: str, data: bytes, *, is_whole: bool = False) -> _Searched:
        """Return what the bytes of a file hold. One that is whole declares all that its package does."""
        found = self._search.uses(data, path)
        declared = declaration(path, data)
        uses = found.uses if found else ()
        said: tuple[Remark, ...] = ()
        if isinstance(declared, Declaration):
            uses = self._with_declared(uses, declared, path if is_whole else "")
            touched = [(path, use) for use in uses]
            said = tuple(
                Remark(path, 1, 1, f"not known: {one}", is_unknown=True)
                for one in self._rules.unknown(touched)
            )
        elif isinstance(declared, NotSound):
            said = (Remark(path, declared.line, 1, declared.message),)
        kept, remarks = accept(path, uses, suppressions(found.page) if found else (), self._known)
        for change, name in found.cut if found else ():
            text = f"{MOST:,} uses of {name} ({change}) are listed, and there may be more"
            remarks += (Remark(path, 1, 1, text),)
        shown = tuple(replace(use, text=masked(use.text)) for use in kept)
        place = place_of(path, data) if kept else "code"
        return _Searched(path, len(data), shown, said + remarks, len(uses) - len(kept), place=place)

    def _with_declared(self, uses: tuple[Use, ...], declared: Declaration, package: str) -> tuple[Use, ...]:
        """Return the uses with what a file declares: of its changes that says more than their spellings."""
        own = [use for _, use in self._rules.touched([declared], package)]
        others = (use for use in uses if use.change not in self._rules.changes)
        return tuple(sorted([*own, *others], key=lambda use: (use.line, use.column, use.change)))


# A password in an address (also where the line is cut before it), in an option, as a value, and in a header
_SECRETS = re.compile(
    r"""(?P<before>://[^\s/:@"']*:|^…)[^\s/@"']+(?=@)"""
    r"""|(?P<option>(?<!\S)(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']+:)[^\s"']+"""
    r"""|(?P<named>\b\w*(?:password|passwd|pwd|(?<![a-z])pass)["']?\s*[:=]\s*["']?)[^\s&"',;)}]+"""
    r"""|(?P<basic>\bAuthorization["']?\s*[:=,]\s*["']?Basic\s+)[\w+/=]+""",
    re.IGNORECASE,
)


def masked(line: str) -> str:
    """Return a line of code without the passwords in it; columns are those of the file all the same."""
    return _SECRETS.sub(lambda found: f"{found[found.lastgroup or 0]}***", line)


def _files(asked: Asked, skipped: list[Skipped]) -> Iterator[str]:
    for item in find_files(asked.walk, asked.paths):
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            yield item


def _results(names: Names, asked: Asked, files: Iterator[str]) -> Iterator[_Searched | Skipped]:
    """Return what became of each file, in their order."""
    how = (names, asked.walk, asked.largest)
    first = list(islice(files, _FEW))
    if len(first) < _FEW or asked.processes < 2:
        yield from chain.from_iterable(map(_Worker(*how).read, chain(first, files)))
        return
    with ProcessPoolExecutor(asked.processes, initializer=_begin, initargs=how) as pool:
        yield from chain.from_iterable(pool.map(_read, chain(first, files), chunksize=_BATCH))


# The worker of this process, where it is one of several
_WORKERS: list[_Worker] = []


def _begin(names: Names, walk: Walk, largest: int) -> None:
    # Ctrl-C reaches every process of a terminal. This one ends with its batch; the first one says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORKERS[:] = [_Worker(names, walk, largest)]


def _read(path: str) -> tuple[_Searched | Skipped, ...]:
    return _WORKERS[0].read(path)
