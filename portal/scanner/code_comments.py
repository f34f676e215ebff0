"""Where comments are, as far as a name can stand in one: by the kind of file, in one pass over its text."""

import re
from bisect import bisect_right
from functools import cache
from pathlib import PurePosixPath

# Every string ends, at the latest with its line: looking on for a missing quote, each time, would take ages.
# An apostrophe in a word begins none.
_STRINGS = r"\"\"\"[\s\S]*?(?:\"\"\"|\Z)|\"(?:\\.|[^\"\\\n])*\"?|(?<!\w)[bfruBFRU]{0,2}'(?:\\.|[^'\\\n])*'?"
_BLOCKS = {
    "slash": r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)",
    "hash": r"(?:(?<=\s)|(?<![\s\S]))#[^\n]*|<#[\s\S]*?(?:#>|\Z)",
    "dash": r"--\[\[[\s\S]*?(?:\]\]|\Z)|--[^\n]*",
    "semicolon": r"^[ \t]*[;#][^\n]*",
    "markup": r"<!--[\s\S]*?(?:-->|\Z)",
}
_SUFFIXES = {
    "slash": "c cc cpp cxx h hh hpp hxx cs java js jsx mjs cjs ts tsx mts go rs swift kt kts dart php scss",
    "hash": "py pyi sh bash zsh ps1 psm1 psd1 rb pl pm r yml yaml toml cmake mk tf dockerfile makefile conf",
    "dash": "lua sql hs ada vhd",
    "semicolon": "ini cfg properties reg inf",
    "markup": "html htm xml xhtml svg md vue xsd wsdl xaml csproj",
}
_FAMILY = {suffix: family for family, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


def family(path: str) -> str | None:
    """Return how comments are written in a file, by its name; None where that is not known."""
    name = PurePosixPath(path).name.lower()
    return _FAMILY.get(name.rpartition(".")[2])


class Comments:
    """The comments of a text: `at(offset)` says whether a place is in one."""

    def __init__(self, path: str, text: str) -> None:
        kind = family(path)
        found = _pattern(kind).finditer(text) if kind else ()
        spans = [match.span("comment") for match in found if match["comment"] is not None]
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
    return re.compile(rf"{strings}(?P<comment>{_BLOCKS[kind]})", re.MULTILINE)
