"""Copies of the checkout for the tests of publishing."""

from pathlib import Path

import pytest

from tests.checkout import Checkout, june_checkout
from tests.sites import june_site, real_site


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Checkout:
    """A fresh copy with the data of June 2024, not yet published."""
    return june_checkout(repository, tmp_path / "checkout")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site with the data of June 2024, to be read only."""
    return june_site(tmp_path_factory)


@pytest.fixture(scope="session", name="real_site")
def site_of_real_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site with the data as it is now, to be read only."""
    return real_site(tmp_path_factory)
