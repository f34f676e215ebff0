"""Calls of pages that draw: a timeline, the way of upgrades, and the parts of a version.

What is drawn is laid out here as plain values with coordinates; the templates write it down.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from macros.figures.timeline import lay_out_releases
from macros.figures.tracks import lay_out_tracks
from macros.figures.upgrade_path import example_paths, lay_out_branches
from macros.render import render
from macros.view import View
from portal.model import Catalog
from portal.model.versions import Version

_PARTS = ("releases", "tracks")


@dataclass(frozen=True)
class Specimen:
    """A version, and the tag of a download that it is from."""

    version: Version
    tag: str


def release_timeline(view: View, part: str = "") -> str:
    """Return releases month by month and tracks year by year, or one `part` alone: `releases` or `tracks`."""
    if part not in ("", *_PARTS):
        raise ValueError(f"there is no part {part!r}; the parts are {', '.join(_PARTS)}")
    return render(
        "release_timeline",
        view,
        releases=lay_out_releases(view.catalog) if part != "tracks" else None,
        tracks=lay_out_tracks(view.catalog) if part != "releases" else None,
    )


def upgrade_path(view: View) -> str:
    """Return how LTS tracks branch off and follow one another, and examples of the rules for upgrading."""
    return render(
        "upgrade_path", view, figure=lay_out_branches(view.catalog), paths=example_paths(view.catalog)
    )


def version_anatomy(view: View) -> str:
    """Return what each number of a version says, and the older form with four numbers."""
    version, older = specimens(view.catalog)
    return render("version_anatomy", view, specimen=version, older=older)


def specimens(catalog: Catalog) -> tuple[Specimen, Specimen | None]:
    """Return a version of three numbers, and one of the older form with four if there is one.

    Raises `ValueError` where no tag has a version of three numbers.
    """
    found = tuple(_tagged(catalog))
    three = next((specimen for specimen in found if len(specimen.version.numbers) == 3), None)
    if not three:
        raise ValueError("data/tracks.yml has no tag with a version of three numbers")
    return three, next((specimen for specimen in found if len(specimen.version.numbers) == 4), None)


def _tagged(catalog: Catalog) -> Iterator[Specimen]:
    """Return the version at the start of each tag, those of the active track first."""
    for tag in sorted(catalog.tracks.tags, key=lambda tag: tag.kind != "active"):
        for example in tag.examples:
            try:
                yield Specimen(Version.parse(example.partition(" ")[0]), example)
            except ValueError:
                continue  # a tag may be anything that was printed
