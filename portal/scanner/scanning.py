"""A scan: every file below what somebody names, in this process or, where it pays, in several."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from portal.scanner.baseline import Baseline, accept_baseline
from portal.scanner.facts import Change, Level, Names
from portal.scanner.files import LARGEST, Skipped, Walk, find_files
from portal.scanner.search import Use
from portal.scanner.suppression import Remark
from portal.scanner.worker import Searched, Worker

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
    """A use of what a change touches."""

    path: str
    use: Use
    change: Change

    @property
    def level(self) -> Level:
        """How much it matters."""
        name = next(name for name in self.change.names if name.name == self.use.name)
        return self.change.level(name)


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

    def only(self, changes: Iterable[str]) -> "Scan":
        """Give the scan with the findings of these changes alone."""
        kept = frozenset(changes)
        return replace(self, findings=tuple(item for item in self.findings if item.change.id in kept))


def scan(names: Names, asked: Asked) -> Scan:
    """Give what is found below the paths asked for. Raises `OSError` for a path that is not there."""
    skipped: list[Skipped] = []
    batches = list(_searched(names, asked, _files(asked, skipped)))
    found = tuple(chain.from_iterable(batch.uses for batch in batches))
    remarks = tuple(chain.from_iterable(batch.remarks for batch in batches))
    new = found
    if asked.baseline is not None:
        below = [asked.walk.shown(str(path)) for path in asked.paths]
        new, gone = accept_baseline(found, asked.baseline, asked.baseline_path, below)
        remarks += gone
    changes = {change.id: change for change in names.changes}
    return Scan(
        findings=tuple(Finding(path, use, changes[use.change]) for path, use in new),
        remarks=remarks,
        skipped=tuple(sorted((*skipped, *chain.from_iterable(b.skipped for b in batches)), key=_place)),
        files=sum(batch.files for batch in batches),
        size=sum(batch.size for batch in batches),
        accepted=sum(batch.accepted for batch in batches) + len(found) - len(new),
        names=names,
    )


def scan_text(names: Names, path: str, text: str) -> Scan:
    """Give what is found in a text, as if it were the only file of a scan."""
    worker = Worker(names, Walk(Path()))
    uses, remarks, accepted = worker.uses(path, text.encode())
    changes = {change.id: change for change in names.changes}
    findings = tuple(Finding(path, use, changes[use.change]) for use in uses)
    return Scan(findings, remarks, (), 1, len(text.encode()), accepted, names)


def _place(skipped: Skipped) -> str:
    return skipped.path


def _files(asked: Asked, skipped: list[Skipped]) -> Iterator[str]:
    for item in find_files(asked.walk, asked.paths):
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            yield item


def _searched(names: Names, asked: Asked, files: Iterator[str]) -> Iterator[Searched]:
    """Give what the files hold, in their order."""
    with ThreadPoolExecutor(1) as aside:
        making = aside.submit(Worker, names, asked.walk, asked.largest)
        first = list(islice(files, _FEW))
        # What many names need takes a while to be made. It leaves room for looking for files meanwhile.
        while not making.done() and (more := list(islice(files, _BATCH))):
            first += more
    worker = making.result()
    batches = _batches(chain(first, files))
    if len(first) < _FEW or asked.processes < 2:
        yield from map(worker.search, batches)
        return
    with ProcessPoolExecutor(asked.processes, initializer=_begin, initargs=(worker,)) as pool:
        running: deque[Future[Searched]] = deque()
        for batch in batches:
            running.append(pool.submit(_search, batch))
            # A few ahead of the one that is waited for, so that memory does not grow with the tree
            while len(running) > 2 * asked.processes:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _batches(files: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(files, _BATCH)):
        yield batch


# The worker of this process, where it is one of several. A process that is forked has it without a copy.
_WORKERS: list[Worker] = []


def _begin(worker: Worker) -> None:
    _WORKERS[:] = [worker]


def _search(files: Sequence[str]) -> Searched:
    return _WORKERS[0].search(files)
