"""Serves a published site on loopback as a host would: compressed, with its page for a missing address,
with the headers that the site's `_headers` asks for, and with `ETag` for who asks again (RFC 9110, 13.1.2).
"""

import gzip
import hashlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

TEXT = (".css", ".html", ".ics", ".js", ".json", ".rss", ".svg", ".xml")


@dataclass(frozen=True)
class Answer:
    """What the server gave for an address: bytes of the body as they are, and as they were sent."""

    path: str
    raw: int
    sent: int
    status: int = HTTPStatus.OK


@contextmanager
def serve(folder: Path, note: Callable[[Answer], None] | None = None) -> Iterator[str]:
    """Serve a folder at the address that this gives, which ends in a slash; tell `note` of each answer."""
    with _Server(("127.0.0.1", 0), partial(_Host, directory=str(folder), note=note)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@lru_cache(maxsize=64)
def _compress(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def headers_for(site: Path, path: str) -> list[tuple[str, str]]:
    """Return the headers of every pattern in a site's header file that an address matches."""
    file = site / "_headers"
    found, matches = [], False
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if not line.startswith(" "):
            matches = fnmatchcase(path, line)
        elif matches:
            name, _, value = line.strip().partition(": ")
            found.append((name, value))
    return found


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that is closed in the middle of an answer is no fault.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each small file takes a reader 40 ms on a connection that is kept

    def __init__(self, *args: Any, note: Callable[[Answer], None] | None, **options: Any) -> None:
        self.note = note
        super().__init__(*args, **options)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass

    def send_head(self) -> BytesIO | BinaryIO | None:
        wanted = Path(self.translate_path(self.path))
        if wanted.is_dir() and not self.path.split("?")[0].endswith("/"):
            return super().send_head()  # which redirects to the address with the slash
        file = wanted / "index.html" if wanted.is_dir() else wanted
        status = HTTPStatus.OK
        if not file.is_file():
            file, status = Path(self.directory) / "404.html", HTTPStatus.NOT_FOUND
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return self._send(file, status)

    def _send(self, file: Path, status: HTTPStatus) -> BytesIO:
        """Send the head of the answer, and give its body."""
        body = file.read_bytes()
        raw = len(body)
        compressed = file.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        if compressed:
            body = _compress(body)
        # A strong one: it changes with the bytes that are sent, and with nothing else.
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if status == HTTPStatus.OK and tag in re.findall(r'"[^"]*"', self.headers.get("If-None-Match", "")):
            status, raw, body = HTTPStatus.NOT_MODIFIED, 0, b""
        if self.note:
            self.note(Answer(self.path, raw, len(body), status))
        self.send_response(status)
        for name, value in headers_for(Path(self.directory), self.path.partition("?")[0]):
            self.send_header(name, value)
        if status != HTTPStatus.NOT_FOUND:
            self.send_header("ETag", tag)
        self.send_header("Vary", "Accept-Encoding")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Length", str(len(body)))
            if compressed:
                self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        return BytesIO(body)
