"""For programs: JSON. Later versions 1.x only gain keys.

A key that does not apply is absent; a value that is not known is null, and `unknown` says why.
"""

from dataclasses import asdict
from typing import Any

from portal.fields import present, to_fields
from portal.problems import as_json
from portal.scanner.places import PLACES
from portal.scanner.reports.report import ScanGroup, ScanReport, is_absent
from portal.scanner.scan_names import LEVELS
from portal.scanner.scanning import Finding

SCHEMA_VERSION = "1.0"
# What a report says of a change and of a line, of all that is known of them
_CHANGE = (
    "id", "title", "url", "version", "when", "status", "consequence", "sureness", "audience", "action",
    "unknown",
)  # fmt: skip
_LINE = ("line", "column", "end_column", "text", "comment")


def render(report: ScanReport) -> str:
    """Return the whole report as JSON."""
    scan, names = report.scan, report.scan.names
    value = {
        "schema_version": SCHEMA_VERSION,
        "exit_code": report.exit_code,
        "reasons": list(report.reasons),
        "summary": report.summary(),
        **present(today=report.today and report.today.isoformat()),
        "data_as_of": to_fields(names.data_as_of),
        **present(ages=to_fields(names.ages)),
        "site": report.site,
        "searched": {
            "paths": list(report.paths),
            "files": scan.files,
            "bytes": scan.size,
            "names": names.count,
            "changes": sum(bool(change.names) for change in names.changes),
        },
        **present(versions=report.versions or None, doubts=list(report.doubts)),
        "accepted": scan.accepted,
        "levels": {level: report.levels[level] for level in reversed(LEVELS)},
        "places": {place: report.places[place] for place in PLACES},
        "changes": [_group(report, group) for group in report.groups],
        "remarks": [asdict(remark) for remark in scan.remarks],
        "skipped": [asdict(item) for item in scan.skipped],
    }
    return as_json(value, 1) + "\n"


def _group(report: ScanReport, group: ScanGroup) -> dict[str, Any]:
    change = to_fields(group.change)
    return {
        **{name: change[name] for name in _CHANGE if name in change},
        "level": group.level,
        "findings": [_finding(report, finding) for finding in group.findings],
    }


def _finding(report: ScanReport, finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "name": finding.name,
        "place": finding.where,
        "level": finding.level,
        "counts": report.counts(finding),
        "absent": is_absent(finding),
        "comment": all(use.comment for use in finding.uses),
        "lines": [{name: getattr(use, name) for name in _LINE} for use in finding.uses],
    }
