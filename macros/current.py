"""What a checkout has, facts and schemas, read once for as long as none of its files changes."""

from functools import lru_cache
from pathlib import Path

from portal.model import Catalog
from portal.reading.catalog import load_catalog, read_schemas
from portal.reading.structure import Schemas, published_schemas

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
    stats = [(path, path.stat()) for folder in folders for path in sorted((root / folder).rglob("*.*"))]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)
