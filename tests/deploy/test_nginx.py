"""What the real nginx answers for the real site: types, sharing, caching, compression, errors."""

import gzip
import http.client
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from portal.addresses import MACHINE_FOLDERS
from tests.serving import headers_for

FEED = "/feeds/changes.json"
OF_PAGES = "public, max-age=60, must-revalidate"
OF_DATA = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
FOR_EVER = "public, max-age=31536000, immutable"


def ask(address: str, coding: str = "identity", **more: str) -> requests.Response:
    headers = {"Accept-Encoding": coding, **{name.replace("_", "-"): text for name, text in more.items()}}
    return requests.get(address, headers=headers, allow_redirects=False, timeout=10)


def ask_raw(address: str, request: str) -> http.client.HTTPResponse:
    """Send a request as it is: a method and a path, and below them a header a line."""
    place, (first, *rest) = urlsplit(address), request.split("\n")
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall("\r\n".join([f"{first} HTTP/1.1", *rest, "", ""]).encode())
        answer = http.client.HTTPResponse(connection, method=first.partition(" ")[0])
        answer.begin()
        answer.close()
        return answer


@pytest.fixture(scope="module")
def answers(address: str, site: Path) -> Mapping[str, requests.Response]:
    """The answer for every file that readers are to get, by its path."""
    found = {f"/{file.relative_to(site).as_posix()}" for file in site.rglob("*") if file.is_file()}
    hidden = {"/404.html", "/_headers", "/.git/config"}
    with requests.Session() as session:
        return {path: session.get(address + path, timeout=10) for path in sorted(found - hidden)}


# --- files


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/changes/12/", "text/html; charset=utf-8"),
        ("/index.md", "text/markdown; charset=utf-8"),
        ("/llms.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/feeds/changes.json", "application/feed+json"),
        ("/feeds/majors/12.json", "application/feed+json"),
        ("/feeds/changes.rss", "application/rss+xml"),
        ("/feeds/changes.atom", "application/atom+xml"),
        ("/calendar/releases.ics", "text/calendar; charset=utf-8"),
        ("/schema/v1/changes.schema.json", "application/schema+json"),
        ("/api/v1/changes.json", "application/json"),
        ("/api/v1/changes.csv", "text/csv; charset=utf-8"),
        ("/assets/page.js", "text/javascript; charset=utf-8"),
        ("/assets/portal.css", "text/css; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/social-card.png", "image/png"),
        ("/pagefind/wasm.en.pagefind", "application/octet-stream"),
    ],
)
def test_a_file_is_of_its_type(address: str, path: str, media_type: str) -> None:
    for coding in ("identity", "gzip"):
        answer = ask(address + path, coding)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)


def test_every_file_comes_whole_and_as_the_header_file_says(
    answers: Mapping[str, requests.Response], site: Path
) -> None:
    for path, answer in answers.items():
        assert (answer.status_code, answer.content) == (200, (site / path[1:]).read_bytes()), path
        assert set(headers_for(site, path)) <= set(answer.headers.items()), path
        packed = Path(path).suffix.startswith((".pf_", ".pagefind"))
        assert ("octet-stream" in answer.headers["Content-Type"]) == packed, path


def test_copies_are_kept_by_kind(answers: Mapping[str, requests.Response]) -> None:
    for path, answer in answers.items():
        for_machines = path.split("/")[1] in MACHINE_FOLDERS
        # Only a name with a hash of the content in it never means other bytes.
        hashed = re.search(r"[._][0-9a-f]{7,}\.", path) is not None
        wanted = OF_DATA if for_machines else FOR_EVER if hashed else OF_PAGES
        assert answer.headers["Cache-Control"] == wanted, path


@pytest.mark.parametrize(
    "path", ["/", FEED, "/feeds/changes.rss", "/api/v1/changes.csv", "/assets/favicon.svg"]
)
def test_a_file_comes_compressed_if_that_is_asked_for(address: str, path: str) -> None:
    plain = ask(address + path)
    assert "Content-Encoding" not in plain.headers
    for answer in (ask(address + path, "gzip, br"), ask(address + path, "gzip", Via="1.1 cdn")):
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.content == plain.content
    sent = requests.get(address + path, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10).raw.data
    assert len(sent) <= 1.02 * len(gzip.compress(plain.content, 5)) < len(plain.content)


def test_what_is_packed_already_is_not_packed_again(address: str) -> None:
    assert "Content-Encoding" not in ask(f"{address}/assets/social-card.png", "gzip").headers


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", ["/", FEED, "/assets/social-card.png"])
def test_an_unchanged_copy_is_not_sent_again(address: str, path: str, coding: str) -> None:
    whole = ask(address + path, coding)
    tag, time = whole.headers["ETag"], whole.headers["Last-Modified"]
    for again in (
        ask(address + path, coding, If_None_Match=tag),
        ask(address + path, coding, If_None_Match=f'"x", {tag}'),
        ask(address + path, coding, If_Modified_Since=time),
        ask(address + path, coding, If_None_Match=tag, If_Modified_Since=time),
    ):
        assert (again.status_code, again.content) == (304, b"")
        for name in ("Cache-Control", "Vary", "Last-Modified", "Access-Control-Allow-Origin"):
            assert again.headers.get(name) == whole.headers.get(name)
    assert ask(address + path, coding, If_None_Match='"x"').status_code == 200
    assert ask(address + path, coding, If_Modified_Since="Fri, 31 Dec 2100 00:00:00 GMT").status_code == 200


