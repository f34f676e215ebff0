"""How old what a page says is: the strip under its headline. A script adds how long ago that is."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from macros.render import render
from macros.view import View
from portal.model.sources import ages_of

# Where every source is told of
ABOUT = "about/sources/"


class PageAges:
    """The strips of hand-written pages, by what their front matter says that they are about."""

    def __init__(self, view: View) -> None:
        """Take the catalog that pages see."""
        self._view = view

    def strip(self, facts: str | None, about: str) -> str:
        """Return the strip of a page; without `facts` of a page that is about all. `about` is a link.

        Raises `ValueError` for what no page can be about.
        """
        if facts not in self._cited:
            raise ValueError(f"facts: {facts!r} is not one of {', '.join(filter(None, self._cited))}")
        everything = None if facts else len(self._view.catalog.sources)
        return strip(self._view, self._cited[facts], about, everything)

    @cached_property
    def _cited(self) -> Mapping[str | None, list[tuple[str, ...]]]:
        catalog = self._view.catalog
        of: dict[str | None, list[tuple[str, ...]]] = {
            "changes": [change.cited for change in catalog.changes],
            "releases": [release.cited for release in catalog.releases],
            "tracks": [track.cited for track in catalog.tracks.tracks],
        }
        return {None: list(chain(*of.values())), **of}


def strip(view: View, entries: Iterable[tuple[str, ...]], about: str, sources: int | None = None) -> str:
    """Return the strip of a page about some entries, given by the sources that each cites.

    `sources` is how many there are for what the page says, where these are not all.
    """
    cited = [ids for ids in entries if ids]
    ages = ages_of(view.catalog.age(ids) for ids in cited)
    return render("age_strip", view, ages=ages, sources=sources or len(set(chain(*cited))), about=about)
