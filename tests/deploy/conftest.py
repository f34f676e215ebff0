"""A published site that anybody may read, and an nginx that serves it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.hosting import write_hosting
from macros.hosting.answers import POLICY
from macros.manifest import write_manifest
from portal.model import Catalog
from tests.deploy.nginx import Nginx, edit, open_folder, run_nginx
from tests.serving import headers_for
from tests.sites import real_site

# A word of a page, and another of the same length
WORDS = ("Find yours below", "Seek yours below")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The published folder, where anybody may read it. To be read only."""
    with open_folder() as folder:
        yield shutil.copytree(real_site(tmp_path_factory), folder / "site")


@pytest.fixture(scope="session")
def nginx(site: Path) -> Iterator[Nginx]:
    """An nginx that serves it."""
    with run_nginx(site) as running:
        yield running


@pytest.fixture(scope="session")
def address(nginx: Nginx) -> str:
    """Its address, without a slash at the end."""
    return nginx.address


@pytest.fixture(scope="session")
def editions(site: Path, catalog: Catalog) -> Iterator[tuple[Path, Path]]:
    """Two published folders: in the second a word of a page is another of the same length.

    What hosts read of it is made anew, and every file of both has the same time.
    """
    with open_folder() as place:
        first, second = (shutil.copytree(site, place / name) for name in ("first", "second"))
        for file in (second / "changes/index.html", second / "changes/index.md"):
            edit(file, dict([WORDS]))
        write_manifest(second, catalog.portal, None)
        write_hosting(second, dict(headers_for(second, "/"))[POLICY])
        for file in (*first.rglob("*"), *second.rglob("*")):
            os.utime(file, (1_700_000_000, 1_700_000_000))
        yield first, second
