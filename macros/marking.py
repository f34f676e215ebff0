"""Values in Markdown: CommonMark, with the tables of GitHub.

Text is written so that it reads the same again: none of it becomes a tag, a link or a mark. A backslash
before `<` or `&` means nothing to some readers of Markdown, hence their names.
Sources: https://spec.commonmark.org/0.31.2/#backslash-escapes, https://github.github.com/gfm/#tables-extension-
"""

import re
from functools import cache
from urllib.parse import quote as percent

from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from portal.prose import fence as prose_fence
from portal.prose import longest_ticks, parsed

# Within a line. An underscore after a letter or digit opens nothing; a `!` means something before a link, and
# a `#` after space at the end of a heading.
_MARK = re.compile(r"[\\`*\[\]~<]|_(?<![^\W_]_)|(?<!\S)#|&(?=#?\w*(?:;|\Z))|!\Z")
_NAMED = {"<": "&lt;", "&": "&amp;"}
# Where a line begins: headings, quotes, lists, rules, tables
_OPENER = re.compile(r">|[+=|:-](?![^\W_])|\d{1,9}(?=[.)](?:\s|\Z))")
_BREAK = "\\\n"
# What would end a link's address, or a cell that it stands in
_NOT_IN_ADDRESS = re.compile(r"[\s()<>\\|`]")
_ADDRESS = re.compile(r"https?://|#")
# What the blocks below begin with that are no paragraphs
_BLOCK = re.compile(r">|- |\d+\. |```")
# Blocks of code (also in lists and quotations), a sign after a backslash, code in a line
LITERAL = (
    r"^[ >]*(?:[-\d.]+[ ]+)?(?P<fence>`{3,})[^`\n]*$(?s:.*?)^[ >]*(?P=fence)`*$"
    r"|\\.|(?P<ticks>`+)(?!`)(?s:.+?)(?<!`)(?P=ticks)(?!`)"
)
_BLANK_LINES = re.compile(rf"{LITERAL}|(?P<blank>\n{{3,}})", re.MULTILINE)


class Marked(Markup):
    """What is Markdown already, and stays as it is. What macros of templates give is `Markup` as well."""


def text(value: object) -> Markup:
    """Return a value as it can stand in a line or begin one. What is Markdown already stays as it is."""
    return value if isinstance(value, Markup) else Marked(_paragraph(_inline_text(str(value))))


def code(value: str) -> Markup:
    """Return code within a line."""
    value = " ".join(value.split())
    ticks = "`" * (longest_ticks(value) + 1)
    pad = " " if value.startswith("`") or value.endswith("`") else ""
    return Marked(f"{ticks}{pad}{value}{pad}{ticks}" if value else "")


def fence(value: str, language: str = "") -> Markup:
    """Return lines of code, with the name of their language."""
    return Marked(prose_fence(value, language))


def link(label: object, address: str) -> Markup:
    """Return a link, or its text alone where the address is none that a page may lead to."""
    if not _ADDRESS.match(address):
        return text(label)
    safe = _NOT_IN_ADDRESS.sub(lambda match: percent(match[0], safe=""), address).replace("&", "&amp;")
    return Marked(f"[{text(label)}]({safe})")


def row(*cells: object) -> Markup:
    """Return the row of a table."""
    return Marked(f"| {' | '.join(_cell(text(cell)) for cell in cells)} |")


def head(*cells: object) -> Markup:
    """Return the rows with which a table begins."""
    return Marked(f"{row(*cells)}\n{row(*[Marked('---')] * len(cells))}")


def quote(block: object) -> Markup:
    """Return blocks as a quotation."""
    return Marked("\n".join(f"> {line}".rstrip() for line in text(block).strip().split("\n")))


def term(name: object, said: object) -> Markup:
    """Return a term and the blocks that are said of it, as an item of a list."""
    blocks = text(said).strip()
    between = "\n\n" if _BLOCK.match(blocks) else " " if blocks else ""
    return Marked(_item("-", f"**{text(name)}:**{between}{blocks}"))


@cache
def prose(markdown: str) -> Markup:
    """Return a text of the data, which is Markdown, with what pages show of it and nothing else."""
    return Marked(_blocks(parsed(markdown)))


@cache
def inline(markdown: str) -> Markup:
    """Return a text of the data, which is Markdown, as one paragraph."""
    return Marked(_paragraph(_inside(parsed(markdown, inline=True))))


def tidied(markdown: str) -> Markup:
    """Return Markdown with single blank lines where templates leave several."""
    return Marked(_BLANK_LINES.sub(lambda found: "\n\n" if found["blank"] else found[0], markdown).strip())


def _inline_text(value: str) -> str:
    return _MARK.sub(lambda match: _NAMED.get(match[0]) or f"\\{match[0]}", re.sub(r"\s+", " ", value))


def _paragraph(line: str) -> str:
    return _BREAK.join(
        _OPENER.sub(_unopened, part, count=1) if _OPENER.match(part) else part for part in line.split(_BREAK)
    )


def _unopened(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdecimal() else f"\\{match[0]}"


def _cell(markdown: str) -> str:
    return " ".join(markdown.split()).replace("|", "\\|")


def _item(marker: str, blocks: str) -> str:
    return f"{marker} " + re.sub(r"\n(?=[^\n])", "\n" + " " * (len(marker) + 1), blocks)


def _blocks(node: SyntaxTreeNode) -> str:
    return "\n\n".join(map(_block, node.children))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "bullet_list":
            return "\n".join(_item("-", _blocks(item)) for item in node.children)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return "\n".join(_item(f"{at}.", _blocks(item)) for at, item in enumerate(node.children, first))
        case "blockquote":
            return quote(Marked(_blocks(node)))
        case "fence" | "code_block":
            return fence(node.content)
    return _paragraph(_inside(node))


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(map(_piece, node.children)).strip(" ")


def _piece(node: SyntaxTreeNode) -> str:
    if node.type == "code_inline":
        return code(node.content)
    if node.type == "link":
        return link(Marked(_inside(node)), str(node.attrs["href"]))
    if node.children:
        mark = {"strong": "**", "em": "*"}.get(node.type, "")
        return f"{mark}{_inside(node)}{mark}"
    return {"softbreak": " ", "hardbreak": _BREAK}.get(node.type) or _inline_text(node.content)
