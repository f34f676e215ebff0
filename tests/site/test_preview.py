"""The server behind `make serve`, with one page that is made at once."""

import re
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from macros.after import PublishError
from macros.preview import serve
from macros.preview.mistakes import explain
from macros.render import render_alone
from portal.problems import InvalidData
from portal.reading.catalog import load_catalog
from tests.checkout import Checkout
from tests.special import open_in_editors
from tests.waiting import PATIENCE, wait_for

CHANGE = "data/changes/date-cgi-removal.yml"


class Edited:
    """A text that is made a page of, and a server that shows it."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.checkout.mkdir()
        self.sites = folder / "sites"  # a link, as a folder for temporary files often is
        (folder / "elsewhere").mkdir()
        self.sites.symlink_to(folder / "elsewhere")
        self.ended: Event | None = None  # of which the next pages wait
        self.preview = serve.SitePreview(
            self.checkout, self.sites, ("127.0.0.1", 0), self._make_site, self._look
        )
        self.preview.server_bind()
        self.preview.server_activate()
        self.preview.serve_thread.start()
        self.address = f"http://127.0.0.1:{self.preview.server_port}/"

    def _make_site(self, checkout: Path, site: Path, address: str, whole: bool) -> None:
        text = (checkout / "text").read_text()
        (site / "page").mkdir()
        page = site / "page/index.html"
        page.write_text("half")
        if self.ended:
            self.ended.wait(PATIENCE)
        if "mistake" in text:
            raise PublishError(text)
        page.write_text(f"<html><body><h1>{text}</h1></body></html>")
        if whole:
            (site / "data.json").write_text(text)

    def _look(self, site: Path) -> Sequence[str]:
        return ["a link leads nowhere"] if "nowhere" in (site / "page/index.html").read_text() else []

    def save(self, text: str) -> None:
        """Save a text, and let the server see it."""
        (self.checkout / "text").write_text(text)
        self.preview.rebuild()

    def get(self, path: str = "page/") -> str:
        """Return what is answered for a path. Raises `HTTPError` if the answer is another than 200."""
        with urlopen(self.address + path, timeout=PATIENCE) as answer:  # noqa: S310 - loopback
            text: str = answer.read().decode()
        return text

    def loaded(self) -> str:
        """Return the number by which a browser knows whether to load its page again."""
        number = re.search(r"livereload\((\d+),", self.get())
        assert number
        return number[1]


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Edited]:
    server = Edited(tmp_path)
    yield server
    server.preview.shutdown()


def test_pages_are_those_of_the_edit_and_files_for_machines_of_the_start(edited: Edited) -> None:
    edited.save("one")
    loaded = edited.loaded()
    edited.save("two")
    assert edited.loaded() != loaded
    assert "<h1>two</h1>" in edited.get()
    assert edited.get("data.json") == "one"
    with pytest.raises(HTTPError, match="404"):
        edited.get("no-such-page/")


def test_a_mistake_shows_over_the_last_pages_as_text(
    edited: Edited, caplog: pytest.LogCaptureFixture
) -> None:
    edited.save("one")
    loaded = edited.loaded()
    edited.save("a mistake <img src=x>")
    page = edited.get()
    assert edited.loaded() != loaded
    assert "<h1>one</h1>" in page
    assert "1 problem in what you saved" in page
    assert "<li>a mistake &lt;img src=x&gt;</li>" in page
    assert "something is wrong:\na mistake <img src=x>" in caplog.text
    edited.save("two")
    assert "in what you saved" not in edited.get()


def test_a_link_that_leads_nowhere_shows_over_the_page_that_has_it(edited: Edited) -> None:
    edited.save("one")
    edited.save("nowhere")
    page = edited.get()
    assert "<h1>nowhere</h1>" in page
    assert "<li>a link leads nowhere</li>" in page


def test_where_there_is_no_page_yet_there_is_what_is_wrong(edited: Edited) -> None:
    edited.save("a mistake")
    with pytest.raises(HTTPError, match="503") as answer:
        edited.get()
    assert "<li>a mistake</li>" in answer.value.read().decode()
    edited.save("one")
    assert "<h1>one</h1>" in edited.get()


def test_who_reads_while_pages_are_made_gets_whole_ones(edited: Edited) -> None:
    stop, seen = Event(), set[tuple[str, str]]()

    def read() -> None:
        while not stop.is_set():
            found = re.search(r"(?s)<h1>(\w+)</h1>.*livereload\((\d+),.*</html>$", edited.get())
            assert found
            seen.add((found[1], found[2]))

    texts = ["one", "two", "three", "four"]
    edited.save(texts[0])
    with ThreadPoolExecutor() as aside:
        readers = [aside.submit(read) for _ in range(4)]
        try:
            for text in texts[1:]:
                edited.ended = Event()
                saved = aside.submit(edited.save, text)
                time.sleep(0.05)
                edited.ended.set()
                saved.result()
                wait_for(lambda: text in {shown for shown, _ in seen})  # noqa: B023 - it is waited for here
        finally:
            stop.set()
        for reader in readers:
            reader.result()
    # A browser that has the last number must have the last page: it loads no other before the next edit.
    last = max(seen, key=lambda one: int(one[1]))
    assert {text for text, number in seen if number == last[1]} == {texts[-1]}


def test_a_site_that_is_not_shown_any_more_is_removed(edited: Edited) -> None:
    for number in range(6):
        edited.save(str(number))
    assert len([site for site in edited.sites.iterdir() if not site.is_symlink()]) == 2


# --- who is answered


def ask(edited: Edited, request: bytes) -> tuple[str, str]:
    """Return the status line and the body for a request as it is sent; `PORT` in it is the server's."""
    port = edited.preview.server_port
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request.replace(b"PORT", b"%d" % port))
        connection.shutdown(socket.SHUT_WR)
        head, _, body = connection.makefile("rb").read().decode("utf-8").partition("\r\n\r\n")
    return head.partition("\r\n")[0].partition(" ")[2], body


