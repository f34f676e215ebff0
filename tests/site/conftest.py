"""Copies of the checkout for the tests of publishing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checkout import Checkout, copy_checkout


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Checkout:
    """A fresh copy, not yet published."""
    return copy_checkout(repository, tmp_path / "checkout")


@pytest.fixture(scope="session")
def make_checkout(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Checkout]:
    """Makes further copies for a test that needs two."""
    return lambda: copy_checkout(repository, tmp_path_factory.mktemp("copy") / "checkout")


@pytest.fixture(scope="session")
def site(make_checkout: Callable[[], Checkout]) -> Path:
    """The published site, to be read only."""
    checkout = make_checkout()
    done = checkout.publish()
    assert done.returncode == 0, done.stderr
    return checkout.site
