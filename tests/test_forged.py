"""What strangers write in a catalog or in the name of a file never speaks in our name."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from portal.model import Catalog
from portal.outputs.bundle import bundle_of, read_bundle, render_bundle
from portal.planner import (
    Request,
    facts_of,
    make_plan,
    plan_fields,
    read_facts,
    render_facts,
    render_markdown,
    render_text,
)
from portal.problems import FieldPath, InvalidData, Refused, as_json
from portal.scanner import FORMATS, Asked, ScanReport, Walk, read_baseline, render_baseline, scan
from tests.hostile import replace_text
from tests.vectors import TODAY

FORGERIES = (
    "x\n::error file=forged.py,line=1::FORGED",
    "::error file=forged.py,line=1::FORGED",
    "  \u00a0::stop-commands::FORGED",
    "x ##[error]FORGED",
    "x\n\n# FORGED\n\n> # FORGED\n\nFORGED\n===",
    "x)\n# FORGED\n```\nx",
    "x\tFORGED",
)
# What is said of a finding is one, and it is in the file that has it
COMMAND = re.compile(r"^::(?:error|warning|notice) file=a\.py,line=[12],.*$", re.MULTILINE)
CODE = "get('/axis-cgi/date.cgi')\nget('smb1')\n"


def obeyed(text: str) -> list[str]:
    """Return the lines that a terminal or the log of a job on GitHub would take for something else."""
    return [
        line
        for line in text.split("\n")
        if re.match(r"\s*::", line)
        or "##[" in line
        or line.startswith("# FORGED")
        or any(not char.isprintable() and unicodedata.category(char) != "Zs" for char in line)
    ]


def headings(markdown: str) -> list[str]:
    """Return the texts of the headings that readers of Markdown see."""
    return re.findall(r"<h[1-6]>(.*?)</h[1-6]>", MarkdownIt("commonmark").render(markdown))


def leaves(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Return the way to each text of a JSON value."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(below, (*path, key))


def forged(text: str, forgery: str) -> Iterator[bytes]:
    """Return a published file once for each of its texts, with a forgery there."""
    value = json.loads(text)
    value.pop("words", None)  # which nobody reads
    for path in leaves(value):
        value = json.loads(text)
        replace_text(value, path, forgery)
        yield json.dumps(value).encode()


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_text_of_a_catalog_to_scan_with_is_taken_for_ours(
    forgery: str, sample: Catalog, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(CODE, "utf-8")
    read, said = 0, []
    for data in forged(render_bundle(bundle_of(sample)), forgery):
        try:
            bundle = read_bundle(data, "scan.json")
        except InvalidData as invalid:
            said.append(str(invalid))
            continue
        read += 1
        found = scan(bundle.names, Asked(Walk(tmp_path), (Path(),)))
        report = ScanReport(found, (".",), bundle.known.site, "0")
        for form, render in FORMATS.items():
            text = render(report)
            commands = COMMAND.findall(text) if form == "github" else []
            assert obeyed(text) == commands, (form, data)
            assert len(commands) in (0, len(found.findings))
        assert headings(FORMATS["markdown"](report))[-1] == "What was searched", "and no code swallows it"
        assert "FORGED" not in headings(FORMATS["markdown"](report))
    assert read > 10, "some are read"
    assert not any(map(obeyed, said))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_text_of_a_catalog_to_plan_with_is_taken_for_ours(forgery: str, sample: Catalog) -> None:
    read, said = 0, []
    for data in forged(render_facts(facts_of(sample)), forgery):
        try:
            plan = make_plan(read_facts(data, "plan.json"), Request(start="11.0", target="12.0"))
        except (InvalidData, Refused) as refused:
            said.append(str(refused))
        else:
            read += 1
            for text in (
                render_text(plan, 80, TODAY),
                render_markdown(plan, TODAY),
                as_json(plan_fields(plan), 2),
            ):
                assert not obeyed(text), data
            assert "FORGED" not in headings(render_markdown(plan, TODAY))
    assert read > 10, "some are read"
    assert not any(map(obeyed, said))


@pytest.mark.parametrize(
    "name",
    [
        b"::error file=z,line=1::FORGED.c", b"x\n::error::FORGED.c", b"\xff::error.c", b"x\xff\xfe.c",
        b"x##[error]FORGED.c", b" ::error::FORGED.c", b"# FORGED.c", "\u202e\u2028ü.c".encode(),
    ],
)  # fmt: skip
def test_no_name_of_a_file_is_taken_for_ours(name: bytes, june: Catalog, tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(file)).write_text(CODE, "utf-8")
    bundle = bundle_of(june)
    found = scan(bundle.names, Asked(Walk(tmp_path), (Path(),)))
    assert found.findings
    report = ScanReport(found, (".", os.fsdecode(name)), bundle.known.site, "0")
    for form, render in FORMATS.items():
        text = render(report)
        commands = (
            [line for line in text.split("\n") if line.startswith("::error file=")]
            if form == "github"
            else []
        )
        assert obeyed(text) == commands
        assert text.encode("utf-8")
        if form in ("json", "sarif"):
            assert json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8"), "no lone surrogate"
    baseline = read_baseline(render_baseline(found.uses).encode("utf-8"), "b.json")
    again = scan(bundle.names, Asked(Walk(tmp_path), (Path(),), baseline=baseline))
    assert (again.findings, again.remarks) == ((), ())
