"""Hooks of the engine: they put what a page's calls have made into it, and keep compiled templates.

Until a page's Markdown has become HTML, a word stands for each call. An engine parses the HTML in a page's
Markdown twice and changes none of it, which took longer than making it.
"""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache

_MARK = re.compile(r"<(p)>portalcall([0-9]+)end</\1>|portalcall([0-9]+)end")


def mark(number: int) -> str:
    """Return what stands for a call of a page until then."""
    return f"portalcall{number}end"


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Return the page with the HTML of its calls, which `page.meta` has in their order."""
    calls = dict(enumerate(page.meta.pop("calls", ())))
    return _MARK.sub(lambda found: str(calls.get(int(found[2] or found[3]), found[0])), html)


def on_env(env: Environment, config: Any, **_: Any) -> Environment:
    """Let the theme's templates be compiled once, and not at every build and edit.

    Not ours: what is compiled is known by its source alone, and would outlive another way of escaping.
    """
    folder = Path(config.config_file_path).parent / "build/templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))
    return env
