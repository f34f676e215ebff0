"""A text of a tree: its encoding, comments and lines, how a line is shown, what its structure spells.

Comments are found in one pass over the text, by the kind of file, and only as exactly as names need it.
"""

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate
from pathlib import PurePosixPath

from portal.scanner.places import Place, place_of

# How far from its endpoint an argument may stand
NEAR_LINES = 15
_SHOWN = 160
# A password in an address, in an option, as a value (SNMP has such), behind the name of a user, in a header
_SECRETS = re.compile(
    r"""(?P<address>://[^\s/:@"']*:)[^\s/@"']+(?=@)"""
    r"""|(?P<option>(?<!\S)(?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']+:)[^\s"']+"""
    r"""|(?P<named>(?:password|passwd|pwd|community|(?<![a-z])pass)"""
    r"""["']?(?:\s*[:=]|\s+value=)\s*["']?)[^\s&"',;)}]+"""
    r"""|(?P<pair>(?:auth|credentials?)\s*=?\s*\(\s*[a-z$@]?["'][^"']*["']\s*,\s*[a-z$@]?["'])[^"']+"""
    r"""|(?P<basic>\bAuthorization["']?\s*[:=,]\s*["']?Basic\s+)[\w+/=]+""",
    re.IGNORECASE,
)
# Stands for a character of a password until the line is cut. No text that is decoded has it.
_HIDDEN = "\ud800"
_LOOKED_AT = 4096
# UTF-32 first: its little-endian mark begins like that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A string ends with its line at the latest: searching on for each missing quote would take ages.
# An apostrophe in a word begins none.
_STRINGS = r"\"\"\"[\s\S]*?(?:\"\"\"|\Z)|\"(?:\\.|[^\"\\\n])*\"?|(?<!\w)[bfruBFRU]{0,2}'(?:\\.|[^'\\\n])*'?"
_BLOCKS = {
    "slash": r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)",
    "hash": r"(?:(?<=\s)|(?<![\s\S]))#[^\n]*|<#[\s\S]*?(?:#>|\Z)",
    "dash": r"--\[\[[\s\S]*?(?:\]\]|\Z)|--[^\n]*",
    "semicolon": r"^[ \t]*[;#][^\n]*",
    # Lines of a script within markup too
    "markup": r"<!--[\s\S]*?(?:-->|\Z)|^[ \t]*//[^\n]*",
}
# What begins a file of Python or follows a colon is no value.
_DOCSTRING = (
    r"(?:(?<=:)[ \t]*\n\s*|\A\s*)[rRuU]?(?P<quotes>\"{3}|'{3})(?P<docstring>[\s\S]*?)(?:(?P=quotes)|\Z)|"
)

