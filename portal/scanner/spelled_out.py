"""The names of parameters that a file spells by its structure: groups in XML or in a server report.

`<group name="Network"><parameter name="SSH">` and `[Network]`, then `SSH = "yes"`, both stand for
`Network.SSH`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# What shows that a file is of this kind. A report shows it by the heading of a group: see `in_report`.
IN_XML = "<parameter name="
_TAG = re.compile(
    r"<(?:(?P<end>/group)|(?P<tag>group|parameter)\b[^>]{0,200}?\bname=[\"'](?P<name>[\w.]{1,80})[\"']"
    r"[^>]{0,2000}?(?P<empty>/)?)>"
)
_LINE = re.compile(r"^[ \t]*(?:\[(?P<group>[\w.]{1,200})\]|(?P<name>\w[\w.]{0,80})[ \t]*=)", re.MULTILINE)


class SpelledOut(NamedTuple):
    """A parameter with all its groups, and where the last part of its name stands."""

    name: str
    begin: int
    end: int


def in_report(parameter: str) -> str | None:
    """Return how the heading of a parameter's group ends in a server report, None without a group."""
    group = parameter.rstrip(".").rpartition(".")[0]
    return f"{group.removeprefix('root.')}]" if group and "#" not in group else None


def spelled_out(text: str) -> Iterator[SpelledOut]:
    """Return the parameters of a text by its tags or, where it has none, by its groups in brackets."""
    return _of_tags(text) if IN_XML in text else _of_lines(text)


def _of_tags(text: str) -> Iterator[SpelledOut]:
    groups: list[str] = []
    for match in _TAG.finditer(text):
        if match["end"]:
            del groups[-1:]
        elif match["tag"] == "parameter":
            yield SpelledOut(".".join((*groups, match["name"])), *match.span("name"))
        elif not match["empty"]:
            groups.append(match["name"])


def _of_lines(text: str) -> Iterator[SpelledOut]:
    group = ""
    for match in _LINE.finditer(text):
        if match["group"]:
            group = match["group"]
        elif group:
            yield SpelledOut(f"{group}.{match['name']}", *match.span("name"))
