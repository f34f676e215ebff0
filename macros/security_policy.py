"""The content security policy: what a browser may load and run, in every page and as a header.

No `unsafe-inline`: the few scripts that the theme writes into pages are allowed by their hashes, computed
from the finished pages. Source: Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/).
"""

import base64
import hashlib
import html
import re
from pathlib import Path

from macros.files import files_below

_HEAD = '<meta charset="utf-8">'
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_DATA_TYPE = re.compile(r"\btype=[\"']?application/(?:ld\+)?json")


def add_policy(site: Path) -> str:
    """Put the policy into every page below `site`, and give the one of all pages, to be sent as a header."""
    all_hashes: set[str] = set()
    for path in files_below(site, ".html"):
        file = site / path
        text = file.read_text("utf-8")
        hashes = inline_hashes(text)
        all_hashes |= hashes
        element = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy(hashes))}">'
        file.write_text(text.replace(_HEAD, f"{_HEAD}\n      {element}", 1), "utf-8", newline="\n")
    # A page cannot say by itself who may frame it; only the header can.
    return f"{policy(all_hashes)}; frame-ancestors 'none'"


def inline_hashes(page: str) -> set[str]:
    """Give the hash of every script that stands in a page itself. Blocks of data are no scripts."""
    return {
        "'sha256-" + base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() + "'"
        for attributes, code in _INLINE_SCRIPT.findall(page)
        if not _DATA_TYPE.search(attributes)
    }


def policy(hashes: set[str]) -> str:
    """Give the policy that allows what the site serves itself, and the inline scripts with these hashes."""
    # The search compiles its WebAssembly module, which `wasm-unsafe-eval` allows and nothing else.
    # The theme's icons are pictures inside its style sheet, hence `data:`.
    scripts = " ".join(["script-src 'self' 'wasm-unsafe-eval'", *sorted(hashes)])
    return "; ".join(
        [
            "default-src 'self'",
            scripts,
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
