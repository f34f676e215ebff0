"""The manifest: every file of a finished site that is made for machines, so that a copy can be checked."""

import hashlib
import json
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from macros.hosting.compressed import ENDING
from macros.llms import LLMS
from macros.twins import TWIN
from portal.addresses import MACHINE_FOLDERS
from portal.api import MANIFEST, envelope, json_text
from portal.fields import Fields
from portal.model import Portal

# Where such files are: in folders of their own, and beside the pages, which are for people
PATTERNS = (*(f"{folder}/**/*" for folder in MACHINE_FOLDERS), LLMS, f"**/{TWIN}")
_PAGE = ".html"


def write_manifest(site: Path, portal: Portal, commit: str | None) -> None:
    """Write the manifest of a site that has all its other files. `commit` is what the site is made from."""
    items = sorted((_item(site, file) for file in _files(site)), key=itemgetter("path"))
    text = json_text(envelope(portal, items, commit=commit))
    (site / MANIFEST).write_text(text, "utf-8", newline="\n")


def manifest_problems(site: Path) -> Iterator[str]:
    """Give what the manifest of a finished site lists wrong, or not at all, one sentence each."""
    if not (site / MANIFEST).is_file():
        return  # as a file of the API it is missed already
    listed = {item["path"]: item for item in json.loads((site / MANIFEST).read_bytes())["items"]}
    there = {item["path"]: item for item in (_item(site, file) for file in _files(site))}
    for path in sorted(listed.keys() | there.keys()):
        if path not in there:
            yield f"{MANIFEST}: lists {path}, which is not there"
        elif path not in listed:
            yield f"{MANIFEST}: does not list {path}"
        elif listed[path] != there[path]:
            yield f"{MANIFEST}: has another size or sum of {path}"


def _files(site: Path) -> Iterator[Path]:
    """Give the files for machines, not their compressed copies; the manifest cannot know its own sum."""
    found = {file for pattern in PATTERNS for file in site.glob(pattern)}
    for file in found - {site / MANIFEST}:
        if file.is_file() and file.suffix not in (_PAGE, ENDING):
            yield file


def _item(site: Path, file: Path) -> Fields:
    data = file.read_bytes()
    return {
        "path": file.relative_to(site).as_posix(),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
