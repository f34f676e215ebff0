"""For programs: JSON. Later versions 1.x only gain keys.

A key that does not apply is absent; a value that is not known is null, and `unknown` says why.
"""

from typing import Any

from portal.fields import present, statement_fields, to_fields
from portal.problems import as_json
from portal.scanner.reports.report import ScanGroup, ScanReport
from portal.scanner.scanning import Finding

SCHEMA_VERSION = "1.0"


def render(report: ScanReport) -> str:
    """Return the whole report as JSON."""
    scan, names = report.scan, report.scan.names
    value = {
        "schema_version": SCHEMA_VERSION,
        "data_as_of": to_fields(names.data_as_of),
        **present(ages=to_fields(names.ages)),
        "summary": report.summary(),
        "searched": {
            "paths": list(report.paths),
            "files": scan.files,
            "bytes": scan.size,
            "names": names.count,
            "changes": sum(bool(change.names) for change in names.changes),
        },
        "counts": {
            **{level: report.counts[level] for level in ("applied", "planned", "unconfirmed", "note")},
            "accepted": scan.accepted,
        },
        "places": dict(report.places),
        **present(versions=report.versions or None, cautions=list(report.cautions)),
        "changes": [_group(group) for group in report.groups],
        "remarks": to_fields(scan.remarks),
        "skipped": [{"path": item.path, "why": item.why, "message": item.message} for item in scan.skipped],
    }
    return as_json(value, 1) + "\n"


def _group(group: ScanGroup) -> dict[str, Any]:
    change = group.change
    return {
        "id": change.id,
        "title": change.title,
        "url": change.url,
        "version": str(change.version),
        "when": change.when,
        "level": group.level,
        "status": change.status,
        "consequence": None if change.consequence == "unknown" else change.consequence,
        "sureness": change.sureness,
        **present(audience=list(change.audience)),
        **statement_fields({"action": change.action}),
        "findings": [_finding(finding) for finding in group.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "name": finding.name,
        "place": finding.uses[0].place,
        "level": finding.level,
        "comment": all(use.comment for use in finding.uses),
        "lines": [
            {
                "line": use.line,
                "column": use.column,
                "end_column": use.end_column,
                "text": use.text,
                "comment": use.comment,
            }
            for use in finding.uses
        ],
    }
