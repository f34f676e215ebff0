"""The rules of the house, kept by reading the code: see the design."""

import ast
import dataclasses
import importlib
import pkgutil
import types
import typing
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from portal.model import Catalog
from portal.model.dates import When
from portal.model.versions import Version
from tests.conftest import REPOSITORY
from tests.imports import import_order, imports

PORTAL = REPOSITORY / "portal"
FILES = sorted(PORTAL.rglob("*.py"))
# Other people's code is read here, and nowhere else in the scanner.
CODE_READER = PORTAL / "scanner" / "code_files.py"
OPENER = PORTAL / "reading" / "opening.py"
# Rooms from the ground up: a room may enter only those on floors below its own, and the ground is one
FLOORS = (
    {"__version__", "problems", "prose", "words", "addresses", "fields", "model"},
    {"reading"},
    {"planner", "scanner", "history", "writing"},
    {"outputs", "fleet"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ENGINE = {
    "mkdocs", "mkdocs_macros", "material", "macros", "jinja2", "markupsafe", "lxml", "markdown", "pagefind",
}  # fmt: skip
READS = {"read_text", "read_bytes", "open", "iterdir", "glob", "rglob", "is_dir", "is_file", "exists", "stat"}
WRITES = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "replace", "touch", "rmdir", "symlink_to"}
CLOCK_AND_PLACE = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.localtime", "time.gmtime", "Path.cwd", "Path.home", "os.getcwd", "os.chdir", "os.getenv",
}  # fmt: skip
by_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PORTAL).as_posix())


def room_of(file: Path) -> str:
    """Return the room that a file of `portal/` is in: its module, or the folder that it is in."""
    return file.relative_to(PORTAL).parts[0].removesuffix(".py")


def calls(tree: ast.AST) -> Iterator[str]:
    """Return every call as it is written: `date.today`, `open`, `.read_text` for a method of some value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id
            elif isinstance(node.func, ast.Attribute):
                holder = node.func.value
                yield (
                    f"{holder.id}.{node.func.attr}" if isinstance(holder, ast.Name) else f".{node.func.attr}"
                )


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(file) for file in FILES} - {"__init__"}
    assert rooms <= FLOOR.keys()
    assert sum(map(len, FLOORS)) == len(FLOOR)


@by_file
def test_imports_go_one_way(file: Path) -> None:
    here = room_of(file)
    for name in imports(file):
        if name == "portal" or name.startswith("portal."):
            assert here != "__init__", "the package itself imports nothing"
            room = name.split(".")[1]
            assert room == here or FLOOR[room] < FLOOR[here] or not FLOOR[here], (
                f"{here} may not enter {room}"
            )


def test_no_file_imports_itself_by_a_detour() -> None:
    assert len(import_order(PORTAL)) == len(FILES)


@by_file
def test_nothing_knows_the_site_engine(file: Path) -> None:
    assert not {name.split(".")[0] for name in imports(file)} & ENGINE


@by_file
def test_files_are_read_only_where_the_design_says(file: Path) -> None:
    if room_of(file) in {"reading", "cli"} or file == CODE_READER:
        return
    names = calls(ast.parse(file.read_text("utf-8")))
    # What is in an archive is no file on the disk
    used = {name.rpartition(".")[2] for name in names if name != "archive.open"}
    assert not used & READS


@by_file
def test_only_functions_called_write_write(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_"):
            node.body = [ast.Pass()]
    for name in calls(tree):
        assert name.rpartition(".")[2] not in WRITES - {"replace"}, name
        assert name != "open"


def test_only_one_place_writes_the_files_of_editors() -> None:
    """What commands write into `data/` goes through the function that writes all or nothing."""
    writers = {
        file.relative_to(PORTAL).as_posix()
        for file in FILES
        if room_of(file) == "writing"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")
    }
    assert writers == {"writing/edits.py"}


@by_file
def test_time_and_place_are_arguments(file: Path) -> None:
    if room_of(file) != "cli":
        used = set(calls(ast.parse(file.read_text("utf-8"))))
        assert not used & CLOCK_AND_PLACE
        places = {"os"} if file not in {CODE_READER, OPENER} else set()
        assert not set(imports(file)) & {"time", *places, "locale", "random", "socket", "urllib"}


@by_file
def test_a_file_has_one_subject(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= 400


def test_a_name_means_one_thing() -> None:
    """No two modules and no two classes have one name, in the library and the site together."""
    files = [*FILES, *(REPOSITORY / "macros").rglob("*.py")]
    modules = [file.stem for file in files if file.stem != "__init__"]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    names = Counter([*modules, *(node.name for node in nodes if isinstance(node, ast.ClassDef))])
    assert [name for name, count in names.items() if count > 1] == []


# --- values


@by_file
def test_every_dataclass_is_frozen(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ClassDef):
            ways = [ast.unparse(way) for way in node.decorator_list if "dataclass" in ast.unparse(way)]
            assert all("frozen=True" in way for way in ways), node.name


def records() -> list[type]:
    modules = [
        importlib.import_module(f"portal.model.{module.name}")
        for module in pkgutil.iter_modules([str(PORTAL / "model")])
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]


def is_immutable(kind: object) -> bool:
    """Whether a value of an annotated type can never change."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return all(map(is_immutable, typing.get_args(kind)))
    if typing.get_origin(kind) is typing.Literal:
        return True
    if typing.get_origin(kind) is tuple:
        return all(part is Ellipsis or is_immutable(part) for part in typing.get_args(kind))
    return kind in {str, bool, int, date, types.NoneType, Version, When} or kind in records()


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_records_are_frozen_and_hold_only_tuples(record: type) -> None:
    assert dataclasses.is_dataclass(record)
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    if record in (Version, When):
        return
    for field, kind in typing.get_type_hints(record).items():
        assert is_immutable(kind), f"{record.__name__}.{field}"


def test_records_are_values(catalog: Catalog) -> None:
    for value in (*catalog.changes, *catalog.releases, *catalog.questions, catalog.tracks, catalog.policy):
        assert isinstance(hash(value), int)
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalog.changes[0].title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalog.change_by_id["x"] = catalog.changes[0]  # type: ignore[index]
