"""The files of a site, by their paths as text: objects for paths took longer than reading the files."""

import os
from pathlib import Path


def files_below(site: Path, ending: str = "") -> list[str]:
    """Give the paths of all files below a site whose names end so, from the site's root and in order."""
    top = len(os.path.join(site, ""))  # noqa: PTH118
    found: list[str] = []
    for folder, _, names in os.walk(site):
        below = f"{folder[top:]}/" if len(folder) > top else ""
        found += [below + name for name in names if name.endswith(ending)]
    return sorted(found)
