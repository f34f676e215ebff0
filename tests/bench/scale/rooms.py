"""Where it is measured: in memory, so that no disk is; and portals of any size."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.catalog import load_catalog
from tests.bench.plain import write_plain_site
from tests.bench.processes import Program, python
from tests.bench.synthetic import write_synthetic
from tests.checkout import copy_checkout

MEMORY = Path("/dev/shm")  # noqa: S108 - output goes to memory where there is such a place
_NO_INDEX = """
import sys
from contextlib import nullcontext
from macros import finish
finish.search_index = lambda *_: nullcontext()
from macros.publish import main
sys.exit(main([]))
"""


@contextmanager
def room(folder: Path) -> Iterator[Path]:
    """Give an empty folder in memory, or below `folder` where there is none."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else folder
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as name:
        yield Path(name)


def write_portal(repository: Path, root: Path, entries: int) -> Path:
    """Copy the portal to `root` and fill it up to so many changes; it never has fewer than the real ones."""
    copy_checkout(repository, root)
    missing = entries - len(load_catalog(root).changes)
    if missing > 0:
        write_synthetic(root, missing)
    return root


def publishing(root: Path) -> Program:
    """The whole road of a portal."""
    return python(root, "-m", "macros.publish")


def publishing_without_index(root: Path) -> Program:
    """All of the road but the search index."""
    return python(root, "-c", _NO_INDEX)


def plain_build(portal: Path, root: Path) -> Program:
    """A plain site with the pages of a portal, entries out of the navigation, with its own search."""
    write_plain_site(portal, load_catalog(portal), root)
    return python(root, "-m", "mkdocs", "build", "--quiet")
