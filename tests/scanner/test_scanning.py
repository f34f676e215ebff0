"""A whole scan: what is accepted and by what, what is said of that, and one result however it is made."""

import os
import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children, get_start_method
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from portal.model import Catalog
from portal.problems import InvalidData
from portal.scanner import (
    Asked,
    Baseline,
    Names,
    Scan,
    Walk,
    names_of,
    read_baseline,
    render_baseline,
    scan,
    scanning,
)

GETBRAND = "url = '/axis-cgi/prod_brand_info/getbrand.cgi'"
VACONFIG = "url = '/axis-cgi/vaconfig.cgi'"


@pytest.fixture(scope="module")
def names(june: Catalog) -> Names:
    return names_of(june)


def scanned(names: Names, root: Path, **asked: Any) -> Scan:
    return scan(names, Asked(Walk(root), (Path(),), **asked))


def found(result: Scan) -> list[str]:
    return [
        f"{finding.path}:{use.line} {finding.change.id}"
        for finding in result.findings
        for use in finding.uses
    ]


def remarks(result: Scan) -> list[str]:
    return [f"{item.path}:{item.line}:{item.column} {item.message}" for item in result.remarks]


# --- suppressions


@pytest.mark.parametrize(
    "code",
    [
        f"{GETBRAND}  # portal: ignore[getbrand-cgi-removal] only for 10.12",
        f"# portal: ignore[getbrand-cgi-removal] only for 10.12\n{GETBRAND}",
        f"    /* portal: ignore[ getbrand-cgi-removal ] old devices */\n{GETBRAND}",
        f"<!-- Portal: Ignore[getbrand-cgi-removal]: history -->\n{GETBRAND}",
        f"# portal: ignore[vaconfig-cgi-removal, getbrand-cgi-removal] both\n{GETBRAND} + {VACONFIG!r}",
    ],
)
def test_a_comment_accepts_what_is_on_its_line_or_below_it(names: Names, tmp_path: Path, code: str) -> None:
    (tmp_path / "a.py").write_text(code, "utf-8")
    result = scanned(names, tmp_path)
    assert (found(result), remarks(result)) == ([], [])
    assert result.accepted == code.count(".cgi")


def test_a_comment_accepts_nothing_else(names: Names, tmp_path: Path) -> None:
    lines = [
        f"{GETBRAND}  # portal: ignore[vaconfig-cgi-removal] another",
        f"x = 1  # portal: ignore[getbrand-cgi-removal] beside other code\n{GETBRAND}",
        f"# portal: ignore[getbrand-cgi-removal] too far\n\n{GETBRAND}",
        f"{GETBRAND}\n# portal: ignore[getbrand-cgi-removal] below",
    ]
    for number, code in enumerate(lines):
        (tmp_path / f"{number}.py").write_text(code, "utf-8")
    result = scanned(names, tmp_path)
    assert [place.split(":")[0] for place in found(result)] == ["0.py", "1.py", "2.py", "3.py"]
    assert result.accepted == 0
    gone = "the suppression of getbrand-cgi-removal accepts nothing: remove it"
    assert remarks(result) == [
        "0.py:1:51 the suppression of vaconfig-cgi-removal accepts nothing: remove it",
        f"1.py:1:10 {gone}",
        f"2.py:1:3 {gone}",
        f"3.py:2:3 {gone}",
    ]


def test_a_comment_that_says_no_reason_or_no_change_does_not_count(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        f"{GETBRAND}  # portal: ignore[getbrand-cgi-removal]\n"
        f"{GETBRAND}  /* portal: ignore[getbrand-cgi-removal] */\n"
        f"{GETBRAND}  # portal: ignore[getbrand] soon\n"
        f"{GETBRAND}  # portal: ignore[] soon\n"
        f"{GETBRAND}  # portal: ignore[getbrand-cgi-removal\n",
        "utf-8",
    )
    result = scanned(names, tmp_path)
    assert len(found(result)) == 5
    no_reason = (
        "the suppression of getbrand-cgi-removal gives no reason, so it does not count: add one behind it"
    )
    assert remarks(result) == [
        f"a.py:1:51 {no_reason}",
        f"a.py:2:52 {no_reason}",
        "a.py:3:51 the suppression names getbrand, which is no change",
        "a.py:4:51 the suppression names no change: write portal: ignore[<id>] and a reason",
    ]


