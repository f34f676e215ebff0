"""What reads text of others, with inputs that make it stumble and what has to hold whatever they are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from markdown_it import MarkdownIt

from portal.model.dates import When
from portal.model.versions import Version
from portal.outputs.bundle import bundle_of, read_bundle
from portal.planner import read_facts
from portal.problems import InvalidData
from portal.prose import TAGS, to_html, to_plain_markdown, to_text
from portal.reading.catalog import load_catalog
from portal.reading.yamltext import MAX_DEPTH, read_yaml
from portal.scanner import Names, read_baseline
from portal.scanner.accepting import accept
from portal.scanner.page import CodePage, is_binary, wide_encoding
from portal.scanner.search import Search
from tests.conftest import REPOSITORY
from tests.fuzz.verbs import CASES, check_case, read_case
from tests.hostile import PAYLOADS
from tests.payloads import FORBIDDEN, Page, is_harmless

WHERE = "data/x.yml"
READER = MarkdownIt("commonmark").enable("table")
# What Markdown itself has beyond what pages show
MORE_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td"}
YAML = (
    "a", "b: c", "- ", "? ", ": ", ":", "-", "--- ", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n",
    "&a ", "*a", "!!str ", "!x", "!<", "|", "|-\n", ">+2\n", ">\n", "'", '"', "''", "\\", "\\u",
    "\\ud800", "\\x41", "\\U00110000", "#", " #", "[", "]", "{", "}", ",", "<<: ", "\n", "\n\n", "  ",
    "    ", "\t", "\r", "\r\n", "\0", "\ufeff", "\x85", "\u2028", "\ud800", "true", "~", "=", "@", "`",
    "é", "🙂", "x" * 1025, "[" * 20, "- " * 20, "a:\n  " * 3, "key: value\n", "list:\n  - ",
)  # fmt: skip
JSON = (
    "{", "}", "[", "]", ":", ",", '"', "null", "true", "1", "-1", "1e999", "NaN", "Infinity",
    "9" * 5000, "\\", "\\ud800", '"schema_version": "1.0"', '{"schema_version": "1.0", ',
    '"changes": []', '"items": []', '"accepted": [{"path": "a"}]', '"plan": {}', "[" * 2000,
    '{"a":' * 2000, "\0", "\ud800", "é", " ", "\n",
)  # fmt: skip
CODE = (
    "vaconfig.cgi", "/axis-cgi/", "root.", "HTTPS.AllowTLS1", "Network.", "portal: ignore[", "]",
    "date.cgi", "%2F", "\\/", '" + "', "'", '"', '"""', "\\", "//", "/*", "*/", "#", "<!--", "-->",
    "--", "<#", "\n", "\r", "\0", "\xff", "é", "🙂", " ", "\t", "?", "=", "&", "action=list", "<script>",
    "a" * 200, "ONVIF", "tls", "SMB 1.0",
)  # fmt: skip
PROSE = (
    *PAYLOADS, *FORBIDDEN.values(), "`", "``", "*", "**", "_", "[", "](", ")", "<", ">", "!", "\\",
    "\n", "\n\n", "- ", "> ", "    ", "1. ", "https://", "a.test", "javascript:", "&", "#", ";",
    "colon", "x", " ", "~~~", "|", "\t",
)  # fmt: skip


def _joined(parts: tuple[str, ...], most: int) -> SearchStrategy[str]:
    """Texts of these parts with any other characters between them."""
    return st.lists(st.sampled_from(parts) | st.text(max_size=4), max_size=most).map("".join)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def check_yaml(data: bytes) -> None:
    """A value of plain kinds with a place in the file for all of it, or one problem with its place."""
    try:
        document = read_yaml(data, WHERE)
    except InvalidData as invalid:
        (problem,) = invalid.problems
        assert problem.path == WHERE
        assert problem.message
        assert problem.message.isprintable()
        _assert_place(data, problem.line, problem.column)
        return
    for path in document.marks | document.key_marks:
        _assert_place(data, *document.place(path))
        _assert_place(data, *document.key_place(path))
        value: Any = document.value
        for part in path:
            value = value[part]
        assert isinstance(value, str | bool | list | dict)
        assert len(path) <= MAX_DEPTH


def _assert_place(data: bytes, line: int, column: int) -> None:
    # PyYAML ends a line at each of these, too
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = text.split("\n")
    assert 1 <= line <= len(lines) + 1
    assert 1 <= column <= (len(lines[line - 1]) if line <= len(lines) else 0) + 2


