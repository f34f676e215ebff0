"""What the real nginx answers for the real site: types, sharing, caching, errors, and nothing else."""

import http.client
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from macros.hosting.answers import FOR_EVER, OF_DATA, OF_PAGES
from macros.hosting.compressed import ENDING
from macros.hosting.headers_file import HEADERS_FILE
from portal.addresses import MACHINE_FOLDERS
from tests.serving import headers_for

SECURITY = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
}
META_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def served(site: Path) -> list[str]:
    """Give the address of every file that readers are to get."""
    files = (path for path in site.rglob("*") if path.is_file() and path.suffix != ENDING)
    paths = (f"/{file.relative_to(site).as_posix()}" for file in files)
    return sorted(
        path for path in paths if "/." not in path and path not in {"/404.html", f"/{HEADERS_FILE}"}
    )


def raw(address: str, request: bytes) -> tuple[int, dict[str, str]]:
    """Send bytes as they are, and give the status and the headers of the answer."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(request)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return answer.status, dict(answer.getheaders())


def get_raw(address: str, path: str, method: str = "GET", *headers: str) -> tuple[int, dict[str, str]]:
    lines = [f"{method} {path} HTTP/1.1", "Host: portal.example", "Connection: close", *headers, "", ""]
    return raw(address, "\r\n".join(lines).encode())


# --- types


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
        ("/api/v1/manifest.json", "application/json"),
        ("/api/v1/changes.csv", "text/csv; charset=utf-8"),
        ("/assets/page.js", "text/javascript; charset=utf-8"),
        ("/assets/portal.css", "text/css; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/social-card.png", "image/png"),
        ("/pagefind/pagefind-entry.json", "application/json"),
        ("/pagefind/wasm.en.pagefind", "application/octet-stream"),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_file_is_of_its_type(address: str, path: str, media_type: str, coding: str) -> None:
    answer = requests.get(address + path, headers={"Accept-Encoding": coding}, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)


@pytest.fixture(scope="module")
def answers(address: str, site: Path) -> Mapping[str, requests.Response]:
    """The answer for every file, by its path."""
    with requests.Session() as session:
        return {path: session.get(address + path, timeout=10) for path in served(site)}


def test_every_file_is_of_a_type_that_is_known_and_comes_whole(
    answers: Mapping[str, requests.Response], site: Path
) -> None:
    for path, answer in answers.items():
        assert answer.status_code == 200, path
        assert answer.content == (site / path[1:]).read_bytes(), path
        packed = Path(path).suffix.startswith((".pf_", ".pagefind"))
        assert ("octet-stream" in answer.headers["Content-Type"]) == packed, path


def test_nginx_says_of_every_file_what_the_header_file_says(
    answers: Mapping[str, requests.Response], site: Path
) -> None:
    for path, answer in answers.items():
        told = headers_for(site, path)
        assert len({name for name, _ in told}) == len(told), f"{path}: a host would join two values"
        assert set(told) <= set(answer.headers.items()), path


# --- who may read


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
def test_pages_of_other_sites_may_read_what_is_for_machines(address: str, site: Path, folder: str) -> None:
    path = next(path for path in served(site) if path.startswith(f"/{folder}/"))
    answer = requests.get(address + path, headers={"Origin": "https://partner.example"}, timeout=10)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    missing = requests.get(f"{address}/{folder}/none.json", timeout=10)
    assert (missing.status_code, missing.headers["Access-Control-Allow-Origin"]) == (404, "*")


@pytest.mark.parametrize("path", ["/", "/changes/", "/index.md", "/assets/page.js", "/none", "/apis/"])
def test_pages_of_other_sites_may_read_nothing_else(address: str, path: str) -> None:
    answer = requests.get(address + path, headers={"Origin": "https://partner.example"}, timeout=10)
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


def test_an_address_that_only_looks_like_one_for_machines_is_none(address: str) -> None:
    status, headers = get_raw(address, "/api/../changes/")
    assert (status, headers.get("Access-Control-Allow-Origin")) == (200, None)
    status, headers = get_raw(address, "/%61pi/v1/changes.json")
    assert (status, headers.get("Access-Control-Allow-Origin")) == (200, "*")


def test_a_browser_may_ask_before_it_asks_with_a_tag(address: str) -> None:
    answer = requests.options(f"{address}/feeds/changes.json", timeout=10)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match, Range"
    assert (
        "Access-Control-Allow-Methods"
        not in requests.get(f"{address}/feeds/changes.json", timeout=10).headers
    )


# --- how long


def test_copies_are_kept_by_kind(answers: Mapping[str, requests.Response]) -> None:
    for path, answer in answers.items():
        for_machines = path.split("/")[1] in MACHINE_FOLDERS
        # Only a name with a hash of the content in it never means other bytes.
        hashed = re.search(r"[._][0-9a-f]{7,}\.", path) is not None
        wanted = OF_DATA if for_machines else FOR_EVER if hashed else OF_PAGES
        assert answer.headers["Cache-Control"] == wanted, path


@pytest.mark.parametrize(
    ("path", "method", "status", "said"),
    [
        ("/none", "GET", 404, OF_PAGES),
        ("/api/none", "GET", 404, OF_PAGES),
        ("/changes", "GET", 301, OF_PAGES),
        ("/", "POST", 405, "no-store"),
    ],
)
def test_errors_are_not_kept_for_long(address: str, path: str, method: str, status: int, said: str) -> None:
    got, headers = get_raw(address, path, method)
    assert (got, headers["Cache-Control"]) == (status, said)


# --- security


REQUESTS = {
    "whole": (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    "part": (b"GET /feeds/changes.json HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\r\n", 206),
    "no such part": (b"GET /feeds/changes.json HTTP/1.1\r\nHost: a\r\nRange: bytes=99999999-\r\n\r\n", 416),
    "folder": (b"GET /changes HTTP/1.1\r\nHost: a\r\n\r\n", 301),
    "unchanged": (b"GET /changes/ HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n", 304),
    "missing": (b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "asked before": (b"OPTIONS /api/v1/changes.json HTTP/1.1\r\nHost: a\r\n\r\n", 204),
    "method": (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405),
    "method that nginx refuses": (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    "body": (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 413),
    "long header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 400),
    "many headers": (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: 12345678\r\n" * 4000 + b"\r\n", 400),
    "long address": (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "nonsense": (b"nonsense\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_every_answer_carries_the_security_headers(address: str, name: str) -> None:
    request_, status = REQUESTS[name]
    got, headers = raw(address, request_)
    assert got == status
    assert headers.keys() >= SECURITY
    assert headers["Server"] == "nginx", "no version"
    assert "Strict-Transport-Security" not in headers, "only where there is TLS"


def test_the_policy_is_that_of_the_pages(address: str, site: Path) -> None:
    sent = requests.get(address, timeout=10).headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'none'" in sent
    pages = [file for file in site.rglob("*.html") if "pagefind" not in file.parts]
    assert pages
    for page in pages:
        (text,) = META_POLICY.findall(page.read_text("utf-8"))
        for directive in text.replace("&#x27;", "'").split("; "):
            name = directive.split()[0]
            (whole,) = (item for item in sent if item.split()[0] == name)
            assert set(directive.split()) <= set(whole.split()), page
            assert name == "script-src" or directive == whole, page


# --- what is not there


@pytest.mark.parametrize("path", ["/none", "/changes/none/", "/404.html", "/assets/", "/feeds/none.json"])
def test_a_missing_address_gets_the_page_for_it(address: str, site: Path, path: str) -> None:
    answer = requests.get(address + path, timeout=10)
    assert (answer.status_code, answer.content) == (404, (site / "404.html").read_bytes())
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "ETag" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert requests.head(address + path, timeout=10).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/.hosting/nginx-http.conf",
        "/%2ehosting/nginx-http.conf",
        "/api/../.hosting/nginx-http.conf",
        "/.hosting/",
        "/.git/config",
        "/.well-known/security.txt",
        f"/{HEADERS_FILE}",
        "/index.html.gz",
        "/feeds/changes.json.gz",
    ],
)
def test_what_is_for_the_host_is_not_shown(address: str, path: str) -> None:
    assert get_raw(address, path)[0] == 404


@pytest.mark.parametrize("path", ["/../deploy/x", "/api/../../deploy/x", "/..%2fdeploy/x"])
def test_no_path_leads_out_of_the_site(address: str, path: str) -> None:
    assert get_raw(address, path)[0] == 400


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/changes", "/changes/"),
        ("/changes?area=api", "/changes/?area=api"),
        ("//changes", "/changes/"),
        ("/feeds", "/feeds/"),
    ],
)
def test_a_folder_leads_to_its_slash_at_whatever_host(address: str, path: str, target: str) -> None:
    status, headers = get_raw(address, path)
    assert (status, headers["Location"]) == (301, target)


# --- methods


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW", "get", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/none", "/changes"])
def test_pages_can_only_be_read(address: str, method: str, path: str) -> None:
    status, headers = get_raw(address, path, method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD") if method != "get" else status == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE"])
def test_what_is_for_machines_can_only_be_read(address: str, method: str) -> None:
    status, headers = get_raw(address, "/api/v1/changes.json", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_says_what_get_says(address: str) -> None:
    for path in ("/", "/feeds/changes.rss", "/none", "/changes"):
        got = requests.get(address + path, allow_redirects=False, timeout=10)
        head = requests.head(address + path, timeout=10)
        assert head.content == b""
        for headers in (got.headers, head.headers):
            headers.pop("Date")
        assert head.headers == got.headers
