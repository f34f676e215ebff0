"""Sites to measure: the portal at any size, and a plain site of the same theme with the same pages."""

from pathlib import Path

from portal.reading.catalog import load_catalog
from tests.bench.plain import write_plain_site
from tests.bench.processes import python
from tests.bench.synthetic import write_synthetic
from tests.checkout import copy_checkout

A_CHANGE = "changes/upnp-disabled-by-default/"
REAL, MANY = 50, 500


def write_portal(repository: Path, root: Path, entries: int) -> Path:
    """Copy the portal to `root` and fill it up to so many changes; it never has fewer than the real ones."""
    copy_checkout(repository, root)
    missing = entries - len(load_catalog(root).changes)
    if missing > 0:
        write_synthetic(root, missing)
    return root


def publish_portal(repository: Path, root: Path, entries: int) -> Path:
    """Publish a portal of a size, and return the published folder."""
    python(write_portal(repository, root, entries), "-m", "macros.publish").run()
    return root / "site"


def publish_plain(portal: Path, root: Path) -> Path:
    """Build the plain site with the pages of a portal, and return its folder."""
    write_plain_site(portal, load_catalog(portal), root)
    python(root, "-m", "mkdocs", "build", "--quiet").run()
    return root / "site"
