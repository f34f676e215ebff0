"""A partner: programs, a folder, a browser that shows a page of another site, and sites to read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.model import Catalog
from tests.conftest import copy_sample
from tests.partners.examples import Runner
from tests.partners.hosts import Host, host_of
from tests.partners.hub import Told, serve_hub
from tests.programs import missing_programs
from tests.serving import serve
from tests.sites import real_site


@pytest.fixture(scope="session")
def tab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A browser without a past that shows a page of another site."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "index.html").write_text(
        "<!doctype html><title>A partner</title><link rel=icon href=data:,>", "utf-8"
    )
    with serve(folder) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        yield page
        context.close()


@pytest.fixture
def told() -> Told:
    """What the hub has been told."""
    return []


@pytest.fixture
def partner(tmp_path: Path, tab: Page, told: Told) -> Iterator[Runner]:
    """Runs examples in a fresh folder with the data of a checkout."""
    assert missing_programs() == [], "`make test` gets them, or install them yourself"
    folder = tmp_path / "partner"
    copy_sample(folder)
    with serve_hub(told) as hub:
        yield Runner(folder, tab, hub)


@pytest.fixture(scope="session")
def sample_host(sample: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """What machines read of the sample, in feeds of several pages. To be read only."""
    with host_of(tmp_path_factory.mktemp("sample-site")) as host:
        host.write(sample)
        yield host


@pytest.fixture
def own_host(sample: Catalog, tmp_path: Path) -> Iterator[Host]:
    """The same, to write again."""
    (tmp_path / "site").mkdir()
    with host_of(tmp_path / "site") as host:
        host.write(sample)
        yield host


@pytest.fixture(scope="session")
def real_host(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """What machines read of the real data, and the pages for partners. To be read only."""
    with host_of(tmp_path_factory.mktemp("real-host")) as host:
        host.write(catalog)
        shutil.copytree(real_site(tmp_path_factory) / "partners", host.folder / "partners")
        yield host
