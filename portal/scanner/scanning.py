"""A scan: every file below what somebody names, in this process or, where it pays, in several."""

import signal
from collections.abc import Iterable, Iterator, Mapping
from concurrent import futures
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from threading import current_thread, main_thread

from portal.model.dates import When
from portal.reading.opening import is_there
from portal.scanner.accepting import Baseline, Remark, accept, accept_baseline, not_known
from portal.scanner.code_files import ELF, LARGEST, Skipped, Walk, find_files, read_file, read_opened
from portal.scanner.declared import CONF, MANIFEST, Rules, declaration
from portal.scanner.packages import Package, read_package, take_program
from portal.scanner.page import CodePage
from portal.scanner.places import PLACES, Place
from portal.scanner.scan_names import Level, Names, ScanChange
from portal.scanner.search import Search, Use

# Starting processes takes as long as some thousand files, and beside other threads it is not sound.
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
    is_due: bool = False

    @property
    def level(self) -> Level:
        """How much it matters: what was due counts as out."""
        name = next(name for name in self.change.names if name.name == self.name)
        level = self.change.level(name)
        return "applied" if level == "planned" and self.is_due else level

    @property
    def where(self) -> Place:
        """The place that matters most."""
        return min((use.where for use in self.uses), key=tuple(PLACES).index)


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

    @property
    def uses(self) -> tuple[Use, ...]:
        """The uses of all findings."""
        return tuple(use for finding in self.findings for use in finding.uses)

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
    results = list(_results(names, asked))
    searched = [one for one in results if isinstance(one, _Searched)]
    found = tuple(chain.from_iterable(one.uses for one in searched))
    remarks = tuple(chain.from_iterable(one.remarks for one in searched))
    new = found
    if asked.baseline is not None:
        below = [asked.walk.shown(str(path)) for path in asked.paths]
        new, gone = accept_baseline(found, asked.baseline, asked.baseline_path, below)
        remarks += gone
    return Scan(
        findings=_findings(names, new),
        remarks=remarks,
        skipped=tuple(sorted(one for one in results if isinstance(one, Skipped))),
        files=len(searched),
        size=sum(one.size for one in searched),
        accepted=sum(one.accepted for one in searched) + len(found) - len(new),
        names=names,
    )


def scan_text(names: Names, path: str, text: str) -> Scan:
    """Return what is found in a text, as if it were the only file of a scan."""
    found = _Worker(names, Walk(Path()), LARGEST).search(CodePage(path, text.encode()))
    return Scan(_findings(names, found.uses), found.remarks, (), 1, found.size, found.accepted, names)


@dataclass(frozen=True)
class _Searched:
    """What a file or a package gave: its size, the uses that no comment accepts, remarks, uses accepted."""

    size: int
    uses: tuple[Use, ...]
    remarks: tuple[Remark, ...]
    accepted: int


def _findings(names: Names, found: Iterable[Use]) -> tuple[Finding, ...]:
    """Return the uses of each name in each file together."""
    changes = {change.id: change for change in names.changes}
    groups: dict[tuple[str, str, str], list[Use]] = {}
    for use in found:
        groups.setdefault((use.path, use.change, use.name), []).append(use)
    return tuple(
        Finding(path, changes[change], name, tuple(uses)) for (path, change, name), uses in groups.items()
    )


