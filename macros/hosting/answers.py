"""What a host says about each address: the one source of `_headers` and of what nginx includes.

A pattern of addresses has at most one `*`, which stands for any characters, slashes too.
"""

from dataclasses import dataclass

from portal.addresses import MACHINE_FOLDERS
from portal.api import tables
from portal.feeds import FORMATS

POLICY = "Content-Security-Policy"
CACHING = "Cache-Control"
SHARING = "Access-Control-Allow-Origin"

# With every answer, errors too
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Everything is public, and read without credentials: other sites may show it and read it.
    "Cross-Origin-Resource-Policy": "cross-origin",
}

# A page and the scripts that belong to it are soon the new ones together.
OF_PAGES = "public, max-age=60, must-revalidate"
OF_DATA = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
# Only where the name has a hash of the content in it
FOR_EVER = "public, max-age=31536000, immutable"
HASHED = (
    "/assets/javascripts/bundle.*",
    "/assets/javascripts/workers/*",
    "/assets/stylesheets/*",
    "/pagefind/filter/*",
    "/pagefind/fragment/*",
    "/pagefind/index/*",
    "/pagefind/*.pf_meta",
)

_UTF_8 = "; charset=utf-8"
_BINARY = "application/octet-stream"
# The ends of names that not every host knows the type of
_OWN_TYPES = {
    **{form.extension: form.media_type for form in FORMATS if form.extension != "json"},
    "csv": f"{tables.MEDIA_TYPE}{_UTF_8}",
    "ics": f"text/calendar{_UTF_8}",
    "md": f"text/markdown{_UTF_8}",
}
TYPES = {
    **_OWN_TYPES,
    "css": f"text/css{_UTF_8}",
    "html": f"text/html{_UTF_8}",
    "js": f"text/javascript{_UTF_8}",
    "json": "application/json",
    "map": "application/json",
    "pagefind": _BINARY,
    "pf_filter": _BINARY,
    "pf_fragment": _BINARY,
    "pf_index": _BINARY,
    "pf_meta": _BINARY,
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": f"text/plain{_UTF_8}",
    "xml": "application/xml",
}
# The folders where JSON is of a type of its own
JSON_TYPES = {
    "feeds": next(form.media_type for form in FORMATS if form.extension == "json"),
    "schema": "application/schema+json",
}


@dataclass(frozen=True)
class Rule:
    """The headers of the addresses that a pattern matches. No two rules give an address the same header."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


RULES = (
    *(
        Rule(f"/{folder}/*", ((SHARING, "*"), ("Access-Control-Expose-Headers", "ETag"), (CACHING, OF_DATA)))
        for folder in MACHINE_FOLDERS
    ),
    *(Rule(pattern, ((CACHING, FOR_EVER),)) for pattern in HASHED),
)
TYPE_RULES = tuple(
    Rule(pattern, (("Content-Type", media_type),))
    for pattern, media_type in {
        **{f"/*.{extension}": media_type for extension, media_type in _OWN_TYPES.items()},
        **{f"/{folder}/*.json": media_type for folder, media_type in JSON_TYPES.items()},
    }.items()
)
