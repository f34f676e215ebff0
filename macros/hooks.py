"""A hook of the engine: puts what a page's calls have made into it, after its Markdown has become HTML.

Until then a word stands for each call. An engine parses the HTML in a page's Markdown twice and changes none
of it, which took longer than making it.
"""

import re
from typing import Any

_MARK = re.compile(r"<(p)>portalcall([0-9]+)end</\1>|portalcall([0-9]+)end")


def mark(number: int) -> str:
    """Return what stands for a call of a page until then."""
    return f"portalcall{number}end"


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Return the page with the HTML of its calls, which `page.meta` has in their order."""
    calls = page.meta.pop("calls", ())
    return _MARK.sub(lambda found: str(calls[int(found[2] or found[3])]), html)
