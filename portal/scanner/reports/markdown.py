"""To paste into a ticket or a pull request: Markdown."""

import re
from collections.abc import Iterator

from portal.problems import one_line, printable
from portal.prose import escape_markdown, link_target, to_plain_markdown
from portal.scanner.reports.report import NO_ACTION, SHOWN, ScanGroup, ScanReport, note
from portal.words import counted


def render(report: ScanReport) -> str:
    """Return the findings by change under headings, then what was searched."""
    # What to do can have lines of its own
    lines = (line for text in _lines(report) for line in text.split("\n"))
    return "\n".join(map(one_line, lines)) + "\n"


def _lines(report: ScanReport) -> Iterator[str]:
    yield from ("# Scan for AXIS OS breaking changes", "", _plain(report.summary()), "")
    for group in report.groups:
        yield from _group(group)
    yield from ("## What was searched", "")
    yield from (f"- {_plain(sentence)}" for sentence in (*report.searched(), *report.doubts))
    yield from (f"- {_code(item.path)}:{item.line}: {_plain(item.message)}" for item in report.scan.remarks)
    yield from (f"- {_code(item.path)} was not searched: {_plain(item.message)}" for item in report.listed)


def _group(group: ScanGroup) -> Iterator[str]:
    change = group.change
    yield from (f"## [{_plain(change.title)}]({link_target(change.url)})", "", _plain(change.when), "")
    yield from (to_plain_markdown(change.action.text or "") or NO_ACTION, "")
    for finding in group.findings:
        shown, left = finding.uses[:SHOWN], finding.uses[SHOWN:]
        for use in shown:
            yield f"- {_code(f'{finding.path}:{use.line}')}{note(use.where)}: {_code(use.text)}"
        if left:
            yield f"  and {counted(len(left), 'more line')}"
    yield ""


def _plain(text: str) -> str:
    """Keep characters of a plain text from meaning anything in Markdown."""
    return escape_markdown(printable(text, 500))


def _code(text: str) -> str:
    """Return a text as code, whatever backticks it has (CommonMark, code spans)."""
    shown = printable(text, 500)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if "`" in shown else f"`{shown}`"
