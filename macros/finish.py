"""Makes a site whole after the engine: entry pages, twins, feeds, calendars, API, search, a last look.

Needs nothing but the folder that an engine has rendered `content/` into.
"""

import logging
from functools import lru_cache
from pathlib import Path

from macros.aside import Way, aside, at_the_end
from macros.late import LateCallError, make_late_calls
from macros.llms import write_llms
from macros.manifest import write_manifest
from macros.pages import entry_pages
from macros.search_index import SearchIndexError, search_index
from macros.sitemap import write_sitemap
from macros.stamp import ShellError, stamp_all
from macros.twins import write_twins
from macros.verify import verify
from macros.view import View
from portal import api, feeds
from portal.bundle import write_bundle
from portal.calendar import write_calendars
from portal.catalog import load_catalog
from portal.model import Catalog
from portal.planner import write_facts
from portal.schema_list import write_schema_list
from portal.standards import write_standards
from portal.structure import Schemas, published_schemas

_log = logging.getLogger(__name__)


class PublishError(Exception):
    """The site cannot be published. Its text says what is wrong, a line each."""


def current_catalog(root: Path) -> Catalog:
    """Give the catalog, loaded once for as long as no file of `data/` or `schema/` changes."""
    files = sorted(path for folder in ("data", "schema") for path in (root / folder).rglob("*.*"))
    stats = [(str(path), path.stat()) for path in files]
    return _catalog(root, tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))


@lru_cache(maxsize=1)
def _catalog(root: Path, fingerprint: tuple[tuple[str, int, int], ...]) -> Catalog:
    return load_catalog(root)


def after_engine(root: Path, site: Path, *, preview: bool = False, commit: str | None = None) -> None:
    """Make a site whole around the pages that the engine has rendered into `site`.

    Who previews has threads, so a `preview` starts no process.
    `commit` is what the site is made from, for its manifest; None where that is not known.
    Raises `InvalidData` or `PublishError`; `site` must then not be published.
    """
    meanwhile: Way = at_the_end if preview else aside
    catalog = current_catalog(root)
    with meanwhile(write_data, catalog, published_schemas(root), site):
        finish_pages(root, site)
        _make_from_pages(root, catalog, site, meanwhile)
    write_manifest(site, catalog.portal, commit)
    _verify(root, catalog, site, meanwhile)


def finish_pages(root: Path, site: Path) -> None:
    """Make all that is for people's eyes.

    Raises as `after_engine` does.
    """
    view = View(root, current_catalog(root))
    try:
        make_late_calls(view, site)
        _log.info("making the entry pages")
        stamped = stamp_all(entry_pages(view), site)
    except (LateCallError, ShellError) as error:
        raise PublishError(str(error)) from None
    write_sitemap(site, view.catalog.portal, stamped)


def make_rest(root: Path, site: Path) -> None:
    """Make all that a preview lacks when its pages are finished, change no page, and verify the site.

    Raises as `after_engine` does.
    """
    catalog = current_catalog(root)
    with aside(write_data, catalog, published_schemas(root), site):
        _make_from_pages(root, catalog, site, aside)
    write_manifest(site, catalog.portal, None)
    _verify(root, catalog, site, aside)


def _make_from_pages(root: Path, catalog: Catalog, site: Path, meanwhile: Way) -> None:
    """Make what is made out of finished pages."""
    try:
        with search_index(site, meanwhile):
            _log.info("making the Markdown beside pages")
            write_twins(root, catalog, site)
            write_llms(root, catalog, site)
            _log.info("indexing for the search")
    except SearchIndexError as error:
        raise PublishError(str(error)) from None
    _log.info("writing feeds, calendars and the API")


def _verify(root: Path, catalog: Catalog, site: Path, meanwhile: Way) -> None:
    _log.info("verifying the finished site")
    wrong = verify(root, catalog, site, meanwhile)
    if wrong:
        raise PublishError("\n".join(["the finished site is not whole:", *wrong]))


def write_data(catalog: Catalog, schemas: Schemas, site: Path) -> None:
    """Write every file for machines but the manifest, which lists them, below `site`."""
    feeds.write_all(catalog, site)
    write_calendars(catalog, site)
    write_facts(catalog, site)
    write_bundle(catalog, site)
    write_standards(catalog, site)
    api.write_all(catalog, schemas, site)
    write_schema_list(catalog, schemas, site)
