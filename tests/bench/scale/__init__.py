"""Figures of growth: what more entries cost, beside programs that do the same. Every figure is a ratio."""

from collections.abc import Callable
from pathlib import Path

from tests.bench.edit import print_serving
from tests.bench.scale.engines import print_engines
from tests.bench.scale.growth import print_growth
from tests.bench.scale.loading import print_loading
from tests.bench.scale.pages import print_pages

# Each can be measured alone; repository, a folder to work in, runs
FIGURES: dict[str, Callable[[Path, Path, int], None]] = {
    "scale-loading": print_loading,
    "scale-pages": print_pages,
    "scale-growth": print_growth,
    "scale-engines": print_engines,
    "scale-serving": print_serving,
}


def print_scale(repository: Path, folder: Path, runs: int) -> None:
    """Print all of them."""
    for name, print_figures in FIGURES.items():
        print_figures(repository, folder / name, runs)
        print()
