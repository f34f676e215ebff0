"""What partners download: bytes of every file for machines, as it is and compressed."""

import gzip
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath

from tests.bench.sites import publish_portal

# Folders of one file an item: a line for all of them
ITEMS = {"api/v1/changes", "api/v1/releases"}


def print_files(repository: Path, folder: Path) -> None:
    """Publish the portal, and print a line a file of its manifest."""
    site = publish_portal(repository, folder / "portal").site
    rows = list(rows_of(site))
    print(f"{'Bytes':<50}{'files':>6}{'raw':>10}{'gzip':>10}")
    for name, count, raw, sent in rows:
        print(f"{name:<50}{count:>6}{raw:>10}{sent:>10}")
    total = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    print(f"{'together':<50}{total[0]:>6}{total[1]:>10}{total[2]:>10}")


def rows_of(site: Path) -> Iterator[tuple[str, int, int, int]]:
    """Give a name, the number of files, and their bytes as they are and compressed one by one."""
    manifest = "api/v1/manifest.json"
    items = json.loads((site / manifest).read_text("utf-8"))["items"]
    for name, paths in groupby([*(item["path"] for item in items), manifest], key=_line):
        files = [(site / path).read_bytes() for path in paths]
        yield name, len(files), sum(map(len, files)), sum(len(gzip.compress(file, mtime=0)) for file in files)


def _line(path: str) -> str:
    parent = PurePosixPath(path).parent.as_posix()
    return f"{parent}/*" if parent in ITEMS else path
