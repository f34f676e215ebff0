"""For code scanning: SARIF 2.1.0 (OASIS standard), with a rule for each change that has names in code."""

import re
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from portal.problems import as_json, printable
from portal.prose import link_target, to_plain_markdown, to_text
from portal.scanner.reports.report import NO_ACTION, ScanReport, about, severity
from portal.scanner.scan_names import LEVELS, ScanChange
from portal.scanner.scanning import Finding
from portal.scanner.search import Use

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINK = re.compile(r"\[(?=[^\]\n]{0,500}\]\()")
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
        "shortDescription": {"text": _plain(change.title)},
        "fullDescription": {"text": _plain(f"{change.title}. {change.when}")},
        "helpUri": change.url,
        "help": {
            "text": _plain(f"{change.when}\n\n{action}\n\n{change.url}"),
            "markdown": f"{change.when}\n\n{marked_up}\n\n[{change.id}]({link_target(change.url)})",
        },
        "defaultConfiguration": {"level": severity(max(map(change.level, change.names), key=LEVELS.index))},
        "properties": {
            "tags": ["axis-os", change.kind, change.status],
            "precision": "high",
            "sureness": change.sureness,
        },
    }


def _result(finding: Finding, rule: int) -> Object:
    change, (use, *others) = finding.change, finding.uses
    known_by = f"{finding.path}\n{change.id}\n{finding.name}\n{use.text}"
    related = [{"id": number, **_location(finding, more)} for number, more in enumerate(others, 1)]
    return {
        "ruleId": change.id,
        "ruleIndex": rule,
        "level": severity(finding.level, finding.where),
        "properties": {"status": change.status, "place": finding.where},
        "message": {"text": _plain(f"{about(finding)}: {change.title}. {change.url}")},
        "locations": [_location(finding, use)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {
            "portalUse/v1": sha256(known_by.encode("utf-8", "surrogateescape")).hexdigest()
        },
    }


def _location(finding: Finding, use: Use) -> Object:
    return {
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


def _plain(text: str) -> str:
    """Keep brackets of a text from making a link (SARIF, section 3.11.6)."""
    return _LINK.sub(r"\\[", text)


def _notifications(report: ScanReport) -> list[Object]:
    said = [(item.path, f"not searched: {item.message}") for item in report.listed]
    said += [(item.path, item.message) for item in report.scan.remarks]
    placed = [
        {
            "level": "warning",
            "message": {"text": _plain(f"{printable(path, 500)}: {text}")},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
        }
        for path, text in said
    ]
    sentences = (report.summary(), *report.searched(), *report.doubts)
    return [*placed, *({"level": "note", "message": {"text": _plain(sentence)}} for sentence in sentences)]


def _artifact(path: str) -> Object:
    """Return where a file is: relative to the root of the sources, or as an address of its own."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": "%SRCROOT%"}
