"""Sites that are built once a run and that all workers share. They are only to be read.

`PORTAL_SITE` and `PORTAL_JUNE_SITE` name a site that is there already, such as one that is damaged.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.checkout import Checkout, copy_checkout, june_checkout
from tests.conftest import REPOSITORY


def real_site(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with the data as it is now."""
    given = os.environ.get("PORTAL_SITE")
    return Path(given) if given else _built(factory, "real", june=False)


def june_site(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site with the data of June 2024, which never changes."""
    given = os.environ.get("PORTAL_JUNE_SITE")
    return Path(given) if given else _built(factory, "june", june=True)


def _built(factory: pytest.TempPathFactory, name: str, *, june: bool) -> Path:
    """Return a site, built by the worker that asks first while the others wait."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    root = shared / f"{name}-site"
    with _alone(shared / f"{name}-site.lock"):
        checkout = Checkout(root)
        if not checkout.site.exists():
            checkout = june_checkout(REPOSITORY, root) if june else copy_checkout(REPOSITORY, root)
            done = checkout.publish()
            assert done.returncode == 0, done.stderr
    return checkout.site.resolve()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
