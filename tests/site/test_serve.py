"""`make serve` while somebody edits: what is saved shows, a mistake shows over the page and ends nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import serve
from macros.render import render_alone
from tests.checkout import Checkout

CHANGE = "data/changes/date-cgi-removal.yml"
ADDRESS = "changes/date-cgi-removal/"
PATIENCE = 60  # seconds; a slow machine is no failure, a server that never shows the edit is


class Served:
    """The local server on a copy of the checkout, and a browser that has a page of it open."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, page: Page) -> None:
        self.process, self.page = process, page
        self._log = log
        self.address = ""

    def said(self) -> str:
        """Everything that the server has printed so far."""
        return self._log.read_text("utf-8")

    def wait_for(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)

    def shows(self, text: str) -> None:
        """Wait until the page has a text, without anybody loading it again, and no mistake over it."""
        whole = self.page.locator("body:not(:has([role=alert]))")
        expect(whole).to_contain_text(text, timeout=PATIENCE * 1000)

    def complains(self, *texts: str) -> None:
        """Wait until these are over the page, and in what is printed."""
        for text in texts:
            expect(self.page.get_by_role("alert")).to_contain_text(text, timeout=PATIENCE * 1000)
            assert text in self.said()


@contextmanager
def serving(checkout: Checkout, browser: Browser) -> Iterator[Served]:
    log = checkout.root.parent / "log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "macros.serve", "--address", f"127.0.0.1:{_free_port()}"],
            cwd=checkout.root,
            env=os.environ | {"PYTHONPATH": str(checkout.root), "NO_MKDOCS_2_WARNING": "1"},
            stdout=output,
            stderr=output,
        )
    served = Served(process, log, browser.new_page())
    try:
        served.wait_for(lambda: "Serving on" in served.said())
        match = re.search(r"Serving on (http://127\.0\.0\.1:\d+/)", served.said())
        assert match, served.said()
        served.address = match[1]
        yield served
    finally:
        served.page.close()
        process.terminate()
        process.wait(timeout=PATIENCE)


def test_edits_show_and_mistakes_show_over_the_page(checkout: Checkout, browser: Browser) -> None:
    with serving(checkout, browser) as served:
        page = served.page
        page.goto(served.address + ADDRESS)
        served.shows("date.cgi removed")
        assert "feeds/changes.rss" in page.content()

        checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
        served.shows("date.cgi went away")

        checkout.edit("macros/templates/change.html.jinja", "What becomes of it", "What comes of it")
        served.shows("What comes of it")

        # A rule, with the last whole page below
        checkout.edit(CHANGE, "area: api", "area: apis")
        served.complains(
            f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml',
            "did you mean api?   [unknown-reference]",
        )
        expect(page.locator("h1")).to_contain_text("date.cgi went away")
        expect(page.get_by_role("heading", name="1 problem in what you saved")).to_be_visible()

        # Two problems of the schema, one with code of somebody else's in it
        checkout.edit(CHANGE, "area: apis", 'area: "<img src=x onerror=document.title=1>"')
        checkout.edit(CHANGE, "kind: removal", "kind: removel")
        served.complains('area: "<img src=x onerror=document.title=1>" is not of the right form', "removel")
        expect(page.get_by_role("heading", name="2 problems in what you saved")).to_be_visible()
        expect(page.get_by_role("alert").locator("img")).to_have_count(0)
        checkout.edit(CHANGE, 'area: "<img src=x onerror=document.title=1>"', "area: api")
        checkout.edit(CHANGE, "kind: removel", "kind: removal")
        served.shows("date.cgi went away")

        checkout.edit("schema/authored/change.schema.json", "{\n", "{,\n")
        served.complains("schema/authored/change.schema.json:1:2: is not JSON")
        checkout.edit("schema/authored/change.schema.json", "{,\n", "{\n")
        served.shows("date.cgi went away")

        checkout.edit("macros/templates/change.html.jinja", "What comes of it", "What {{ comes }} of it")
        served.complains("macros/templates/change.html.jinja:", "'comes' is undefined")
        checkout.edit("macros/templates/change.html.jinja", "What {{ comes }} of it", "What became of it")
        served.shows("What became of it")

        page.goto(served.address + "changes/13/")
        checkout.append("content/changes/13.md", "\n\n{{ no_such_call() }}\n")
        served.complains("content/changes/13.md: a call in this page failed: 'no_such_call' is undefined")
        checkout.edit("content/changes/13.md", "{{ no_such_call() }}", "Mended.")
        served.shows("Mended.")
        assert "Traceback" not in served.said()


def test_it_starts_with_a_mistake_and_has_the_page_when_that_is_mended(
    checkout: Checkout, browser: Browser
) -> None:
    checkout.edit(CHANGE, "area: api", "area: apis")
    with serving(checkout, browser) as served:
        answer = served.page.goto(served.address + ADDRESS)
        assert answer
        assert answer.status == 503
        served.complains(f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml')
        checkout.edit(CHANGE, "area: apis", "area: api")
        served.shows("date.cgi removed")
        for end in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):  # make and a shell both send one
            served.process.send_signal(end)
        assert served.process.wait(timeout=PATIENCE) == 0
        assert "Traceback" not in served.said()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_wrong_is_for_everybody(browser: Browser, width: int, scheme: str) -> None:
    many = [f"data/changes/{'long' * 30}.yml:{line}:1: title: is missing" for line in range(1, 40)]
    page = browser.new_page(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    shell = render_alone("problem_page")
    page.set_content(
        shell.replace("</body>", f"<h1>A page</h1>{render_alone('problems', problems=many)}</body>")
    )
    box = page.get_by_role("alert")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth && box.clientHeight < innerHeight")
    page.keyboard.press("End")
    expect(box.get_by_text("yml:39:1")).to_be_in_viewport()
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run('[role=alert]').then(({ violations }) => violations.map(({ id }) => id))")
    assert found == []
    page.close()


def test_a_published_page_has_no_place_for_it(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 50
    assert [page for page in pages if "portal-problems" in page.read_text("utf-8")] == []


@pytest.mark.parametrize("text", ["8000", "localhost:", "localhost:x", "localhost:99999"])
def test_what_is_no_address_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        serve.main(["--address", text])
    assert refused.value.code == 2
    assert f"'{text}' is not an address such as 127.0.0.1:8000" in capsys.readouterr().err


def test_an_address_in_use_is_named(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = checkout.run("macros.serve", "--address", address)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"{address}: cannot listen there: Address already in use"
    assert "Traceback" not in done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
