"""By the day given, nothing is still called planned or scheduled that should be out.

Checked only on request, with `portal check --as-of 2026-11-23`: data does not turn wrong overnight by itself.

Passes: `status: planned` for 12.0, due by September 2024, as of 1 June 2024.

Fails: the same as of 1 October 2024.
"""

from collections.abc import Iterator
from datetime import date

from portal.model import Catalog
from portal.problems import Problem
from portal.rules.review import Review
from portal.versions import Version

ID = "stale"


def check(review: Review) -> Iterator[Problem]:
    """Give each planned change and each scheduled release that was due before `as_of`."""
    if review.as_of is None:
        return
    for path, change in review.changes():
        due = _due(review.catalog, change.version)
        if change.status == "planned" and due and due < review.as_of:
            message = f"planned for {change.version}, which was due by {due}"
            hint = "set status: applied, move it to another version, or withdraw it; add the event to history"
            yield review.problem(ID, path, ("status",), message, hint)
    for path, release in review.releases():
        end = release.date.end if release.date else None
        if release.status == "scheduled" and end and end < review.as_of:
            message = f"scheduled, but was due by {end}"
            yield review.problem(ID, path, ("status",), message, "set status: released, or give the new date")


def _due(catalog: Catalog, version: Version) -> date | None:
    """Give the last day a version was to come: for a major version alone, that of its first dated release."""
    if version.is_major_only:
        releases = [
            release for release in reversed(catalog.releases) if release.version.major == version.major
        ]
    else:
        releases = [release for release in catalog.releases if release.version == version.release]
    return next((release.date.end for release in releases if release.date), None)
