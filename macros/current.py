"""The facts and the published schemas of a checkout, read once for as long as none of their files changes."""

from functools import lru_cache
from pathlib import Path

from portal.catalog import load_catalog
from portal.model import Catalog
from portal.structure import Schemas, published_schemas

_Fingerprint = tuple[tuple[str, int, int], ...]


def current_catalog(root: Path) -> Catalog:
    """Return the catalog. Raises `InvalidData`."""
    return _catalog(root, _fingerprint(root, "data", "schema"))


def current_schemas(root: Path) -> Schemas:
    """Return the published schemas. Raises `InvalidData`."""
    return _schemas(root, _fingerprint(root, "schema"))


@lru_cache(maxsize=1)
def _catalog(root: Path, _: _Fingerprint) -> Catalog:
    return load_catalog(root)


@lru_cache(maxsize=1)
def _schemas(root: Path, _: _Fingerprint) -> Schemas:
    return published_schemas(root)


def _fingerprint(root: Path, *folders: str) -> _Fingerprint:
    """Return what changes with the files of folders: names, times and sizes."""
    stats = [(path, path.stat()) for folder in folders for path in sorted((root / folder).rglob("*.*"))]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)
