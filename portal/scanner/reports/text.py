"""For people, on a terminal or in the log of a build."""

import textwrap
from collections.abc import Iterator

from portal.problems import one_line, printable
from portal.prose import to_text
from portal.scanner.reports.report import NO_ACTION, SHOWN, ScanGroup, ScanReport, note
from portal.scanner.scanning import Finding
from portal.words import counted

WIDTH = 100


def render(report: ScanReport) -> str:
    """Return the findings by change, then what was searched."""
    return "\n".join(map(one_line, _lines(report))) + "\n"


def _lines(report: ScanReport) -> Iterator[str]:
    yield from (*_wrapped(report.summary()), "")
    for group in report.groups:
        yield from (*_group(group), "")
    for remark in report.scan.remarks:
        yield f"{_path(remark.path)}:{remark.line}:{remark.column}: {remark.message}"
    for skipped in report.listed:
        yield f"{_path(skipped.path)}: not searched: {skipped.message}"
    if report.scan.remarks or report.listed:
        yield ""
    for sentence in (*report.searched(), *report.doubts):
        yield from _wrapped(sentence)


def _wrapped(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, WIDTH, break_long_words=False, break_on_hyphens=False)


def _group(group: ScanGroup) -> Iterator[str]:
    change = group.change
    yield f"{change.title}   [{change.id}]"
    yield f"    {change.when}"
    action = to_text(change.action.text or "") or NO_ACTION
    yield from textwrap.wrap(
        action, WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False
    )
    yield f"    {change.url}"
    for finding in group.findings:
        yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    for use in finding.uses[:SHOWN]:
        said = f"{printable(use.text, 200)}{note(use.where, '   ')}"
        yield f"  {_path(finding.path)}:{use.line}:{use.column}: {said}"
    if left := finding.uses[SHOWN:]:
        yield f"    and {counted(len(left), 'more line')}"


def _path(path: str) -> str:
    return printable(path, 500)
