"""Markdown twins: beside the `index.html` of every page an `index.md` that says the same, for assistants.

A twin is made from the finished page, so that there is one truth. Decision 0013 says why and how.
"""

from pathlib import Path
from urllib.parse import urljoin

from lxml import etree

from macros.files import PAGE, page_paths
from macros.reading import ARTICLE, ARTICLE_END
from macros.twins import syntax
from macros.twins.walk import TwinError, Writer
from macros.view import root_of
from portal.addresses import absolute
from portal.model import Portal
from portal.words import standing

__all__ = ["TWIN", "TwinError", "twin_address", "twin_of", "write_twins"]

TWIN = "index.md"
_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True)


def write_twins(site: Path, portal: Portal) -> None:
    """Write the twin of every finished page below `site`. Raises `TwinError` if a page can have none."""
    said = syntax.inline_text(standing(portal))
    if portal.vendor_portal:
        said += " " + syntax.link("The vendor's own portal", portal.vendor_portal)
    for path in page_paths(site):
        page = (site / path / PAGE).read_text("utf-8")
        try:
            twin = twin_of(page, path, portal, said)
        except TwinError as error:
            raise TwinError(f"{path}{PAGE}: {error}") from None
        (site / path / TWIN).write_text(twin, "utf-8", newline="\n")


def twin_of(page: str, path: str, portal: Portal, said: str) -> str:
    """Give the Markdown of a finished page that is at `path`. `said` comes below its title."""
    here = absolute(portal, path)
    root = absolute(portal, "")
    base = root_of(path)
    title, *blocks = Writer(lambda link: _address(link, here, root, base)).blocks(_article(page)) or [""]
    if not title.startswith("# "):
        raise TwinError("does not begin with its title")
    front = f"Page: {here} · {said}"
    return "\n\n".join([title, front, *blocks]) + "\n"


def twin_address(portal: Portal, path: str) -> str:
    """Give the full address of the twin of the page at `path`."""
    return absolute(portal, path) + TWIN


def _article(page: str) -> etree._Element:
    # Cards inside it are articles as well.
    begin, end = page.find(ARTICLE), page.rfind(ARTICLE_END)
    if not 0 <= begin < end:
        raise TwinError("has no article")
    (body,) = etree.fromstring(page[begin:end], _PARSER).iterchildren("body")
    return body


def _address(link: str, here: str, root: str, base: str) -> str | None:
    """Give where a link leads in full: a page's twin if it is one of `root`. None where it may not lead."""
    if link.startswith("#"):
        return link
    # Most links begin with the way to the root, and joining those by all rules takes ten times as long.
    full = root + link.removeprefix(base) if link.startswith(base) else urljoin(here, link)
    address, mark, fragment = full.partition("#")
    if not address.startswith(("https://", "http://")):
        return None
    twin = TWIN if address.startswith(root) and address.endswith("/") else ""
    return f"{address}{twin}{mark}{fragment}"