_SUFFIXES = {
    "slash": "c cc cpp cxx h hh hpp hxx m mm cs java js jsx mjs cjs ts tsx mts go rs swift kt kts dart "
    "php scss",
    "hash": "py pyi sh bash zsh ps1 psm1 psd1 rb pl pm r yml yaml toml cmake mk tf dockerfile makefile conf "
    "nasl qplug",
    "dash": "lua sql hs ada vhd",
    "semicolon": "ini cfg properties reg inf",
    "markup": "html htm xml xhtml svg md vue svelte launch xsd wsdl xaml csproj",
}
_ENDPOINT = re.compile(r"[\w-]{1,60}\.cgi(?!\w)", re.IGNORECASE)
_FAMILY = {suffix: family for family, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


# --- encodings


def wide_encoding(data: bytes) -> str | None:
    """Return the encoding of a text whose letters take two or four bytes; else None."""
    head = data[:_LOOKED_AT]
    if b"\0" not in head:
        return None
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for encoding, blank in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        # Most letters of code are ASCII, so that every other byte is zero.
        if len(head) >= 4 and blank.count(0) >= 0.7 * len(blank) and head.count(0) <= 0.55 * len(head):
            return encoding
    return None


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text: they have a zero byte, and are in no wide encoding."""
    return b"\0" in data[:_LOOKED_AT] and wide_encoding(data) is None


def decode(data: bytes) -> str:
    """Return the text of bytes: UTF-8 where valid, else Latin-1, where every byte is a letter."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


# --- comments


class CodeComments:
    """The comments of a text: `at(offset)` says whether a place is in one."""

    def __init__(self, path: str, text: str) -> None:
        kind = _FAMILY.get(PurePosixPath(path).name.lower().rpartition(".")[2])
        found = _pattern(kind).finditer(text) if kind else ()
        spans = [match.span(group) for match in found if (group := match.lastgroup)]
        self._begins = [begin for begin, _ in spans]
        self._ends = [end for _, end in spans]

    def at(self, offset: int) -> bool:
        """Whether the character at the offset is part of a comment."""
        index = bisect_right(self._begins, offset) - 1
        return index >= 0 and offset < self._ends[index]


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    # Strings are passed over, so that a `//` or `#` in one begins no comment.
    strings = "" if kind in {"markup", "semicolon"} else rf"{_STRINGS}|"
    docstring = _DOCSTRING if kind == "hash" else ""
    return re.compile(rf"{docstring}{strings}(?P<comment>{_BLOCKS[kind]})", re.MULTILINE)


# --- the text


class CodePage:
    """A text with its lines, its comments, and what is near. It is decoded where that is asked for."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self._masked: dict[int, str] = {}

    @cached_property
    def text(self) -> str:
        """The text itself."""
        return decode(self.data)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self._lines)][:-1]

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def comments(self) -> CodeComments:
        """The comments of the text."""
        return CodeComments(self.path, self.text)

    def line(self, offset: int) -> int:
        """The number of the line that an offset is in, from 1."""
        return bisect_right(self.starts, offset)

    @cached_property
    def place(self) -> Place:
        """What sort of file it is."""
        return place_of(self.path, self.data)

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, from 1."""
        line = self.line(offset)
        return line, offset - self.starts[line - 1] + 1

    def width(self, line: int) -> int:
        """How many characters a line has."""
        return len(self._lines[line - 1])

    def is_of(self, endpoints: tuple[str, ...], offset: int) -> bool:
        """Whether one of the endpoints, in lower case, is the one named closest to an offset, by lines."""
        line = self.line(offset)
        index = bisect_right(self._endpoints, (offset, ""))
        around = self._endpoints[max(0, index - 1) : index + 1]
        # Of two that are as close it is the one before.
        closest = min(around, key=lambda item: abs(self.line(item[0]) - line), default=(0, ""))
        return closest[1] in endpoints and abs(self.line(closest[0]) - line) <= NEAR_LINES

    @cached_property
    def _endpoints(self) -> list[tuple[int, str]]:
        return [(match.start(), match[0].lower()) for match in _ENDPOINT.finditer(self.text)]

    def shown(self, line: int, column: int = 1) -> str:
        """Return a line for a report: without passwords and space around it, near the column if long."""
        begin = max(0, column - 1 - _SHOWN // 2) if self.width(line) > _SHOWN else 0
        end = min(self.width(line), begin + _SHOWN)
        cut = re.sub(f"{_HIDDEN}+", "***", self._line_masked(line)[begin:end].strip())
        return f"{'…' if begin > 0 else ''}{cut}{'…' if end < self.width(line) else ''}"

    def _line_masked(self, line: int) -> str:
        """Return a line with its passwords hidden. It is as long as before, so that columns stay."""
        if line not in self._masked:
            self._masked[line] = _SECRETS.sub(
                lambda secret: secret[secret.lastgroup or 0].ljust(len(secret[0]), _HIDDEN),
                self._lines[line - 1],
            )
        return self._masked[line]


# --- structure: in XML `<group name="Network"><parameter name="SSH">`, in a server report `[Network]`, then
# `SSH = "yes"`, stand for the parameter `Network.SSH`

# What shows that a file is such XML. A report shows it by the heading of a group: see `in_report`.
IN_XML = "<parameter name="
_PART = re.compile(
    r"<group\b[^>]{0,200}?\bname=[\"'](?P<group>[\w.]{1,80})[\"'][^>]{0,2000}(?<!/)>|<(?P<end>/group)>"
    r"|<parameter\b[^>]{0,200}?\bname=[\"'](?P<parameter>[\w.]{1,80})[\"']"
    r"|^[ \t]*(?:\[(?P<heading>[\w.]{1,200})\]|(?P<key>\w[\w.]{0,80})[ \t]*=)",
    re.MULTILINE,
)


def in_report(parameter: str) -> str | None:
    """Return how the heading of a parameter's group ends in a server report, None without a group."""
    group = parameter.rstrip(".").rpartition(".")[0]
    return f"{group.removeprefix('root.')}]" if group and "#" not in group else None


def spelled_out(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Return the parameters of a text with all their groups, and where the last part of each name stands."""
    groups: list[str] = []
    for part in _PART.finditer(text):
        kind = part.lastgroup or ""
        if kind == "group":
            groups.append(part[kind])
        elif kind == "end":
            del groups[-1:]
        elif kind == "heading":
            groups = [part[kind]]
        elif kind == "parameter" or groups:
            yield ".".join((*groups, part[kind])), part.span(kind)
