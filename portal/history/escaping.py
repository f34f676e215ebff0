"""Text from data in a comment on GitHub: nothing but text, whatever is in it.

GitHub looks for names, numbers and addresses in the finished text, where a backslash no longer helps: a space
of no width parts them.
"""

import re
from collections.abc import Callable

from portal.problems import printable
from portal.prose import escape_markdown

_NO_WIDTH = "\u200b"
# Begins a list or a heading where it stands first
_FIRST = re.compile(r"\A(\d*)(?=[-+=](?!\d)|[.)]\s)")
# Notifies somebody, or shows up in the issue that is named: @name, #1, GH-1, https://…, www.…
_MEANT = re.compile(r"(?<=[@#])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=gh)(?=-)", re.IGNORECASE)


def plain(text: str, most: int = 200) -> str:
    """Return a text on one line, without markup, links and notifications, cut to about `most` characters."""
    return _MEANT.sub(_NO_WIDTH, _FIRST.sub(r"\1\\", _cut(text, most, _escaped)))


def code(text: str, most: int = 200) -> str:
    """Return a name as code, in which GitHub looks for nothing."""
    return f"`{_cut(text, most, printable).replace('`', chr(39)) or '?'}`"


def _cut(text: str, most: int, escape: Callable[[str], str]) -> str:
    """Escape a text by the letter, so that what is cut is never half of an escape."""
    out = ""
    for letter in " ".join(text.split()):
        piece = escape(letter)
        if len(out) + len(piece) > most:
            return f"{out}…"
        out += piece
    return out


def _escaped(letter: str) -> str:
    # `&lt;` is no letter here, and `$x$` no formula
    return f"\\{letter}" if letter in "&$" else escape_markdown(printable(letter))
