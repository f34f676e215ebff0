"""`make serve` while somebody edits: what is saved shows, a mistake shows over the page and ends nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.preview import serve
from macros.render import render_alone
from tests.checkout import Checkout, small_checkout
from tests.waiting import PATIENCE, wait_for

CHANGE = "data/changes/date-cgi-removal.yml"
ADDRESS = "changes/date-cgi-removal/"
PAGE = "content/lifecycle/upgrading.md"


class Served:
    """The local server on a checkout, and a browser that has a page of it open."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, page: Page) -> None:
        self.process, self.page = process, page
        self._log = log
        self.address = ""

    def said(self) -> str:
        """Everything that the server has printed so far."""
        return self._log.read_text("utf-8")

    def wait_for(self, true: Callable[[], object]) -> None:
        wait_for(lambda: true() or self.process.poll() is not None)
        assert self.process.poll() is None, self.said()

    def shows(self, text: str) -> None:
        """Wait until the page has a text, without anybody loading it again, and no mistake over it."""
        whole = self.page.locator("body:not(:has([role=alert]))")
        expect(whole).to_contain_text(text, timeout=PATIENCE * 1000)

    def complains(self, text: str) -> None:
        """Wait until this is over the page, and in what is printed."""
        expect(self.page.get_by_role("alert")).to_contain_text(text, timeout=PATIENCE * 1000)
        assert text in self.said()


@contextmanager
def serving(checkout: Checkout, page: Page) -> Iterator[Served]:
    log = checkout.root.parent / "log"
    temporary = checkout.root.parent / "temporary"
    temporary.mkdir()
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "macros.preview.serve", "--address", f"127.0.0.1:{_free_port()}"],
            cwd=checkout.root,
            env=os.environ
            | {"PYTHONPATH": str(checkout.root), "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(temporary)},
            stdout=output,
            stderr=output,
        )
    served = Served(process, log, page)
    try:
        served.wait_for(lambda: "Serving on" in served.said())
        match = re.search(r"Serving on (http://127\.0\.0\.1:\d+/)", served.said())
        assert match, served.said()
        served.address = match[1]
        yield served
    finally:
        page.close()
        process.terminate()
        process.wait(timeout=PATIENCE)
    assert list(temporary.iterdir()) == []
    assert "Traceback" not in served.said()


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Checkout:
    """A checkout of the sample."""
    return small_checkout(repository, tmp_path / "checkout")


def test_edits_show_and_mistakes_show_over_the_page(checkout: Checkout, browser: Browser) -> None:
    with serving(checkout, browser.new_page()) as served:
        page = served.page
        page.goto(served.address + ADDRESS)
        served.shows("date.cgi removed")

        checkout.edit(CHANGE, "area: api", "area: apis")
        served.complains(f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml')
        checkout.edit(CHANGE, "area: apis", "area: api")
        served.shows("date.cgi removed")

        page.goto(served.address + "lifecycle/upgrading/")
        checkout.append(PAGE, '\n\n{{ no_such_call() }} <a href="../nowhere/">Somewhere</a>\n')
        served.complains(f"{PAGE}: a call in this page failed: 'no_such_call' is undefined")
        checkout.edit(PAGE, "{{ no_such_call() }}", "Mended.")
        served.complains("lifecycle/upgrading/index.html: the link ../nowhere/ leads nowhere")
        expect(page.get_by_role("link", name="Somewhere")).to_have_count(1)
        checkout.edit(PAGE, '<a href="../nowhere/">Somewhere</a>', "[Somewhere](no-such-page.md)")
        served.complains("lifecycle/upgrading/index.html: the link no-such-page.md leads nowhere")
        checkout.edit(PAGE, "no-such-page.md", "../plan/index.md")
        served.shows("Mended.")
        feed = page.request.get(served.address + "feeds/changes.json")
        assert feed.ok, "what is for machines is there, as it was at the start"


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("first pages", (signal.SIGTERM, signal.SIGINT, signal.SIGTERM)),  # make and a shell both send one
        ("edit", (signal.SIGINT,)),
    ],
)
def test_it_ends_in_silence_whatever_it_is_making(
    moment: str, ends: tuple[signal.Signals, ...], checkout: Checkout, browser: Browser
) -> None:
    with serving(checkout, browser.new_page()) as served:
        if moment == "edit":
            served.page.goto(served.address)
            checkout.append("content/index.md", "\n\n{{ no_such_call() }}\n")
            served.wait_for(lambda: "Detected file changes" in served.said())
        for end in ends:
            served.process.send_signal(end)
        assert served.process.wait(timeout=PATIENCE) == 0


LOST = """
import os, signal, time
from macros.preview.serve import _ENDS, _end
for one in _ENDS:
    signal.signal(one, _end)
class Swallowing:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.1)
try:
    Swallowing()
    time.sleep(30)
except KeyboardInterrupt:
    print("ended")
"""


def test_it_ends_where_python_loses_the_first_interruption(repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST], cwd=repository, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stdout) == (0, "ended\n")
    assert "Exception ignored in" in done.stderr


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
        done = checkout.run("macros.preview.serve", "--address", address)
    assert done.returncode == 1
    assert done.stderr == (
        f"{address}: something else listens there; choose another port: make serve SERVE=127.0.0.1:8001\n"
    ), "and no page is made before that"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
