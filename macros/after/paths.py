"""The files of a site, by their paths as text: objects for paths took longer than reading the files."""

import os
from pathlib import Path

PAGE = "index.html"


def page_paths(site: Path) -> list[str]:
    """Return the path of every page below `site`, in order: its folder with a slash, or nothing."""
    names = (path.rpartition("/") for path in files_below(site, PAGE))
    return sorted(folder + slash for folder, slash, name in names if name == PAGE)


def files_below(folder: Path, ending: str = "") -> list[str]:
    """Return the paths of all files below a folder that end so, from that folder and in order."""
    top = len(os.path.join(folder, ""))  # noqa: PTH118
    found: list[str] = []
    for place, _, names in os.walk(folder):
        below = f"{place[top:]}/" if len(place) > top else ""
        found += [below + name for name in names if name.endswith(ending)]
    return sorted(found)
