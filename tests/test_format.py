"""The one layout of data files, and `portal format`: no value changes, no comment is lost, twice is once."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.problems import InvalidData
from portal.reading.catalog import data_files, kind_of, read_schemas
from portal.reading.yamltext import read_yaml
from portal.writing.layout import WIDTH, format_data, render
from portal.writing.shape import Shape
from portal.writing.yaml_source import YamlComments, read_source
from tests.commands import Command
from tests.conftest import REPOSITORY
from tests.editing import data_of, fail_to_write

PATH = "data/changes/x.yml"
FIRST = "# yaml-language-server: $schema=../../schema/authored/change.schema.json\n"
SHAPE = Shape.of(read_schemas(REPOSITORY).schema("change"))
FILES = data_files(REPOSITORY)


def formatted(text: str) -> str:
    return format_data(text.encode(), PATH, "change", SHAPE).decode()


# --- the layout


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("title:   x\nid: y", "id: y\ntitle: x"),
        ("x: 1\ntitle: x\na: 2", 'title: x\nx: "1"\na: "2"'),
        (
            "history: [{status: planned, event: recorded}]",
            "history:\n  - event: recorded\n    status: planned",
        ),
        ("why: {note: x, unknown: true}", "why:\n  unknown: true\n  note: x"),
        ("links:\n- a\n-   b", "links:\n  - a\n  - b"),
        ("title: 'x'", "title: x"),
        ('title: "x"', "title: x"),
        ("title: 'it''s: so'", 'title: "it\'s: so"'),
        ("version: 11.10", 'version: "11.10"'),
        ("version: 2.0.11", 'version: "2.0.11"'),
        ("title: 12", 'title: "12"'),
        ("title: 2024-08/2024-09", 'title: "2024-08/2024-09"'),
        ("title: 2024~", 'title: "2024~"'),
        ("title: yes", 'title: "yes"'),
        ("title: null", 'title: "null"'),
        ("title:", 'title: ""'),
        ("tentative: true", "tentative: true"),
        ('tentative: "true"', 'tentative: "true"'),
        ("title: Image.I#.Text", "title: Image.I#.Text"),
        ("title: 2–3 months", "title: 2–3 months"),
        ("title: >-\n  short\n  text", "title: short text"),
        ("details: 'a\n\n  b'", "details: |-\n  a\n  b"),
        ("details: >\n  a\n", "details: |\n  a"),
        ("examples:\n  - text: 'a'", "examples:\n  - text: |-\n      a"),
        (r'examples: [{text: "\n  a\tb"}]', "examples:\n  - text: |2-\n\n        a\tb"),
        (r'title: "a\u200bb\u0007"', 'title: "a\u200bb\\u0007"'),
        (r'title: "\x85"', r'title: "\u0085"'),
        ('tables:\n- rows:\n  - - "4"\n    - ~ 5', 'tables:\n  - rows:\n      - ["4", "~ 5"]'),
        ("tables: [{rows: [[]]}]", "tables:\n  - rows:\n      - []"),
        ("\n\ntitle: x\n\n\nid: y\n\n", "id: y\ntitle: x"),
        ("---\ntitle: x\n...", "title: x"),
        ("﻿title: x", "title: x"),
        ("title: x\r\nid: y\r\n", "id: y\ntitle: x"),
        ("# yaml-language-server: $schema=old.json\ntitle: x", "title: x"),
    ],
)
def test_one_layout(given: str, wanted: str) -> None:
    assert formatted(given) == f"{FIRST}{wanted}\n"
    assert formatted(formatted(given)) == formatted(given)


def test_a_line_has_a_hundred_columns() -> None:
    fits = "x" * 40 + " " + "y" * (WIDTH - 48)
    assert formatted(f"title: {fits}") == f"{FIRST}title: {fits}\n"
    assert formatted(f"title: {fits}y") == f"{FIRST}title: >-\n  {fits}y\n"
    words = "word " * 60
    lines = formatted(f"notes: [{{text: {words}}}]").splitlines()
    assert lines[2] == "  - text: >-"
    assert [len(line) for line in lines[3:]] == [100, 100, 100, 20]


def test_what_cannot_be_broken_stays_long() -> None:
    long = "x" * 200
    assert formatted(f"title: {long}") == f"{FIRST}title: {long}\n"
    double = "two  spaces" + "  x" * 60
    assert formatted(f"title: '{double}'") == f"{FIRST}title: {double}\n"


def test_long_paragraphs_are_folded_each() -> None:
    paragraph = "word " * 30 + "end"
    text = f"details: >-\n  {paragraph}\n\n\n  {paragraph}\n"
    lines = formatted(text).splitlines()
    assert (lines[1], max(map(len, lines)), lines.count("")) == ("details: >-", 96, 2)


def test_the_first_line_names_the_schema_from_where_the_file_is() -> None:
    data = format_data(b"links: []", "data/links.yml", "links", SHAPE)
    assert data.startswith(b"# yaml-language-server: $schema=../schema/authored/links.schema.json\n")


COMMENTED = """\
# yaml-language-server: $schema=../../schema/authored/change.schema.json
# On the file
# in two lines

