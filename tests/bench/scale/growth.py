"""How time and memory grow with entries: checking, publishing, and making feeds and API."""

from collections.abc import Mapping
from math import log
from pathlib import Path

from tests.bench.goals import at_most
from tests.bench.processes import Program, Used, in_turn, python
from tests.bench.scale.rooms import plain_build, publishing, room, write_portal

REAL, MANY, MOST = 50, 600, 6000
LINEAR = 11.0
_DATA = """
from pathlib import Path
from macros.finish import write_data
from portal.catalog import load_catalog
from portal.structure import published_schemas
write_data(load_catalog(Path()), published_schemas(Path()), Path("data-files"))
"""
PORTAL, PLAIN = "site: all of the road", "plain mkdocs-material, its search"


def print_growth(repository: Path, folder: Path, runs: int) -> None:
    """Print a line a program: time and peak memory at each size, in those at the smallest; exponents."""
    with room(folder) as place:
        found: dict[int, Mapping[str, Used]] = {}
        for entries in (REAL, MANY, MOST):
            root = write_portal(repository, place / f"portal-{entries}", entries)
            programs = {
                "portal check": python(root, "-m", "portal", "check"),
                PORTAL: publishing(root),
                "feeds, API and other files for machines": python(root, "-c", _DATA),
                PLAIN: plain_build(root, place / f"plain-{entries}"),
            }
            found[entries] = _measured(programs, runs)
    print(f"Whole processes in those at {REAL} entries, medians of {runs}; exponent: from {MANY} to {MOST}")
    for what in ("seconds", "megabytes"):
        said = "time" if what == "seconds" else "peak memory"
        print(f"\n{said:<50}{REAL:>9}{MANY:>9}{MOST:>9}{'exponent':>10}")
        for name in found[REAL]:
            few, many, most = (getattr(found[entries][name], what) for entries in found)
            exponent = log(most / many) / log(MOST / MANY)
            unit = f"{few:.1f} s" if what == "seconds" else f"{few:.0f} MB"
            print(f"{name:<50}{unit:>9}{many / few:9.2f}{most / few:9.2f}{exponent:10.2f}")
    growth = _growth(*(found[entries][PORTAL].seconds for entries in found))
    print(f"\n{'(T6000 - T0) / (T600 - T0), T0 on the line through 50 and 600':<68}{growth:7.2f}", end="  ")
    print(at_most(growth, LINEAR))


def _measured(programs: Mapping[str, Program], runs: int) -> Mapping[str, Used]:
    return in_turn(programs, runs)


def _growth(few: float, many: float, most: float) -> float:
    start = few - REAL * (many - few) / (MANY - REAL)
    return (most - start) / (many - start)
