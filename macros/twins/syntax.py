"""Markdown as it is written: CommonMark, with the tables of GitHub.

Text is written so that it reads the same again: none of it becomes a tag, a link or a mark.
A backslash before `<` or `&` means nothing to some readers of Markdown, hence their names.
Sources: https://spec.commonmark.org/0.31.2/#backslash-escapes, https://github.github.com/gfm/#tables-extension-
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

# Within a line. An underscore after a letter or digit opens nothing; a `!` means something before a link.
_MARK = re.compile(r"[\\`*\[\]~<]|_(?<![^\W_]_)|&(?=#?\w*(?:;|\Z))|!\Z")
_NAMED = {"<": "&lt;", "&": "&amp;"}
# Where a line begins: headings, quotes, lists, rules, tables
_OPENER = re.compile(r">|[#+=|:-](?![^\W_])|\d{1,9}(?=[.)](?:\s|\Z))")
_CLOSING = re.compile(r"(?:^|(?<= ))#(?=#*$)")
_TICKS = re.compile("`+")
_BLANK = " \t\r\n\f"
_SPACE = re.compile(f"[{_BLANK}]+")
_SPACES = re.compile(" {2,}")
_FURTHER_LINE = re.compile(r"\n(?!\n)")
_BREAK = "\\\n"
# What would end a link's address, or a cell that it stands in
_NOT_IN_ADDRESS = re.compile(r"[\s()<>\\|`]")


@lru_cache(maxsize=10_000)  # what templates say stands on every page
def inline_text(text: str) -> str:
    """Give text as it can stand within a line, with single spaces."""
    if not text.strip(_BLANK):  # most of what is between elements, and so worth a way of its own
        return " " if text else ""
    return _MARK.sub(_escaped, _SPACE.sub(" ", text))


def _escaped(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"\\{match[0]}"


def line_break() -> str:
    """Give a break between two lines of a paragraph."""
    return _BREAK


def joined(parts: Sequence[str]) -> str:
    """Give what stands in a row as one text, without needless space or a break at its end."""
    text = "".join(parts).strip(" ")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if _BREAK not in text:
        return text
    return _BREAK.join(line for part in text.split(_BREAK) if (line := part.strip(" ")))


def paragraph(text: str) -> str:
    """Give inline Markdown as a paragraph: none of its lines opens anything else."""
    return _BREAK.join(
        _OPENER.sub(_unopened, line, count=1) if _OPENER.match(line) else line for line in text.split(_BREAK)
    )


def _unopened(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdecimal() else f"\\{match[0]}"


def one_line(parts: Sequence[str]) -> str:
    """Give pieces of inline Markdown on one line, for a heading or a cell."""
    line = ""
    for piece in (piece for part in parts for piece in part.split(_BREAK) if piece):
        mark = " " if line.endswith((".", "?", "!", ":")) else "; "
        line += (mark if line else "") + piece
    return line


def heading(level: int, text: str) -> str:
    """Give a heading. A `#` at its end would be taken for a part of its mark."""
    return f"{'#' * level} {_CLOSING.sub(_escaped, text)}"


def strong(text: str) -> str:
    """Give inline Markdown as important."""
    return _around("**", text)


def emphasis(text: str) -> str:
    """Give inline Markdown with stress."""
    return _around("*", text)


def _around(mark: str, text: str) -> str:
    """Put marks around a text, inside the space around it: before and after space they mean nothing."""
    inner = text.strip(" ")
    return text.replace(inner, f"{mark}{inner}{mark}", 1) if inner else text


def link(text: str, address: str) -> str:
    """Give a link."""
    safe = _NOT_IN_ADDRESS.sub(lambda match: quote(match[0], safe=""), address).replace("&", "&amp;")
    return f"[{text.strip(' ')}]({safe})"


def code(text: str) -> str:
    """Give code within a line."""
    text = _SPACE.sub(" ", text)
    if not text:
        return ""
    ticks = "`" * (_longest_ticks(text) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or text[0] == text[-1] == " " != text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def code_block(text: str, language: str) -> str:
    """Give lines of code with the name of their language, which may be empty."""
    ticks = "`" * max(3, _longest_ticks(text) + 1)
    return f"{ticks}{language}\n{text.removesuffix(chr(10))}\n{ticks}"


def _longest_ticks(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def quotation(blocks: Sequence[str]) -> str:
    """Give blocks as a quotation."""
    lines = "\n\n".join(blocks).split("\n") if blocks else []
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def listing(markers: Sequence[str], items: Sequence[str]) -> str:
    """Give a list: each item after its marker, its further lines below its first."""
    space = "\n\n" if any("\n\n" in item for item in items) else "\n"
    return space.join(
        _FURTHER_LINE.sub("\n" + " " * (len(marker) + 1), f"{marker} {item}")
        for marker, item in zip(markers, items, strict=True)
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Give a table of cells that are inline Markdown on one line. The first row is its head."""
    width = max(map(len, rows))
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
    return "\n".join(_row(cells) for cells in (head, ["---"] * width, *body))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
