"""A checkout of the sample with its published schemas, to edit as an editor or a programmer would."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.after.manifest import write_manifest
from portal.outputs.outputs import write_outputs
from portal.reading.catalog import load_catalog
from portal.reading.structure import PUBLISHED, published_schemas
from tests.conftest import REPOSITORY, copy_sample

Edit = Callable[[Path], object]


def sample_checkout(root: Path) -> Path:
    copy_sample(root)
    shutil.copytree(REPOSITORY / PUBLISHED, root / PUBLISHED)
    return root


def publish(root: Path, site: Path, commit: str | None = None) -> Path:
    """Publish what a checkout has for machines."""
    catalog = load_catalog(root)
    written = write_outputs(catalog, published_schemas(root), site)
    write_manifest(site, catalog.portal, written, commit)
    return site


def put(path: str, old: str, new: str) -> Edit:
    """Replace a text, every time it is there."""

    def edit(root: Path) -> None:
        file = root / "data" / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new), "utf-8")

    return edit


def add(path: str, text: str) -> Edit:
    """Add lines at the end of a file."""

    def edit(root: Path) -> None:
        with (root / "data" / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def write_date(path: str, last: str, state: str, date: str | None = None, number: int = 90) -> Edit:
    """Add an entry to the one list of dates whose last entry has the date `last`."""
    sourced = "        sources:\n          - portal-2024-06\n"
    there = f'        date: "{last}"\n{sourced}'
    entry = f'      - id: "{number}"\n        recorded: "2027-03-01"\n'
    entry += f"        state: {state}\n        because: x\n"
    when = f'        date: "{date}"\n' if date else ""
    return put(path, there, f"{there}{entry}{when}{sourced}")


def copy(path: str, to: str) -> Edit:
    return lambda root: shutil.copy(root / "data" / path, root / "data" / to)


def rename(path: str, to: str) -> Edit:
    return lambda root: (root / "data" / path).rename(root / "data" / to)


def delete(path: str) -> Edit:
    return lambda root: (root / "data" / path).unlink()


def schema(name: str, change: Callable[[dict[str, Any]], object]) -> Edit:
    """Change a JSON file of the published schemas."""

    def edit(root: Path) -> None:
        file = root / PUBLISHED / name
        value = json.loads(file.read_text("utf-8"))
        change(value)
        file.write_text(json.dumps(value), "utf-8")

    return edit
