"""What a checkout has, facts and schemas, read once for as long as none of its files changes."""

import os
from functools import lru_cache
from pathlib import Path

from portal.model import Catalog
from portal.problems import InvalidData, Problem
from portal.reading.catalog import load_catalog, read_schemas
from portal.reading.opening import is_nobodys, why_unreadable
from portal.reading.structure import Schemas, published_schemas

_LINK = "is a link to a folder, which could go round without end; put the folder there"
# Names, times and sizes of files
_Files = tuple[tuple[Path, int, int], ...]


def current_catalog(root: Path) -> Catalog:
    """Return the catalog. Raises `InvalidData`."""
    return _catalog(root, _files(root, "data", "schema"))


def current_schemas(root: Path) -> Schemas:
    """Return the schemas of what partners read. Raises `InvalidData`."""
    return _published(root, _files(root, "schema"))


def current_authored_schemas(root: Path) -> Schemas:
    """Return the schemas of what editors write. Raises `InvalidData`."""
    return _authored(root, _files(root, "schema"))


def check_pages(root: Path) -> None:
    """Raise `InvalidData` for what the engine would read without end, or go around in."""
    problems = []
    for place, folders, names in os.walk(root / "content"):
        folders[:] = [name for name in folders if not is_nobodys(name)]
        found = {name: _LINK for name in folders if (Path(place) / name).is_symlink()}
        for name in names:
            if not is_nobodys(name) and (reason := why_unreadable(Path(place) / name)):
                found[name] = f"cannot be read: {reason}"
        for name, message in found.items():
            path = (Path(place) / name).relative_to(root).as_posix()
            problems.append(Problem(path, 1, 1, "", message))
    if problems:
        raise InvalidData(problems)


@lru_cache(maxsize=1)
def _catalog(root: Path, _: _Files) -> Catalog:
    return load_catalog(root)


@lru_cache(maxsize=1)
def _published(root: Path, _: _Files) -> Schemas:
    return published_schemas(root)


@lru_cache(maxsize=1)
def _authored(root: Path, _: _Files) -> Schemas:
    return read_schemas(root)


def _files(root: Path, *folders: str) -> _Files:
    found = (path for folder in folders for path in sorted((root / folder).rglob("*.*")))
    return tuple(_state(path) for path in found if not is_nobodys(path.name))


def _state(path: Path) -> tuple[Path, int, int]:
    try:
        stat = path.stat()
    except OSError:  # a link that leads nowhere: what reads the files says so
        return path, 0, 0
    return path, stat.st_mtime_ns, stat.st_size
