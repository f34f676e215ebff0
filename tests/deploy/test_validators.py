"""Tags are true to content and coding, from edition to edition; parts and compressed copies work."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import requests

from macros.hosting import write_hosting
from macros.hosting.compressed import ENDING, write_compressed
from tests.deploy.nginx import Nginx, open_folder, run_nginx
from tests.programs import find_program

FEED = "/feeds/changes.json"
PAGE = "/changes/"
CODINGS = (
    "identity", "gzip", "gzip, deflate, br", "br", "br, gzip", "gzip;q=0", "gzip; q=0.000, br", "gzip;q=0.5",
    "x-gzip", "gzipped", "brotli", "identity, GZIP", "*", "deflate,gzip;q=1.0,*;q=0.5", "br;q=0, gzip",
)  # fmt: skip

# What is said of a body that comes with an answer
OF_A_BODY = {"Content-Length", "Content-Type", "Content-Encoding", "Accept-Ranges", "Transfer-Encoding"}


def ask(address: str, tag: str | None = None, coding: str = "identity", **more: str) -> requests.Response:
    """Ask as a reader does who has the copy with this tag."""
    headers = {"Accept-Encoding": coding, **{name.replace("_", "-"): value for name, value in more.items()}}
    if tag is not None:
        headers["If-None-Match"] = tag
    return requests.get(address, headers=headers, timeout=10)


def sum_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# --- what a tag says


@pytest.mark.parametrize(
    ("path", "file"),
    [(FEED, FEED), (PAGE, "/changes/index.html"), ("/assets/social-card.png", "/assets/social-card.png")],
)
def test_a_tag_is_the_sum_of_the_content(address: str, site: Path, path: str, file: str) -> None:
    assert ask(address + path).headers["ETag"] == f'"{sum_of(site / file[1:])}"'


def test_the_manifest_has_the_same_sums(address: str) -> None:
    for item in ask(f"{address}/api/v1/manifest.json").json()["items"][::10]:
        assert ask(f"{address}/{item['path']}").headers["ETag"] == f'"{item["sha256"]}"', item["path"]


def test_a_compressed_copy_has_a_tag_of_its_own(address: str, site: Path) -> None:
    answer = requests.get(address + FEED, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=10)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["ETag"] == f'"{sum_of(site / FEED[1:])}-gzip"'
    sent = answer.raw.read(decode_content=False)
    assert len(sent) < (site / FEED[1:]).stat().st_size / 5
    assert gzip.decompress(sent) == (site / FEED[1:]).read_bytes()


def test_a_cache_keeps_copies_apart(address: str) -> None:
    for coding in ("identity", "gzip"):
        tag = ask(address + FEED, coding=coding).headers["ETag"]
        for answer in (ask(address + FEED, coding=coding), ask(address + FEED, tag, coding)):
            assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_proxy_on_the_way_gets_compressed_copies_too(address: str) -> None:
    assert ask(address + FEED, coding="gzip", Via="1.1 cdn").headers["Content-Encoding"] == "gzip"


# --- who asks again


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", [FEED, PAGE, "/assets/social-card.png"])
def test_an_unchanged_copy_is_not_sent_again(address: str, path: str, coding: str) -> None:
    whole = ask(address + path, coding=coding)
    again = ask(address + path, whole.headers["ETag"], coding)
    assert (again.status_code, again.content) == (304, b"")
    # With the length of the file, some readers wait for a body: decision 0020.
    assert again.headers["Content-Length"] == "0"
    assert not again.headers.keys() & (OF_A_BODY - {"Content-Length"})
    said = [
        {name: value for name, value in answer.headers.items() if name not in {*OF_A_BODY, "Date"}}
        for answer in (whole, again)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("text", ["W/{}", '"x", {}', '{}, "x"', '"x",W/{} , "y"', "*", '"x, y", {}'])
def test_a_tag_is_found_in_a_list_and_as_a_weak_one(address: str, text: str) -> None:
    tag = ask(address + FEED).headers["ETag"]
    assert ask(address + FEED, text.format(tag)).status_code == 304


def test_only_the_copy_that_would_be_sent_counts(address: str) -> None:
    plain, packed = (ask(address + FEED, coding=coding).headers["ETag"] for coding in ("identity", "gzip"))
    assert plain != packed
    assert ask(address + FEED, packed, "identity").headers["ETag"] == plain
    assert ask(address + FEED, packed, "identity").status_code == 200
    assert ask(address + FEED, plain, "gzip").headers["ETag"] == packed
    assert ask(address + FEED, plain, "gzip").status_code == 200
    both = ask(address + FEED, f"{plain}, {packed}", "gzip")
    assert (both.status_code, both.headers["ETag"]) == (304, packed)


@pytest.mark.parametrize("change", ["{}x", "x{}", "{}-gzip", "{}-br"])
def test_another_tag_is_another_copy(address: str, change: str) -> None:
    tag = ask(address + FEED).headers["ETag"].strip('"')
    assert ask(address + FEED, f'"{change.format(tag)}"').status_code == 200
    assert ask(address + FEED, tag).status_code == 200, "a tag stands in quotes"
    assert ask(address + FEED, "").status_code == 200


def test_times_say_nothing(address: str) -> None:
    answer = ask(address + FEED, If_Modified_Since="Fri, 31 Dec 2100 00:00:00 GMT")
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_what_is_missing_is_never_unchanged(address: str) -> None:
    assert ask(f"{address}/none", "*").status_code == 404
    assert ask(f"{address}/404.html", "*").status_code == 404


# --- parts


def test_a_part_is_of_the_copy_that_its_tag_says(address: str, site: Path) -> None:
    data = (site / FEED[1:]).read_bytes()
    tag = f'"{hashlib.sha256(data).hexdigest()}"'
    part = ask(address + FEED, Range="bytes=100-199")
    assert (part.status_code, part.content, part.headers["ETag"]) == (206, data[100:200], tag)
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert ask(address + FEED, Range="bytes=-5").content == data[-5:]
    assert ask(address + FEED, Range="bytes=5-9", If_Range=tag).status_code == 206
    changed = ask(address + FEED, Range="bytes=5-9", If_Range='"old"')
    assert (changed.status_code, changed.content) == (200, data)
    assert ask(address + FEED, tag, Range="bytes=5-9").status_code == 304
    assert ask(address + FEED, Range="bytes=" + ",".join(f"{n}-{n}" for n in range(100))).status_code == 200


# --- the next edition of the site


@pytest.fixture
def switched(editions: tuple[Path, Path]) -> Iterator[Nginx]:
    """An nginx that serves the first."""
    with run_nginx(editions[0]) as running:
        yield running


def tags(nginx: Nginx, *paths: str) -> Mapping[str, str]:
    return {path: ask(nginx.address + path).headers["ETag"] for path in paths}


def test_a_changed_file_of_equal_size_and_time_is_sent(switched: Nginx, editions: tuple[Path, Path]) -> None:
    pages = [edition / "changes/index.html" for edition in editions]
    assert pages[0].read_bytes() != pages[1].read_bytes()
    assert pages[0].stat().st_size == pages[1].stat().st_size
    assert pages[0].stat().st_mtime == pages[1].stat().st_mtime
    before = tags(switched, PAGE, FEED, "/plan/")
    switched.link(editions[1])
    switched.reload()
    changed = ask(switched.address + PAGE, before[PAGE])
    assert (changed.status_code, changed.content) == (200, pages[1].read_bytes())
    assert changed.headers["ETag"] == f'"{sum_of(pages[1])}"'
    for path in (FEED, "/plan/"):
        assert ask(switched.address + path, before[path]).status_code == 304, "it is as it was"
    switched.link(editions[0])
    switched.reload()
    assert ask(switched.address + PAGE, before[PAGE]).status_code == 304, "it is again as it was"


def test_until_nginx_is_told_it_says_nothing_of_a_new_edition(
    switched: Nginx, editions: tuple[Path, Path]
) -> None:
    before = tags(switched, PAGE, FEED)
    switched.link(editions[1])
    for path, tag in before.items():
        answer = ask(switched.address + path, tag)
        assert answer.status_code == 200
        assert answer.headers.keys() & {"ETag", "Last-Modified", "Content-Security-Policy"} == set()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    switched.reload()
    assert ask(switched.address + FEED, before[FEED]).status_code == 304


# --- compressed copies


def test_two_publications_compress_to_the_same_bytes(site: Path, tmp_path: Path) -> None:
    copies = list(site.rglob(f"*{ENDING}"))
    assert {file.name.split(".")[1] for file in copies} >= {
        "html",
        "json",
        "rss",
        "atom",
        "ics",
        "csv",
        "md",
        "js",
    }
    (tmp_path / "site").mkdir()
    for name in ("a.json", "tiny.json"):
        (tmp_path / "site" / name).write_text("{}" * (400 if name == "a.json" else 1), "utf-8")
    (tmp_path / "site/a.png").write_bytes(b"\0" * 1000)
    write_compressed(tmp_path / "site")
    (made,) = (tmp_path / "site").rglob(f"*{ENDING}")
    first = made.read_bytes()
    assert made.name == "a.json.gz"
    os.utime(made.with_suffix(""), (0, 0))
    write_compressed(tmp_path / "site")
    assert made.read_bytes() == first
    assert first[4:8] == b"\0\0\0\0", "no time"


def test_brotli_is_sent_where_the_copy_is_there(site: Path) -> None:
    brotli = find_program("brotli")
    assert brotli, "there is no brotli: `make test` gets it, or install it yourself"
    with open_folder() as folder:
        place = shutil.copytree(site, folder / "site")
        subprocess.run([brotli, "--keep", place / FEED[1:]], check=True)
        with run_nginx(place, brotli=True) as nginx:
            for coding in CODINGS:
                first = requests.get(
                    nginx.address + FEED, headers={"Accept-Encoding": coding}, stream=True, timeout=10
                )
                again = ask(nginx.address + FEED, first.headers["ETag"], coding)
                assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"]), coding
                if first.headers.get("Content-Encoding") == "br":
                    data = first.raw.read(decode_content=False)
            unpacked = subprocess.run([brotli, "-dc"], input=data, capture_output=True, check=True).stdout
            assert unpacked == (site / FEED[1:]).read_bytes()
            sum_ = sum_of(site / FEED[1:])
            assert ask(nginx.address + FEED, coding="gzip, br").headers["ETag"] == f'"{sum_}-br"'
            assert ask(nginx.address + FEED, coding="br;q=0, gzip").headers["ETag"] == f'"{sum_}-gzip"'
            assert ask(nginx.address + PAGE, coding="gzip, br").headers["Content-Encoding"] == "gzip"
            assert ask(nginx.address + FEED + ".br").status_code == 404


def test_the_manifest_lists_no_copies(site: Path) -> None:
    items = json.loads((site / "api/v1/manifest.json").read_bytes())["items"]
    assert not [item for item in items if item["path"].endswith(ENDING)]


def test_a_folder_that_is_made_again_has_one_edition(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / "index.html").write_text(text, "utf-8")
        write_hosting(tmp_path, "default-src 'self'")
        editions = [file for file in (tmp_path / ".hosting").iterdir() if file.suffix != ".conf"]
        assert len(editions) == 1
        assert editions[0].name in (tmp_path / ".hosting/nginx-http.conf").read_text("utf-8")
        assert sum_of(tmp_path / "index.html") in (tmp_path / ".hosting/nginx-http.conf").read_text("utf-8")
