"""The search index: of each page's article, numbered by the pages' paths, or a reason why there is none."""

import base64
import gzip
import json
import sys
from pathlib import Path

import cbor2
import pytest

from macros import indexer, search_index
from macros.aside import Way, aside, at_the_end
from macros.search_order import IndexFormatError

DIES = "import sys; sys.stdin.read(1); sys.exit('out of memory')"
PAGE = """<!doctype html>
<html lang="en"><head><title>x</title></head><body><nav>elsewhere</nav>
<article class="md-content__inner" data-pagefind-body>
<h1>{name}<a class="headerlink" href="#x">sign</a></h1><p data-pagefind-filter="Area:ACAP">Text of {name}</p>
</article><footer>below</footer></body></html>
"""


def write_pages(site: Path, *names: str) -> None:
    for name in names:
        (site / name).mkdir()
        (site / name / "index.html").write_text(PAGE.format(name=name), "utf-8")


def unpack(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")


@pytest.mark.parametrize("way", [aside, at_the_end])
def test_articles_are_numbered_by_the_paths_of_their_pages(way: Way, tmp_path: Path) -> None:
    write_pages(tmp_path, "c", "a", "b")
    (tmp_path / "404.html").write_text("<html lang=en><body><h1>Not found</h1></body></html>", "utf-8")
    (tmp_path / "pagefind").mkdir()
    (tmp_path / "pagefind/of-a-build-before.pf_meta").touch()
    with search_index.search_index(tmp_path, way):
        (tmp_path / "meanwhile.txt").touch()
    index = tmp_path / "pagefind"
    (listed,) = index.glob("*.pf_meta")
    pages = [
        json.loads(unpack(index / f"fragment/{name}.pf_fragment"))
        for name, _ in cbor2.loads(unpack(listed))[1]
    ]
    assert [page["url"] for page in pages] == ["/a/", "/b/", "/c/"]
    assert [page["content"] for page in pages] == [f"{name}. Text of {name}." for name in "abc"]
    assert [page["meta"] for page in pages] == [{"title": name} for name in "abc"]
    assert pages[0]["filters"] == {"Area": ["ACAP"]}


def test_publishing_stops_at_an_index_of_another_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path, "a")

    def fail(index: Path) -> None:
        assert list(index.glob("filter/*.pf_filter"))
        raise IndexFormatError("pagefind.x.pf_meta: is new")

    monkeypatch.setattr(search_index, "put_in_order", fail)
    with (
        pytest.raises(
            search_index.SearchIndexError, match=r"cannot be put in order: pagefind\.x\.pf_meta: is new"
        ),
        search_index.search_index(tmp_path, at_the_end),
    ):
        pass


@pytest.mark.parametrize("way", [aside, at_the_end])
def test_an_indexer_that_fails_stops_publishing_when_the_rest_is_done(
    way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no room')"]
    monkeypatch.setattr(indexer, "_command", lambda: command)
    with (
        pytest.raises(search_index.SearchIndexError, match="was not made: no room"),
        search_index.search_index(tmp_path, way),
    ):
        (tmp_path / "meanwhile.txt").touch()
    assert [file.name for file in tmp_path.iterdir()] == ["meanwhile.txt"]


def test_what_the_indexer_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps({"message_id": 0, "payload": {"type": "Error", "message": "no such form"}})
    refuse = f"print({base64.b64encode(answer.encode()).decode()!r}, end=',', flush=True); input()"
    monkeypatch.setattr(indexer, "_command", lambda: [sys.executable, "-c", refuse])
    with pytest.raises(indexer.IndexerError, match="no such form"):
        indexer.index_pages([("a.html", PAGE)], tmp_path / "index")


def test_an_indexer_that_ends_tells_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "_command", lambda: [sys.executable, "-c", DIES])
    with pytest.raises(indexer.IndexerError, match=r"^out of memory$"):
        indexer.index_pages([("a.html", PAGE)], tmp_path / "index")
