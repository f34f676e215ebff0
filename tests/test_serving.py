"""The server of the tests answers as the hosts of such a site do."""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.serving import Answer, serve

FILE = "api/v1/areas.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text('{"a": 1}', "utf-8")
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    return tmp_path


def ask(address: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", f"/{path}", headers=fields)
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_the_same_bytes_already_is_told_so_in_no_bytes(folder: Path, encoding: str) -> None:
    noted: list[Answer] = []
    with serve(folder, noted.append) as address:
        _, first, _ = ask(address, FILE, Accept_Encoding=encoding)
        tag = first["ETag"]
        for asked in (tag, f'"other", W/{tag}'):
            assert ask(address, FILE, Accept_Encoding=encoding, If_None_Match=asked)[::2] == (304, b"")
        assert ask(address, FILE, Accept_Encoding=encoding, If_None_Match='"other"')[0] == 200
        (folder / FILE).write_text('{"a": 2}', "utf-8")
        status, second, _ = ask(address, FILE, Accept_Encoding=encoding, If_None_Match=tag)
    assert (status, second["ETag"] == tag) == (200, False)
    assert [answer.status for answer in noted] == [200, 304, 304, 200, 200]
    assert noted[1] == Answer(f"/{FILE}", 0, 0, 304)


def test_each_encoding_has_its_own_tag(folder: Path) -> None:
    with serve(folder) as address:
        tags = {ask(address, FILE, Accept_Encoding=name)[1]["ETag"] for name in ("gzip", "identity")}
    assert len(tags) == 2


def test_headers_are_those_that_the_site_asks_for(folder: Path) -> None:
    (folder / "_headers").write_text("/*\n  X-All: yes\n/api/*\n  X-Some: a: b\n", "utf-8")
    with serve(folder) as address:
        page, file, none = (ask(address, path)[1] for path in ("", f"{FILE}?x=/feeds/", "nowhere"))
    assert (page["X-All"], page.get("X-Some")) == ("yes", None)
    assert (file["X-All"], file["X-Some"]) == ("yes", "a: b")
    assert "ETag" not in none