id: x # beside
# above area
area: api
title: x
surface: # beside a key
  # above an item
  - kind: value # beside a value
    # above a field
    name: x
  # between items
  - # after a dash
    name: y
    kind: value
    # at the end of an item
  # at the end of a list
links: [a, # in brackets
  b] # after brackets
why: >- # beside a block
  x

  y
# above history

history:
  -
    # before the first field
    date: "2026-11-23"
# the end
"""
COMMENTED_WANTED = """\
# yaml-language-server: $schema=../../schema/authored/change.schema.json
# On the file
# in two lines
id: x # beside
title: x
# above area
area: api
why: |- # beside a block
  x
  y
surface: # beside a key
  # above an item
  - kind: value # beside a value
    # above a field
    name: x
  # between items
  # after a dash
  - kind: value
    name: y
    # at the end of an item
  # at the end of a list
links:
  - a # in brackets
  - b
# above history
history:
  # before the first field
  - date: "2026-11-23"
# the end
"""


def test_comments_stay_with_what_they_are_about() -> None:
    wanted = COMMENTED_WANTED.replace("links:\n", "links: # after brackets\n")
    assert formatted(COMMENTED) == wanted
    assert formatted(wanted) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("history: [{to: x} # c\n]", "history:\n  # c\n  - to: x"),
        ("tables: [{rows: [[a, # c\nb]]}]", "tables:\n  - rows:\n      - - a # c\n        - b"),
        ("tables: [{rows: [[a, b] # c\n]}]", 'tables:\n  - rows:\n      - ["a", "b"] # c'),
        ("links:\n  - - a\n      # c", "links:\n  - - a\n    # c"),
        ("title: # one\n  x # two", "# one\ntitle: x # two"),
    ],
)
def test_comments_get_lines_of_their_own(given: str, wanted: str) -> None:
    assert formatted(given) == f"{FIRST}{wanted}\n"
    assert formatted(formatted(given)) == formatted(given)


@pytest.mark.parametrize("lost", ["title: y # c", "title: x", "title: x # c\n# d", "title: [", ""])
def test_a_layout_that_loses_something_is_never_given(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.writing.layout.lay_out", lambda *_: [lost])
    with pytest.raises(InvalidData, match="cannot be laid out without losing something"):
        formatted("title: x # c")


@pytest.mark.parametrize(
    "text",
    ["a: &x b", "a: *x", "a: !!str b", "a: b\na: c", "a: b\n---\na: b", "a: [b", "", "# only this", "\xff"],
)
def test_what_the_check_refuses_is_not_laid_out(text: str) -> None:
    with pytest.raises(InvalidData):
        format_data(text.encode("latin-1"), PATH, "change", SHAPE)


# --- no value changes, no comment is lost, twice is once: for entries nobody has thought of

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text("ab #:-\n\t'\"|>[]{}&*!%@`,?~0.1", max_size=40),
    st.lists(st.text("abc#:- ", min_size=1, max_size=12), max_size=60).map(" ".join),
    st.lists(st.text("abc -", max_size=60), max_size=6).map("\n".join),
    # Paragraphs too long for a line
    st.lists(st.integers(0, 50).map(lambda count: " ".join(["words"] * count)), max_size=5).map("\n".join),
    st.sampled_from(["true", "no", "", "~", "2024-06", "1.0.11", "<<", "=", "a: b", "- x", "---", "..."]),
)
NAMES = st.sampled_from(SHAPE.fields) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    TEXTS | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)
ENTRIES = st.dictionaries(NAMES, VALUES, min_size=1, max_size=8)
# As editors may have written it: in brackets, folded, in any quotes
WAYS = st.fixed_dictionaries(
    {
        "width": st.sampled_from([20, 80, 1000]),
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
    }
)
# Comments above and beside lines
PATTERNS = st.lists(st.tuples(st.none() | st.integers(0, 6), st.booleans()), min_size=1, max_size=9)
many = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@many
@given(ENTRIES)
def test_any_entry_can_be_laid_out(entry: dict[str, object]) -> None:
    data = render(entry, PATH, "change", SHAPE, YamlComments())  # type: ignore[arg-type]
    assert read_yaml(data, PATH).value == entry
    assert format_data(data, PATH, "change", SHAPE) == data


@many
@given(
    ENTRIES, WAYS, st.lists(st.tuples(st.none() | st.integers(0, 6), st.booleans()), min_size=1, max_size=9)
)
def test_any_file_keeps_its_values_and_comments(
    entry: dict[str, object], way: dict[str, object], pattern: list[tuple[int | None, bool]]
) -> None:
    lines: list[str] = []
    for line in yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, **way).split("\n"):  # type: ignore[call-overload]
        indent, beside = pattern[len(lines) % len(pattern)]
        lines += [] if indent is None else [" " * indent + f"# {len(lines)}"]
        lines.append(line + (f" # {len(lines)}" if line and beside else ""))
    text = "\n".join(lines).encode()
    try:
        source = read_source(text, PATH)
    except InvalidData:  # a comment within a text of several lines
        assume(False)
    once = format_data(text, PATH, "change", SHAPE)
    again = read_source(once, PATH)
    assert json.dumps(again.value, sort_keys=True) == json.dumps(source.value, sort_keys=True)
    assert again.comments.all() == sorted([FIRST[:-1], *source.comments.all()])
    assert sorted(part for part in once.decode().split("\n") if part.lstrip().startswith("# y")) == [
        FIRST[:-1]
    ]
    assert format_data(once, PATH, "change", SHAPE) == once


# --- the repository's own data


@pytest.mark.parametrize("path", FILES)
def test_the_real_data_is_in_the_layout(real_data: Path, path: str) -> None:
    kind = kind_of(path)
    shape = Shape.of(read_schemas(REPOSITORY).schema(kind))
    data = (real_data.parent / path).read_bytes()
    assert format_data(data, path, kind, shape) == data


# --- the command

SMB = "data/changes/smb1-removal.yml"


@pytest.fixture
def root(sample_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample, all of it in the layout, as the place where commands are called."""
    monkeypatch.chdir(sample_root)
    for path in data_files(sample_root):
        shape = Shape.of(read_schemas(sample_root).schema(kind_of(path)))
        file = sample_root / path
        file.write_bytes(format_data(file.read_bytes(), path, kind_of(path), shape))
    return sample_root


