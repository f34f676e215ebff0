"""The measurements: parts are chosen by name, and bytes are counted as a browser gets them."""

import gzip
import json
import shutil
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.bench.__main__ import PARTS, main
from tests.bench.files import rows_of
from tests.serving import Answer, serve

PAGE = b"<!doctype html><title>A page</title>" + b"<p>the same again</p>" * 100


def test_an_unknown_part_is_an_error_that_lists_the_parts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["weights", "size"])
    assert exit_.value.code == 2
    said = capsys.readouterr().err
    assert "'size' is not a part" in said
    assert all(part in said for part in PARTS)


def test_without_npm_lighthouse_is_left_out_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("npx") is None
    main(["lighthouse"])
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "Lighthouse is left out: it comes from npm, which is not installed"


def test_without_ripgrep_the_speed_of_the_scanner_is_left_out_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    main(["scanner"])
    said = capsys.readouterr().out.splitlines()
    assert said[-1].startswith("The speed is left out: ripgrep")
    assert "precision" in said[3]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_server_notes_the_bytes_of_a_body_as_they_are_and_as_it_sends_them(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "index.html").write_bytes(PAGE)
    noted: list[Answer] = []
    with serve(tmp_path, noted.append) as address:
        request = Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310 - loopback
        with urlopen(request) as response:  # noqa: S310
            body = response.read()
    assert noted == [Answer("/", len(PAGE), len(body))]
    assert (gzip.decompress(body) if encoding == "gzip" else body) == PAGE


def test_files_of_one_item_each_are_counted_on_one_line(tmp_path: Path) -> None:
    files = {"api/v1/changes/a.json": b"a" * 500, "api/v1/changes/b.json": b"b" * 300, "feeds/a.rss": b"c"}
    files["api/v1/manifest.json"] = json.dumps({"items": [{"path": path} for path in files]}).encode()
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    rows = list(rows_of(tmp_path))
    assert [row[:3] for row in rows] == [
        ("api/v1/changes/*", 2, 800),
        ("feeds/a.rss", 1, 1),
        ("api/v1/manifest.json", 1, len(files["api/v1/manifest.json"])),
    ]
    assert rows[0][3] < 100
