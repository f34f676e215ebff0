"""What a page's calls and templates look at: the catalog, and the way from the page to the site's root."""

from dataclasses import dataclass, replace
from pathlib import Path

from portal.addresses import absolute, change_path, major_path, release_path
from portal.model import Catalog, Change, Release, Surface
from portal.model.surface import surface_path
from portal.model.versions import Version

TWIN = "index.md"


@dataclass(frozen=True)
class View:
    """The catalog as one page sees it. `base` leads from the page to the site's root: `../../`, or `./`.

    In `markdown`, which travels, `base` is the site's whole address, and links lead to the Markdown of pages.
    """

    root: Path
    catalog: Catalog
    base: str = "./"
    markdown: bool = False

    def at(self, base: str) -> "View":
        """Return the same catalog, seen from another page."""
        return self if self.markdown else replace(self, base=base)

    def in_markdown(self) -> "View":
        """Return the same catalog, for Markdown."""
        return replace(self, base=absolute(self.catalog.portal, ""), markdown=True)

    def url(self, path: str) -> str:
        """Return the way from the page to a path below the site's root."""
        return self.base + (twin_path(path) if self.markdown else path)

    def change_url(self, change: Change) -> str:
        """Return the way to a change's page."""
        return self.url(change_path(change.id))

    def release_url(self, release: Release) -> str:
        """Return the way to a release's page."""
        return self.url(release_path(release))

    def major_url(self, major: int) -> str:
        """Return the way to the page of a major version's changes."""
        return self.url(major_path(major))

    def surface_url(self, item: Surface) -> str:
        """Return the way to a name's place in the index of the surface."""
        return self.url(surface_path(item))

    def version_url(self, version: Version) -> str:
        """Return the way to a version: the page of its release, or of its major version's changes."""
        release = self.catalog.release_by_version.get(version.release)
        return self.release_url(release) if release else self.major_url(version.major)


def twin_path(link: str) -> str:
    """Return the path of the Markdown beside a page, fragment included; other paths stay as they are."""
    path, mark, fragment = link.partition("#")
    return f"{path}{TWIN}{mark}{fragment}" if not path or path.endswith("/") else link


def root_of(page: str) -> str:
    """Return the way from a page's path (`changes/12/`) to the site's root (`../../`)."""
    return "../" * page.count("/") or "./"