@pytest.fixture
def portal(capsys: pytest.CaptureFixture[str], root: Path) -> Command:
    return Command(capsys, "format")


def upset(root: Path, path: str = SMB) -> None:
    """Bring a file out of the layout, without changing what it says."""
    file = root / path
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([lines[0], "", *lines[1:]]).replace("kind: ", "kind:   ") + "\n", "utf-8")


def test_everything_is_in_the_layout(portal: Command, root: Path) -> None:
    before = data_of(root)
    assert portal() == (0, "15 files in the one layout\n", "")
    assert portal("--check") == (0, "", "")
    assert data_of(root) == before


def test_format_writes_what_check_shows(portal: Command, root: Path) -> None:
    before = data_of(root)
    upset(root)
    changed = data_of(root)
    code, out, err = portal("--check")
    assert (code, err) == (1, "")
    assert out.startswith(f"--- {SMB}\n+++ {SMB}\n@@")
    assert "-kind:   removal\n+kind: removal\n" in out
    assert out.endswith("\n1 of 15 files to be formatted: make format\n")
    assert data_of(root) == changed
    assert portal() == (0, f"{SMB}\n1 of 15 files formatted\n", "")
    assert data_of(root) == before


def test_a_long_difference_is_cut(portal: Command, root: Path) -> None:
    file = root / SMB
    file.write_text(file.read_text("utf-8").replace("\n", "\n\n"), "utf-8")
    out = portal("--check").out
    assert (out.count("\n"), "... and " in out) == (22, True)


