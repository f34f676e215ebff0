"""What one more entry page costs, beside the bare folder and file."""

import shutil
from pathlib import Path

from macros.pages import entry_pages
from macros.stamp import stamp_all
from macros.twins import entry_twins
from macros.view import TWIN, View
from portal.catalog import load_catalog
from tests.bench.goals import at_most
from tests.bench.processes import python, seconds_in_turn
from tests.bench.scale.rooms import room, write_portal

ENTRIES = 3000
PAGE = 5.0
_ENGINE = """
import macros, macros.publish
from pathlib import Path
macros.after_engine = lambda *_, **__: None
macros.publish.publish(Path())
"""


def print_pages(repository: Path, folder: Path, runs: int) -> None:
    """Print what the page of an entry costs, and its twin."""
    with room(folder) as place:
        root = write_portal(repository, place / "portal", ENTRIES)
        python(root, "-c", _ENGINE).run()
        view = View(root, load_catalog(root))
        shells, whole, fresh = root / "site", place / "whole", place / "fresh"
        _shells(shells, whole)
        stamp_all(entry_pages(view), whole)
        pages = [(file.relative_to(whole), file.read_bytes()) for file in sorted(whole.rglob("index.html"))]
        stamp, bare, twins = seconds_in_turn(
            (
                lambda: stamp_all(entry_pages(view), fresh),
                lambda: _write(pages, fresh),
                lambda: _write_twins(view.in_markdown(), whole),
            ),
            runs,
            lambda: _shells(shells, fresh),
        )
        size = sum(len(data) for _, data in pages) / len(pages) / 1000
    print(f"{len(pages)} entry pages of {size:.0f} kB, processor time, medians of {runs}")
    print(f"{'an entry page / bare mkdir and write':<68}{stamp / bare:7.2f}  {at_most(stamp / bare, PAGE)}")
    print(f"{f'its {TWIN} / bare mkdir and write of the page':<68}{twins / bare:7.2f}")


def _shells(shells: Path, site: Path) -> None:
    """Make a folder anew that has nothing but the shells."""
    shutil.rmtree(site, ignore_errors=True)
    for name in ("changes/_entry", "releases/_entry"):
        shutil.copytree(shells / name, site / name)


def _write(pages: list[tuple[Path, bytes]], folder: Path) -> None:
    for path, data in pages:
        (folder / path.parent).mkdir(parents=True)
        (folder / path).write_bytes(data)


def _write_twins(view: View, site: Path) -> None:
    for path, twin in entry_twins(view).items():
        (site / path / TWIN).write_text(twin, "utf-8")
