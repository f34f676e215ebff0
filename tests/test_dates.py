import re
from datetime import date
from itertools import pairwise, permutations

import pytest

from portal.model.dates import When

# EDTF text -> first day, last day (None: open), words
MEANINGS: dict[str, tuple[str | None, str | None, str]] = {
    "2024-07-15": ("2024-07-15", "2024-07-15", "15 July 2024"),
    "2024-07-05": ("2024-07-05", "2024-07-05", "5 July 2024"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "29 February 2024"),
    "2024-07": ("2024-07-01", "2024-07-31", "July 2024"),
    "2024-02": ("2024-02-01", "2024-02-29", "February 2024"),
    "2023-02": ("2023-02-01", "2023-02-28", "February 2023"),
    "2024": ("2024-01-01", "2024-12-31", "2024"),
    "2024-33": ("2024-01-01", "2024-03-31", "Q1 2024"),
    "2024-34": ("2024-04-01", "2024-06-30", "Q2 2024"),
    "2024-35": ("2024-07-01", "2024-09-30", "Q3 2024"),
    "2024-36": ("2024-10-01", "2024-12-31", "Q4 2024"),
    "2024-40": ("2024-01-01", "2024-06-30", "H1 2024"),
    "2024-41": ("2024-07-01", "2024-12-31", "H2 2024"),
    "2024-06~": ("2024-06-01", "2024-06-30", "about June 2024"),
    "2024~": ("2024-01-01", "2024-12-31", "about 2024"),
    "2024-07-15~": ("2024-07-15", "2024-07-15", "about 15 July 2024"),
    "2024-35~": ("2024-07-01", "2024-09-30", "about Q3 2024"),
    "2024-08/2024-09": ("2024-08-01", "2024-09-30", "August–September 2024"),
    "2024-12/2025-01": ("2024-12-01", "2025-01-31", "December 2024 – January 2025"),
    "2024-08~/2024-09": ("2024-08-01", "2024-09-30", "about August 2024 – September 2024"),
    "2024/2029": ("2024-01-01", "2029-12-31", "2024–2029"),
    "2024~/2029": ("2024-01-01", "2029-12-31", "about 2024 – 2029"),
    "2024-35/2024-36": ("2024-07-01", "2024-12-31", "Q3 2024 – Q4 2024"),
    "2024-07-15/2024-08": ("2024-07-15", "2024-08-31", "15 July 2024 – August 2024"),
    "2024/..": ("2024-01-01", None, "from 2024"),
    "2024-07/..": ("2024-07-01", None, "from July 2024"),
    "../2024-10-21": (None, "2024-10-21", "by 21 October 2024"),
    "../2024-10": (None, "2024-10-31", "by October 2024"),
    "../2024-10~": (None, "2024-10-31", "by about October 2024"),
    "../2024-36": (None, "2024-12-31", "by Q4 2024"),
    "../2024": (None, "2024-12-31", "by 2024"),
    "9999-12-31": ("9999-12-31", "9999-12-31", "31 December 9999"),
}


@pytest.mark.parametrize("text", MEANINGS)
def test_meaning(text: str) -> None:
    start, end, words = MEANINGS[text]
    when = When.parse(text)
    assert when.text == text
    assert (when.start.isoformat() if when.start else None) == start
    assert (when.end.isoformat() if when.end else None) == end
    assert str(when) == words
    assert when.is_day is (start == end)
    assert when.is_open is (start is None or end is None)


@pytest.mark.parametrize(
    ("text", "begin", "finish"),
    [
        ("2024/2029", "2024", "2029"),
        ("2024-07~/2024-09~", "2024-07~", "2024-09~"),
        ("2024-07", "2024-07", "2024-07"),
        ("2024-07/..", "2024-07", None),
        ("../2024-07~", None, "2024-07~"),
    ],
)
def test_the_ends_of_a_range_keep_their_precision(text: str, begin: str | None, finish: str | None) -> None:
    assert When.parse(text).begin == (When.parse(begin) if begin else None)
    assert When.parse(text).finish == (When.parse(finish) if finish else None)


PRECISION = {
    "2024-07-15": "day", "2024-07": "month", "2024-34": "quarter", "2024-41": "half-year", "2024~": "year",
    "2024-07-15/2024-07-16": "day-range", "2024-08/2024-09": "month-range",
    "2024-35/2024-36": "quarter-range", "2024-40/2024-41": "half-year-range", "2024/2029": "year-range",
    "2024-07-15/2024-08": "mixed-range", "2024/..": "open-range",
    "../2024-10-21": "open-range",
}  # fmt: skip


@pytest.mark.parametrize("text", PRECISION)
def test_precision(text: str) -> None:
    assert When.parse(text).precision == PRECISION[text]


@pytest.mark.parametrize("text", MEANINGS)
def test_what_is_about_a_date_is_approximate(text: str) -> None:
    when = When.parse(text)
    assert when.is_approximate is ("about" in str(when))