def check_version(text: str) -> None:
    """A version that prints as it was written, or a `ValueError` that names it."""
    try:
        version = Version.parse(text)
    except ValueError as error:
        assert repr(text) in str(error)
        return
    assert str(version) == text
    assert text.isascii()
    assert version == Version.parse(str(version))
    assert version.release <= version


def check_date(text: str) -> None:
    """A date with an order, words and a precision, or a `ValueError` that says what is wrong."""
    try:
        when = When.parse(text)
    except ValueError as error:
        assert str(error)
        return
    assert when.text == text
    assert text.isascii()
    assert when.words
    assert when.precision
    assert when.start is None or when.end is None or when.start <= when.end
    assert (when.begin.start if when.begin else None) == when.start
    assert (when.finish.end if when.finish else None) == when.end
    first, last = when.known
    assert when.start in (None, first)
    assert when.end in (None, last)
    assert when.day in (first, last)
    assert when.is_open is (when.start is None or when.end is None) is (when.precision == "open-range")


@cache
def _names() -> Names:
    return bundle_of(load_catalog(REPOSITORY)).names


@cache
def _search() -> Search:
    return Search(_names())


def check_scan(data: bytes) -> None:
    """Uses and suppressions that stand where they say, in any kind of file."""
    assert not (is_binary(data) and wide_encoding(data))
    known = {change.id for change in _names().changes}
    for path in ("a.py", "a.js", "a.html", "a.ini", "a.lua", "a"):
        page = CodePage(path, data)
        uses = _search().find(page).uses
        lines = page.text.split("\n")
        for use in uses:
            assert 1 <= use.column < use.end_column
            assert use.column <= len(lines[use.line - 1])
            assert all(part in lines[use.line - 1] for part in use.text.strip("…").split("***"))
        left, remarks = accept(page, uses, known)
        assert set(left) <= set(uses)
        for remark in remarks:
            assert 1 <= remark.column <= len(lines[remark.line - 1])
            assert remark.message.isprintable()


def check_published(data: bytes) -> None:
    """Typed values of a published file, or problems that name it."""
    for read in (read_bundle, read_facts, read_baseline):
        try:
            read(data, "facts.json")
        except InvalidData as invalid:
            assert invalid.problems
            for problem in invalid.problems:
                assert (problem.path, problem.message != "") == ("facts.json", True)
                assert min(problem.line, problem.column) >= 1


def check_prose(text: str) -> None:
    """Harmless HTML, text without any, and Markdown that is dead wherever it is read."""
    assert is_harmless(to_html(text))
    assert "\n" not in to_text(text)
    page = Page(READER.render(to_plain_markdown(text)))
    assert page.tags <= TAGS | MORE_TAGS
    assert all(url.lower().startswith(("http://", "https://")) for url in page.addresses)


def _read_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Target:
    """What is fed, with what, and what must hold.

    `read` makes an input of a kept file; `share` says how many times as many inputs the tests take.
    """

    inputs: SearchStrategy[Any]
    check: Callable[[Any], None]
    read: Callable[[bytes], Any] = bytes
    share: int = 1


_NUMBERS = (
    "0", "1", "12", "11.10", ".", "..", "99999", "100000", "12110022", "-", "v", " ", "\n", "١", "９", "+",
    "_", "e", "00",
)  # fmt: skip
_DATES = (
    "2024", "0000", "9999", "-01", "-02", "-12", "-13", "-29", "-31", "-33", "-36", "-40", "-41", "~",
    "/", "..", "2024-07", "2024-07-15", "?", "%", " ", "\n", "٢", "X", "T00", "Z",
)  # fmt: skip

TARGETS = {
    "yaml": Target(_joined(YAML, 25).map(_bytes) | st.binary(max_size=60), check_yaml),
    "versions": Target(_joined(_NUMBERS, 7), check_version, _read_text),
    "dates": Target(_joined(_DATES, 7), check_date, _read_text),
    "published": Target(_joined(JSON, 12).map(_bytes), check_published),
    "prose": Target(_joined(PROSE, 12), check_prose, _read_text),
    "scanner": Target(_joined(CODE, 25).map(_bytes) | st.binary(max_size=60), check_scan),
    "verbs": Target(CASES, check_case, read_case, share=3),
}
