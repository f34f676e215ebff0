"""Where an edition comes from: a checkout, a revision of it, a published folder, or a published manifest."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from portal.addresses import MACHINE_FOLDERS, MANIFEST
from portal.cli.outside import web
from portal.cli.outside.revision import checked_out, commit_of
from portal.history import Edition, UnreadableEdition, baseline_edition, is_compared
from portal.model import Catalog
from portal.outputs.outputs import files_of
from portal.problems import InvalidData
from portal.reading.catalog import load_catalog, load_earlier
from portal.reading.opening import is_folder, is_there
from portal.reading.structure import PUBLISHED, Schemas, published_schemas

BASELINE = f"{PUBLISHED}/baseline.json"
_ADDRESSES = f"{PUBLISHED}/addresses.json"
_SHARED = f"{PUBLISHED}/values.schema.json"
_SAFE_PATH = re.compile(r"(?!\.)[A-Za-z0-9._-]+(?:/(?!\.)[A-Za-z0-9._-]+)*")
_HINT = f"give a revision, a checkout, a published folder, or its {MANIFEST}"


def this_edition(root: Path, name: str = "this checkout") -> Edition:
    """Return the edition that a checkout publishes. Raises `InvalidData` with every problem of its data."""
    return _edition(root, name, load_catalog(root), published_schemas(root))


def earlier_edition(where: str, root: Path, known: Edition) -> Edition:
    """Return the edition that `where` names, seen from the checkout at `root`.

    A file that is the same in the edition that is `known` is not read again. Raises `UnreadableEdition`.
    """
    path = Path(where)
    if web.is_address(where) or is_there(path) or path == root / BASELINE:
        return _published(where, known)
    if is_there(path / MANIFEST):
        return _published((path / MANIFEST).as_posix(), known)
    if where and is_folder(path):
        if not (path / "data").is_dir():
            raise UnreadableEdition(where, f"has no data/ and no {MANIFEST}: it is not a portal", _HINT)
        return _checkout(path, where)
    commit = commit_of(root, where)
    with checked_out(root, where, commit) as folder:
        return _checkout(folder, f"{where} ({commit[:12]})")


# --- checkouts


def _checkout(root: Path, name: str) -> Edition:
    """Return the edition that the facts of an earlier checkout make with the program of today."""
    try:
        catalog = load_earlier(root)
        schemas = published_schemas(root) if is_there(root / _SHARED) else None
    except InvalidData as invalid:
        first = invalid.problems[0]
        message = f"it cannot be read: {first.path.removeprefix(f'{root.as_posix()}/')}: {first.message}"
        raise UnreadableEdition(name, message, "compare with a site that was published from it") from None
    return _edition(root, name, catalog, schemas)


def _edition(root: Path, name: str, catalog: Catalog, schemas: Schemas | None) -> Edition:
    files = dict(files_of(catalog, schemas))
    promised = _promised(root)
    notes = []
    if schemas is None:
        notes.append(f"{name} has no published schemas that share their definitions.")
    if not promised:
        notes.append(f"{name} does not list its addresses; those that its facts have here are compared.")
    return Edition(
        name=name,
        sums={path: hashlib.sha256(data).hexdigest() for path, data in files.items()},
        documents={path: _content(path, data, name) for path, data in files.items() if is_compared(path)},
        milestones=catalog.milestones,
        promised=promised,
        notes=tuple(notes),
    )


def _promised(root: Path) -> frozenset[str]:
    """Return the patterns of addresses that a checkout promises, none where it does not say."""
    file = root / _ADDRESSES
    if not is_there(file):
        return frozenset()
    found = _content(file.name, _read(str(file)), _ADDRESSES)
    addresses = found.get("addresses") if isinstance(found, dict) else None
    if not isinstance(addresses, list):
        raise UnreadableEdition(_ADDRESSES, "has no list of addresses", "restore it from the repository")
    return frozenset(map(str, addresses))


# --- what is published


def _published(where: str, known: Edition) -> Edition:
    """Return the edition of a manifest, whose files are beside it as it names them, or that of a baseline."""
    manifest = _content(".json", _read(where), where)
    if kept := baseline_edition(manifest, where):
        return kept
    sums = _sums(manifest, where)
    wanted = [path for path in sorted(sums) if is_compared(path)]
    documents = {path: known.documents[path] for path in wanted if known.sums.get(path) == sums[path]}
    root = where.removesuffix(MANIFEST)
    if root == where:
        note = f"{where} is not at {MANIFEST} of a site: only addresses and sums are compared."
        return Edition(where, sums, {}, notes=(note,))
    for path in wanted:
        if path not in documents:
            data = _read(f"{root}{path}")
            if hashlib.sha256(data).hexdigest() != sums[path]:
                hint = "the copy is damaged, or about to be published; try again later"
                raise UnreadableEdition(f"{root}{path}", "is not the file that the manifest names", hint)
            documents[path] = _content(path, data, f"{root}{path}")
    return Edition(where, sums, documents)


def _sums(manifest: Any, where: str) -> dict[str, str]:
    """Return the sums of all but the twins of pages: a checkout has no pages to compare those with."""
    version = manifest.get("schema_version") if isinstance(manifest, dict) else None
    if not isinstance(version, str) or not version.startswith("1."):
        raise UnreadableEdition(where, "is not a manifest of version 1", _HINT)
    items = manifest.get("items")
    if not isinstance(items, list) or not items or not all(map(_is_item, items)):
        raise UnreadableEdition(where, "is not a manifest: it has no list of files with their sums", _HINT)
    sums = {item["path"]: item["sha256"] for item in items}
    return {path: sums[path] for path in sums if path.partition("/")[0] in MACHINE_FOLDERS}


def _is_item(item: Any) -> bool:
    if not isinstance(item, dict):
        return False
    path, found = item.get("path"), item.get("sha256")
    return isinstance(path, str) and isinstance(found, str) and bool(_SAFE_PATH.fullmatch(path))


def _read(path: str) -> bytes:
    try:
        return web.read(path)
    except web.UNREADABLE as error:
        raise UnreadableEdition(path, f"cannot be read: {web.reason(error)}", _HINT) from None


def _content(path: str, data: bytes, where: str) -> Any:
    """Return JSON as values, and any other file as text."""
    try:
        text = data.decode()
        return json.loads(text) if path.endswith(".json") else text
    except (ValueError, RecursionError):
        form = "JSON" if path.endswith(".json") else "text in UTF-8"
        raise UnreadableEdition(where, f"is not {form}", _HINT) from None
