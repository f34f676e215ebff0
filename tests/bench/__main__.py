"""`python -m tests.bench [PART ...]`: prints the figures of the parts that are named, or of all."""

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.answers import print_answers
from tests.bench.build import print_build
from tests.bench.edit import print_edit
from tests.bench.fleet import print_fleet
from tests.bench.load import print_load
from tests.bench.scanner import print_scanner
from tests.bench.weights import print_weights
from tests.conftest import REPOSITORY

# What each gets: the checkout, a folder to work in, and how often to measure
PARTS: dict[str, Callable[[Path, Path, int], None]] = {
    "build": print_build,
    "edit": print_edit,
    "answers": print_answers,
    "scanner": print_scanner,
    "fleet": print_fleet,
    "weights": print_weights,
    "load": print_load,
}
MEMORY = Path("/dev/shm")  # noqa: S108 - where there is such a place, so that no disk is measured


def main(arguments: Sequence[str] | None = None, repository: Path = REPOSITORY) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure, and print tables.")
    parser.add_argument("part", nargs="*", help=f"one of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--runs", type=int, default=5, help="how often to measure each (default: 5)")
    options = parser.parse_args(arguments)
    if unknown := [part for part in options.part if part not in PARTS]:
        parser.error(f"{unknown[0]!r} is not a part; the parts are {', '.join(PARTS)}")
    if options.runs < 1:
        parser.error("--runs has to be at least 1")
    for name in options.part or PARTS:
        busy = f"{os.getloadavg()[0]:.1f}"  # with no processor left, times mean little
        print(f"--- {name}; medians of {options.runs}; processors: {os.cpu_count()}, busy before: {busy}\n")
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            Path(folder).chmod(0o755)  # nginx reads there without rights
            PARTS[name](repository, Path(folder), options.runs)
        print()


if __name__ == "__main__":
    main()
