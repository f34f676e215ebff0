"""How long a site takes: medians of whole processes, run in turn so that noise hits all."""

import os
import tempfile
import time
from pathlib import Path
from statistics import median

from portal.catalog import load_catalog
from tests.bench.plain import write_plain_site
from tests.bench.sites import run
from tests.checkout import Checkout, copy_checkout

RUNS = 5
MEMORY = Path("/dev/shm")  # noqa: S108 - output goes to memory where there is such a place


def print_build(repository: Path, folder: Path) -> None:
    """Build the portal and the plain site again and again, and print what each took."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else folder
    with tempfile.TemporaryDirectory(dir=place) as room:
        ours = copy_checkout(repository, Path(room) / "portal")
        plain = Checkout(Path(room) / "plain")
        pages = write_plain_site(repository, load_catalog(repository), plain.root)
        where = "memory" if place == MEMORY else "disk"
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


def _medians(*programs: tuple[Checkout, tuple[str, ...]]) -> list[float]:
    """Run the programs in turn, once to warm up and then `RUNS` times; give each one's median in seconds."""
    seconds: list[list[float]] = [[] for _ in programs]
    for turn in range(RUNS + 1):
        for (checkout, command), times in zip(programs, seconds, strict=True):
            begin = time.perf_counter()
            run(checkout, *command)
            if turn:
                times.append(time.perf_counter() - begin)
    return [median(times) for times in seconds]
