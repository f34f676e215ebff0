"""For code scanning: SARIF 2.1.0 (OASIS standard), with a rule for each change that has names in code."""

from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from portal.problems import as_json, printable
from portal.prose import link_target, to_plain_markdown, to_text
from portal.scanner.reports.report import NO_ACTION, ScanReport
from portal.scanner.scan_names import LEVELS, Level, ScanChange
from portal.scanner.scanning import Finding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL: dict[Level, str] = {
    "applied": "error",
    "planned": "warning",
    "unconfirmed": "warning",
    "note": "note",
}
Object = dict[str, Any]


def render(report: ScanReport) -> str:
    """Return a log with one run: rules, results, and what was not searched as notifications."""
    changes = [change for change in report.scan.names.changes if change.names]
    index = {change.id: number for number, change in enumerate(changes)}
    run = {
        "tool": {
            "driver": {
                "name": "portal scan",
                "version": report.version,
                "informationUri": f"{report.site}partners/scan/",
                "rules": [_rule(change) for change in changes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
        "results": [_result(finding, index[finding.change.id]) for finding in report.scan.findings],
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, 1) + "\n"


def _rule(change: ScanChange) -> Object:
    action = to_text(change.action.text or "") or NO_ACTION
    marked_up = to_plain_markdown(change.action.text or "") or action
    return {
        "id": change.id,
        "shortDescription": {"text": change.title},
        "fullDescription": {"text": f"{change.title}. {change.when}"},
        "helpUri": change.url,
        "help": {
            "text": f"{change.when}\n\n{action}\n\n{change.url}",
            "markdown": f"{change.when}\n\n{marked_up}\n\n[{change.id}]({link_target(change.url)})",
        },
        "defaultConfiguration": {"level": _LEVEL[max(map(change.level, change.names), key=LEVELS.index)]},
        "properties": {
            "tags": ["axis-os", change.kind, change.status],
            "precision": "high",
            "sureness": change.sureness,
        },
    }


def _result(finding: Finding, rule: int) -> Object:
    use, change = finding.use, finding.change
    comment = " (in a comment)" if use.comment else ""
    known_by = f"{finding.path}\n{use.change}\n{use.name}\n{use.text}"
    return {
        "ruleId": change.id,
        "ruleIndex": rule,
        "level": _LEVEL[finding.level],
        "properties": {"status": change.status},
        "message": {"text": f"{use.name}{comment}: {change.title}. {change.when}. {change.url}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(finding.path),
                    "region": {
                        "startLine": use.line,
                        "startColumn": use.column,
                        "endColumn": use.end_column,
                        "snippet": {"text": printable(use.text, 300)},
                    },
                }
            }
        ],
        "partialFingerprints": {
            "portalUse/v1": sha256(known_by.encode("utf-8", "surrogateescape")).hexdigest()
        },
    }


def _notifications(report: ScanReport) -> list[Object]:
    said = [(item.path, f"not searched: {item.message}") for item in report.listed]
    said += [(item.path, item.message) for item in report.scan.remarks]
    placed = [
        {
            "level": "warning",
            "message": {"text": f"{printable(path, 500)}: {text}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
        }
        for path, text in said
    ]
    sentences = (report.summary(), *report.searched(), *report.cautions)
    return [*placed, *({"level": "note", "message": {"text": sentence}} for sentence in sentences)]


def _artifact(path: str) -> Object:
    """Return where a file is: relative to the root of the sources, or as an address of its own."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": "%SRCROOT%"}
