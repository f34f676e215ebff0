"""The search index of a finished site, made by Pagefind from the pages that are there."""

import subprocess
from pathlib import Path

from pagefind.service import get_executable


class SearchIndexError(Exception):
    """The index was not made. Its text says why."""


def write_search_index(site: Path) -> None:
    """Write the index of all pages below `site` into `site/pagefind`. Raises `SearchIndexError`."""
    command = [str(get_executable()), "--site", str(site), "--silent"]
    command += ["--root-selector", "article", "--exclude-selectors", ".headerlink"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no outside input
    if done.returncode:
        said = (done.stderr or done.stdout).strip() or f"it ended with exit code {done.returncode}"
        raise SearchIndexError(f"the search index was not made: {said}")
