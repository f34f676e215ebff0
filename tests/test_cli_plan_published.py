"""The command `portal plan` with the facts of a published file, saved or by address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from portal.model import Catalog
from portal.planner import PATH, facts_of, render_facts
from tests.commands import Command
from tests.outputs import write_output


@pytest.fixture
def plan(capsys: pytest.CaptureFixture[str], june_root: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command, called in a checkout of June 2024."""
    monkeypatch.chdir(june_root)
    return Command(capsys, "plan")


@pytest.fixture(scope="session")
def published(june: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_output(june, PATH, tmp_path_factory.mktemp("site"))


class Host(BaseHTTPRequestHandler):
    """Serves one file, and a few kinds of trouble."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}  # noqa: RUF012 - set by the fixture

    def do_GET(self) -> None:
        code, headers, body = self.answers.get(self.path, (404, {}, b""))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def host(published: Path) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Host)
    Host.answers = {
        "/plan.json": (200, {}, published.read_bytes()),
        "/moved": (301, {"Location": "/plan.json"}, b""),
        "/to-a-file": (302, {"Location": f"file://{published}"}, b""),
        "/page": (200, {}, b"<!doctype html><title>Not this</title>"),
        "/broken": (500, {}, b""),
    }
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_published_facts_give_the_same_plan(plan: Command, published: Path, host: str) -> None:
    wanted = plan("9.60", "12.0", "--web")
    assert wanted.code == 1
    for where in (published, f"{host}/plan.json", f"{host}/moved", f"HTTP{host[4:]}/plan.json"):
        assert plan("9.60", "12.0", "--web", "--catalog", where) == wanted


def refusal(plan: Command, where: object) -> str:
    """Return the one message of a command that cannot read its facts."""
    result = plan("10.12", "12.0", "--catalog", where)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 2
    return result.err.removeprefix(f"{where}:1:1: ")


def test_a_file_that_cannot_be_read(plan: Command, tmp_path: Path) -> None:
    hint = f"\n    give a published {PATH}, saved or by address\n"
    assert refusal(plan, tmp_path / "x.json") == f"cannot be read: No such file or directory{hint}"
    assert refusal(plan, tmp_path) == f"cannot be read: Is a directory{hint}"
    assert refusal(plan, "a\0b").endswith(hint)
    (tmp_path / "page.html").write_text("<!doctype html>", "utf-8")
    assert refusal(plan, tmp_path / "page.html").startswith("is not JSON: Expecting value")
    (tmp_path / "feed.json").write_text('{"items": []}', "utf-8")
    assert refusal(plan, tmp_path / "feed.json").startswith("is JSON, but not the facts for planning")


def test_a_file_without_end(plan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(plan, "/dev/zero").startswith("cannot be read: it is a device\n")
    monkeypatch.setattr("portal.cli.outside.web.LARGEST", 100)
    assert refusal(plan, "/proc/self/status").startswith("cannot be read: it is larger than 0.0001 MB\n")


def test_an_address_that_does_not_answer(plan: Command, host: str, published: Path) -> None:
    assert refusal(plan, f"{host}/nowhere").startswith("cannot be read: the server answers 404 Not Found")
    assert refusal(plan, f"{host}/broken").startswith("cannot be read: the server answers 500 Internal")
    assert "is not JSON" in refusal(plan, f"{host}/page")
    assert "refused" in refusal(plan, "http://127.0.0.1:1/plan.json")
    for where in (f"file://{published}", "ftp://127.0.0.1/plan.json", "data://x"):
        assert refusal(plan, where).startswith("cannot be read: only http and https addresses are fetched")
    assert "cannot be read: " in refusal(plan, f"{host}/to-a-file")
    assert "cannot be read: " in refusal(plan, "http://[::1/plan.json")


def test_facts_of_the_next_version(plan: Command, sample: Catalog, tmp_path: Path) -> None:
    text = render_facts(facts_of(sample)).replace('"schema_version":"1.0"', '"schema_version":"2.0"')
    (tmp_path / "plan.json").write_text(text, "utf-8")
    assert refusal(plan, tmp_path / "plan.json") == (
        "has schema_version 2.0, and this command reads 1.0\n    take a command of the same age\n"
    )
