"""The search index of a finished site, made by Pagefind from the pages that are there."""

import subprocess
import sys
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
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--quiet"]
    command += ["--exclude-selectors", ".headerlink"]
    indexer = subprocess.Popen(  # noqa: S603 - no outside input
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield
    finally:
        said, _ = indexer.communicate()
    if indexer.returncode:
        raise SearchIndexError(f"the search index was not made: {said.strip()}")
    try:
        put_in_order(site / FOLDER)
    except IndexFormatError as error:
        raise SearchIndexError(f"the search index cannot be put in order: {error}") from None
