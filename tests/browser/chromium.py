"""A Chromium for the browser tests: the one that is here, or else one that this module installs.

`python -m tests.browser.chromium` prints its path.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.programs import install_packages, run_installer

PURPOSE = "the browser tests"

# First the one without a window: the same engine, and pages take half the time.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Chromium\Application\chrome.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)

# No account, no updates, no field trials: the browser asks nobody anything.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

ASK_PLAYWRIGHT = """\
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""

HELP = (
    "The browser tests need Chromium, and it could not be installed. Install Chromium or Google Chrome, "
    "or set the variable CHROMIUM to the path of one."
)


def find_chromium() -> Path | None:
    """Return the Chromium that is installed, or None.

    Looks at the variable CHROMIUM, then at the search path, the usual places and Playwright's own folder.
    Raises `SystemExit` if CHROMIUM is set, but names no program.
    """
    if wanted := os.environ.get("CHROMIUM"):
        if found := shutil.which(wanted):
            return Path(found)
        raise SystemExit(f"The variable CHROMIUM is {wanted!r}, and there is no such program.")
    return next(_installed(), None)


def ensure_chromium() -> Path:
    """Return the Chromium that is installed, and install one first if there is none.

    Raises `SystemExit` with what to do if that fails too.
    """
    if found := find_chromium():
        return found
    for done in _ways_to_install():
        if done and (found := find_chromium()):
            return found
    raise SystemExit(HELP)


def _installed() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for place in map(Path, PLACES):
        if place.is_file():
            yield place
    # In a process of its own: a test that asks may already have Playwright running in this one.
    asked = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, check=False, encoding="utf-8"
    )
    if asked.returncode == 0 and (own := Path(asked.stdout.strip())).is_file():
        yield own


def _ways_to_install() -> Iterator[bool]:
    """Try one way after the other, and say of each whether it went well."""
    yield install_packages(PURPOSE, HEADLESS) or install_packages(PURPOSE, "chromium")
    yield run_installer(PURPOSE, sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    print(ensure_chromium())