# --- baselines


def test_a_baseline_accepts_what_was_there_wherever_it_moves_in_its_file(
    names: Names, tmp_path: Path
) -> None:
    code = tmp_path / "a.py"
    code.write_text(f"{GETBRAND}\n{GETBRAND}\n{VACONFIG}\n", "utf-8")
    before = scanned(names, tmp_path)
    text = render_baseline(before.uses)
    assert text.count('"path"') == 2
    baseline = read_baseline(text.encode(), "baseline.json")
    again = scanned(names, tmp_path, baseline=baseline, baseline_path="baseline.json")
    assert (found(again), remarks(again), again.accepted) == ([], [], 3)

    code.write_text(f"import x\n\n    {GETBRAND}\n{GETBRAND}\nnew = '{VACONFIG}'\n{GETBRAND}\n", "utf-8")
    after = scanned(names, tmp_path, baseline=baseline, baseline_path="baseline.json")
    assert found(after) == ["a.py:5 vaconfig-cgi-removal", "a.py:6 getbrand-cgi-removal"]
    gone = "the baseline accepts a use of vaconfig-cgi-removal in a.py that is gone: write it anew"
    assert remarks(after) == [f"baseline.json:1:1 {gone}"]
    assert after.accepted == 2


def test_what_a_baseline_accepts_more_often_than_there_is_is_counted(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"{GETBRAND}\n" * 3, "utf-8")
    text = render_baseline(scanned(names, tmp_path).uses)
    (tmp_path / "a.py").write_text(GETBRAND, "utf-8")
    result = scanned(names, tmp_path, baseline=read_baseline(text.encode(), "b"), baseline_path="b")
    assert [item.message for item in result.remarks] == [
        "the baseline accepts a use of getbrand-cgi-removal in a.py that is gone, 2 times: write it anew"
    ]


def test_of_files_that_were_not_asked_for_a_baseline_says_nothing(names: Names, tmp_path: Path) -> None:
    for name in ("a.py", "b.py", "lib/c.py", "lib2/d.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GETBRAND, "utf-8")
    text = render_baseline(scanned(names, tmp_path).uses)
    baseline = read_baseline(text.encode(), "b")
    for name in ("a.py", "b.py", "lib/c.py", "lib2/d.py"):
        (tmp_path / name).write_text("", "utf-8")
    for path, gone in ((".", 4), ("a.py", 1), ("lib", 1), ("lib/", 1), ("./b.py", 1)):
        asked = Asked(Walk(tmp_path), (Path(path),), baseline=baseline, baseline_path="b")
        assert len(scan(names, asked).remarks) == gone, path
    asked = Asked(Walk(tmp_path), (tmp_path / "lib2",), baseline=baseline, baseline_path="b")
    assert len(scan(names, asked).remarks) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "b.json:1:2: is not JSON"),
        ("[]", "b.json:1:1: is JSON, but not a baseline: it has no schema_version"),
        ('{"schema_version": "2.0"}', 'b.json:1:1: has schema_version 2.0, and this command reads 1.0'),
        ('{"schema_version": "1.0"}', "b.json:1:1: accepted: is missing"),
        (
            '{"schema_version": "1.0", "accepted": [{"path": 1, "change": "", "name": "", "text": ""}]}',
            "b.json:1:1: accepted[0].path: is int, not text",
        ),
    ],
)  # fmt: skip
def test_a_baseline_that_is_none_is_an_error(text: str, said: str) -> None:
    with pytest.raises(InvalidData) as caught:
        read_baseline(text.encode(), "b.json")
    assert said in str(caught.value)