class _Worker:
    """Reads and searches files, one after the other."""

    def __init__(self, names: Names, walk: Walk, largest: int) -> None:
        self._search = Search(names)
        self._rules = Rules(names)
        self._device_words = [word.encode() for word in names.device_words]
        self._walk = walk
        self._largest = largest
        self._known = frozenset(change.id for change in names.changes)

    def read(self, path: str | Skipped) -> _Searched | Skipped:
        """Return what a file or a package holds, or why it is left out."""
        if isinstance(path, Skipped):
            return path
        whole = self._walk.whole(path)
        if path.lower().endswith(".eap"):
            package = read_opened(whole, path, lambda descriptor, _: read_package(descriptor, path))
            return package if isinstance(package, Skipped) else self._package(package)
        data = read_file(whole, path, self._largest)
        if isinstance(data, Skipped):
            return data
        if data.startswith(ELF):
            return self._program(CodePage(path, data))
        # Beside a manifest it is most often made from that.
        alone = CONF.search(path) is not None and not is_there(Path(whole).with_name(MANIFEST))
        return self.search(CodePage(path, data), path if alone else "")

    def _package(self, package: Package) -> _Searched | Skipped:
        path = package.path
        if not package.is_one:
            why = package.broken or "it has neither manifest.json nor package.conf"
            return Skipped(path, "unreadable", f"cannot be read as a package: {why}")
        declared = self._rules.touched(package.facts, "" if package.broken else path)
        remarks = [*package.remarks, *self._rules.unknown(path, declared)]
        remarks.append(not_known(path, "whether it is signed: what it consists of does not show that"))
        scripts = [self.search(script) for script in package.scripts]
        return _Searched(
            package.size,
            (*declared, *chain.from_iterable(script.uses for script in scripts)),
            (*remarks, *chain.from_iterable(script.remarks for script in scripts)),
            sum(script.accepted for script in scripts),
        )

    def _program(self, page: CodePage) -> _Searched | Skipped:
        """Return what touches a program for devices that is in no package."""
        program = Package(page.path, len(page.data))
        if any(word in page.data.lower() for word in self._device_words):
            take_program(program, page.path, page)
        uses = self._rules.touched(program.facts)
        return _Searched(len(page.data), uses, (), 0) if uses else Skipped(page.path, "binary", "is no text")

    def search(self, page: CodePage, package: str = "") -> _Searched:
        """Return what a file holds. `package` is the path of a package of which it declares all."""
        found = self._search.find(page)
        uses, remarks = self._with_declared(page, found.uses, package)
        kept, said = accept(page, uses, self._known) if found.may_suppress else (uses, ())
        cut = (Remark(page.path, 1, 1, f"{some} are listed, and there may be more") for some in found.cut)
        return _Searched(len(page.data), kept, (*remarks, *said, *cut), len(uses) - len(kept))

    def _with_declared(
        self, page: CodePage, uses: tuple[Use, ...], package: str
    ) -> tuple[tuple[Use, ...], tuple[Remark, ...]]:
        """Return the uses with what a file declares, which says more than spellings, and what is open."""
        facts = declaration(page)
        if isinstance(facts, Remark):
            return uses, (facts,)
        if not facts:
            return uses, ()
        declared = (replace(use, place=page.place) for use in self._rules.touched(facts, package))
        others = (use for use in uses if use.change not in self._rules.changes)
        together = tuple(sorted((*declared, *others)))
        return together, tuple(self._rules.unknown(page.path, together))


def _results(names: Names, asked: Asked) -> Iterator[_Searched | Skipped]:
    """Return what became of each file, in their order."""
    how = (names, asked.walk, asked.largest)
    files = list(find_files(asked.walk, asked.paths))
    if len(files) < _FEW or asked.processes < 2 or current_thread() is not main_thread():
        yield from map(_Worker(*how).read, files)
        return
    pool = futures.ProcessPoolExecutor(asked.processes, initializer=_begin, initargs=how)
    stops: list[int] = []
    # While a process starts, Ctrl-C could get lost, or leave one that waits for ever: it waits until then.
    before = signal.signal(signal.SIGINT, lambda number, _: stops.append(number))
    try:
        results = pool.map(_read, files, chunksize=_BATCH)
        signal.signal(signal.SIGINT, before)
        if stops:
            signal.raise_signal(signal.SIGINT)
        yield from results
    finally:
        signal.signal(signal.SIGINT, before)
        pool.shutdown(cancel_futures=True)


# The worker of this process, where it is one of several
_WORKERS: list[_Worker] = []


def _begin(names: Names, walk: Walk, largest: int) -> None:
    # Ctrl-C reaches every process of a terminal. This one ends with its batch; the first one says so.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORKERS[:] = [_Worker(names, walk, largest)]


def _read(path: str | Skipped) -> _Searched | Skipped:
    return _WORKERS[0].read(path)
