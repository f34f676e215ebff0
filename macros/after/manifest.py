"""The manifest: every file of a finished site that is made for machines, so that a copy can be checked."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros.after.finished import files_below
from macros.after.llms import LLMS
from macros.view import TWIN
from portal.addresses import MACHINE_FOLDERS, MANIFEST
from portal.fields import Fields, json_text
from portal.model import Portal
from portal.outputs.api.output import envelope

_PAGE = ".html"


def write_manifest(site: Path, portal: Portal, paths: Iterable[str], commit: str | None) -> None:
    """Write the manifest of a site that has all its other files, of which `paths` are for machines.

    `commit` is what the site is made from.
    """
    items = [_item(site, path) for path in sorted(paths)]
    text = json_text(envelope(portal, items, commit=commit))
    (site / MANIFEST).write_text(text, "utf-8", newline="\n")


def manifest_problems(site: Path) -> Iterator[str]:
    """Return what the manifest of a finished site lists wrong, or not at all, one sentence each."""
    if not (site / MANIFEST).is_file():
        return  # as a file of the API it is missed already
    listed = {item["path"]: item for item in json.loads((site / MANIFEST).read_bytes())["items"]}
    there = {path: _item(site, path) for path in _files(site)}
    for path in sorted(listed.keys() | there.keys()):
        if path not in there:
            yield f"{MANIFEST}: lists {path}, which is not there"
        elif path not in listed:
            yield f"{MANIFEST}: does not list {path}"
        elif listed[path] != there[path]:
            yield f"{MANIFEST}: has another size or sum of {path}"


def _files(site: Path) -> Iterator[str]:
    """Return the files for machines: in folders of their own, and beside the pages, which are for people.

    The manifest is left out, since it cannot know its own sum.
    """
    for path in files_below(site):
        folder, _, name = path.rpartition("/")
        is_for_machines = name == TWIN or path == LLMS or folder.partition("/")[0] in MACHINE_FOLDERS
        if is_for_machines and path != MANIFEST and not path.endswith(_PAGE):
            yield path


def _item(site: Path, path: str) -> Fields:
    data = (site / path).read_bytes()
    return {
        "path": path,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
