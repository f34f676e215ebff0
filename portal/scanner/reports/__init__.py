"""Reports of a scan: one format a module, a function of a `Report` each. `FORMATS` is the table of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from portal.scanner.reports import github, json_report, markdown, sarif, text
from portal.scanner.reports.report import FAIL_ON, ScanReport

__all__ = ["FAIL_ON", "FORMATS", "ScanReport"]

FORMATS: Mapping[str, Callable[[ScanReport], str]] = MappingProxyType(
    {
        "text": text.render,
        "json": json_report.render,
        "markdown": markdown.render,
        "github": github.render,
        "sarif": sarif.render,
    }
)
