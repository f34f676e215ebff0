"""Devices that are made up, on loopback: an old one with HTTP and digest, a new one with HTTPS and basic."""

import base64
import hashlib
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

USER, PASSWORD = "root", "s3cret"
_REALM, _NONCE = "AXIS_0", "0123456789abcdef"


@contextmanager
def device(answers: Mapping[str, str], certificate: Path | None = None) -> Iterator[str]:
    """Serve answers by path, and give the address. With a certificate it is HTTPS and takes no digest."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Device, answers, certificate is None))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def make_certificate(folder: Path) -> Path:
    """Write a key and a certificate that it signs itself, for loopback, into one file."""
    file = folder / "device.pem"
    key = ("-newkey", "rsa:2048", "-nodes", "-keyout", "-", "-subj", "/CN=127.0.0.1", "-days", "2")
    name = ("-addext", "subjectAltName=IP:127.0.0.1")
    made = subprocess.run(["openssl", "req", "-x509", *key, *name], capture_output=True, check=True)
    file.write_bytes(made.stdout)
    return file


class _Device(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, answers: Mapping[str, str], is_digest: bool, *args: Any) -> None:
        self.answers, self.is_digest = answers, is_digest
        super().__init__(*args)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass

    def do_GET(self) -> None:
        body = b""
        if not self._is_known():
            self.send_response(401)
            asked = f'Digest realm="{_REALM}", nonce="{_NONCE}", algorithm=MD5, qop="auth"'
            self.send_header("WWW-Authenticate", asked if self.is_digest else f'Basic realm="{_REALM}"')
        elif self.path in self.answers:
            self.send_response(200)
            body = self.answers[self.path].encode()
        else:
            self.send_response(404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _is_known(self) -> bool:
        given = self.headers.get("Authorization", "")
        if not self.is_digest:
            return given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        said: dict[str, str] = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        if not given.startswith("Digest ") or said["username"] != USER:
            return False
        secret = _md5(f"{USER}:{_REALM}:{PASSWORD}")
        asked = _md5(f"{self.command}:{self.path}")
        used = ":".join((_NONCE, said["nc"], said["cnonce"], "auth"))
        return said["response"] == _md5(f"{secret}:{used}:{asked}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - what RFC 2617 asks for
