r"""How each spelling looks in code: one regular expression a spelling, linear in the text.

- A name may be split over strings that are joined (`"/axis-cgi/" + "getbrand" + ".cgi"`), on one line or over
  several, and its dots and slashes may be percent-encoded or escaped.
- `#` is an index: a number, or whatever a program puts in its place, also for the letter before it.
- A word also begins after an escape in a string (`\nroot.Network`) and after a percent-encoded character.
- Where something stands before the name that is no part of it, the group `name` has the name alone.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from portal.model.change import MatchAs

_SPACE = r"[ \t]{0,8}"
_QUOTES = "[\"'`]"
_QUOTE = rf"\\?{_QUOTES}"
_PLUS = r"(?:\+|\.\.?|&|<<)"
_GAP = rf"{_SPACE}(?:\\?\r?\n[ \t]{{0,80}})?"
_JOINED = rf"{_GAP}{_PLUS}?{_GAP}[A-Za-z@$]{{0,2}}"
# Where one string ends and the next one goes on, which may have a prefix: `" + f"`
JOINT = f"{_QUOTE}{_JOINED}{_QUOTE}"
# The same in a text without backslashes, which is found three times as fast
PLAIN_JOINT = f"{_QUOTES}{_JOINED}{_QUOTES}"
_SEPARATORS = {".": r"(?:\.|%2[Ee])", "/": r"(?:\\?/|%2[Ff])", " ": r"(?:[ \t]{1,8}|%20|\+)"}
_DOT = rf"(?:{JOINT})?{_SEPARATORS['.']}(?:{JOINT})?"
_IN_BRACES = r"[%$]?\{[^{}\n]{0,40}\}"
_INSERTED = (
    rf"{_QUOTE}{_SPACE}{_PLUS}?{_SPACE}[\w.()\[\]]{{1,40}}{_SPACE}{_PLUS}?{_SPACE}[A-Za-z@$]{{0,2}}{_QUOTE}"
)
_PLACEHOLDER = (
    rf"(?:\#|{_IN_BRACES}|\$\w{{1,40}}|\$\([^()\n]{{0,40}}\)|%[dsiu]|\[\w{{1,20}}\]|<\w{{1,20}}>|{_INSERTED})"
)
_INDEX = rf"(?:[0-9]{{1,4}}|{_PLACEHOLDER})"
_AFTER_ESCAPE = r"(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrt])"
_WORD_BEGINS = rf"(?:(?<![\w-])|{_AFTER_ESCAPE})"
_NAME_BEGINS = rf"(?:(?<![\w.-])|{_AFTER_ESCAPE})"
_NAME_ENDS = r"(?![\w-]|\.\w)"


@cache
def pattern(kind: MatchAs, spelling: str, *, any_case: bool = False) -> re.Pattern[str]:
    """Return what finds a spelling in a text. Endpoints are found in any case, others where that is asked."""
    flags = re.MULTILINE | (re.IGNORECASE if any_case or kind == "endpoint" else re.NOFLAG)
    return re.compile(_KINDS[kind](spelling), flags)


def below_index(kind: MatchAs, spelling: str) -> tuple[str, str] | None:
    """Return the part of a parameter before its index and that behind it, which a program may join later.

    None where what is behind is no name by itself.
    """
    before, found, behind = spelling.partition("#.")
    rest = behind.rstrip(".")
    return (before, rest) if kind == "parameter" and found and "." in rest and "#" not in rest else None


def cores(kind: MatchAs, spelling: str) -> tuple[str, ...]:
    """Return the texts of which one stands as it is wherever the spelling does: searched for first."""
    stem = spelling.removeprefix("lib")
    if kind == "library" and stem != spelling:
        return spelling, f"-l{stem}", *_LOADERS
    parts = [part.rstrip(".") for part in re.split(r"[#=]|.*\|.*=" if kind == "argument" else "#", spelling)]
    # With a dot within, a part is no everyday word.
    return (max(parts, key=lambda part: ("." in part[1:], len(part))),)


def longest_part(kind: MatchAs, spelling: str) -> str:
    """Return the longest part of a spelling that is on its line as it is, however the spelling is written.

    It is empty for an endpoint, which is found in any case.
    """
    if kind == "endpoint":
        return ""
    name = spelling.removeprefix("lib") if kind == "library" else re.sub(r".*\|.*=", "", spelling)
    return max(re.split(r"[./ #=]", name), key=len)


# The stem alone, such as "capture", would be in every other file.
_ASKING = ("PKGS", "pkg-config", "pkg_check_modules", "dependency")
_LOADERS = ("find_library(", "link(name", "link-lib=", *_ASKING)


def _loose(spelling: str) -> str:
    """Return a spelling with everything that code may put in between."""
    return "".join(map(_part, re.split(r"([./ ]|(?<=[./])[A-Z]#|#)", spelling)))


def _part(part: str) -> str:
    if part == "#":
        return _INDEX
    if part.endswith("#"):
        return f"(?:{part[0]}{_INDEX}|{_PLACEHOLDER})"
    if part in _SEPARATORS:
        return rf"(?:{JOINT})?{_SEPARATORS[part]}(?:{JOINT})?"
    return re.escape(part)


# --- the ways to match


def _endpoint(spelling: str) -> str:
    return f"{_WORD_BEGINS}{_loose(spelling)}{_NAME_ENDS}"


def _parameter(spelling: str) -> str:
    root = rf"{_WORD_BEGINS}root{_DOT}"
    name = spelling.removeprefix("root.")
    if name.endswith("."):
        below = rf"(?:{_DOT}(?:[\w\#]|{_IN_BRACES}){{1,80}}){{0,8}}"
        whole = rf"{_loose(name.removesuffix('.'))}{below}(?![\w-])"
    else:
        whole = f"{_loose(name)}{_NAME_ENDS}"
    # With `root.` in front no other program is meant, in whatever case.
    return f"(?i:{root}{whole})" + ("" if spelling.startswith("root.") else f"|{_NAME_BEGINS}{whole}")


def _argument(spelling: str) -> str:
    name, _, value = spelling.partition("=")
    if value:
        name = f"(?i:{name})"  # one of several: `user|login=root`
        between = rf"(?:{_QUOTE})?\]?[ \t]*(?:=>|[:=,]|%3[Dd])[ \t]*(?:{_QUOTE})?"
        given = rf"(?:(?<![\w.$-])|{_AFTER_ESCAPE}){name}{between}{value}"
        led_to = rf"(?<!<){name}(?:{_DEFAULT})|{name}\w{{0,20}}>|(?<=[_-]){name}[\w-]{{0,10}}[ ]"
        return rf"(?:{given}|(?:{led_to}){value})(?![\w.-]|[\"'`][\]:])"
    return "|".join(shape.replace("NAME", name) for shape in _ARGUMENT_SHAPES)


# What leads from a name, also as a part of a longer one, to its default: `self.user = one.user ?? "root"`,
# `("CAMERA_USER", "root")`, `${CAMERA_USER:-root}`. Neither a comparison nor a hint in a form gives one, nor
# does a tag have its name by default. Between tags it is the content.
_NO_STRING = r"[^\"'`\n]"
_DEFAULT = (
    rf"[\w-]{{0,20}}(?:{_QUOTE})?(?!{_NO_STRING}{{0,50}}(?:[=!]=|placeholder))(?!\w){_NO_STRING}{{1,50}}{_QUOTE}"
    rf"|[\w-]{{0,20}}(?:[ ]?[?:]=[ ]?|=(?:{_QUOTE})?(?:\$\{{\w{{1,30}}:-)?|:-|:[ ]|[ ]=[ ](?=\w+[ \t]*$))"
)
_VALUE = r"""(?!(?:\\?"){2}|(?:\\?'){2}|[ \t]*(?:[,;)\]}&]|$))"""
_EQUALS = r"=(?![=>~])[ \t]*"
_COLON = r"[ \t]*:(?![:=])[ \t]*"
_TAKES = r"(?:(?<=[?&;{(,\[\"'`])|(?<=[{(,;@] )|(?<=%3F)|(?<=%26)|(?<=\s-[dF] ))"
_ON_ITS_LINE = rf"(?={_COLON}{_VALUE}|=(?![=>~ ]){_VALUE}|[ ]{_EQUALS}[^\n]*,[ \t]*$)"
_ARGUMENT_SHAPES = (
    # A key in quotes: "NAME": 1, ["NAME"] = 1, ("NAME", 1)
    rf"(?<=[\"'`])NAME(?={_QUOTE}[ \t]*(?::(?![:=])|=>|{_EQUALS}|,|\][ \t]*{_EQUALS}))",
    # A tag of Go: `json:"NAME,omitempty"`
    r"(?<=json:\")NAME(?=[\",])",
    # In a query, a call or an option of curl: ?NAME=1, {NAME: 1}, (NAME=1), -d NAME=1
    rf"{_TAKES}NAME(?=(?:[ \t]*{_EQUALS}|{_COLON}){_VALUE})",
    # In a query without a value
    r"(?<=[?&])NAME(?=[&\"'`\s]|$)",
    # A key at the beginning of a line; `NAME = 1` there is a variable unless a comma follows
    rf"^[ \t]*(?:- )?(?:\w+ )?(?P<name>NAME){_ON_ITS_LINE}",
)


def _library(spelling: str) -> str:
    stem = spelling.removeprefix("lib")
    if stem == spelling or not stem.isidentifier():
        # Behind a `#` it is a heading that a page links to.
        return rf"(?<![\w#-]){re.escape(spelling)}(?![\w-])"
    return "|".join(
        (
            rf"(?<![\w-]){spelling}(?!\w|-(?!dev))",
            rf"(?<![\w-])-l{stem}(?![\w-])",
            rf"rustc-link-lib=(?:\w+=)?{stem}(?![\w-])|\blink\(name[ ]?=[ ]?\"{stem}\"",
            rf"\bfind_library\([\"']{stem}[\"']",
            # Among the packages that a build asks pkg-config for
            rf"\b(?:{'|'.join(_ASKING)})\b[^\n]{{0,200}}[ '\"](?P<name>{stem})(?![\w-])",
        )
    )


def _text(spelling: str) -> str:
    begins = r"(?<![\w.])" if spelling[0].isdigit() else r"(?<!\w)" if spelling[0].isalpha() else ""
    ends = r"(?!\w|\.[0-9]+\.)" if spelling[-1].isalnum() else ""
    return f"{begins}{_loose(spelling)}{ends}"


_KINDS: Mapping[MatchAs, Callable[[str], str]] = {
    "endpoint": _endpoint,
    "parameter": _parameter,
    "argument": _argument,
    "library": _library,
    "text": _text,
}
