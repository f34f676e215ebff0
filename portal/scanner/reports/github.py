"""Annotations beside the changed lines: workflow commands of GitHub."""

from collections.abc import Iterator

from portal.problems import github_command, one_line, printable
from portal.prose import to_text
from portal.scanner.reports.report import ScanReport, about, severity
from portal.scanner.scanning import Finding


def render(report: ScanReport) -> str:
    """Return a command for each finding and remark, and the rest as lines of the log."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: ScanReport) -> Iterator[str]:
    for group in report.groups:
        yield from map(_finding, group.findings)
    for remark in report.scan.remarks:
        place = {"file": printable(remark.path, 500), "line": str(remark.line), "col": str(remark.column)}
        yield github_command("warning", place, remark.message)
    for skipped in report.listed:
        yield github_command(
            "warning", {"file": printable(skipped.path, 500)}, f"not searched: {skipped.message}"
        )
    yield from map(one_line, (report.summary(), *report.searched(), *report.doubts))


def _finding(finding: Finding) -> str:
    use, change = finding.uses[0], finding.change
    place = {
        "file": printable(finding.path, 500),
        "line": str(use.line),
        "col": str(use.column),
        "endColumn": str(use.end_column),
        "title": change.title,
    }
    action = to_text(change.action.text or "")
    said = f"{about(finding)}: {change.when}"
    message = "\n".join(part for part in (said, action, change.url) if part)
    command = severity(finding.level, finding.where).replace("note", "notice")
    return github_command(command, place, message)
