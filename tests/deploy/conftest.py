"""A published site that anybody may read, and an nginx that serves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import copy_checkout
from tests.conftest import REPOSITORY
from tests.deploy.nginx import Nginx, open_folder, run_nginx


@pytest.fixture(scope="session")
def site() -> Iterator[Path]:
    """The published folder. To be read only."""
    with open_folder() as folder:
        checkout = copy_checkout(REPOSITORY, folder / "checkout")
        done = checkout.publish()
        assert done.returncode == 0, done.stderr
        yield checkout.site.resolve()


@pytest.fixture(scope="session")
def nginx(site: Path) -> Iterator[Nginx]:
    """An nginx that serves it."""
    with run_nginx(site) as running:
        yield running


@pytest.fixture(scope="session")
def address(nginx: Nginx) -> str:
    """Its address, without a slash at the end."""
    return nginx.address
