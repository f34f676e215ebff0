"""Words: how a change's facts are said in English, the same on pages and in feeds."""

from portal.model import Change
from portal.versions import Version

STATUS = {"planned": "Planned", "applied": "Applied", "withdrawn": "Withdrawn"}
KIND = {
    "removal": "Removal",
    "deprecation": "Deprecation",
    "default": "Changed default",
    "behavior": "Changed behavior",
    "restriction": "Restriction",
    "addition": "Addition",
}
APPLIES_TO = {
    "upgrade": "hits upgraded devices",
    "factory-default": "hits only new or factory-reset devices",
    "unknown": "not known whether it hits upgraded devices",
}
EFFECT = {
    "removed": "removed",
    "deprecated": "deprecated",
    "changed": "changed",
    "default-changed": "new default",
    "restricted": "restricted",
    "added": "new",
    "indicator": "tells whether the change is in force",
}
NOTE = {
    "contradiction": "The source contradicts itself",
    "gap": "The source leaves this open",
    "garbled": "The source is garbled here",
    "context": "Good to know",
}
EVENT = {
    "recorded": "Recorded",
    "announced": "Announced",
    "moved": "Moved",
    "applied": "Applied",
    "withdrawn": "Withdrawn",
    "corrected": "Corrected",
}


def product_name(version: Version) -> str:
    """Say a version in full."""
    return f"AXIS OS {version}"


def status_line(change: Change) -> str:
    """Say in a line what a reader decides by: status, kind, version, and whom it hits."""
    return f"{STATUS[change.status]} · {reach_line(change)}"


def reach_line(change: Change) -> str:
    """Say the same without the status."""
    parts = [KIND[change.kind].lower(), f"from {product_name(change.version)}"]
    if change.version.is_major_only:
        parts.append("release not stated")
    if change.tentative:
        parts.append("version or date not decided")
    return " · ".join([*parts, APPLIES_TO[change.applies_to]])
