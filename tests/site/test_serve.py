"""`make serve` while somebody edits: what is saved shows, a mistake shows over the page and ends nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from macros import serve
from macros.render import render_alone
from tests.checkout import Checkout, digests

CHANGE = "data/changes/date-cgi-removal.yml"
ADDRESS = "changes/date-cgi-removal/"
PAGE = "content/lifecycle/support.md"
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

    def settles(self, times: int) -> None:
        """Wait until it has said so many times that a site is whole."""
        self.wait_for(lambda: self.said().count("The rest of the site is there") >= times)

    def get(self, path: str) -> str:
        """Give the text of a file of the site. Raises `HTTPError` if the answer is another than 200."""
        with urlopen(self.address + path, timeout=PATIENCE) as answer:  # noqa: S310 - loopback
            text: str = answer.read().decode()
        return text

    def loaded(self) -> str:
        """Give the number by which a browser knows whether to load its page again."""
        number = re.search(r"livereload\((\d+),", self.get(ADDRESS))
        assert number
        return number[1]

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
    temporary = checkout.root.parent / "temporary"
    temporary.mkdir()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "macros.serve", "--address", f"127.0.0.1:{_free_port()}"],
            cwd=checkout.root,
            env=os.environ
            | {"PYTHONPATH": str(checkout.root), "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(temporary)},
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
    assert list(temporary.iterdir()) == []
    assert "Traceback" not in served.said()


class Gate:
    """Keeps the rest of a site from being made until it is opened."""

    def __init__(self, checkout: Checkout) -> None:
        """Put it up, before the server starts. What comes to it writes who it is, and waits."""
        self._open, self._seen = checkout.root / "open", checkout.root / "seen"
        step = "        _make_from_pages(root, catalog, site, aside)\n"
        wait = (
            "        import os, time\n"
            "        with (root / 'seen').open('a') as seen:\n"
            "            print(os.getpid(), file=seen)\n"
            "        while not (root / 'open').exists():\n"
            "            time.sleep(0.05)\n"
        )
        checkout.edit("macros/finish.py", step, wait + step)

    def open(self) -> None:
        self._open.touch()

    def close(self) -> None:
        self._open.unlink()

    def waiting(self) -> list[int]:
        """Give the processes that have come so far, oldest first."""
        return [int(line) for line in self._seen.read_text().splitlines()] if self._seen.exists() else []


def runs(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


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

        page.goto(served.address + "lifecycle/support/")
        checkout.append(PAGE, "\n\n{{ no_such_call() }}\n")
        served.complains(f"{PAGE}: a call in this page failed: 'no_such_call' is undefined")
        checkout.edit(PAGE, "{{ no_such_call() }}", "Mended.")
        served.shows("Mended.")


def test_pages_show_first_and_the_rest_comes_without_another_reload(
    checkout: Checkout, browser: Browser
) -> None:
    gate = Gate(checkout)
    with serving(checkout, browser) as served, ThreadPoolExecutor() as aside:
        served.page.goto(served.address + ADDRESS)
        served.wait_for(lambda: len(gate.waiting()) == 1)
        checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
        served.shows("date.cgi went away")
        with pytest.raises(HTTPError, match="404"):
            served.get("changes/no-such-change/")

        loaded = served.loaded()
        later = [aside.submit(served.get, path) for path in ("api/v1/changes.json", ADDRESS + "index.md")]
        served.wait_for(lambda: len(gate.waiting()) == 2)
        assert not any(answer.done() for answer in later)
        gate.open()
        assert all("date.cgi went away" in answer.result() for answer in later)
        served.settles(1)
        assert "pagefind" in served.get("pagefind/pagefind.js")
        assert served.loaded() == loaded


def test_an_edit_ends_what_is_made_of_the_one_before(checkout: Checkout, browser: Browser) -> None:
    gate = Gate(checkout)
    gate.open()
    with serving(checkout, browser) as served:
        served.page.goto(served.address + ADDRESS)
        served.settles(1)
        gate.close()
        checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
        served.shows("date.cgi went away")
        served.wait_for(lambda: len(gate.waiting()) == 2)
        assert runs(gate.waiting()[1])
        checkout.edit(CHANGE, "title: date.cgi went away", "title: date.cgi is no more")
        served.shows("date.cgi is no more")
        served.wait_for(lambda: len(gate.waiting()) == 3)
        assert not runs(gate.waiting()[1])

        # A mistake ends it as well; then there is the rest of the last whole site
        checkout.edit(CHANGE, "area: api", "area: apis")
        served.complains("did you mean api?")
        assert not runs(gate.waiting()[2])
        assert "date.cgi is no more" in served.get(ADDRESS)
        assert "date.cgi removed" in served.get("api/v1/changes.json")

        gate.open()
        checkout.edit(CHANGE, "area: apis", "area: api")
        served.shows("date.cgi is no more")
        assert "date.cgi is no more" in served.get("api/v1/changes.json")
        served.settles(2)


def test_what_fails_after_the_pages_shows_over_them(checkout: Checkout, browser: Browser) -> None:
    gate = Gate(checkout)
    gate.open()
    with serving(checkout, browser) as served:
        served.page.goto(served.address + "lifecycle/support/")
        served.settles(1)
        checkout.append(PAGE, '\n\n<a href="../nowhere/">Somewhere</a>\n')
        served.complains("lifecycle/support/index.html: the link ../nowhere/ leads nowhere")
        expect(served.page.get_by_role("link", name="Somewhere")).to_have_count(1)
        assert "date.cgi removed" in served.get("api/v1/changes.json")

        gate.close()
        checkout.edit(PAGE, "../nowhere/", "../upgrading/")
        served.wait_for(lambda: len(gate.waiting()) == 3)
        served.shows("Somewhere")
        os.kill(gate.waiting()[2], signal.SIGKILL)
        served.complains("what makes them ended with exit code -9")
        served.page.goto(served.address + ADDRESS)
        served.complains("what makes them ended with exit code -9")

        gate.open()
        checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
        served.shows("date.cgi went away")
        served.settles(2)


def test_who_reads_while_pages_are_made_gets_whole_ones(checkout: Checkout, browser: Browser) -> None:
    ended, seen = Event(), set[tuple[str, str]]()

    def read(served: Served) -> None:
        while not ended.is_set():
            page = served.get(ADDRESS)
            assert page.rstrip().endswith("</html>")
            found = re.search(r"(?s)<h1[^>]*>\s*([^<]+?)\s*<.*livereload\((\d+),", page)
            assert found
            seen.add((found[1], found[2]))

    with serving(checkout, browser) as served, ThreadPoolExecutor() as aside:
        served.page.goto(served.address + ADDRESS)
        readers = [aside.submit(read, served) for _ in range(4)]
        try:
            for old, new in pairwise(("removed", "went away", "is no more", "ended")):
                checkout.edit(CHANGE, f"title: date.cgi {old}", f"title: date.cgi {new}")
                served.shows(f"date.cgi {new}")
            served.settles(1)
        finally:
            ended.set()
        for reader in readers:
            reader.result()
    assert {"date.cgi went away", "date.cgi is no more", "date.cgi ended"} <= {title for title, _ in seen}
    # A browser that has the last number never loads its page again, so that must be the last page.
    assert len({number for _, number in seen}) == len(seen)


def test_what_is_served_in_the_end_is_what_one_road_makes(
    checkout: Checkout, browser: Browser, tmp_path: Path
) -> None:
    with serving(checkout, browser) as served:
        served.page.goto(served.address + ADDRESS)
        checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
        served.shows("date.cgi went away")
        served.settles(1)
        folder = checkout.root.parent / "temporary"
        (found,) = {manifest.parents[2] for manifest in folder.glob("*/*/api/v1/manifest.json")}
        settings = (checkout.root / "mkdocs.yml").read_text("utf-8")
        (checkout.root / "one-road.yml").write_text(f"{settings}\nsite_url: {served.address}\n", "utf-8")
        whole = tmp_path / "whole"
        done = checkout.run("mkdocs", "build", "--config-file", "one-road.yml", "--site-dir", str(whole))
        assert done.returncode == 0, done.stderr
        assert digests(found) == digests(whole)


@pytest.mark.parametrize("moment", ["pages", "rest"])
def test_it_ends_in_silence_whatever_it_is_making(moment: str, checkout: Checkout, browser: Browser) -> None:
    gate = Gate(checkout)
    with serving(checkout, browser) as served:
        served.wait_for(lambda: len(gate.waiting()) == 1)
        if moment == "pages":
            checkout.append("content/index.md", "\n\n{{ no_such_call() }}\n")
            served.wait_for(lambda: "Detected file changes" in served.said())
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(timeout=PATIENCE) == 0
        assert not runs(gate.waiting()[0])


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
    assert done.stderr == (
        f"{address}: something else listens there; choose another port: make serve SERVE=127.0.0.1:8001\n"
    ), "and no page is made before that"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
