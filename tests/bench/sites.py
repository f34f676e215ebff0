"""Published sites to measure: the portal at any size, and the plain site with the same pages."""

from pathlib import Path

from portal.catalog import load_catalog
from tests.bench.plain import write_plain_site
from tests.bench.synthetic import write_synthetic
from tests.checkout import Checkout, copy_checkout

A_CHANGE = "changes/upnp-disabled-by-default/"


def publish_portal(repository: Path, root: Path, entries: int | None = None) -> Checkout:
    """Publish a copy of the portal, filled up to so many changes if `entries` says how many."""
    checkout = copy_checkout(repository, root)
    if entries is not None:
        write_synthetic(root, entries - len(load_catalog(root).changes))
    return run(checkout, "macros.publish")


def publish_plain(portal: Checkout, root: Path) -> Checkout:
    """Build the plain site with the pages of a portal."""
    write_plain_site(portal.root, load_catalog(portal.root), root)
    return run(Checkout(root), "mkdocs", "build", "--quiet")


def run(checkout: Checkout, *command: str) -> Checkout:
    """Run a Python module in the checkout, and give the checkout. Raises `RuntimeError` if it fails."""
    done = checkout.run(*command, NO_MKDOCS_2_WARNING="1")
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return checkout
