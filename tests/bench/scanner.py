"""How fast code is searched: `portal scan` beside ripgrep on the same tree, for the same names."""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from portal.bundle import Bundle, bundle_of, read_bundle, render_bundle
from portal.catalog import load_catalog
from portal.scanner import Names
from portal.scanner.search import Search
from tests.bench.code import BYTES, USED, USES, vocabulary, with_more_names, write_tree
from tests.bench.goals import at_least, at_most
from tests.scanner.figures import SNIPPETS, precision_and_recall

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = 50_000
IN_MEMORY = 10_000  # of these, to measure the search alone
RUNS = 5
TIMES_RIPGREP = 4.0
MANY = 6000
SLOWER = 1.5
HUGE = 1_000_000_000
LINE = 10_000 * b'get("/axis-cgi/dynamicoverlay.cgi?source=1");set("root.Network.Filter.Enabled=yes");'
MEMORY = Path("/dev/shm")  # noqa: S108 - files in memory, so that no disk is measured


class Spent(NamedTuple):
    """What a process took, in seconds: on the clock, and of all processors."""

    clock: float
    processor: float


def print_scanner(repository: Path, folder: Path) -> None:
    """Print precision and recall over the corpus, then seconds and memory over a synthetic tree."""
    catalog = load_catalog(repository)
    bundle = bundle_of(catalog)
    many = replace(bundle, names=with_more_names(bundle.names, MANY, vocabulary(catalog)))
    precision, recall = precision_and_recall(bundle.names)
    print(f"Over the {len(SNIPPETS)} snippets of the corpus, those that are known to fail among them")
    print(f"{'precision':<52}{precision:10.3f}    {at_least(precision, 0.98)}")
    print(f"{'recall':<52}{recall:10.3f}    {at_least(recall, 0.95)}\n")
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        print("The speed is left out: ripgrep, to compare with, is not installed (apt-get install ripgrep)")
        return
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 * FILES * BYTES else folder
    tree = place / f"{folder.name}-tree"
    try:
        write_tree(tree, FILES, vocabulary(catalog))
        _print_parts(bundle, many, tree)
        _print_speed(bundle, many, ripgrep, tree, folder)
    finally:
        shutil.rmtree(tree, ignore_errors=True)
    _print_huge(bundle, folder)


def _print_parts(few: Bundle, many: Bundle, tree: Path) -> None:
    """Print what grows with the names: making the search, once a scan, and searching, for every byte."""
    data = [file.read_bytes() for file in sorted(tree.rglob("*.py"))[:IN_MEMORY]]
    size = sum(map(len, data)) / 1e6
    print(f"Medians of {RUNS} runs in one process; the search alone, over {size:.0f} MB in memory\n")
    print(f"{'names':<52}{few.names.count:10,}{many.names.count:10,}{'growth':>10}")
    read, made, searched = [], [], []
    for bundle in (few, many):
        text, search = render_bundle(bundle).encode(), Search(bundle.names)
        read.append(_median(partial(read_bundle, text, "scan.json")))
        made.append(_median(partial(Search, bundle.names)))
        searched.append(_median(partial(_search, search, data)))
    for name, (one, other) in {
        "read the facts, once, ms": read,
        "make the search, once, ms": made,
        "search, ms": searched,
    }.items():
        print(f"{name:<52}{one * 1000:10.1f}{other * 1000:10.1f}{other / one:10.2f}")
    print()


def _search(search: Search, data: list[bytes]) -> None:
    for one in data:
        search.uses(one, "a.py")


def _median(run: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return median(times)


def _print_speed(few: Bundle, many: Bundle, ripgrep: str, tree: Path, folder: Path) -> None:
    print(f"Medians of {RUNS} runs of whole processes over {FILES:,} files, {FILES * BYTES / 1e6:.0f} MB\n")
    programs = {
        "ripgrep": _ripgrep(ripgrep, few.names, tree, folder / "few"),
        f"ripgrep, {MANY:,} names": _ripgrep(ripgrep, many.names, tree, folder / "many"),
        "scan": _scan(few, tree, folder / "few.json"),
        f"scan, {MANY:,} names": _scan(many, tree, folder / "many.json"),
        "scan, one process": _scan(few, tree, folder / "few.json", "--jobs", "1"),
        f"scan, one process, {MANY:,} names": _scan(many, tree, folder / "many.json", "--jobs", "1"),
    }
    runs: dict[str, list[Spent]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, run in programs.items():
            runs[name].append(run())
    spent = {name: Spent(*map(median, zip(*took, strict=True))) for name, took in runs.items()}
    print(f"{'seconds':<52}{'clock':>10}{'processor':>11}")
    for name, took in spent.items():
        print(f"{name:<52}{took.clock:10.2f}{took.processor:11.2f}")
    print()
    ratio = spent["scan"].clock / spent["ripgrep"].clock
    print(f"{'scan / ripgrep':<52}{ratio:10.2f}    {at_most(ratio, TIMES_RIPGREP)}")
    for name in ("ripgrep", "scan", "scan, one process"):
        growth = [
            more / less for more, less in zip(spent[f"{name}, {MANY:,} names"], spent[name], strict=True)
        ]
        goal = at_most(growth[0], SLOWER) if name == "scan" else ""
        about = f"{name}, {MANY:,} names / {few.names.count} names"
        print(f"{about:<52}{growth[0]:10.2f}{growth[1]:11.2f}    {goal}".rstrip())
    print()


def _print_huge(few: Bundle, folder: Path) -> None:
    """Print what a line of a gigabyte full of uses takes: left out, and asked for."""
    home = folder / "line"
    home.mkdir()
    with (home / "line.js").open("wb") as file:
        for _ in range(HUGE // len(LINE)):
            file.write(LINE)
    facts = folder / "huge.json"
    facts.write_text(render_bundle(few), "utf-8")
    command = [sys.executable, "-m", "portal", "scan", "--catalog", str(facts), "--jobs", "1"]
    for about, more, code in (
        ("a line of 1 GB full of uses, left out", (), 0),
        ("searched with --max-size 1000", ("--max-size", "1000"), 1),
    ):
        spent, _ = _run([*command, *more], home, {code})
        print(f"{about:<52}{spent.clock:10.2f}{spent.processor:11.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{'most memory of any process so far':<52}{peak:10.0f} MB")


def spellings(names: Names) -> list[str]:
    """Give all spellings as plain texts, for a program that knows no more."""
    found = {
        spelling.strip("#.") for change in names.changes for name in change.names for spelling in name.match
    }
    return sorted(found)


def _ripgrep(program: str, names: Names, tree: Path, file: Path) -> Callable[[], Spent]:
    file.write_text("\n".join(spellings(names)) + "\n", "utf-8")
    return lambda: _run([program, "--fixed-strings", "--file", str(file), "--count"], tree, {0})[0]


def _scan(bundle: Bundle, tree: Path, file: Path, *more: str) -> Callable[[], Spent]:
    file.write_text(render_bundle(bundle), "utf-8")

    def run() -> Spent:
        command = [sys.executable, "-m", "portal", "scan", "--catalog", str(file), "--format", "json", *more]
        spent, out = _run(command, tree, {1})
        report = json.loads(out)
        uses = {change["id"]: len(change["findings"]) for change in report["changes"]}
        if report["searched"]["files"] != FILES + 1 or uses.get(USED) != FILES // USES:
            raise RuntimeError(f"the scan did not find what is there: {report['summary']}")
        return spent

    return run


def _run(command: list[str], tree: Path, codes: set[int]) -> tuple[Spent, str]:
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise RuntimeError(done.stderr)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(clock, processor), done.stdout