def test_a_part_is_sent_of_the_copy_that_is_still_there(address: str, site: Path) -> None:
    data, tag = (site / FEED[1:]).read_bytes(), ask(address + FEED).headers["ETag"]
    part = ask(address + FEED, Range="bytes=100-199", If_Range=tag)
    assert (part.status_code, part.content) == (206, data[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert ask(address + FEED, Range="bytes=100-199", If_Range='"x"').content == data


# --- who may read


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
def test_pages_of_other_sites_may_read_what_is_for_machines(
    address: str, answers: Mapping[str, requests.Response], folder: str
) -> None:
    shared = [answer for path, answer in answers.items() if path.startswith(f"/{folder}/")]
    missing = ask(f"{address}/{folder}/none.json")
    assert missing.status_code == 404
    for answer in (*shared, missing):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"


@pytest.mark.parametrize("path", ["/", "/changes/", "/index.md", "/assets/page.js", "/none", "/apis/"])
def test_pages_of_other_sites_may_read_nothing_else(address: str, path: str) -> None:
    answer = ask(address + path, Origin="https://partner.example")
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_a_browser_may_ask_before_it_asks_with_a_tag(address: str) -> None:
    answer = requests.options(address + FEED, timeout=10)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match, Range"


# --- whatever is asked


REFUSED = [
    f"{method} {path}\nHost: a\nContent-Length: 0"
    for method in ("POST", "PUT", "DELETE", "PATCH", "BREW")
    for path in ("/", "/none", "/changes", FEED)
]


@pytest.mark.parametrize(
    ("request_", "status", "caching"),
    [
        ("GET /\nHost: a", 200, OF_PAGES),
        (f"GET {FEED}\nHost: a\nRange: bytes=0-9", 206, OF_DATA),
        ("GET /changes\nHost: a", 301, OF_PAGES),
        ("GET /none\nHost: a\nIf-None-Match: *", 404, OF_PAGES),
        ("GET /api/none\nHost: a", 404, OF_PAGES),
        ("GET /\nHost: a\nContent-Length: 5\n\nhello", 413, "no-store"),
        (f"GET /\nHost: a\nX: {'x' * 9000}", 400, "no-store"),
        (f"GET /\nHost: a{4000 * chr(10).join(['', 'X: 12345678'])}", 400, "no-store"),
        (f"GET /{'x' * 9000}\nHost: a", 414, "no-store"),
        ("GET /", 400, "no-store"),
        ("GET /../deploy/x\nHost: a", 400, "no-store"),
        ("GET /..%2fdeploy/x\nHost: a", 400, "no-store"),
        ("nonsense", 400, "no-store"),
        *((request_, 405, "no-store") for request_ in (*REFUSED, "TRACE /\nHost: a", "OPTIONS /\nHost: a")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_every_answer_carries_the_security_headers(
    address: str, site: Path, request_: str, status: int, caching: str
) -> None:
    answer = ask_raw(address, request_)
    assert (answer.status, answer.getheader("Cache-Control")) == (status, caching)
    assert set(headers_for(site, "/")) <= set(answer.getheaders())
    assert answer.getheader("Server") == "nginx", "no version"
    assert answer.getheader("Strict-Transport-Security") is None, "only where there is TLS"
    assert answer.getheader("Vary") == "Accept-Encoding"
    assert answer.getheader("Allow") == ("GET, HEAD" if status == 405 else None)


@pytest.mark.parametrize(
    "path",
    [
        *("/none", "/changes/none/", "/feeds/none.json", "/404.html", "/assets/"),
        *("/_headers", "/.git/config", "/%2egit/config", "/api/../.git/config", "/.well-known/security.txt"),
    ],
)
def test_what_is_not_there_or_for_hosts_gets_the_page_for_a_missing_address(
    address: str, site: Path, path: str
) -> None:
    answer = ask_raw(address, f"GET {path}\nHost: a")
    assert (answer.status, answer.getheader("Content-Type")) == (404, "text/html; charset=utf-8")
    assert answer.getheader("Content-Length") == str((site / "404.html").stat().st_size)


@pytest.mark.parametrize(
    ("path", "target"),
    [("/changes", "/changes/"), ("/changes?area=api", "/changes/?area=api"), ("//changes", "/changes/")],
)
def test_a_folder_leads_to_its_slash_at_whatever_host(address: str, path: str, target: str) -> None:
    answer = ask_raw(address, f"GET {path}\nHost: a")
    assert (answer.status, answer.getheader("Location")) == (301, target)


@pytest.mark.parametrize("path", ["/", "/feeds/changes.rss", "/none", "/changes"])
def test_head_says_what_get_says(address: str, path: str) -> None:
    got, head = (dict(ask_raw(address, f"{way} {path}\nHost: a").getheaders()) for way in ("GET", "HEAD"))
    assert head | {"Date": ""} == got | {"Date": ""}
