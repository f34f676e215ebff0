"""The search index of a finished site, made by Pagefind from the pages that are there."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.aside import Way
from macros.files import files_below
from macros.indexer import IndexerError, index_pages
from macros.reading import cut
from macros.search_order import IndexFormatError, put_in_order

FOLDER = "pagefind"
_BEGIN = re.compile("<html[^>]*>")


class SearchIndexError(Exception):
    """The index was not made. Its text says why."""


@contextmanager
def search_index(site: Path, meanwhile: Way) -> Iterator[None]:
    """Make the index of the pages below `site` while the caller does what needs none.

    It is there, in `site/pagefind`, at the end of the `with` statement. Raises `SearchIndexError` then.
    """
    made = site / FOLDER
    shutil.rmtree(made, ignore_errors=True)  # that of a build before, where an engine leaves it
    try:
        with meanwhile(_index, site, made):
            yield
        put_in_order(made)
    except IndexerError as error:
        raise SearchIndexError(f"the search index was not made: {error}") from None
    except IndexFormatError as error:
        raise SearchIndexError(f"the search index cannot be put in order: {error}") from None


def _index(site: Path, made: Path) -> None:
    index_pages(_searched(site), made)


def _searched(site: Path) -> Iterator[tuple[str, str]]:
    """Give what is searched of each page: its article, without what the theme has around that."""
    for path in files_below(site, ".html"):
        head, _, article, _ = cut((site / path).read_text("utf-8"))
        begin = _BEGIN.search(head)
        yield path, f"{begin[0] if begin else ''}<body>{article or head}"
