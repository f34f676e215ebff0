"""Hooks of the engine: put into a page what its calls have made, and keep compiled templates.

While the engine turns a page's Markdown into HTML, a word stands in the place of each call. The engine would
parse the HTML of the calls twice without changing it, which took longer than making it.
"""

import re
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache

from portal.prose import breakable
from portal.reading.opening import is_nobodys

_MARK = re.compile(r"<(p)>portalcall([0-9]+)end</\1>|portalcall([0-9]+)end")
_HEADING = re.compile(r'<h([1-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_NO_WORD = re.compile(r'<\w class="headerlink".*?</\w>|<[^>]+>')


class Heading(NamedTuple):
    """A heading as the theme lists it in the table of contents; `title` is HTML without tags."""

    level: int
    title: str
    url: str
    children: list["Heading"]


def mark(number: int) -> str:
    """Return the word that stands for a call of a page until then."""
    return f"portalcall{number}end"


def on_files(files: Any, **_: Any) -> Any:
    """Leave out what an editor keeps for itself beside pages and assets."""
    for file in list(files):
        if is_nobodys(PurePosixPath(file.src_uri).name):
            files.remove(file)
    return files


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Return the page with the HTML of its calls, which `page.meta` has in their order.

    The headings that calls make join the page's table of contents.
    """
    calls = dict(enumerate(page.meta.pop("calls", ())))
    html = breakable(html)
    html = _MARK.sub(lambda found: str(calls.get(int(found[2] or found[3]), found[0])), html)
    if calls:
        page.toc = contents_of(html)
    return html


def contents_of(html: str) -> list[Heading]:
    """Return the headings of a page, each with those below it."""
    way = [Heading(0, "", "", [])]
    for level, anchor, title in _HEADING.findall(html):
        heading = Heading(int(level), _NO_WORD.sub("", title), f"#{anchor}", [])
        while way[-1].level >= heading.level:
            way.pop()
        way[-1].children.append(heading)
        way.append(heading)
    return way[0].children


def on_env(env: Environment, config: Any, **_: Any) -> Environment:
    """Let the theme's templates be compiled once, not at every build and edit, and leave no lines of blocks.

    Our own are not kept: a compiled template is known by its source alone, and would stay in use after
    a change of how values are escaped.
    """
    env.trim_blocks = env.lstrip_blocks = True  # else a seventh of a page is white space
    folder = Path(config.config_file_path).parent / "build/templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder), "trimmed-%s")
    return env
