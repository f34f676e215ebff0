"""For people, on a terminal or in the log of a build."""

import textwrap
from collections.abc import Iterator

from portal.problems import one_line, printable
from portal.prose import to_text
from portal.scanner.reports.report import NO_ACTION, ScanGroup, ScanReport
from portal.scanner.scanning import Finding

WIDTH = 100


def render(report: ScanReport) -> str:
    """Return the findings by change, then what was searched."""
    return "\n".join(map(one_line, _lines(report))) + "\n"


def _lines(report: ScanReport) -> Iterator[str]:
    for group in report.groups:
        yield from (*_group(group), "")
    for remark in report.scan.remarks:
        yield f"{_path(remark.path)}:{remark.line}:{remark.column}: {remark.message}"
    for skipped in report.listed:
        yield f"{_path(skipped.path)}: not searched: {skipped.message}"
    if report.scan.remarks or report.listed:
        yield ""
    for sentence in (report.summary(), *report.searched(), *report.cautions):
        yield from textwrap.wrap(sentence, WIDTH, break_long_words=False, break_on_hyphens=False)


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
        yield _finding(finding)


def _finding(finding: Finding) -> str:
    use = finding.use
    comment = "   (in a comment)" if use.comment else ""
    return f"  {_path(finding.path)}:{use.line}:{use.column}: {printable(use.text, 200)}{comment}"


def _path(path: str) -> str:
    return printable(path, 500)