# Earliest first; each is before the next. An open begin counts by its last day.
IN_ORDER = [
    "../2023", "../2023-12", "../2023-12-31", "2023-12-31", "2024-01", "2024-33", "2024-40", "2024",
    "2024/2029", "2024/..", "2024-01-02", "2024-07-01", "2024-07", "2024-35", "2024-41", "2024-07/..",
    "2024-07-02", "../2024-07", "2024-08/2024-09", "2024-09", "2025",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "as_of", "past"),
    [
        ("../2024-10-21", "2024-10-21", False),
        ("../2024-10-21", "2024-10-22", True),
        ("../2024-10", "2024-10-31", False),
        ("../2024-10", "2024-11", True),
        ("2024-10", "../2024-11", False),  # the facts may be older than the date
        ("2024-10/..", "2025", False),
    ],
)
def test_a_date_is_past_only_when_all_that_it_can_mean_is(text: str, as_of: str, past: bool) -> None:
    assert When.parse(text).is_past(When.parse(as_of)) is past


@pytest.mark.parametrize(
    ("text", "first", "last", "day"),
    [
        ("2024-10", "2024-10-01", "2024-10-31", "2024-10-01"),
        ("2024-08/2024-09", "2024-08-01", "2024-09-30", "2024-08-01"),
        ("2024-07/..", "2024-07-01", "2024-07-31", "2024-07-01"),
        ("../2024-10", "2024-10-01", "2024-10-31", "2024-10-31"),
    ],
)
def test_of_an_open_date_one_end_is_known(text: str, first: str, last: str, day: str) -> None:
    when = When.parse(text)
    assert when.known == (date.fromisoformat(first), date.fromisoformat(last))
    assert when.day == date.fromisoformat(day)


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(IN_ORDER)))
def test_order_goes_by_first_then_last_day(earlier: str, later: str) -> None:
    first, second = When.parse(earlier), When.parse(later)
    assert first < second
    assert second > first
    assert not second < first


@pytest.mark.parametrize(
    ("one", "other"), [("2024", "2024-01/2024-12"), ("2024-07", "2024-07~"), ("2024", "2024~")]
)
def test_texts_of_equal_days_still_have_one_order(one: str, other: str) -> None:
    first, second = When.parse(one), When.parse(other)
    assert first != second
    assert (first < second) is not (second < first)
    assert (first < second) is (second > first)
    assert (first <= second) is (second >= first)


def test_any_two_dates_have_one_order() -> None:
    for one, other in permutations(map(When.parse, {*MEANINGS, *IN_ORDER}), 2):
        assert [one < other, one == other, one > other].count(True) == 1
        assert (one < other) is not (other < one)


def test_sorting_restores_the_order() -> None:
    assert [when.text for when in sorted(map(When.parse, reversed(IN_ORDER)))] == IN_ORDER


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a date such as 2024-07-15, 2024-07 or 2024"),
        ("soon", "'soon' is not a date"),
        ("24-07", "'24-07' is not a date"),
        ("2024-7", "'2024-7' is not a date"),
        ("2024-07-15T00:00:00Z", "is not a date"),
        ("2024-07\n", "is not a date"),
        (" 2024", "is not a date"),
        ("20240715", "is not a date"),
        ("２０２４", "is not a date"),
        ("2024?", "is not a date"),
        ("..", "'..' is not a date"),
        ("../..", "'..' is not a date"),
        ("../", "'' is not a date"),
        ("/2024", "'' is not a date"),
        ("../2024/2025", "'2024/2025' is not a date"),
        ("../2024-13", "2024-13: there is no month 13"),
        ("2024/", "'' is not a date"),
        ("2024/2025/2026", "'2025/2026' is not a date"),
        ("2024-00", "2024-00: there is no month 00"),
        ("2024-13", "2024-13: there is no month 13"),
        ("2024-32", "2024-32: there is no month 32"),
        ("2024-37", "2024-37: there is no month 37"),
        ("2024-42", "2024-42: there is no month 42"),
        ("2024-99", "2024-99: there is no month 99"),
        ("2024-02-30", "2024-02-30: there is no such day"),
        ("2023-02-29", "2023-02-29: there is no such day"),
        ("2024-07-00", "2024-07-00: there is no such day"),
        ("2024-35-01", "2024-35-01: there is no such day"),
        ("0000", "0000: there is no year 0"),
        ("2024/0000", "0000: there is no year 0"),
        ("2024-09/2024-08", "2024-09/2024-08 ends before it begins"),
        ("2024-09/2024", "2024-09/2024 ends before it begins"),
        ("2029/2024", "2029/2024 ends before it begins"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        When.parse(text)


def test_a_date_is_a_value() -> None:
    assert When.parse("2024-07") == When.parse("2024-07")
    assert len({When.parse("2024-07"), When.parse("2024-07")}) == 1
    assert When.parse("2024-07").start == date(2024, 7, 1)
