"""The rules of the site's own room, kept by reading the code: see the design."""

import re
from pathlib import Path

import pytest

import macros
from macros.calls import CALLS
from tests.imports import import_order, imports

ROOM = Path(macros.__file__).parent
TEMPLATES = ROOM / "templates"


FILES = sorted(ROOM.rglob("*.py"))
# The site's rooms from the ground up: a room may enter only those on floors below its own
FLOORS = (
    {"view", "marking", "current", "hooks"},
    {"render"},
    {"figures", "ages"},
    {"calls"},
    {"after"},
    {"preview", "builds"},
    {"publish", "__init__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(file: Path) -> str:
    """Return the room that a file of `macros/` is in: its module, or the folder that it is in."""
    return file.relative_to(ROOM).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOM).as_posix())
def test_imports_go_one_way(file: Path) -> None:
    here = room_of(file)
    for name in imports(file):
        if name.startswith("macros."):
            room = name.split(".")[1]
            assert room == here or FLOOR[room] < FLOOR[here], f"{here} may not enter {room}"


def test_no_file_imports_itself_by_a_detour() -> None:
    assert len(import_order(ROOM)) == len(FILES)


def test_only_publishing_and_the_preview_know_the_engine() -> None:
    engine = {"mkdocs", "mkdocs_macros", "material"}
    know = {file for file in FILES if {name.split(".")[0] for name in imports(file)} & engine}
    assert {file.relative_to(ROOM).parts[0] for file in know} == {"__init__.py", "publish.py", "preview"}


def names(form: str) -> set[str]:
    return {file.name.removesuffix(f".{form}.jinja") for file in TEMPLATES.glob(f"*.{form}.jinja")}


def test_every_template_is_used_and_every_call_has_one() -> None:
    entries = {"change", "release", "major", "parts", "age_strip"}
    assert names("md") == CALLS.keys() | entries | {"twin", "llms"}
    assert names("html") == CALLS.keys() | entries | {"contents", "problems", "problem_page"}


def test_no_html_outside_templates_and_no_inline_styles_or_handlers() -> None:
    for file in ROOM.rglob("*.py"):
        assert not re.search(r"</?(div|p|table|a|span|ul|li|h[1-6])\b", file.read_text("utf-8")), file.name
    for file in [*TEMPLATES.iterdir(), *(ROOM / "theme").rglob("*.html")]:
        assert not re.search(r"\s(style|on\w+)=", file.read_text("utf-8")), file.name


def test_pages_hold_prose_and_calls_of_one_line(repository: Path) -> None:
    called = set()
    for page in (repository / "content").rglob("*.md"):
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        assert "{%" not in text, page.name
        assert not re.search(r"^#.*\{\{", text, flags=re.MULTILINE), page.name  # an anchor is made of it
        assert not re.search(r"</?(div|p|table|a|span|ul|li|h[1-6])\b", text), page.name
        for call in re.findall(r"\{\{(.*?)\}\}", text, flags=re.DOTALL):
            assert re.fullmatch(r' \w+\((?:[0-9]+|"[a-z0-9.-]+"(?:, "[^"]+")*)?\) ', call), (
                f"{page.name}: {call}"
            )
            called.add(call.split("(")[0].strip())
    assert called == CALLS.keys()
