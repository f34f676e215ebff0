"""`make serve` while somebody edits: what is saved shows, and a mistake does not end it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.checkout import Checkout

CHANGE = "data/changes/date-cgi-removal.yml"
PATIENCE = 60  # seconds; a slow machine is no failure, a server that never shows the edit is


class Served:
    """The local server on a copy of the checkout."""

    def __init__(self, checkout: Checkout, log: Path) -> None:
        self.checkout, self.log = checkout, log
        self.address = ""

    def said(self) -> str:
        """Everything that the server has printed so far."""
        return self.log.read_text("utf-8")

    def page(self, path: str) -> str:
        """A page as a browser gets it now, empty while there is none."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:  # noqa: S310 - loopback
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, TimeoutError):
            return ""


def wait_for(true: Callable[[], object], served: Served) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, served.said()
        time.sleep(0.1)


@pytest.fixture
def served(checkout: Checkout, tmp_path: Path) -> Iterator[Served]:
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "macros.serve", "--address", f"127.0.0.1:{_free_port()}"],
            cwd=checkout.root,
            env=os.environ | {"PYTHONPATH": str(checkout.root), "NO_MKDOCS_2_WARNING": "1"},
            stdout=output,
            stderr=output,
        )
        served = Served(checkout, log)
        try:
            wait_for(lambda: "Serving on" in served.said() or process.poll() is not None, served)
            match = re.search(r"Serving on (http://127\.0\.0\.1:\d+/)", served.said())
            assert match, served.said()
            served.address = match[1]
            yield served
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def test_edits_show_and_mistakes_are_survived(served: Served) -> None:
    checkout, page = served.checkout, "changes/date-cgi-removal/"
    assert "<h1>date.cgi removed" in served.page(page)
    assert "feeds/changes.rss" in served.page(page)

    checkout.edit(CHANGE, "title: date.cgi removed", "title: date.cgi went away")
    wait_for(lambda: "<h1>date.cgi went away" in served.page(page), served)

    checkout.edit("macros/templates/change.html.jinja", "What becomes of it", "What comes of it")
    wait_for(lambda: "What comes of it" in served.page(page), served)

    checkout.append("content/lifecycle/versioning.md", "\nA sentence of the test.\n")
    wait_for(lambda: "A sentence of the test." in served.page("lifecycle/versioning/"), served)

    checkout.edit(CHANGE, "area: api", "area: apis")
    wait_for(lambda: f'{CHANGE}:5:7: area: "apis" is not an area of data/areas.yml' in served.said(), served)
    checkout.edit(CHANGE, "area: apis", "area: api")
    wait_for(lambda: served.said().rstrip().endswith("Reloading browsers"), served)

    checkout.append("content/changes/13.md", "\n\n{{ no_such_call() }}\n")
    wait_for(lambda: "changes/13.md: a call in this page failed" in served.said(), served)
    checkout.edit("content/changes/13.md", "{{ no_such_call() }}", "Mended.")
    wait_for(lambda: "Mended." in served.page("changes/13/"), served)
    assert "Traceback" not in served.said()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
