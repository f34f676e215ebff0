import json

import pytest

from portal.problems import InvalidData, Problem, format_github, format_json, format_text, printable

PLAIN = Problem("data/links.yml", 3, 9, "links[0].id", "is missing", "The link", "schema")
BARE = Problem("data/x.yml", 1, 1, "", "is not read by anything")
HOSTILE = Problem("a,b:c%\nd.yml", 1, 2, "f:g", "50% off\r\n::error::x", "", "a,b:c")


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (PLAIN, "data/links.yml:3:9: links[0].id: is missing\n    The link   [schema]"),
        (BARE, "data/x.yml:1:1: is not read by anything"),
        (Problem("p", 1, 1, "", "m", "h"), "p:1:1: m\n    h"),
        (Problem("p", 1, 1, "f", "m", "", "r"), "p:1:1: f: m\n    [r]"),
    ],
)
def test_text(problem: Problem, text: str) -> None:
    assert format_text([problem]) == text
    assert format_text([problem, problem]) == f"{text}\n{text}"


@pytest.mark.parametrize(
    ("problem", "command"),
    [
        (PLAIN, "::error file=data/links.yml,line=3,col=9,title=schema::links[0].id: is missing (The link)"),
        (BARE, "::error file=data/x.yml,line=1,col=1,title=data::is not read by anything"),
        (
            HOSTILE,
            "::error file=a%2Cb%3Ac%25\\nd.yml,line=1,col=2,title=a%2Cb%3Ac::f:g: 50%25 off%0D%0A::error::x",
        ),
    ],
)
def test_github(problem: Problem, command: str) -> None:
    assert format_github([problem]) == command
    assert len(format_github([problem, problem]).splitlines()) == 2


def test_json_has_every_field_and_is_ascii() -> None:
    text = format_json([PLAIN, HOSTILE, Problem("é", 1, 1, "", "\u202e")])
    assert text.isascii()
    assert json.loads(text)[0] == {
        "path": "data/links.yml", "line": 3, "column": 9, "field": "links[0].id", "message": "is missing",
        "hint": "The link", "rule": "schema",
    }  # fmt: skip
    assert json.loads(text)[1]["path"] == HOSTILE.path
    assert json.loads(format_json([])) == []


@pytest.mark.parametrize("give", [format_text, format_github])
def test_no_problem_is_no_text(give: object) -> None:
    assert callable(give)
    assert give([]) == ""


@pytest.mark.parametrize("path", ["data/a\nb.yml", "data/\x1b[31m.yml", "data/\udcff.yml", "data/\u202e.yml"])
def test_a_path_is_printed_on_one_line_in_characters_that_any_output_takes(path: str) -> None:
    for give in (format_text, format_github):
        text = give([Problem(path, 1, 1, "", "m")])
        assert text.isprintable()
        assert text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ("plain é 日本", "plain é 日本"),
        ("a\nb\tc\0", "a\\nb\\tc\\x00"),
        ("\u202e\u200b\ud800", "\\u202e\\u200b\\ud800"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
    ],
)
def test_printable(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_invalid_data_holds_sorted_problems_and_says_them() -> None:
    late, early = Problem("b", 1, 1, "", "m"), Problem("a", 10, 1, "", "m")
    earlier = Problem("a", 9, 1, "", "m")
    invalid = InvalidData(iter([late, early, earlier]))
    assert invalid.problems == (earlier, early, late)
    assert str(invalid) == "a:9:1: m\na:10:1: m\nb:1:1: m"
