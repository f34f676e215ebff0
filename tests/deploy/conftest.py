"""A published site that anybody may read, and an nginx that serves it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.nginx import open_folder, run_nginx
from tests.sites import real_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The published folder, and in it a file that nobody is to get. To be read only."""
    with open_folder() as folder:
        site = shutil.copytree(real_site(tmp_path_factory), folder / "site")
        (site / ".git").mkdir()
        (site / ".git/config").touch()
        yield site


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The address of an nginx that serves it, without a slash at the end."""
    with run_nginx(site) as nginx:
        yield nginx.address
