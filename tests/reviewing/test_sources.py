"""The weekly job that asks the address of each source: against a host on loopback, and no GitHub."""

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.reviewing.conftest import Forge

SOURCE = """\
sources:
  - id: portal-2024-06
    title: The portal
    publisher: vendor
    url: {url}
    date: "2024-06~"
    seen: "2026-11-23"
    read: whole
"""
NEWER = """\
  - id: portal-2026-12
    title: The portal, December
    publisher: vendor
    url: {url}
    date: "2026-12"
    seen: "2026-12-03"
    read: whole
    fingerprint: {fingerprint}
"""
TAG = 'etag "b"'
BEFORE, AFTER = "Sun, 22 Nov 2026 10:00:00 GMT", "Tue, 24 Nov 2026 10:00:00 GMT"

Headers = dict[str, str]
Reply = tuple[int, Headers]


class Host:
    """A host that answers as it is told, and notes how it is asked."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.slow = threading.Event()
        host = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                host.asked.append((self.command, self.path, self.headers["User-Agent"]))
                if self.path == "/slow":
                    host.slow.wait(20)
                status, headers = host.replies.get(f"{self.command} {self.path}") or host.replies.get(
                    self.path, (404, {})
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()

            do_HEAD = do_GET = answer  # noqa: N815 - so the server calls them

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as it is named above
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.slow.set()
    found.server.shutdown()
    found.server.server_close()
    thread.join()


Ask = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ask(forge: Forge, checkout: Path, host: Host) -> Ask:
    """Run the job on a source that a path of the host has."""

    def run(path: str, fingerprint: str = "", more: str = "", issues: bool = True) -> Any:
        text = SOURCE.format(url=host.address + path)
        text += f"    fingerprint: '{fingerprint}'\n" if fingerprint else ""
        (checkout / "data/sources.yml").write_text(text + more, "utf-8")
        script = (".venv/bin/python", ".github/scripts/sources.py", "--timeout", "1")
        done = forge.run(
            *script, *(["--issues"] if issues else []), cwd=checkout, GITHUB_ACTIONS="true", PYTHONPATH="."
        )
        assert done.returncode == 0, done.stderr
        return done

    return run


def mark(host: Host, path: str) -> str:
    return f"<!-- portal-source {host.address}{path} -->"


def known(host: Host, path: str, body: str = "\nold", login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"number": 9, "user": {"login": login}, "body": mark(host, path) + body}


def test_what_was_read_is_still_there(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": 'W/"b"', "Last-Modified": AFTER})
    assert ask("/a", TAG).stdout == f'portal-2024-06: same: {host.address}/a answers etag "b"\n'
    assert forge.writes() == []
    assert [(method, path) for method, path, _ in host.asked] == [("HEAD", "/a")]
    assert "https://code.example/axis-os-portal" in host.asked[0][2], "a host can see who asks"


def test_another_edition_opens_one_issue(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"c"'})
    ask("/a", TAG)
    (call,) = forge.writes()
    assert call.arguments[:2] == ["issue", "create"]
    assert call.arguments[call.arguments.index("--label") + 1] == "new-edition"
    assert call.arguments[call.arguments.index("--title") + 1] == "Read again: The portal"
    lines = call.body.splitlines()
    assert lines[0] == mark(host, "/a")
    assert f'    {host.address}/a answers etag "c"' in lines
    assert lines[-1] == '    fingerprint: "etag \\"c\\""'


def test_there_is_never_a_second_issue(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"c"'})
    forge.answer({"/issues": [known(host, "/a")]})
    ask("/a", TAG)
    (call,) = forge.writes()
    assert call.arguments[:2] == ["issue", "edit"]
    assert "9" in call.arguments
    # What it says already is not written again: an edit would notify people each week
    body = call.body.removeprefix(mark(host, "/a"))
    forge.answer({"/issues": [known(host, "/a", body.replace("\n", "\r\n"))]})
    ask("/a", TAG)
    assert len(forge.writes()) == 1


def test_an_issue_of_somebody_else_is_none_of_ours(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"c"'})
    others = [known(host, "/a", login="somebody"), known(host, "/ab"), {**known(host, "/a"), "body": None}]
    forge.answer({"/issues": others})
    ask("/a", TAG)
    assert [call.arguments[:2] for call in forge.writes()] == [["issue", "create"]]


def test_the_issue_closes_when_the_new_edition_was_read(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"c"'})
    forge.answer({"/issues": [known(host, "/a")]})
    done = ask("/a", TAG, NEWER.format(url=host.address + "/a", fingerprint="""'etag "c"'"""))
    assert done.stdout.startswith("portal-2026-12: same: ")
    (call,) = forge.writes()
    assert call.arguments[:2] == ["issue", "close"]
    assert len(host.asked) == 1, "an address is asked once"


@pytest.mark.parametrize("status", [404, 410])
def test_nothing_is_there_any_more(ask: Ask, host: Host, forge: Forge, status: int) -> None:
    host.replies["/a"] = (status, {})
    ask("/a", TAG)
    (call,) = forge.writes()
    assert f"    {host.address}/a has nothing any more: {status}\n" in call.body
    assert "fingerprint" not in call.body


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_host_that_refuses_says_nothing(ask: Ask, host: Host, forge: Forge, status: int) -> None:
    host.replies["/a"] = (status, {"ETag": '"c"'})
    forge.answer({"/issues": [known(host, "/a")]})
    assert (
        ask("/a", TAG).stdout
        == f"::warning::portal-2024-06: not known: {host.address}/a did not answer: {status}\n"
    )
    assert forge.writes() == []


def test_a_host_that_is_slow_says_nothing(ask: Ask, host: Host, forge: Forge) -> None:
    assert re.search(r"/slow did not answer: .*timed out\n$", ask("/slow", TAG).stdout)
    assert forge.writes() == []


def test_a_host_that_is_not_there_says_nothing(ask: Ask, host: Host, forge: Forge) -> None:
    host.server.server_close()
    assert "did not answer: " in ask("/a", TAG).stdout
    assert forge.writes() == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_another_address_is_followed_and_named(ask: Ask, host: Host, forge: Forge, status: int) -> None:
    host.replies |= {"/a": (status, {"Location": "/b"}), "/b": (200, {"ETag": '"b"'})}
    said = ask("/a", TAG).stdout
    assert said.startswith(f"portal-2024-06: same: {host.address}/a, which leads to {host.address}/b answers")
    host.replies["/b"] = (200, {"ETag": '"c"'})
    ask("/a", TAG)
    assert "which leads to" in forge.writes()[0].body


def test_addresses_that_lead_in_a_circle_say_nothing(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (302, {"Location": "/a"})
    assert "did not answer: " in ask("/a", TAG).stdout
    assert forge.writes() == []


def test_a_host_without_head_is_asked_for_the_page(ask: Ask, host: Host) -> None:
    host.replies |= {"HEAD /a": (405, {}), "GET /a": (200, {"ETag": '"b"'})}
    assert ": same: " in ask("/a", TAG).stdout
    assert [method for method, _, _ in host.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("headers", "fingerprint", "what"),
    [
        ({"Last-Modified": AFTER, "Content-Length": "0"}, f"modified {AFTER}", "same"),
        ({"Last-Modified": AFTER}, f"modified {BEFORE}", "other"),
        ({"Content-Length": "0"}, "length 0", "same"),
        ({"Content-Length": "0"}, "length 1", "other"),
        # Where nothing was written down, the day of reading is compared with
        ({"ETag": '"x"', "Last-Modified": AFTER}, "", "other"),
        ({"ETag": '"x"', "Last-Modified": BEFORE}, "", "same"),
        ({"ETag": '"x"'}, "", "not known"),
        ({"ETag": '"x"', "Last-Modified": "soon"}, "", "not known"),
        ({}, TAG, "not known"),
    ],
)
def test_an_edition_is_known_again(
    ask: Ask, host: Host, headers: Headers, fingerprint: str, what: str
) -> None:
    host.replies["/a"] = (200, headers)
    assert f"portal-2024-06: {what}: " in ask("/a", fingerprint).stdout


def test_an_editor_can_ask_too(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"x"'})
    assert ask("/a", issues=False).stdout.splitlines()[1] == '    fingerprint: "etag \\"x\\""'
    assert forge.calls() == []


def test_what_a_host_answers_is_no_command(ask: Ask, host: Host, forge: Forge) -> None:
    host.replies["/a"] = (200, {"ETag": '"\x1b[2J é @somebody"'})
    done = ask("/a", TAG)
    assert "\x1b" not in done.stdout
    assert done.stdout.isascii()
    host.replies["/a"] = (200, {"ETag": '"@somebody <b>"'})
    ask("/a", TAG)
    said = [line for line in forge.writes()[-1].body.splitlines() if "@somebody" in line]
    assert said
    assert all(line.startswith("    ") for line in said)
