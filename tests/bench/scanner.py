"""How fast code is searched: `portal scan` beside ripgrep on the same tree, for the same names."""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from portal.bundle import Bundle, bundle_of, render_bundle
from portal.catalog import load_catalog
from portal.scanner import Name, Names
from tests.bench.goals import at_least, at_most
from tests.scanner.figures import SNIPPETS, precision_and_recall

REPOSITORY = Path(__file__).resolve().parents[2]
FILES, BYTES = 50_000, 10_000
FOLDERS = 250
USES = 500  # one file in so many uses a name
RUNS = 3
TIMES_RIPGREP = 4.0
MANY = 6000
SLOWER = 1.5
MEMORY = Path("/dev/shm")  # noqa: S108 - files in memory, so that no disk is measured


def print_scanner(repository: Path, folder: Path) -> None:
    """Print precision and recall over the corpus, then seconds and memory over a synthetic tree."""
    bundle = bundle_of(load_catalog(repository))
    precision, recall = precision_and_recall(bundle.names)
    print(f"Over the {len(SNIPPETS)} snippets of the corpus, those that are known to fail among them")
    print(f"{'precision':<52}{precision:10.3f}    {at_least(precision, 0.95)}")
    print(f"{'recall':<52}{recall:10.3f}    {at_least(recall, 0.9)}\n")
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        print("The speed is left out: ripgrep, to compare with, is not installed (apt-get install ripgrep)")
        return
    place = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 * FILES * BYTES else folder
    tree = place / f"{folder.name}-tree"
    try:
        _print_speed(bundle, ripgrep, tree, folder)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _print_speed(bundle: Bundle, ripgrep: str, tree: Path, folder: Path) -> None:
    write_tree(tree, FILES)
    print(f"Medians of {RUNS} runs of whole processes over {FILES:,} files, {FILES * BYTES / 1e6:.0f} MB\n")
    few = bundle.names
    many = with_more_names(few, MANY)
    programs = {
        "ripgrep": _ripgrep(ripgrep, few, tree, folder / "few"),
        f"ripgrep, {MANY:,} names": _ripgrep(ripgrep, many, tree, folder / "many"),
        "scan": _scan(bundle, tree, folder / "few.json"),
        "scan, one process": _scan(bundle, tree, folder / "few.json", "--jobs", "1"),
        f"scan, {MANY:,} names": _scan(replace(bundle, names=many), tree, folder / "many.json"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(RUNS):
        for name, run in programs.items():
            seconds[name].append(run())
    spent = {name: median(times) for name, times in seconds.items()}
    for name, took in spent.items():
        print(f"{name:<52}{took:10.2f} s")
    ratio = spent["scan"] / spent["ripgrep"]
    growth = spent[f"scan, {MANY:,} names"] / spent["scan"]
    print(f"{'scan / ripgrep':<52}{ratio:10.2f}    {at_most(ratio, TIMES_RIPGREP)}")
    print(f"{f'scan, {MANY:,} names / {few.count} names':<52}{growth:10.2f}    {at_most(growth, SLOWER)}")
    _print_huge(bundle, folder)


def _print_huge(bundle: Bundle, folder: Path) -> None:
    """Print what a line of a gigabyte takes, which is left out, and one that is asked for."""
    for size, about, more in (
        (1_000_000_000, "a line of 1 GB, left out", ()),
        (50_000_000, "a line of 50 MB, searched with --max-size 100", ("--max-size", "100")),
    ):
        home = folder / f"line-{size}"
        home.mkdir()
        with (home / "line.txt").open("wb") as file:
            for _ in range(size // 1_000_000):
                file.write(b"x" * 1_000_000)
            file.write(b" /axis-cgi/vaconfig.cgi")
        took = _scan(bundle, home, folder / "few.json", "--jobs", "1", *more)()
        print(f"{about:<52}{took:10.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(f"{'most memory of any process so far':<52}{peak:10.0f} MB")


def write_tree(tree: Path, files: int) -> None:
    """Write files of made-up code into folders, with a use of a name in some. The same each time."""
    made = random.Random(1)  # noqa: S311 - not for secrets
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(made.choices(letters, k=made.randint(3, 9))) for _ in range(3000)]
    words += [
        "self",
        "config",
        "network",
        "filter",
        "Enabled",
        "date",
        "source",
        "sensor",
        "image",
        "capture",
    ]
    shapes = (
        "    {} = {}.{}('{}/{}.{}')\n", "    if {}.{} == '{}' + {}:\n", "    # {} {} {} {} {} {}\n",
        '    {{"{}": "{}", "{}": 1}},\n', '    {}.{}(url + "/{}" + "{}.{}")\n',
    )  # fmt: skip
    text = "".join(made.choice(shapes).format(*made.choices(words, k=6)) for _ in range(30_000))
    for number in range(files):
        if number % FOLDERS == 0:
            folder = tree / f"d{number // FOLDERS % 20}" / f"s{number // FOLDERS}"
            folder.mkdir(parents=True)
        begin = number * 7919 % (len(text) - BYTES)
        use = "url = '/axis-cgi/vaconfig.cgi'\n" if number % USES == 0 else ""
        (folder / f"f{number}.py").write_text((use + text[begin : begin + BYTES])[:BYTES], "utf-8")
    (tree / ".gitignore").write_text("*.pyc\nbuild/\n/dist\n*.log\n", "utf-8")


def with_more_names(names: Names, count: int) -> Names:
    """Give names with made-up ones beside them: endpoints, parameters and libraries."""
    made = random.Random(2)  # noqa: S311
    letters = "abcdefghijklmnopqrstuvwxyz"
    more = []
    for _ in range(count - names.count):
        word = "".join(made.choices(letters, k=made.randint(6, 10)))
        spelling, kind = made.choice(
            (
                (f"{word}.cgi", "endpoint"),
                (f"Network.{word.title()}.Enabled", "parameter"),
                (f"lib{word}", "library"),
            )
        )
        more.append(Name(kind, spelling, "removed", (spelling,), kind))  # type: ignore[arg-type]
    first = names.changes[0]
    return replace(names, changes=(replace(first, names=(*first.names, *more)), *names.changes[1:]))


def spellings(names: Names) -> list[str]:
    """Give all spellings as plain texts, for a program that knows no more."""
    found = {
        spelling.strip("#.") for change in names.changes for name in change.names for spelling in name.match
    }
    return sorted(found)


def _ripgrep(program: str, names: Names, tree: Path, file: Path) -> Callable[[], float]:
    file.write_text("\n".join(spellings(names)) + "\n", "utf-8")
    return lambda: _seconds([program, "--fixed-strings", "--file", str(file), "--count"], tree, {0})


def _scan(bundle: Bundle, tree: Path, file: Path, *more: str) -> Callable[[], float]:
    file.write_text(render_bundle(bundle), "utf-8")
    command = [sys.executable, "-m", "portal", "scan", "--catalog", str(file), "--format", "json", *more]
    return lambda: _seconds(command, tree, {0, 1})


def _seconds(command: list[str], tree: Path, codes: set[int]) -> float:
    begin = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begin
    if done.returncode not in codes:
        raise RuntimeError(done.stderr)
    if "--format" in command and tree.name.endswith("-tree"):
        found = json.loads(done.stdout)
        if found["searched"]["files"] != FILES + 1 or found["counts"]["planned"] != FILES // USES:
            raise RuntimeError(f"the scan did not find what is there: {found['summary']}")
    return took
