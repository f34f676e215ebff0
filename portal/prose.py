"""Prose: Markdown in data becomes clean HTML, once, for pages and feeds alike.

Markdown is CommonMark without raw HTML, images and headings: what somebody types of these is shown as it is
typed. Links go to http and https only, and to a host that is written as it is: no user name before it, and no
letters that look like others. The result is cleaned a second time against a list of allowed tags.
"""

import html
import re
from functools import lru_cache
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

TAGS = frozenset({"p", "a", "code", "em", "strong", "ul", "ol", "li", "pre", "blockquote", "br"})
SCHEMES = frozenset({"http", "https"})
_HOST = r"https?://(?![a-z0-9.-]*xn--)[a-z0-9.-]+(?::[0-9]{1,5})?"
_WEB_ADDRESS = re.compile(rf"{_HOST}(?:[/?#].*)?", re.IGNORECASE)
# More texts than any catalog has: a smaller cache, walked in the same order each time, would never hit
_KEPT = 1_000_000
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?[A-Za-z0-9]+;))")
# What ends an address in Markdown, or may
_NOT_IN_ADDRESSES = re.compile(r"[^\w!#$%&'*+,./:;=?@~-]")
# What other readers of Markdown would make HTML, a picture or a link of, unless it is code
_LIVE = (
    rf"\\.|<{_HOST}(?:[/?#][^<>\s]*)?>"
    rf"|(?P<live><(?=[a-z/!?])|!(?=\[)|\](?=[:\[]|\((?!{_HOST}[/?#)\s])))"
)
_CODE = r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|(?P<alone>`+)"
_OUTSIDE_CODE = re.compile(f"{_CODE}|{_LIVE}", re.IGNORECASE)
_ANYWHERE = re.compile(_LIVE, re.IGNORECASE)
# What is a heading elsewhere, behind the signs of quotes and lists, and what may be one or begins code
_HEADING = re.compile(r"^((?:[ >]|[-*+][ ]|\d+[.)][ ])*)(?=\#{1,6}(?:\s|$)|=+\s*$|-+\s*$)")
_MAYBE_BLOCK = re.compile(r"^[ >*+\d.)-]*(?:\#|=+\s*$|-+\s*$|```|~~~)", re.MULTILINE)
# Code, other than in blocks, and the joints between the parts of a name; a version such as 10.12 is one part
_CODE_IN_HTML = re.compile(r"<pre\b.*?</pre>|(<code[^>]*>)([^<]+)</code>", re.DOTALL)
_JOINT = re.compile(r"(?<=\w)(?:[/_=?]|&amp;|\.(?!\d))(?=\w)")
# The fields of a change that are no prose
SAMPLES = frozenset({"examples", "surface"})
# What somebody types who expects HTML to work; other words in angle brackets are likely meant as they are.
_FORMATTING = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|hr|i|li|ol|p|pre|small|span|strong|su[bp]|t[dhr]|table|u|ul)\b[^>]*>",
    re.IGNORECASE,
)


def _markdown(*, html: bool = False) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": html})
    markdown.disable(["image", "heading", "lheading", "hr", "reference"])
    markdown.validateLink = _is_web_address  # type: ignore[method-assign]
    return markdown


def _is_web_address(url: str) -> bool:
    """Say whether an address is one to link to; hosts beyond ASCII come here as `xn--` (RFC 5891)."""
    return bool(_WEB_ADDRESS.fullmatch(url))


_MARKDOWN = _markdown()
_WITH_HTML = _markdown(html=True)


@lru_cache(maxsize=_KEPT)
def to_html(markdown: str) -> str:
    """Return paragraphs, lists and so on as HTML that is safe to put into a page or a feed."""
    return _clean(_MARKDOWN.render(markdown)).strip()


@lru_cache(maxsize=_KEPT)
def to_inline_html(markdown: str) -> str:
    """Return a single paragraph's text as HTML, without the paragraph around it."""
    return _clean(_MARKDOWN.renderInline(markdown))


def breakable(page: str) -> str:
    """Return HTML whose code in lines of text may be broken between the parts of a name only."""
    return _CODE_IN_HTML.sub(_with_breaks, page)


def parsed(markdown: str, *, inline: bool = False) -> SyntaxTreeNode:
    """Return the blocks of a text, or as `inline` a single paragraph, for who writes them in another form."""
    return SyntaxTreeNode(_MARKDOWN.parseInline(markdown) if inline else _MARKDOWN.parse(markdown))


def to_text(markdown: str) -> str:
    """Return plain text on one line: for titles, descriptions and search."""
    text = html.unescape(nh3.clean(to_html(markdown), tags=set()))
    return re.sub(r"\s+", " ", text).strip()


def html_tags(markdown: str) -> list[str]:
    """Return the tags of HTML in a text by which somebody wants to format it. Code has none."""
    found: list[str] = []
    for token in _WITH_HTML.parse(markdown):
        for part in (token, *(token.children or ())):
            if part.type in ("html_block", "html_inline"):
                found += _FORMATTING.findall(part.content)
    return found


def escape_markdown(text: str) -> str:
    """Keep the characters of a plain text from meaning anything in Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


def fence(text: str, language: str = "") -> str:
    """Return lines of code as a block of Markdown, with the name of their language."""
    ticks = "`" * max(3, longest_ticks(text) + 1)
    return f"{ticks}{language}\n{text.removesuffix(chr(10))}\n{ticks}"


def longest_ticks(text: str) -> int:
    """Return how many backticks stand in a row at most."""
    return max(map(len, re.findall("`+", text)), default=0)


def link_target(address: str) -> str:
    """Return an address as a link of Markdown can have it, whatever it has."""
    return _NOT_IN_ADDRESSES.sub(lambda char: quote(char[0], errors="backslashreplace"), address)


def to_plain_markdown(markdown: str) -> str:
    """Return Markdown for readers that know more of it: what pages show as typed is text there too.

    Where a line has a backtick without a partner, nobody can tell code from text line by line: then code gets
    backslashes as well, which are seen.
    """
    is_clear = not any(match["alone"] for match in _OUTSIDE_CODE.finditer(markdown))
    live = _OUTSIDE_CODE if is_clear else _ANYWHERE
    return live.sub(lambda match: f"\\{match[0]}" if match["live"] else match[0], _as_blocks(markdown))


def _as_blocks(markdown: str) -> str:
    """Return Markdown whose headings are text for every reader, and whose code ends with it."""
    if not _MAYBE_BLOCK.search(markdown):
        return markdown
    lines = markdown.split("\n")
    for token in _MARKDOWN.parse(markdown):
        first, last = token.map or (0, 0)
        if token.type == "inline":
            lines[first:last] = [_HEADING.sub(r"\1\\", line) for line in lines[first:last]]
        elif token.type == "fence" and not token.level and lines[last - 1].strip(f" {token.markup[0]}"):
            lines.append(token.markup)
    return "\n".join(lines)


def _with_breaks(code: re.Match[str]) -> str:
    return f"{code[1]}{_JOINT.sub(_with_break, code[2])}</code>" if code[2] else code[0]


def _with_break(joint: re.Match[str]) -> str:
    return f"{joint[0]}<wbr>"


def _clean(text: str) -> str:
    return nh3.clean(
        text,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
