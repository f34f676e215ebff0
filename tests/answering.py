"""A host on loopback that answers as a test says, down to the bytes, and remembers what it was asked."""

import socketserver
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Answer = Callable[["Asked"], None]


class Asked:
    """One request: its method, path and host, and the way back."""

    def __init__(self, head: str, send: Callable[[bytes], None], closing: threading.Event) -> None:
        line, *headers = head.split("\r\n")
        self.method, self.path, _ = line.split(" ")
        self.host = next(header[6:] for header in headers if header.lower().startswith("host: "))
        self.send, self.closing = send, closing


class AnsweringHost:
    """What the host at `port` answers, by path: the answers in turn, the last one again and again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, str]] = []
        self.open: dict[str, set[int]] = defaultdict(set)
        self.most_at_once: Counter[str] = Counter()
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def on(self, path: str, *answers: Answer, host: str = "127.0.0.1") -> str:
        """Answer at a path, and give its address."""
        self.answers[path] = list(answers)
        return f"http://{host}:{self.port}{path}"

    def answer(self, asked: Asked) -> None:
        """Answer. A request counts as open until its answer begins: who asks cannot know more."""
        name = asked.host.partition(":")[0]
        open_ones = self.open[name]
        send = asked.send

        def send_and_close(data: bytes) -> None:
            open_ones.discard(id(asked))
            send(data)

        asked.send = send_and_close
        with self._lock:
            self.asked.append((asked.method, asked.path))
            open_ones.add(id(asked))
            self.most_at_once[name] = max(self.most_at_once[name], len(open_ones))
            left = self.answers[asked.path]
            answer = left.pop(0) if len(left) > 1 else left[0]
        answer(asked)


def says(status: str, *headers: str, body: str = "") -> Answer:
    """Answer with a status such as `404 Not Found` and headers."""
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *headers, "Connection: close"))
    return raw(f"{head}\r\n{body}".encode())


def raw(data: bytes) -> Answer:
    """Answer with bytes, and hang up."""
    return lambda asked: asked.send(data)


def never(asked: Asked) -> None:
    """Let who asks wait until the test is over."""
    asked.closing.wait()


def dripping(asked: Asked) -> None:
    """Answer with a byte now and then: who is patient for four seconds gets all of it."""
    asked.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(200):
        if asked.closing.wait(0.02):
            return
        asked.send(b"x")
    asked.send(b"\r\n\r\n")


def slowly(answer: Answer) -> Answer:
    """Answer after a moment."""

    def answer_slowly(asked: Asked) -> None:
        asked.closing.wait(0.02)
        answer(asked)

    return answer_slowly


def only(method: str, answer: Answer, otherwise: Answer) -> Answer:
    """Answer to one method so, to all others otherwise."""
    return lambda asked: (answer if asked.method == method else otherwise)(asked)


@contextmanager
def answering(certificate: Path | None = None) -> Iterator[AnsweringHost]:
    """Run a host for as long as the block runs, with TLS where there is a certificate."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        host = server.host = AnsweringHost(server.server_address[1])
        if certificate:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(certificate)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield host
        host.closing.set()
        server.shutdown()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    host: AnsweringHost
    context: ssl.SSLContext | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asks may hang up, or not trust the certificate; a test sees that in what it gets."""


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        if self.server.context:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        head = b""
        while b"\r\n\r\n" not in head:
            more = self.request.recv(65536)
            if not more:
                return
            head += more
        self.server.host.answer(Asked(head.decode("latin-1"), self.request.sendall, self.server.host.closing))
