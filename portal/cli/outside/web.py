"""Files by their address on the web."""

import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

LARGEST = 50_000_000
ASKED_BY = "axis-os-portal"
UNREADABLE = (OSError, HTTPException, ValueError)
_TIMEOUT = 30
_KEPT = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True)
class Answer:
    """What a server says of an address: the status with its reason, where else to look, how long to wait."""

    status: int
    reason: str
    location: str | None = None
    retry_after: str | None = None


def is_address(where: str) -> bool:
    """Whether a text is a web address and not a path."""
    return "://" in where


def read(where: str) -> bytes:
    """Give the file at an address or a path. Raises one of `UNREADABLE`."""
    data = _fetch(where) if is_address(where) else _read(where)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 1_000_000} MB")
    return data


def ask(where: str, method: str, timeout: float) -> Answer:
    """Ask the server of an HTTP(S) address, and leave what it sends. Raises one of `UNREADABLE`."""
    request = urllib.request.Request(_in_ascii(where), method=method, headers={"User-Agent": ASKED_BY})  # noqa: S310 - the opener knows nothing but HTTP(S)
    with _opener().open(request, timeout=timeout) as answer:
        said = answer.headers
        return Answer(answer.status, answer.reason, said.get("Location"), said.get("Retry-After"))


def _in_ascii(where: str) -> str:
    """Give an address as it is sent: a name in other letters as IDNA, other characters as percent codes."""
    parts = urllib.parse.urlsplit(where)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (urllib.parse.quote(part, safe=_KEPT) for part in (parts.path, parts.query))
    return urllib.parse.urlunsplit((parts.scheme, host, path, query, ""))


def reason(error: Exception) -> str:
    """Say why a file could not be read."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answers {error.code} {error.reason}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _read(where: str) -> bytes:
    with Path(where).open("rb") as file:
        return file.read(LARGEST + 1)


def _fetch(where: str) -> bytes:
    """Fetch an address over HTTP(S), and nothing else: an address or a redirect could name a local file."""
    if not where.lower().startswith(("http://", "https://")):
        raise ValueError("only http and https addresses are fetched")
    opener = _opener(urllib.request.HTTPRedirectHandler, urllib.request.HTTPErrorProcessor)
    with opener.open(where, timeout=_TIMEOUT) as answer:
        data: bytes = answer.read(LARGEST + 1)
    return data


def _opener(*more: type[urllib.request.BaseHandler]) -> urllib.request.OpenerDirector:
    """Give what opens addresses over HTTP(S); without more it follows no redirect and takes every answer."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.UnknownHandler,
        *more,
    ):
        opener.add_handler(handler())
    return opener
