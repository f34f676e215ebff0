"""`python -m tests.bench`: one table of medians; the two of a ratio run in turn, so that noise hits both."""

import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from portal.catalog import load_catalog
from tests.bench.explorer import print_explorer
from tests.bench.plain import write_plain_site
from tests.checkout import Checkout, copy_checkout

REPOSITORY = Path(__file__).resolve().parents[2]
RUNS = 5
MEMORY = Path("/dev/shm")  # noqa: S108 - output goes to memory where there is such a place


def main() -> None:
    """Measure and print."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        ours = copy_checkout(REPOSITORY, Path(folder) / "portal")
        plain = Checkout(Path(folder) / "plain")
        pages = write_plain_site(REPOSITORY, load_catalog(REPOSITORY), plain.root)
        where = "memory" if place else "disk"
        print(f"Medians of {RUNS} runs of whole processes, output on {where}, {pages} pages\n")
        check, build, bare = _medians(
            (ours, ("portal", "check")),
            (ours, ("macros.publish",)),
            (plain, ("mkdocs", "build", "--quiet")),
        )
        print(f"{'portal check':<58}{check:6.2f} s")
        print(f"{'site: check, pages, feeds, search index, verification':<58}{build:6.2f} s")
        print(f"{'plain mkdocs-material, same pages as Markdown, its search':<58}{bare:6.2f} s")
        print(f"{'site / plain':<58}{build / bare:6.2f}")
        print_explorer(REPOSITORY, Path(folder))


def _medians(*programs: tuple[Checkout, tuple[str, ...]]) -> list[float]:
    """Run the programs in turn, once to warm up and then `RUNS` times; give each one's median in seconds."""
    seconds: list[list[float]] = [[] for _ in programs]
    for turn in range(RUNS + 1):
        for (checkout, command), times in zip(programs, seconds, strict=True):
            taken = _seconds(checkout, command)
            if turn:
                times.append(taken)
    return [median(times) for times in seconds]


def _seconds(checkout: Checkout, command: tuple[str, ...]) -> float:
    begin = time.perf_counter()
    done = checkout.run(*command, NO_MKDOCS_2_WARNING="1")
    taken = time.perf_counter() - begin
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return taken


if __name__ == "__main__":
    main()
