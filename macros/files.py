"""The files of a site, by their paths as text: objects for paths took longer than reading the files."""

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = "index.html"


def page_paths(site: Path) -> Iterator[str]:
    """Give the path of every page below `site`, in order: its folder with a slash at its end, or nothing."""
    for path in files_below(site, PAGE):
        folder, slash, name = path.rpartition("/")
        if name == PAGE:
            yield folder + slash


def files_below(folder: Path, ending: str = "") -> list[str]:
    """Give the paths of all files below a folder that end so, from that folder and in order."""
    top = len(os.path.join(folder, ""))  # noqa: PTH118
    found: list[str] = []
    for place, _, names in os.walk(folder):
        below = f"{place[top:]}/" if len(place) > top else ""
        found += [below + name for name in names if name.endswith(ending)]
    return sorted(found)