def test_a_baseline_takes_paths_and_lines_of_any_characters(names: Names, tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xff\n\x1b.py"
    Path(os.fsdecode(raw)).write_bytes(b"get('vaconfig.cgi') \xe9 \x1b[31m \xe2\x80\xae")
    text = render_baseline(scanned(names, tmp_path).uses)
    baseline = read_baseline(text.encode("utf-8"), "b")
    again = scanned(names, tmp_path, baseline=baseline)
    assert (found(again), remarks(again), again.accepted) == ([], [], 1)


def test_an_empty_baseline_accepts_nothing(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(GETBRAND, "utf-8")
    assert read_baseline(render_baseline([]).encode(), "b") == Baseline(())
    assert len(scanned(names, tmp_path, baseline=Baseline(())).findings) == 1


# --- all files


def test_files_are_counted_and_what_is_left_out_is_kept(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(VACONFIG, "utf-8")
    (tmp_path / "b.bin").write_bytes(b"\0" * 10)
    (tmp_path / "c.py").write_text("x" * 2000, "utf-8")
    (tmp_path / "d.py").symlink_to("a.py")
    result = scanned(names, tmp_path, largest=1000)
    assert (result.files, result.size) == (1, len(VACONFIG))
    assert [(item.path, item.why) for item in result.skipped] == [
        ("b.bin", "binary"), ("c.py", "large"), ("d.py", "link"),
    ]  # fmt: skip


def test_several_processes_find_the_same_in_the_same_order(
    names: Names, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_FEW", 20)
    monkeypatch.setattr(scanning, "_BATCH", 3)
    for number in range(60):
        folder = tmp_path / f"d{number % 7}"
        folder.mkdir(exist_ok=True)
        code = GETBRAND if number % 3 else f"{VACONFIG}  # portal: ignore[vaconfig-cgi-removal]"
        (folder / f"{number}.py").write_text(code, "utf-8")
    (tmp_path / "d1/pipe").symlink_to("nowhere")
    alone = scanned(names, tmp_path)
    assert (alone.files, len(alone.findings), len(alone.remarks)) == (60, 60, 20)
    assert scanned(names, tmp_path, processes=2) == alone
    with ThreadPoolExecutor(1) as thread:  # in which no signal can be held back
        assert thread.submit(scanned, names, tmp_path, processes=2).result() == alone


@pytest.fixture
def several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of files for which a scan starts processes. Ctrl-C is heard, also in a background job."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(scanning, "_FEW", 2)
    for number in range(4):
        (tmp_path / f"{number}.py").write_text(VACONFIG, "utf-8")
    yield tmp_path
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_a_process_starts_stops_the_scan_and_leaves_none_that_waits(
    names: Names, several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(process: BaseProcess) -> None:
        begin(process)
        signal.raise_signal(signal.SIGINT)

    begin, others = BaseProcess.start, set(active_children())
    monkeypatch.setattr(BaseProcess, "start", start)
    try:
        with pytest.raises(KeyboardInterrupt):
            scanned(names, several, processes=2)
        assert set(active_children()) <= others
    finally:
        for left in set(active_children()) - others:
            left.terminate()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(get_start_method() != "fork", reason="such a process begins with handlers of its own")
def test_ctrl_c_in_a_process_that_starts_is_left_to_the_first_one(
    names: Names, several: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(*how: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        original(*how)

    original = scanning._begin
    alone = scanned(names, several)
    monkeypatch.setattr(scanning, "_begin", begin)
    assert scanned(names, several, processes=2) == alone


def test_a_process_that_is_not_forked_gets_what_it_needs(names: Names) -> None:
    needed = (names, Walk(Path("x")))
    assert pickle.loads(pickle.dumps(needed)) == needed  # noqa: S301 - as such a process gets it


def test_a_text_that_is_full_of_a_name_is_cut_short_and_says_so(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("vaconfig.cgi\n" * 3000, "utf-8")
    result = scanned(names, tmp_path)
    assert len(found(result)) == 1000
    assert remarks(result) == [
        "a.txt:1:1 1,000 uses of vaconfig.cgi (vaconfig-cgi-removal) are listed, and there may be more"
    ]


def test_only_some_changes(names: Names, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"{GETBRAND}\n{VACONFIG}", "utf-8")
    kept = {change.id: change for change in names.changes if change.id == "vaconfig-cgi-removal"}
    assert found(scanned(names, tmp_path).only(kept)) == ["a.py:2 vaconfig-cgi-removal"]
