"""The scanner: finds in code and configuration the names that breaking changes touch."""

from portal.scanner.accepting import Baseline, read_baseline, render_baseline
from portal.scanner.code_files import LARGEST, Walk
from portal.scanner.ignoring import Ignoring
from portal.scanner.places import PLACES
from portal.scanner.reports import FAIL_ON, FORMATS, ScanReport
from portal.scanner.scan_names import Between, Names, ScanChange, names_of, wrong_names
from portal.scanner.scanning import Asked, Scan, scan, scan_text

__all__ = [
    "FAIL_ON",
    "FORMATS",
    "LARGEST",
    "PLACES",
    "Asked",
    "Baseline",
    "Between",
    "Ignoring",
    "Names",
    "Scan",
    "ScanChange",
    "ScanReport",
    "Walk",
    "names_of",
    "read_baseline",
    "render_baseline",
    "scan",
    "scan_text",
    "wrong_names",
]
