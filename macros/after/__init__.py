"""What follows the engine, in order: entry pages, Markdown, feeds, calendars, API, search, a last look.

Needs nothing but the folder that an engine has rendered `content/` into.
"""

import logging
import re
from pathlib import Path

from macros.after.entries import entry_pages
from macros.after.llms import write_llms
from macros.after.manifest import write_manifest
from macros.after.search_index import SearchError, write_search
from macros.after.stamp import ShellError, stamp_all, write_sitemap
from macros.after.twins import write_twins
from macros.after.verify import verify
from macros.current import current_catalog, current_schemas
from macros.view import View
from portal.outputs.outputs import write_outputs

_log = logging.getLogger(__name__)
_COMMENT = re.compile(r"\s*/\*.*?\*/", re.DOTALL)


class PublishError(Exception):
    """The site cannot be published. Its text says what is wrong, a line each."""


def after_engine(root: Path, site: Path, *, commit: str | None = None) -> None:
    """Make a site whole around the pages that the engine has rendered into `site`.

    `commit` is what the site is made from, for its manifest; None where that is not known.
    Raises `InvalidData` or `PublishError`; `site` must then not be published.
    """
    catalog, schemas = current_catalog(root), current_schemas(root)
    finish_pages(root, site)
    write_sheets(site)
    _log.info("making the Markdown beside pages")
    for_machines = [*write_twins(root, catalog, site), write_llms(root, catalog, site)]
    _log.info("writing feeds, calendars and the API")
    for_machines += write_outputs(catalog, schemas, site)
    _log.info("indexing for the search")
    try:
        write_search(catalog, site)
    except SearchError as error:
        raise PublishError(str(error)) from None
    write_manifest(site, catalog.portal, for_machines, commit)
    _log.info("verifying the finished site")
    if wrong := verify(catalog, schemas, site):
        raise PublishError("\n".join(["the finished site is not whole:", *wrong]))


def write_sheets(site: Path) -> None:
    """Write our style sheets without comments, a quarter of their bytes: those are for who works on them."""
    for sheet in (site / "assets").glob("*.css"):
        sheet.write_text(_COMMENT.sub("", sheet.read_text("utf-8")), "utf-8", newline="\n")


def finish_pages(root: Path, site: Path) -> None:
    """Make the pages that the engine has not made, which is all that a preview shows of an edit.

    Raises as `after_engine` does.
    """
    view = View(root, current_catalog(root))
    _log.info("making the entry pages")
    try:
        stamped = stamp_all(entry_pages(view), site)
    except ShellError as error:
        raise PublishError(str(error)) from None
    write_sitemap(site, view.catalog.portal, stamped)
