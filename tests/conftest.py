"""What many tests share: the checkout, its catalog, the frozen sample, and golden files."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from portal.cli.ids import write_offered
from portal.model import Catalog
from portal.planner import Facts, facts_of
from portal.reading.catalog import load_catalog
from tests.browser.chromium import QUIET, find_chromium
from tests.checkout import JUNE

# The same examples each time, so that a test fails for all or for nobody; more of them on demand.
settings.register_profile(
    "portal",
    max_examples=int(os.environ.get("PORTAL_EXAMPLES", "25")),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # making a failing example smaller takes minutes here
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("portal")

REPOSITORY = Path(__file__).resolve().parent.parent
TESTS = REPOSITORY / "tests"
# The fixtures of the data as it is now, and of its site
REAL = {"catalog", "real_data", "real_site", "real_address"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what comes out now into tests/golden/ and tests/bad/**/*.txt; read the difference",
    )
    parser.addoption(
        "--real", action="store_true", help="run only the tests that look at the real data or at its site"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--real"):
        items[:] = [item for item in items if REAL & _fixtures(item)]


def _fixtures(item: pytest.Item) -> set[object]:
    """Return the fixtures that a test takes, by their names or as a parameter."""
    call = getattr(item, "callspec", None)
    given = call.params.values() if call else ()
    return {*getattr(item, "fixturenames", ()), *(one for one in given if isinstance(one, str))}


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is for people: CI only compares")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that is tested. Tests only read it."""
    return REPOSITORY


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the data as it is now. Tests only read it."""
    return REPOSITORY / "data"


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog of the real data, which grows: no test may expect a count, a wording or a date of it."""
    return load_catalog(REPOSITORY)


@pytest.fixture(scope="session")
def june_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the data of June 2024 and the schemas of today, to be read only."""
    root = copy_sample(tmp_path_factory.mktemp("session") / "june", JUNE)
    write_offered(load_catalog(root), root)
    return root


@pytest.fixture(scope="session")
def june(june_root: Path) -> Catalog:
    """The catalog of the data of June 2024, which never changes: fifty changes, for exact expectations."""
    return load_catalog(june_root)


@pytest.fixture(scope="session")
def facts(june: Catalog) -> Facts:
    """What planning needs of the data of June 2024."""
    return facts_of(june)


@pytest.fixture
def sample_root(tmp_path: Path) -> Path:
    """A checkout of the sample data and the real schemas, to break at will."""
    return copy_sample(tmp_path / "sample")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalog of the sample data."""
    return load_catalog(copy_sample(tmp_path_factory.mktemp("session") / "sample"))


def copy_sample(root: Path, data: Path = TESTS / "sample" / "data") -> Path:
    shutil.copytree(data, root / "data")
    shutil.copytree(REPOSITORY / "schema" / "authored", root / "schema" / "authored")
    return root


def keep_edition(root: Path) -> None:
    """Return a checkout of the sample an edition of it: the sample as it is."""
    shutil.copytree(TESTS / "sample" / "editions", root / "data" / "editions")


@pytest.fixture
def compare_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a file below `tests/`; `--update-golden` writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{path} differs; look, then run with --update-golden"

    return compare


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one that drives browsers: a process can have no second one."""
    expect.set_options(timeout=20_000)  # not 5 s: a slow machine is no failure
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium."""
    chromium = find_chromium()
    assert chromium, "there is no Chromium: `make test` gets one, or set CHROMIUM to the path of yours"
    browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
    yield browser
    browser.close()