def get(path: str, host: str = "127.0.0.1:PORT", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode("latin-1")


OWN = ("127.0.0.1:PORT", "127.0.0.1", "localhost:PORT", "localhost", "LOCALHOST:1", "[::1]:PORT", "[::1]")
FOREIGN = (
    *(
        "evil.example",
        "evil.example:PORT",
        "localhost.evil.example:PORT",
        "127.0.0.1.evil.example",
        "192.0.2.1",
    ),
    *(
        "0.0.0.0:PORT",
        "::1",
        "[::2]",
        "127.1",
        "user@127.0.0.1",
        "127.0.0.1, evil.example",
        "127.0.0.1:PORT/x",
    ),
    *("127.0.0.1:PORT:1", "[127.0.0.1]x", "é", ""),
)


@pytest.mark.parametrize("host", OWN)
def test_it_answers_by_its_own_names(edited: Edited, host: str) -> None:
    edited.save("one")
    status, body = ask(edited, get("/page/", host))
    assert (status, "<h1>one</h1>" in body) == ("200 OK", True)


@pytest.mark.parametrize("path", ["/page/", "/data.json", "/livereload/0/1", "/%00"])
@pytest.mark.parametrize("host", FOREIGN)
def test_a_page_of_another_name_reads_nothing(edited: Edited, host: str, path: str) -> None:
    edited.save("one")
    status, body = ask(edited, get(path, host))
    assert status.startswith("421 ")
    assert body == f"This server has no such name; open {edited.preview.url}\n"


@pytest.mark.parametrize(
    ("told", "own", "foreign"),
    [
        ("portal.test", "Portal.Test:8000", "other.test"),
        ("192.0.2.1", "192.0.2.1:8000", "192.0.2.2"),
        ("0.0.0.0", "192.0.2.1", "evil.example"),  # noqa: S104 - nothing listens there
        ("::", "[2001:db8::1]:8000", "evil.example"),
        ("2001:db8::1", "[2001:db8::1]:8000", "[2001:db8::2]"),
    ],
)
def test_it_answers_by_the_name_that_it_was_told(edited: Edited, told: str, own: str, foreign: str) -> None:
    edited.save("one")
    told_so = serve.SitePreview(edited.checkout, edited.sites, (told, 8000), edited._make_site, edited._look)
    told_so.server_close()
    edited.preview.url = told_so.url
    statuses = [ask(edited, get("/page/", host))[0][:3] for host in (own, "localhost", foreign)]
    assert statuses == ["200", "200", "421"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get("/%00"), "400"),
        (get("/page%2"), "400"),
        (get("/%zz"), "400"),
        (get("/%ff"), "400"),
        (get("/%e2%80%ae"), "400"),  # letters that go backwards
        (get("/%0d%0aX:%20y"), "400"),
        (get("/%2e%2e/page/"), "400"),
        (get("/page/../../x"), "400"),
        (get("/..%2f..%2fetc/passwd"), "400"),
        (get("/\x1b[2J"), "400"),
        (get("http://127.0.0.1/page/"), "400"),
        (get("*"), "400"),
        (get("page/"), "400"),
        (get("/a b"), "400"),
        (get(f"/{'x' * 300}"), "404"),  # more than a name of a file can have
        (get(f"/{'x' * 2_000}"), "414"),
        (get(f"/{'x' * 70_000}"), "414"),
        (get(f"/livereload/{'9' * 5_000}/1"), "414"),
        (get("/livereload/x/1"), "404"),
        (get("/page/", method="POST"), "501"),
        (get("/page/", method="PUT"), "501"),
        (get("/page/", method="OPTIONS"), "501"),
        (get("/page/", method="\x1b[2J"), "501"),
        (b"GET /page/ HTTP/1.1\r\n\r\n", "400"),
        (b"GET /page/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", "400"),
        (b"GET /page/ HTTP/9.9\r\nHost: localhost\r\n\r\n", "505"),
        (b"GET /page/ HTTP/x\r\nHost: localhost\r\n\r\n", "400"),
        (b"\x16\x03\x01\x02\x00 \xff\x00 \x80\r\n\r\n", "400"),  # who speaks TLS
        (b"GET /page/ HTTP/1.1\r\n" + b"x: y\r\n" * 200 + b"\r\n", "431"),
        (b"GET /page/ HTTP/1.1\r\nHost: " + b"x" * 70_000 + b"\r\n\r\n", "431"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(
    edited: Edited,
    request_: bytes,
    status: str,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    edited.save("one")
    said, body = ask(edited, request_)
    assert said.startswith(f"{status} ")
    assert body.count("\n") <= 1
    assert "<" not in body
    assert [record.exc_info for record in caplog.records if record.exc_info] == []
    assert capfd.readouterr().err == ""
    assert all(record.getMessage().isprintable() for record in caplog.records)
    assert "<h1>one</h1>" in edited.get(), "and the server goes on"


def test_who_asks_for_the_head_is_sent_no_body(edited: Edited) -> None:
    edited.save("one")
    for path, status in (("/page/", "200 OK"), ("/data.json", "200 OK"), ("/none", "404 Not Found")):
        assert ask(edited, get(path, method="HEAD")) == (status, "")


def test_a_browser_that_goes_away_is_no_fault(edited: Edited, capfd: pytest.CaptureFixture[str]) -> None:
    edited.save("one")
    for start in (b"", b"GET /pa", b"GET /page/ HTTP/1.1\r\nHost: local"):
        with socket.create_connection(("127.0.0.1", edited.preview.server_port)) as connection:
            connection.sendall(start)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert "<h1>one</h1>" in edited.get()
    assert capfd.readouterr().err == ""


# --- what is said of a mistake


def test_what_an_editor_keeps_makes_no_page_anew(edited: Edited) -> None:
    folder = edited.checkout / "data/changes"
    folder.mkdir(parents=True)
    (watcher,) = [one for one in edited.preview.observer.emitters if one.watch.path.endswith("/data")]
    watcher.on_thread_start()

    def seen() -> list[str]:
        watcher.queue_events(0)
        queue = edited.preview.observer.event_queue
        events = [queue.get()[0] for _ in range(queue.qsize())]
        return [event.src_path for event in events if not event.is_directory]

    open_in_editors(folder / "x.yml")
    assert seen() == []
    (folder / "x.yml").touch()
    assert seen() == [str(folder / "x.yml")]


def explained(error: BaseException, checkout: Path) -> list[str]:
    return list(explain(error, checkout))


def test_each_problem_of_the_data_is_said_as_the_command_says_it(sample_root: Path) -> None:
    Checkout(sample_root).edit(CHANGE, "kind: removal", "kind: removel")
    Checkout(sample_root).edit(CHANGE, "area: api", "area: No id")
    with pytest.raises(InvalidData) as invalid:
        load_catalog(sample_root)
    said = explained(invalid.value, sample_root)
    assert [text.partition(" ")[0] for text in said] == [f"{CHANGE}:5:7:", f"{CHANGE}:6:7:"]


def test_a_mistake_in_a_template_is_named_by_its_place(repository: Path) -> None:
    with pytest.raises(Exception, match="problems") as failure:
        render_alone("problems")
    (said,) = explained(failure.value, repository)
    assert re.fullmatch(r"macros/templates/problems\.html\.jinja:\d+: 'problems' is undefined", said)
