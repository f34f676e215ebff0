"""A real Chromium on a published site, served on loopback; every page is watched while a test uses it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.kinds import NOT_FOUND
from tests.serving import serve
from tests.sites import june_site, real_site


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published site with the data of June 2024."""
    return june_site(tmp_path_factory)


@pytest.fixture(scope="session")
def real_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the published site with the data as it is now, at the server's root."""
    with serve(real_site(tmp_path_factory)) as root:
        yield root


@pytest.fixture(scope="session")
def address(published: Path) -> Iterator[str]:
    """The address of the published site, in a folder below the server's root as some hosts have it."""
    with serve(published.parent) as root:
        yield f"{root}{published.name}/"


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers without a past. A console error, or a request to another host, fails the test."""
    complaints: list[str] = []
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**options)
        context.on("console", lambda message: _complain(complaints, message))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", lambda request: _watch(complaints, request.url))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert complaints == []


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _complain(complaints: list[str], message: ConsoleMessage) -> None:
    # A browser reports that a page is missing as an error. Here it is what was asked for.
    if message.type in ("error", "warning") and not message.location["url"].endswith(NOT_FOUND):
        complaints.append(f"{message.type}: {message.text}")


def _watch(complaints: list[str], url: str) -> None:
    if not url.startswith(("http://127.0.0.1:", "blob:", "data:")):
        complaints.append(f"asked {url}")
