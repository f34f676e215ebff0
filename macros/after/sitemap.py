"""The sitemap (https://www.sitemaps.org/protocol.html): every page of the site, without the clock."""

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from macros.after.entries import EntryPage
from macros.after.paths import page_paths
from portal.addresses import absolute
from portal.model import Portal

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_sitemap(site: Path, portal: Portal, stamped: Sequence[EntryPage]) -> None:
    """Replace the engine's `sitemap.xml`: it has the shells, lacks the entries and tells build times."""
    modified = {page.path: page.modified for page in stamped}
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap={None: _NAMESPACE})
    for path in page_paths(site):
        url = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
        etree.SubElement(url, f"{{{_NAMESPACE}}}loc").text = absolute(portal, path)
        day = modified.get(path)
        if day:
            etree.SubElement(url, f"{{{_NAMESPACE}}}lastmod").text = day.isoformat()
    tree = etree.ElementTree(root)
    tree.write(str(site / "sitemap.xml"), encoding="utf-8", xml_declaration=True, pretty_print=True)
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
