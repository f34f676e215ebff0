"""What our own code imports, read from the code."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import REPOSITORY


def imports(file: Path) -> Iterator[str]:
    """Return what a file imports, as `module` or `module.name`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def import_order(package: Path) -> list[str]:
    """Return the modules of a package, imported ones first; raises `CycleError` for a circle."""
    modules = {
        ".".join(file.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): file
        for file in package.rglob("*.py")
    }

    def imported(file: Path) -> Iterator[str]:
        for name in imports(file):
            found = name if name in modules else name.rpartition(".")[0]
            if found in modules:
                yield found

    graph = {name: set(imported(file)) for name, file in modules.items()}
    return list(TopologicalSorter(graph).static_order())
