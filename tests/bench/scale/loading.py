"""Reading and checking data files, beside the bare parser."""

import gc
from pathlib import Path

import yaml

from portal.catalog import read_schemas
from portal.yamltext import read_yaml
from tests.bench.goals import at_most
from tests.bench.processes import seconds_in_turn
from tests.bench.scale.rooms import room, write_portal

ENTRIES = 6000
LOADING, CHECKING = 1.0, 0.15


def print_loading(repository: Path, folder: Path, runs: int) -> None:
    """Print what positions and schemas cost."""
    with room(folder) as place:
        root = write_portal(repository, place / "portal", ENTRIES)
        files = [file.read_bytes() for file in sorted((root / "data" / "changes").glob("*.yml"))]
        schemas = read_schemas(root)
    documents = [read_yaml(file, "") for file in files]
    gc.disable()  # as the catalog does while it loads
    bare, ours, checked = seconds_in_turn(
        (
            lambda: [yaml.load(file, yaml.CSafeLoader) for file in files],
            lambda: [read_yaml(file, "") for file in files],
            lambda: [list(schemas.problems("change", document, "")) for document in documents],
        ),
        runs,
    )
    gc.enable()
    print(f"{len(files)} files, processor time, medians of {runs}")
    _print("reading with positions / bare CSafeLoader", ours / bare, LOADING)
    _print("schema validation / reading", checked / ours, CHECKING)


def _print(what: str, ratio: float, goal: float) -> None:
    print(f"{what:<68}{ratio:7.2f}  {at_most(ratio, goal)}")
