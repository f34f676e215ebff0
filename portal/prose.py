"""Prose: Markdown in data becomes clean HTML, once, for pages and feeds alike.

Markdown is CommonMark without raw HTML, images and headings: what somebody types of these is shown as it is
typed. Links go to http and https only. The result is cleaned a second time against a list of allowed tags.
"""

import html
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

TAGS = frozenset({"p", "a", "code", "em", "strong", "ul", "ol", "li", "pre", "blockquote", "br"})
SCHEMES = frozenset({"http", "https"})
# More texts than any catalog has: going round a cache that is too small never finds anything in it
_KEPT = 1_000_000
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.disable(["image", "heading", "lheading", "hr", "reference"])
    markdown.validateLink = _is_web_address  # type: ignore[method-assign]
    return markdown


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


_MARKDOWN = _markdown()


@lru_cache(maxsize=_KEPT)
def to_html(markdown: str) -> str:
    """Give paragraphs, lists and so on as HTML that is safe to put into a page or a feed."""
    return _clean(_MARKDOWN.render(markdown)).strip()


@lru_cache(maxsize=_KEPT)
def to_inline_html(markdown: str) -> str:
    """Give a single paragraph's text as HTML, without the paragraph around it."""
    return _clean(_MARKDOWN.renderInline(markdown))


def to_text(markdown: str) -> str:
    """Give plain text on one line: for titles, descriptions and search."""
    text = html.unescape(nh3.clean(to_html(markdown), tags=set()))
    return re.sub(r"\s+", " ", text).strip()


def escape_markdown(text: str) -> str:
    """Keep the characters of a plain text from meaning anything in Markdown."""
    return _SPECIAL.sub(r"\\\1", text)


def _clean(text: str) -> str:
    return nh3.clean(
        text,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
