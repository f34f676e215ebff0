"""The header file keeps to what the hosts that read it can take."""

from fnmatch import fnmatchcase
from pathlib import Path

from macros.hosting.headers_file import HEADERS_FILE


def test_the_file_is_within_the_limits_of_hosts(site: Path) -> None:
    """Those of Cloudflare (https://developers.cloudflare.com/pages/configuration/headers/)."""
    lines = (site / HEADERS_FILE).read_text("utf-8").splitlines()
    patterns = [line for line in lines if not line.startswith(" ")]
    assert 1 < len(patterns) <= 100
    assert max(map(len, lines)) <= 2000
    for pattern in patterns:
        assert pattern.startswith("/")
        assert pattern.count("*") <= 1
    assert len(set(patterns)) == len(patterns)


def test_each_pattern_is_of_some_file(site: Path) -> None:
    """One of no file would be a rule that nothing keeps true."""
    patterns = [line for line in (site / HEADERS_FILE).read_text("utf-8").splitlines() if line[0] != " "]
    paths = [f"/{file.relative_to(site).as_posix()}" for file in site.rglob("*") if file.is_file()]
    assert [pattern for pattern in patterns if not any(fnmatchcase(path, pattern) for path in paths)] == []
