"""The search index of a finished site, made by Pagefind from the pages that are there."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.search_order import IndexFormatError, put_in_order

FOLDER = "pagefind"


class SearchIndexError(Exception):
    """The index was not made. Its text says why."""


@contextmanager
def search_index(site: Path) -> Iterator[None]:
    """Make the index of the pages below `site` while the caller does what needs none.

    It is there, in `site/pagefind`, at the end of the `with` statement. Raises `SearchIndexError` then.
    """
    with tempfile.TemporaryDirectory(prefix="portal-index-") as folder:
        # Not below `site`: if this process is killed, the other must not write where the next one works.
        made = Path(folder) / FOLDER
        indexer = subprocess.Popen(  # noqa: S603 - no outside input
            _command(site, made), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield
        finally:
            said, _ = indexer.communicate()
        if indexer.returncode:
            raise SearchIndexError(f"the search index was not made: {said.strip()}")
        try:
            put_in_order(made)
        except IndexFormatError as error:
            raise SearchIndexError(f"the search index cannot be put in order: {error}") from None
        shutil.copytree(made, site / FOLDER, dirs_exist_ok=True)


def _command(site: Path, made: Path) -> list[str]:
    arguments = ["--site", str(site), "--output-path", str(made), "--quiet"]
    return [sys.executable, "-m", "pagefind", *arguments, "--exclude-selectors", ".headerlink"]
