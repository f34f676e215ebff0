"""Files by their address on the web."""

import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path

from portal.reading.opening import LARGEST, read_bytes

UNREADABLE = (OSError, HTTPException, ValueError)
_TIMEOUT = 30
_HANDLERS = (
    urllib.request.ProxyHandler,
    urllib.request.HTTPHandler,
    urllib.request.HTTPSHandler,
    urllib.request.HTTPDefaultErrorHandler,
    urllib.request.HTTPErrorProcessor,
    urllib.request.HTTPRedirectHandler,
    urllib.request.UnknownHandler,
)


def is_address(where: str) -> bool:
    """Whether a text is a web address and not a path."""
    return "://" in where


def read(where: str) -> bytes:
    """Return the file at an address or a path. Raises one of `UNREADABLE`."""
    return _fetch(where) if is_address(where) else read_bytes(Path(where), LARGEST)


def reason(error: Exception) -> str:
    """Say why a file could not be read."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _fetch(where: str) -> bytes:
    """Fetch an address over HTTP(S), and nothing else: an address or a redirect could name a local file."""
    if not where.lower().startswith(("http://", "https://")):
        raise ValueError("only http and https addresses are fetched")
    opener = urllib.request.OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    with opener.open(where, timeout=_TIMEOUT) as answer:
        data: bytes = answer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
    return data
