"""Accepting what is found by a comment beside the code.

`portal: ignore[<id>, ...] reason` in a comment holds for its own line. If the comment has a line of its own,
it holds for the next line too. Without a reason it does not count. One that accepts nothing is reported.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from portal.problems import printable
from portal.scanner.page import CodePage
from portal.scanner.search import Use

_COMMENT = re.compile(r"portal:[ ]ignore\[(?P<ids>[^\]\n]{0,500})\](?P<reason>[^\n]{0,500})", re.IGNORECASE)
# What closes a comment, and is no reason
_CLOSERS = re.compile(r"(?:\*/|--+>|#>|\]\]|[\"'`;,\s])+$")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Suppression:
    """A comment that accepts uses of some changes on the lines that it holds for."""

    line: int
    column: int
    ids: tuple[str, ...]
    reason: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Remark:
    """Something about a suppression or a baseline that its author should know."""

    path: str
    line: int
    column: int
    message: str


def suppressions(page: CodePage) -> Iterator[Suppression]:
    """Return the comments of a text that accept uses."""
    for match in _COMMENT.finditer(page.text):
        line, column = page.place(match.start())
        start = page.starts[line - 1]
        alone = not _WORD.search(page.text, start, match.start())
        ids = tuple(part.strip() for part in match["ids"].split(",") if part.strip())
        reason = _CLOSERS.sub("", match["reason"]).strip()
        lines = (line, line + 1) if alone else (line,)
        yield Suppression(line, column, ids, reason, lines)


def accept(
    path: str, uses: Sequence[Use], comments: Iterable[Suppression], known: Set[str]
) -> tuple[tuple[Use, ...], tuple[Remark, ...]]:
    """Return the uses that no comment accepts, and remarks on the comments."""
    accepted: set[Use] = set()
    remarks = []
    for comment in comments:
        here = {use for use in uses if use.line in comment.lines and use.change in comment.ids}
        if comment.reason:
            accepted |= here
        remarks += [Remark(path, comment.line, comment.column, said) for said in _said(comment, here, known)]
    return tuple(use for use in uses if use not in accepted), tuple(remarks)


def _said(comment: Suppression, here: Set[Use], known: Set[str]) -> Iterator[str]:
    if not comment.ids:
        yield "the suppression names no change: write portal: ignore[<id>] and a reason"
    for change in comment.ids:
        if change not in known:
            yield f"the suppression names {printable(change)}, which is no change"
        elif not any(use.change == change for use in here):
            yield f"the suppression of {change} accepts nothing: remove it"
        elif not comment.reason:
            yield f"the suppression of {change} gives no reason, so it does not count: add one behind it"
