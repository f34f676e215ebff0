"""Accepting what is found: by a comment beside the code, or by a file of the uses that were there on a day.

`portal: ignore[<id>, ...] reason` in a comment holds for its own line. If the comment has a line of its own,
it holds for the next line too. Without a reason it does not count. One that accepts nothing is reported.

In a baseline a use is the same while its file, change, name and line of code are. The number of the line may
change.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from portal.fields import from_fields, json_text, read_fields, to_fields
from portal.problems import printable
from portal.scanner.page import CodePage
from portal.scanner.search import Use

SCHEMA_VERSION = "1.0"
_HINT = "write it with portal scan --write-baseline FILE"
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
    """Something about a file, a suppression or a baseline that its author should know.

    One that `is_unknown` is of something that matters and cannot be told.
    """

    path: str
    line: int
    column: int
    message: str
    is_unknown: bool = False


def not_known(path: str, what: str) -> Remark:
    """Return the remark that something of a file cannot be told."""
    return Remark(path, 1, 1, f"not known: {what}", is_unknown=True)


def suppressions(page: CodePage) -> Iterator[Suppression]:
    """Return the comments of a text that accept uses."""
    for match in _COMMENT.finditer(page.text):
        line, column = page.position(match.start())
        start = page.starts[line - 1]
        alone = not _WORD.search(page.text, start, match.start())
        ids = tuple(part.strip() for part in match["ids"].split(",") if part.strip())
        reason = _CLOSERS.sub("", match["reason"]).strip()
        lines = (line, line + 1) if alone else (line,)
        yield Suppression(line, column, ids, reason, lines)


def accept(
    page: CodePage, uses: Sequence[Use], known: Set[str]
) -> tuple[tuple[Use, ...], tuple[Remark, ...]]:
    """Return the uses in a text that no comment accepts, and remarks on the comments."""
    accepted: set[Use] = set()
    remarks = []
    for comment in suppressions(page):
        here = {use for use in uses if use.line in comment.lines and use.change in comment.ids}
        if comment.reason:
            accepted |= here
        remarks += [
            Remark(page.path, comment.line, comment.column, said) for said in _said(comment, here, known)
        ]
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


# --- the baseline


@dataclass(frozen=True, order=True)
class Accepted:
    """A use that is accepted, as often as `count` says."""

    path: str
    change: str
    name: str
    text: str
    count: int = 1


@dataclass(frozen=True)
class Baseline:
    """The uses that a file accepts."""

    accepted: tuple[Accepted, ...]


def read_baseline(data: bytes, where: str) -> Baseline:
    """Return a baseline from its file. Raises `InvalidData`."""
    return from_fields(read_fields(data, where, "a baseline", SCHEMA_VERSION, _HINT), Baseline, where)


def render_baseline(uses: Iterable[Use]) -> str:
    """Return the file that accepts these uses, in an order in which a new use changes few lines."""
    accepted = [Accepted(*key, count) for key, count in sorted(Counter(map(_key, uses)).items())]
    return json_text({"schema_version": SCHEMA_VERSION, "accepted": to_fields(accepted)})


def accept_baseline(
    uses: Iterable[Use], baseline: Baseline, where: str, below: Sequence[str] = (".",)
) -> tuple[tuple[Use, ...], tuple[Remark, ...]]:
    """Return the uses that a baseline does not accept, and a remark for each of its uses that is gone.

    `below` are the paths that were searched; a use outside them is not called gone.
    """
    left = Counter[tuple[str, str, str, str]]()
    for item in baseline.accepted:
        left[item.path, item.change, item.name, item.text] += item.count
    new = []
    for use in uses:
        if left[_key(use)] > 0:
            left[_key(use)] -= 1
        else:
            new.append(use)
    gone = (
        f"the baseline accepts a use of {printable(change)} in {printable(path, 500)} that is gone"
        + (f", {count} times" if count > 1 else "")
        for (path, change, _, _), count in sorted(left.items())
        if count > 0 and any(_is_below(path, top) for top in below)
    )
    return tuple(new), tuple(Remark(where, 1, 1, f"{said}: write it anew") for said in gone)


def _is_below(path: str, top: str) -> bool:
    return top in {".", path} or path.startswith(f"{top.rstrip('/')}/")


def _key(use: Use) -> tuple[str, str, str, str]:
    # Printable, as a path can hold bytes that are no text, and JSON cannot.
    return printable(use.path, 5000), use.change, use.name, printable(" ".join(use.text.split()), 500)
