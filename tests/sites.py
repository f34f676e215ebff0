"""Sites that are built once a run and that all workers share. They are only to be read.

`PORTAL_SITE` and `PORTAL_JUNE_SITE` name a site that is there already, such as one that is damaged.
"""

import os
from pathlib import Path

import pytest

from tests.checkout import Checkout, copy_checkout, june_checkout
from tests.conftest import REPOSITORY
from tests.workers import made_once


def real_site(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with the data as it is now."""
    given = os.environ.get("PORTAL_SITE")
    return Path(given) if given else _built(factory, "real", june=False)


def june_site(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with the data of June 2024, which never changes."""
    given = os.environ.get("PORTAL_JUNE_SITE")
    return Path(given) if given else _built(factory, "june", june=True)


def _built(factory: pytest.TempPathFactory, name: str, *, june: bool) -> Path:
    def build(root: Path) -> None:
        checkout = june_checkout(REPOSITORY, root) if june else copy_checkout(REPOSITORY, root)
        done = checkout.publish()
        assert done.returncode == 0, done.stderr

    return Checkout(made_once(factory, f"{name}-site", build)).site.resolve()
