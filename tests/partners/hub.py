"""A WebSub hub that notes what publishers tell it (https://www.w3.org/TR/websub/)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

Told = list[dict[str, list[str]]]


@contextmanager
def serve_hub(told: Told) -> Iterator[str]:
    """Serve a hub at the address that this gives; each form that it gets is added to `told`."""
    with HTTPServer(("127.0.0.1", 0), partial(_Hub, told=told)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _Hub(BaseHTTPRequestHandler):
    def __init__(self, *args: Any, told: Told) -> None:
        self.told = told
        super().__init__(*args)

    def do_POST(self) -> None:
        self.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass
