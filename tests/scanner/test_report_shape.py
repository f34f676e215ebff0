"""The JSON report and baselines keep their published schemas, whatever is scanned, and say the exit code."""

import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from portal.model import Catalog
from portal.outputs.bundle import PATH
from portal.reading.structure import published_schemas
from portal.scanner import read_baseline
from tests.commands import Command
from tests.conftest import REPOSITORY
from tests.outputs import write_output
from tests.scanner.figures import SNIPPETS
from tests.scanner.packages import CONF, elf, manifest, packed
from tests.scanner.test_packages import CASES

SCHEMAS = published_schemas(REPOSITORY)
GONE = "get('/axis-cgi/date.cgi')\n"
ODD_NAMES = (b"\xff\xfe.py", b"a\nb.py", b"\x1b[2J.py", "\u202e.py".encode(), b"::error::.py", b" .py")
OPTIONS: tuple[tuple[str, ...], ...] = (
    (),
    ("--fail-on", "any"),
    ("--fail-on", "none"),
    ("--count", "comment", "--count", "test", "--reported"),
    ("--from", "10.12", "--to", "12.0"),
    ("--from", "99.0"),
    ("--to", "14.0", "--as-of", "2031-01-01"),
    ("--exclude", "*.py", "--all"),
    ("--max-size", "0.0001"),
    ("--baseline", "axis-os-baseline.json"),
)


@pytest.fixture
def scan(
    capsys: pytest.CaptureFixture[str], catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    facts = write_output(catalog, PATH, tmp_path / "facts")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return Command(capsys, "scan", "--catalog", facts)


def report_of(scan: Command, *arguments: object) -> dict[str, Any]:
    result = scan(*arguments, "--format", "json")
    value: dict[str, Any] = json.loads(result.out)
    assert list(SCHEMAS.broken("scan-report", value)) == []
    assert value["exit_code"] == result.code
    assert bool(value["reasons"]) is bool(result.code)
    findings = [finding for change in value["changes"] for finding in change["findings"]]
    lines = list(chain.from_iterable(finding["lines"] for finding in findings))
    assert sum(value["levels"].values()) == sum(value["places"].values()) == len(lines)
    assert any(finding["counts"] for finding in findings) <= ("found" in value["reasons"])
    return value


def test_whatever_is_scanned(scan: Command) -> None:
    """All code of the corpus, all packages that something is wrong with, and what else may lie about."""
    for number, snippet in enumerate(SNIPPETS):
        file = Path(f"corpus/{number}/{snippet.file}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(snippet.code, "utf-8")
    for number, (data, _) in enumerate(CASES.values()):
        Path(f"{number}.eap").write_bytes(data)
    Path("whole.eap").write_bytes(packed(("package.conf", CONF), ("app", elf("libcapture.so.0"))))
    Path("manifest.json").write_text(manifest(vendorId=None, user={"username": "root"}), "utf-8")
    for name in ODD_NAMES:
        Path(os.fsdecode(name)).write_text(GONE + "# portal: ignore[no-change]\n", "utf-8")
    Path("link.py").symlink_to("corpus")
    Path("node_modules").mkdir()
    os.mkfifo("pipe")
    Path("b.bin").write_bytes(b"\0")
    assert scan("--write-baseline", "axis-os-baseline.json").code == 0
    data = Path("axis-os-baseline.json").read_bytes()
    assert list(SCHEMAS.broken("scan-baseline", json.loads(data))) == []
    assert read_baseline(data, "").accepted
    reports = [report_of(scan, *options) for options in OPTIONS]
    assert reports[0]["changes"]
    assert {item["why"] for item in reports[0]["skipped"]} >= {"binary", "link", "special", "unreadable"}
    assert any(finding["absent"] for finding in findings_of(reports[0]))
    assert {finding["place"] for finding in findings_of(reports[0])} >= {"code", "comment"}
    assert reports[-1]["accepted"] > 100


def findings_of(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for change in report["changes"]:
        yield from change["findings"]


@pytest.mark.parametrize(
    ("files", "options", "code", "reasons"),
    [
        ({"a.py": b"x = 1"}, (), 0, []),
        ({"a.py": GONE.encode()}, (), 1, ["found"]),
        ({"a.py": GONE.encode()}, ("--fail-on", "none"), 0, []),
        ({"test_a.py": GONE.encode()}, (), 0, []),
        ({"test_a.py": GONE.encode()}, ("--count", "test"), 1, ["found"]),
        ({"a.py": b"# portal: ignore[x] y"}, ("--fail-on", "any"), 1, ["found"]),
        ({"a.py": b"x = 1"}, ("--from", "99.0"), 3, ["versions"]),
        ({"a.py": b"x = 1", "a.eap": b""}, (), 3, ["unreadable"]),
        ({"a.py": GONE.encode(), "a.eap": b""}, (), 1, ["found", "unreadable"]),
        ({"a.eap": packed(("manifest.json", manifest()))}, (), 3, ["not-known"]),
        ({"a.py": b"\0"}, ("a.py",), 2, ["not-searched"]),
        ({"a.py": GONE.encode(), "b": b"\0"}, ("a.py", "b"), 2, ["not-searched", "found"]),
        ({"a.py": GONE.encode(), "b": b"\0"}, ("a.py", "b", "--fail-on", "none"), 2, ["not-searched"]),
        ({}, (), 2, ["not-searched"]),
    ],
)
def test_a_report_says_why_the_exit_code_is_what_it_is(
    scan: Command, files: dict[str, bytes], options: tuple[str, ...], code: int, reasons: list[str]
) -> None:
    for name, data in files.items():
        Path(name).write_bytes(data)
    report = report_of(scan, *options)
    assert (report["exit_code"], report["reasons"]) == (code, reasons)
