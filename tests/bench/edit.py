"""How long an editor waits: from a saved data file to the page that shows it, under `make serve`."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from portal.catalog import load_catalog
from tests.bench.goals import at_most
from tests.bench.plain import write_plain_site
from tests.bench.scale.rooms import room, write_portal

ENTRIES = 600
GOAL = 0.5
EDITED = "synthetic-7"
PATIENCE = 180
# Each takes an address
_OURS = ("macros.serve", "--address")
_ENGINES = ("mkdocs", "serve", "--quiet", "--dev-addr")
_MACROS = """
from functools import lru_cache
from pathlib import Path
from macros.finish import current_catalog
from macros.pages import CHANGE_SHELL, entry_pages
from macros.view import View

def define_env(env):
    root = Path({portal!r})
    catalog = current_catalog(root)
    pages = {{page.path.split("/")[-2]: page for page in entry_pages(View(root, catalog))}}

    @env.macro
    def entry(name):
        return "# " + pages[name].title + "\\n\\n" + pages[name].body
"""


def print_serving(repository: Path, folder: Path, runs: int) -> None:
    """Print what an edit takes in the portal, in times of a site whose every page is a macro page."""
    with room(folder) as place:
        portal = write_portal(repository, place / "portal", ENTRIES)
        other = _macro_site(portal, place / "macros")
        times: dict[Path, list[float]] = {portal: [], other: []}
        for (root, found), server in zip(times.items(), (_OURS, _ENGINES), strict=True):
            with _served(root, server) as address:
                page = f"{address}changes/{EDITED}/"
                _wait_for(page, "<h1")
                for run in range(runs):
                    found.append(_edit(portal, page, f"wombat {root.name} {run}"))
    ours, theirs = map(median, times.values())
    print(f"An edit of a data file until its page shows it, {ENTRIES} entries, medians of {runs}")
    print(f"{'portal / every page a macro page':<68}{ours / theirs:7.2f}  {at_most(ours / theirs, GOAL)}")


def _macro_site(portal: Path, root: Path) -> Path:
    """Write a site with a page an entry, each of which is a call."""
    write_plain_site(portal, load_catalog(portal), root)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("plugins: [search]", "plugins: [search, macros: {module_name: calls}]")
    watch = f"watch: [{portal / 'data'}]\n"
    (root / "mkdocs.yml").write_text(settings + watch, "utf-8")
    (root / "calls.py").write_text(_MACROS.format(portal=str(portal)), "utf-8")
    names = {change.id for change in load_catalog(portal).changes}
    for page in (root / "content").rglob("*.md"):
        if page.stem in names:
            page.write_text(f'{{{{ entry("{page.stem}") }}}}\n', "utf-8")
    return root


@contextmanager
def _served(root: Path, server: tuple[str, ...]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = re.search(r"site_url: (\S+)", (root / "mkdocs.yml").read_text("utf-8"))
    assert not settings, "the address begins at the root"
    repository = Path(__file__).resolve().parents[2]
    places = os.pathsep.join([str(root), str(repository)])
    process = subprocess.Popen(
        [sys.executable, "-m", *server, f"127.0.0.1:{port}"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": places, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _edit(portal: Path, page: str, text: str) -> float:
    file = portal / "data" / "changes" / f"{EDITED}.yml"
    edited = re.sub(r"(?m)^(summary: ).*\n(  .*\n)*", rf"\1Edited, {text}.\n", file.read_text("utf-8"))
    file.write_text(edited, "utf-8")
    begin = time.perf_counter()
    _wait_for(page, text)
    return time.perf_counter() - begin


def _wait_for(address: str, text: str) -> None:
    """Ask until a page has a text. Raises `RuntimeError` where it never does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 - loopback
                if text in response.read().decode():
                    return
        except (URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise RuntimeError(f"{address} never said {text!r}")
