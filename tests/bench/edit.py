"""How long an editor waits under `make serve`: from a saved data file to the page that shows it."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from portal.reading.catalog import load_catalog
from tests.bench.plain import write_plain_site
from tests.bench.processes import environment, print_bar
from tests.bench.sites import MANY, write_portal
from tests.deploy.nginx import free_port

BAR = 0.5
EDITED = "synthetic-7"
PATIENCE = 180
# Each takes an address
_OURS = ("macros.preview.serve", "--address")
_ENGINES = ("mkdocs", "serve", "--quiet", "--dev-addr")
_MACROS = """
from pathlib import Path
from macros.after.entries import entry_pages
from macros.view import View
from portal.reading.catalog import load_catalog

def define_env(env):
    root = Path({portal!r})
    pages = {{page.path.split("/")[-2]: page for page in entry_pages(View(root, load_catalog(root)))}}

    @env.macro
    def entry(name):
        return "# " + pages[name].title + "\\n\\n" + pages[name].body
"""


def print_edit(repository: Path, folder: Path, runs: int) -> None:
    """Print what an edit takes in the portal and in a site whose every page is a macro page."""
    portal = write_portal(repository, folder / "portal", MANY)
    sites = {portal: _OURS, _write_macro_site(portal, folder / "macros"): _ENGINES}
    waited = []
    for root, server in sites.items():
        with _served(root, portal, server) as address:
            page = f"{address}changes/{EDITED}/"
            _wait_for(page, "<h1")
            waited.append(median(_edit(portal, page, f"wombat {root.name} {run}") for run in range(runs)))
    print(f"{f'{MANY} entries: seconds until a page shows an edit of its data':<58}")
    print(f"{'portal, make serve':<58}{waited[0]:10.2f}")
    print(f"{'every page a macro page, mkdocs serve':<58}{waited[1]:10.2f}")
    print_bar("portal / every page a macro page", waited[0] / waited[1], BAR)


def _write_macro_site(portal: Path, root: Path) -> Path:
    """Write a site with a page an entry, each of which is a call."""
    catalog = load_catalog(portal)
    write_plain_site(portal, catalog, root)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("plugins: [search]", "plugins: [search, macros: {module_name: calls}]")
    (root / "mkdocs.yml").write_text(f"{settings}watch: [{portal / 'data'}]\n", "utf-8")
    (root / "calls.py").write_text(_MACROS.format(portal=str(portal)), "utf-8")
    for change in catalog.changes:
        (root / f"content/changes/{change.id}.md").write_text(f'{{{{ entry("{change.id}") }}}}\n', "utf-8")
    return root


@contextmanager
def _served(root: Path, portal: Path, server: tuple[str, ...]) -> Iterator[str]:
    """Yield the address at which a server shows a site."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *server, f"127.0.0.1:{port}"],
        cwd=root,
        env=environment(root, portal),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _edit(portal: Path, page: str, text: str) -> float:
    """Return the seconds from an edit of the summary until a page has it."""
    file = portal / f"data/changes/{EDITED}.yml"
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
