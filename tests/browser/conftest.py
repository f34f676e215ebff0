"""A real Chromium on a published site, served on loopback; every page is watched while a test uses it."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.chromium import find_chromium
from tests.checkout import copy_checkout

# No account, no updates, no field trials: the browser asks nobody anything.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


@pytest.fixture(scope="session")
def address(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the published site, in a folder below the server's root as some hosts have it."""
    checkout = copy_checkout(repository, tmp_path_factory.mktemp("browser") / "checkout")
    done = checkout.publish()
    assert done.returncode == 0, done.stderr
    handler = partial(_Silent, directory=str(checkout.root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/site/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = find_chromium()
    assert chromium, "there is no Chromium: `make test` gets one, or set CHROMIUM to the path of yours"
    browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser without a past. A console error, or a request to another host, fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    host = address.split("/site/", maxsplit=1)[0]
    context.on("console", lambda message: _complain(complaints, message.type, message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", lambda request: _watch(complaints, host, request.url))
    yield context
    context.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _complain(complaints: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning"):
        complaints.append(f"{kind}: {text}")


def _watch(complaints: list[str], host: str, url: str) -> None:
    if not url.startswith((f"{host}/", "blob:", "data:")):
        complaints.append(f"asked {url}")
