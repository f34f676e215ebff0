"""Looks at the finished twins: each page has one, links lead somewhere, and nothing is still HTML."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from macros.files import PAGE
from macros.twins import TWIN
from portal.addresses import absolute
from portal.model import Portal

# What holds no marks: a sign after a backslash, blocks of code (also in lists and quotations), code in a line
_LITERAL = re.compile(
    r"""
      ^[ >]*(?:[-\d.]+[ ]+)?(?P<fence>`{3,})[^`\n]*$ .*? ^[ >]*(?P=fence)`*$
    | \\.
    | (?P<ticks>`+)(?!`) .+? (?<!`)(?P=ticks)(?!`)
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_LINK = re.compile(r"\]\(([^)]*)\)")
_TAG = re.compile(r"<\S{0,20}")


def twin_problems(portal: Portal, site: Path, anchors: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Give all that is wrong with the twins. `anchors` are those of every page, by its file's path."""
    for page in anchors:
        if page.endswith(PAGE):
            twin = f"{page.removesuffix(PAGE)}{TWIN}"
            if (site / twin).is_file():
                text = (site / twin).read_text("utf-8")
                yield from (
                    f"{twin}: {problem}" for problem in text_problems(text, page, portal, site, anchors)
                )
            else:
                yield f"{page}: has no {TWIN} beside it"


def text_problems(
    text: str, page: str, portal: Portal, site: Path, anchors: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Give what is wrong with Markdown of the site; `page` is the page whose anchors are its own."""
    if not text.startswith("# "):
        yield "does not begin with a title"
    marks = _LITERAL.sub("", text)
    yield from (f"has the tag {tag}" for tag in _TAG.findall(marks))
    root = absolute(portal, "")
    for link in dict.fromkeys(_LINK.findall(marks)):
        address, _, fragment = link.replace("&amp;", "&").partition("#")
        path = unquote(address.removeprefix(root).partition("?")[0]) if address.startswith(root) else None
        if address and not address.startswith(("https://", "http://")):
            yield f"the link {link} is not an address in full"
        elif path is not None and not _is_there(site, path, "?" in address):
            yield f"the link {link} leads nowhere"
        elif fragment and (path is not None or not address):
            target = f"{path.removesuffix(TWIN)}{PAGE}" if path is not None else page
            if unquote(fragment) not in anchors.get(target, frozenset()):
                yield f"the link {link} leads to a page without the anchor #{fragment}"


def _is_there(site: Path, path: str, asked: bool) -> bool:
    """Whether a file is at a path. Only a page that is asked for something is better than its twin."""
    return (site / path / PAGE if asked else site / path).is_file()
