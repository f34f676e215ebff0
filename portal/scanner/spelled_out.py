"""The names of parameters that a file spells by its structure: groups in XML or in a server report.

`<group name="Network"><parameter name="SSH">` and `[Network]`, then `SSH = "yes"`, both stand for
`Network.SSH`.
"""

import re
from collections.abc import Iterator

# What shows that a file is of this kind. A report shows it by the heading of a group: see `in_report`.
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
