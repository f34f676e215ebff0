import sys
from pathlib import Path

import pytest

from portal.cli import main
from portal.problems import InvalidData
from portal.reading.yaml_faults import Place
from portal.reading.yamltext import MAX_BYTES, MAX_DEPTH, Value, field_name, read_yaml

LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefg", "bcdefgh", strict=True)
)
MERGES = "a: &a {k: v}\n" + "".join(
    f"{n}: &{n}\n  <<: *{p}\n" for p, n in zip("abcdefg", "bcdefgh", strict=True)
)

# What is refused: the bytes, the place, and what the message says
FAULTS: dict[str, tuple[bytes, int, int, str]] = {
    "billion laughs": (LAUGHS.encode(), 1, 4, "&a is an anchor"),
    "merge-key bomb": (MERGES.encode(), 1, 4, "&a is an anchor"),
    "merge key": (b"a:\n  <<: *b\n", 2, 7, "*b is an alias"),
    "alias": (b"a: *b\n", 1, 4, "*b is an alias"),
    "long anchor": (b"a: &" + b"x" * 5000 + b" b\n", 1, 4, "&xxx"),
    "deep flow list": (b"[" * 100_000, 1, 17, "nested more than 16 levels deep"),
    "deep flow group": (b"{a: " * 60_000, 1, 65, "nested more than 16 levels deep"),
    "deep block list": (b"- " * 100_000, 1, 33, "nested more than 16 levels deep"),
    "deep keys": (b"? " * 100_000, 1, 3, "a key is not plain text"),
    "one level too deep": (b"[" * 17 + b"]" * 17, 1, 17, "nested more than 16 levels deep"),
    "key twice": (b"a: b\nc: d\na: e\n", 3, 1, "a: is here twice"),
    "inner key twice": ("x:\n  é: b\n  é: c\n".encode(), 3, 3, "é: is here twice"),
    "python tag": (b"a: !!python/object/apply:os.system [ls]\n", 1, 4, "tag:yaml.org,2002:python/object"),
    "plain tag": (b"a: !!str b\n", 1, 4, "tag:yaml.org,2002:str is a tag"),
    "own tag": (b"- !x\n  a: b\n", 1, 3, "!x is a tag"),
    "tag on a key": (b"!!str a: b\n", 1, 1, "tag:yaml.org,2002:str is a tag"),
    "anchor on a key": (b"&a a: b\n", 1, 1, "&a is an anchor"),
    "not UTF-8": (b"a: \xff\n", 1, 4, "byte 0xff is not UTF-8"),
    "not UTF-8 after other letters": ("a: b\néé: ".encode() + b"\xc3(\n", 2, 5, "byte 0xc3 is not UTF-8"),
    "UTF-16": ("a: b\n".encode("utf-16"), 1, 1, "is not UTF-8"),
    "surrogate in UTF-8": (b"a: \xed\xa0\x80\n", 1, 4, "byte 0xed is not UTF-8"),
    "surrogate escape": (b'a: "\\ud800"\n', 1, 7, "this escape stands for no character"),
    "no such character": (b'a: "\\U00110000"\n', 1, 7, "this escape stands for no character"),
    "not UTF-8 after a lone return": (b"a: b\rc: \xff\n", 2, 4, "byte 0xff is not UTF-8"),
    "NUL after lone returns": (b"a: b\r\rc: d\0\n", 3, 5, "control character U+0000"),
    "line separator after a lone return": ("a: b\rc: d\u2028".encode(), 2, 5, "line break U+2028"),
    "tab": (b"a:\n\tb: c\n", 2, 1, "indented with a tab"),
    "at sign": (b"a: @b\n", 1, 4, "text cannot begin with @"),
    "colon": (b"a: b: c\n", 1, 5, "b: looks like a field inside a text"),
    "indent": (b"a:\n  b: c\n d: e\n", 3, 2, "an indent of 1 fits no line above"),
    "empty": (b"", 1, 1, "the file is empty"),
    "blank": (b" \n\n", 1, 1, "the file is empty"),
    "comment only": (b"# a: b\n", 1, 1, "the file is empty"),
    "second document": (b"a: b\n---\nc: d\n", 2, 1, "a second document begins here"),
    "second document, empty": (b"a: b\n---\n", 2, 1, "a second document begins here"),
    "document after the end": (b"a: b\n...\nc: d\n", 3, 1, "a second document begins here"),
    "other YAML": (b"%YAML 9.9\n---\na: b\n", 1, 1, "incompatible YAML document"),
    "NUL": (b"a: b\0c\n", 1, 5, "control character U+0000"),
    "NUL in quotes": (b'a: 1\nb: "\0"\n', 2, 5, "control character U+0000"),
    "escape sequence": (b"a: \x1b[31m\n", 1, 4, "control character U+001B"),
    "noncharacter": ("a: \ufffe\n".encode(), 1, 4, "control character U+FFFE"),
    "next line": ("é: b\x85c: d\n".encode(), 1, 5, "line break U+0085"),
    "line separator": ("a: b\nc: d\u2028e: f\n".encode(), 2, 5, "line break U+2028"),
    "paragraph separator": ("a: b\u2029\n".encode(), 1, 5, "line break U+2029"),
    "too large": (b"a: " + b"b" * MAX_BYTES, 1, 1, "has 262,147 bytes; the limit is 262,144"),
    "list as key": (b"[a]: b\n", 1, 1, "a key is not plain text"),
    "group as key": (b"x:\n  {a: b}: c\n", 2, 3, "a key is not plain text"),
    "quote open": (b"a: b\nc: 'd\n\n", 2, 4, "text in quotes begins here and has no end"),
    "double quote open": (b'a: "b\n', 1, 4, "text in quotes begins here and has no end"),
    "bracket open": (b"a: [b\n", 1, 4, "the list that begins here has no end"),
    "group open": (b"a: {b: c\nd: e\n", 1, 4, "the group that begins here has no end"),
    "quotes that end too late": (b'a: "b\nc: d\ne: "f"\n', 1, 4, "begins here and ends in line 3"),
    "apostrophe": (b"a: 'it's b'\n", 1, 4, "text in quotes ends before s b'"),
    "quote in quotes": (b'a: "b" c\n', 1, 4, "text in quotes ends before c"),
    "backslash": (b'a: "c:\\dir"\n', 1, 7, "\\d means nothing in double quotes"),
    "asterisk": (b"a: *b* c\n", 1, 4, "text cannot begin with *"),
    "ampersand": (b"a: & b\n", 1, 4, "text cannot begin with &"),
    "percent": (b"a: b\n%c: d\n", 2, 1, "text cannot begin with %"),
    "no space after the colon": (b"a: b\nc:d\ne: f\n", 2, 1, "c:d has no space after the colon"),
    "no field": (b"a: b\nhello\ne: f\n", 2, 1, "hello is no field"),
    "item where none can be": (b"a: b\n- c\n", 2, 1, "- c is no field"),
    "indented too far": (b"a: b\n  c: d\n", 2, 3, "c: is indented further than the field above it"),
    "list behind a field": (b"a: - b\n", 1, 4, "a list begins behind a field"),
    "text behind its sign": (b"a: >- text\n", 1, 7, "text begins in the same line as >"),
    "tab in an item": (b"a:\n  - b: c\n\td: e\n", 3, 1, "indented with a tab"),
    "comment in a text": (b"a: Issue #12 b\n", 1, 10, "the text ends before #12 b, which is a comment"),
    "comment after lines of text": (b"a: b\n  c\t#d\n", 2, 5, "the text ends before #d"),
    "comment after an old line end": (b"a: b\rc: d #e\r", 2, 6, "the text ends before #e"),
    "long key": (b"a" * 2000 + b": b\n", 1, 2001, "looks like a field inside a text"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_a_finding_of_the_command(
    fault: str, sample_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, line, column, message = FAULTS[fault]
    (sample_root / "data/areas.yml").write_bytes(data)
    code = main(["check", "--root", str(sample_root), "--format", "text"])
    out, err = capsys.readouterr()
    assert (code, err) == (1, "")
    assert out.startswith(f"data/areas.yml:{line}:{column}: ")
    assert message in out
    assert all(len(line) < 200 and line.isprintable() for line in out.splitlines())
    assert out.endswith("   [yaml]\n1 problem in 1 of 15 files\n")


TEXTS = [
    "11.10", "11.0", "12", "007", "1e3", "0x1F", "0b1", "1_000", "+1", "12:30:45", ".5", ".nan", ".inf",
    "-.Inf", "NO", "no", "Yes", "y", "on", "Off", "True", "TRUE", "False", "null", "Null", "~", "=", "<<",
    "2024-07", "2024-07-15", "2024-07-15T12:00:00Z", "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
def test_plain_scalar_stays_as_written(text: str) -> None:
    assert read_yaml(f"a: {text}\nb: [{text}]\n".encode(), "f").value == {"a": text, "b": [text]}
    assert read_yaml(text.encode(), "f").value == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ('"true"', "true"),
        ("'false'", "false"),
        ("|-\n  true", "true"),
        (">-\n  false", "false"),
        ("", ""),
        ('""', ""),
        ("# only a comment", ""),
        ('"\\u0007"', "\a"),
        ('"\\x41\\n"', "A\n"),
        (">-\n  a\n  b\n\n  c", "a b\nc"),
        ("|\n  a\n   b\n", "a\n b\n"),
        ('"a" #b', "a"),
        ("a # b", "a"),
        ("a ## b", "a"),
        ("a #", "a"),
        ("a#b", "a#b"),
    ],
)
def test_value_of_a_scalar(text: str, value: Value) -> None:
    assert read_yaml(f"a: {text}\n".encode(), "f").value == {"a": value}


def test_keys_are_text() -> None:
    assert read_yaml(b'1: a\ntrue: b\n~: c\n"": d\n11.10: e\n', "f").value == {
        "1": "a", "true": "b", "~": "c", "": "d", "11.10": "e",
    }  # fmt: skip


DOCUMENT = """\
# a comment
title: T
😀:
  - name: "é"
    of: x
    match: [a, {b: c}]
  -
    name: >-
      folded
text: |
  block
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (2, 1), (2, 1)),
        (("title",), (2, 8), (2, 1)),
        (("😀",), (4, 3), (3, 1)),
        (("😀", 0), (4, 5), (4, 5)),
        (("😀", 0, "name"), (4, 11), (4, 5)),
        (("😀", 0, "of"), (5, 9), (5, 5)),
        (("😀", 0, "match"), (6, 12), (6, 5)),
        (("😀", 0, "match", 0), (6, 13), (6, 13)),
        (("😀", 0, "match", 1), (6, 16), (6, 16)),
        (("😀", 0, "match", 1, "b"), (6, 20), (6, 17)),
        (("😀", 1), (8, 5), (8, 5)),
        (("😀", 1, "name"), (8, 11), (8, 5)),
        (("text",), (10, 7), (10, 1)),
    ],
)
def test_places(path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]) -> None:
    document = read_yaml(DOCUMENT.encode(), "f")
    assert document.place(path) == Place(*value)
    assert document.key_place(path) == Place(*key)


def test_place_of_what_is_not_there_is_the_nearest_that_holds_it() -> None:
    document = read_yaml(DOCUMENT.encode(), "f")
    assert document.place(("😀", 0, "kind")) == Place(4, 5)
    assert document.key_place(("😀", 0, "kind")) == Place(4, 5)
    assert document.place(("nothing", 3)) == Place(2, 1)


def test_flow_values_on_one_line_have_columns_in_characters() -> None:
    document = read_yaml("{é: [ü, 😀, z]}".encode(), "f")
    assert [document.place(("é", number)) for number in range(3)] == [(1, 6), (1, 9), (1, 12)]


def test_windows_line_ends_and_a_byte_order_mark_are_fine() -> None:
    document = read_yaml(b"\xef\xbb\xbfa: b\r\nc: d\r\n", "f")
    assert document.value == {"a": "b", "c": "d"}
    assert document.place(("c",)) == Place(2, 4)


def test_limits_are_inclusive() -> None:
    assert read_yaml(b"a: " + b"b" * (MAX_BYTES - 3), "f").value == {"a": "b" * (MAX_BYTES - 3)}
    value = read_yaml(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "f").value
    for _ in range(MAX_DEPTH):
        assert isinstance(value, list)
        value = value[0] if value else "bottom"
    assert value == "bottom"


def test_depth_costs_no_recursion() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(120 + len_of_stack())
    try:
        with pytest.raises(InvalidData):
            read_yaml(b"[" * 100_000, "f")
    finally:
        sys.setrecursionlimit(limit)


def len_of_stack() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    return depth


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), ""),
        (("title",), "title"),
        (("surface", 2, "name"), "surface[2].name"),
        (("rows", 0, 1), "rows[0][1]"),
        ((0,), "[0]"),
        (("a\u202eb", "c\nd"), "a\\u202eb.c\\nd"),
    ],
)
def test_field_name(path: tuple[str | int, ...], name: str) -> None:
    assert field_name(path) == name
