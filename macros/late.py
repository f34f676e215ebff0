"""Calls whose HTML grows with the data: the engine sees a mark, and the finished page gets the HTML.

Engines read every tag that a call gives, some more than once, and change none. For thousands of entries that
took longer than making them.
"""

import html
import json
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from macros import changes, surface
from macros.files import PAGE, page_paths
from macros.render import render_alone
from macros.view import View, root_of

LATE: tuple[Callable[..., str], ...] = (
    changes.change_explorer,
    surface.surface_index,
)


class LateCallError(Exception):
    """A call that failed. Its text says in which page, and why."""


def mark(name: str, arguments: Sequence[Any]) -> str:
    """Give what stands in the page until it is finished."""
    return render_alone("late_call", call=json.dumps([name, *arguments]))


@cache
def _marks() -> re.Pattern[str]:
    before, after = render_alone("late_call", call="@").strip().split("@")
    return re.compile(f'{re.escape(before)}([^"]*){re.escape(after)}')


def make_late_calls(view: View, site: Path) -> None:
    """Replace every mark in the pages below `site` by what its call gives. Raises `LateCallError`."""
    calls = {call.__name__: call for call in LATE}
    for path in page_paths(site):
        file = site / path / PAGE
        text = file.read_text("utf-8")
        if not _marks().search(text):
            continue
        here = view.at(root_of(path))
        try:
            filled = _marks().sub(partial(_result, calls, here), text)
        except ValueError as error:
            raise LateCallError(f"{path}{PAGE}: a call failed: {error}") from None
        file.write_text(filled, "utf-8", newline="\n")


def _result(calls: dict[str, Callable[..., str]], view: View, found: re.Match[str]) -> str:
    name, *arguments = json.loads(html.unescape(found[1]))
    if name not in calls:
        raise ValueError(f"there is no late call {name!r}")
    return calls[name](view, *arguments)
