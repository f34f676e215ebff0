"""Large texts, which are searched in windows: the same is found in them, in bounded time and memory."""

import random
from collections import Counter

import pytest

from portal.model import Catalog
from portal.scanner import Names, Scan, names_of, scan_text, windows
from portal.scanner.search import MOST, Search, Spelling

LINES = (
    "url = '/axis-cgi/vaconfig.cgi?source=1'\n",
    "    // Küche 日本 🙂 vaconfig.cgi ",
    "root.Network.Filter.Enabled=yes;",
    "get('/axis-cgi/dynamicoverlay.cgi?x=1&source=2');",
    "x = 1  # portal: ignore[vaconfig-cgi-removal] old\n",
    "# portal: ignore[vaconfig-cgi-removal] old\n",
    "# portal: ignore[vaconfig-cgi-removal]\n",
    "\r\n",
    "\n",
    "nothing at all, ",
)


@pytest.fixture(scope="module")
def names(june: Catalog) -> Names:
    return names_of(june)


def found(result: Scan) -> tuple[object, ...]:
    places = [
        (item.use.line, item.use.column, item.use.end_column, item.use.name) for item in result.findings
    ]
    return (
        sorted(places),
        sorted((item.line, item.column, item.message) for item in result.remarks),
        result.accepted,
    )


@pytest.mark.parametrize("seed", range(40))
def test_windows_change_nothing(names: Names, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    made = random.Random(seed)  # noqa: S311 - not for secrets
    code = "".join(made.choices(LINES, k=120))
    whole = found(scan_text(names, "a.txt", code))
    assert whole[0]
    monkeypatch.setattr(windows, "SIZE", made.randint(300, 900))
    assert len(list(windows.windows(code.encode()))) > 3
    assert found(scan_text(names, "a.txt", code)) == whole


def test_places_are_right_on_and_after_a_line_that_is_longer_than_what_a_window_sees(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "SIZE", 20_000)
    gap = "é " * 25_000
    code = f"{gap}vaconfig.cgi {gap}vaconfig.cgi\n  vaconfig.cgi\n{gap}\n vaconfig.cgi"
    uses = [item.use for item in scan_text(names, "a.txt", code).findings]
    lines = code.split("\n")
    assert [(use.line, use.column) for use in uses] == [(1, 50_001), (1, 100_014), (2, 3), (4, 2)]
    assert {lines[use.line - 1][use.column - 1 : use.end_column - 1] for use in uses} == {"vaconfig.cgi"}


def test_every_byte_is_in_one_window_and_no_character_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SIZE", 10)
    monkeypatch.setattr(windows, "_AROUND", 5)
    for text in ("", "x", "x" * 10, "x" * 11, "日本🙂é" * 30, "a\né\r\n" * 20):
        data = text.encode()
        parts = list(windows.windows(data))
        assert b"".join(one.data[one.before : one.before + one.size] for one in parts) == data
        for one in parts:
            assert one.data.decode() in text
            assert one.data[one.before :].decode() in text
    raw = bytes(range(0x80, 0xC0)) * 3  # no UTF-8
    assert b"".join(one.data[one.before : one.before + one.size] for one in windows.windows(raw)) == raw


def test_the_place_of_a_window_counts_lines_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "SIZE", 10)
    given = windows.windows("é🙂\nabcdé🙂xyz\n\n0123456789ab".encode())
    assert [(one.line, one.column) for one in given] == [(1, 1), (2, 4), (2, 10), (4, 9)]


def test_a_common_word_does_not_hide_what_stands_near(names: Names) -> None:
    code = "f(source=1)\n" * (MOST + 50) + "get('dynamicoverlay.cgi?source=1')\n"
    lines = {item.use.line for item in scan_text(names, "a.py", code).findings}
    assert MOST + 51 in lines


def test_a_spelling_that_was_found_often_enough_is_looked_for_no_more(names: Names) -> None:
    search, counts = Search(names), Counter[Spelling]()
    page, uses = search.uses(b"vaconfig.cgi\n" * (MOST + 1), "a.py", counts)
    assert page
    assert len(uses) == MOST
    assert search.uses(b"vaconfig.cgi", "a.py", counts) == (None, ())


def test_what_is_found_too_often_in_all_windows_is_cut_short(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "SIZE", 5000)
    monkeypatch.setattr(windows, "_AROUND", 50)
    result = scan_text(names, "a.py", "vaconfig.cgi " * 3000)
    (remark,) = result.remarks
    assert "1,000 uses of vaconfig.cgi" in remark.message
    assert MOST * 0.9 <= len(result.findings) <= MOST
