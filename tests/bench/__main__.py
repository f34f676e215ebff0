"""`python -m tests.bench [PART ...]`: prints the figures of the parts that are named, or of all."""

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.build import print_build
from tests.bench.explorer import print_explorer
from tests.bench.faults import print_faults
from tests.bench.files import print_files
from tests.bench.lighthouse import print_lighthouse
from tests.bench.load import print_load
from tests.bench.planner import print_planner
from tests.bench.scale import FIGURES, print_scale
from tests.bench.scanner import print_scanner
from tests.bench.weights import print_weights

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS: dict[str, Callable[[Path, Path], None]] = {
    "build": print_build,
    "weights": print_weights,
    "files": print_files,
    "explorer": print_explorer,
    "planner": print_planner,
    "lighthouse": print_lighthouse,
    "load": print_load,
    "scanner": print_scanner,
    "faults": print_faults,
}
# Those that grow, and what can be measured of them alone
SCALE: dict[str, Callable[[Path, Path, int], None]] = {"scale": print_scale, **FIGURES}
RUNS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure, and print a table.")
    names = [*PARTS, *SCALE]
    parser.add_argument(
        "part", nargs="*", help=f"one of {', '.join(names)} (default: all but scale and its parts)"
    )
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each figure of scale (default: {RUNS})")
    options = parser.parse_args(arguments)
    if unknown := [part for part in options.part if part not in names]:
        parser.error(f"{unknown[0]!r} is not a part; the parts are {', '.join(names)}")
    if options.runs < 1:
        parser.error("--runs has to be at least 1")
    for number, name in enumerate(options.part or PARTS):
        if number:
            print()
        print(f"--- {name}; processors: {os.cpu_count()}, busy before: {_load()}\n")
        with tempfile.TemporaryDirectory() as folder:
            if name in SCALE:
                SCALE[name](REPOSITORY, Path(folder), options.runs)
            else:
                PARTS[name](REPOSITORY, Path(folder))


def _load() -> str:
    """Give how many processors were busy in the last minute: with none left, times mean little."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