@pytest.mark.parametrize(
    ("paths", "formatted"),
    [
        ((SMB,), {SMB}),
        (("data/changes",), {SMB}),
        (("data/areas.yml", "data/releases/../changes"), {SMB, "data/areas.yml"}),
        (("data",), {SMB, "data/areas.yml"}),
        ((), {SMB, "data/areas.yml"}),
        (("data/releases",), set()),
    ],
)
def test_paths(portal: Command, root: Path, paths: tuple[str, ...], formatted: set[str]) -> None:
    before = data_of(root)
    upset(root)
    (root / "data/areas.yml").write_bytes(before["data/areas.yml"] + b"\n")
    changed = data_of(root)
    assert portal(*paths).code == 0
    after = data_of(root)
    assert {path for path in after if after[path] != changed[path]} == formatted
    assert all(after[path] == before[path] for path in formatted)


def test_paths_are_those_of_the_caller(portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upset(root)
    monkeypatch.chdir(root / "data/changes")
    assert portal("smb1-removal.yml", "--root", root).out == f"{SMB}\n1 of 1 file formatted\n"


@pytest.mark.parametrize("path", ["data/changes/nothing.yml", "schema", "/etc/passwd", "smb1-removal"])
def test_a_path_that_is_no_data_file(portal: Command, root: Path, path: str) -> None:
    upset(root)
    before = data_of(root)
    code, out, err = portal(SMB, path)
    assert (code, out) == (2, "")
    assert err == f"portal format: {path} is not a data file, nor a folder of them\n"
    assert data_of(root) == before


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_a_file_that_cannot_be_read_does_not_keep_others_back(
    portal: Command, root: Path, arguments: tuple[str, ...]
) -> None:
    before = data_of(root)
    upset(root)
    (root / "data/links.yml").write_text("links: &a []\n", "utf-8")
    code, out, err = portal(*arguments)
    assert (code, err) == (1, "")
    assert out.startswith("data/links.yml:1:8: &a is an anchor, which is not allowed here\n")
    assert (data_of(root)[SMB] == before[SMB]) is (not arguments)
    assert data_of(root)["data/links.yml"] == b"links: &a []\n"


def test_a_file_that_breaks_its_schema_is_laid_out_all_the_same(portal: Command, root: Path) -> None:
    (root / SMB).write_text("nothing: x\nkind: [what]\n", "utf-8")
    assert portal().code == 0
    assert (root / SMB).read_text("utf-8") == f"{FIRST}kind:\n  - what\nnothing: x\n"


def test_outside_of_a_checkout(portal: Command, tmp_path: Path) -> None:
    code, _, err = portal("--root", tmp_path / "nowhere")
    assert (code, "run it in a checkout" in err) == (2, True)


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
@pytest.mark.parametrize("name", ["smb1-removal", "areas.yml"])
def test_a_failing_write_leaves_all_files(
    portal: Command, root: Path, monkeypatch: pytest.MonkeyPatch, step: str, name: str
) -> None:
    upset(root)
    upset(root, "data/areas.yml")
    before = data_of(root)
    fail_to_write(monkeypatch, name, step)
    code, out, err = portal()
    assert (code, out, err.endswith("No space left on device\n")) == (2, "", True)
    assert data_of(root) == before
