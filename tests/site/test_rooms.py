"""The rules of the site's own room, kept by reading the code: see the design."""

import ast
import re
from pathlib import Path

import macros
from macros.calls import CALLS

ROOM = Path(macros.__file__).parent
TEMPLATES = ROOM / "templates"


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_only_four_modules_know_the_engine() -> None:
    engine = {"mkdocs", "mkdocs_macros", "material"}
    know = {file.relative_to(ROOM).as_posix() for file in ROOM.rglob("*.py") if imported(file) & engine}
    preview = {f"preview/{name}.py" for name in ("mistakes", "serve")}
    assert know == {"__init__.py", "publish.py", *preview}


def names(form: str) -> set[str]:
    return {file.name.removesuffix(f".{form}.jinja") for file in TEMPLATES.glob(f"*.{form}.jinja")}


def test_every_template_is_used_and_every_call_has_one() -> None:
    entries = {"change", "release", "major", "parts"}
    assert names("md") == CALLS.keys() | entries | {"twin", "llms"}
    assert names("html") == CALLS.keys() | entries | {"problems", "problem_page"}


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
            assert re.fullmatch(r' \w+\((?:[0-9]+|"[a-z0-9.-]+"(?:, "[a-z0-9.-]+")*)?\) ', call), (
                f"{page.name}: {call}"
            )
            called.add(call.split("(")[0].strip())
    assert called == CALLS.keys()
