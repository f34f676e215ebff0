"""Bounds: in which releases something can come whose release the source does not name."""

from collections.abc import Sequence

from portal.model import Catalog, Change, Stage
from portal.model.versions import Version


def bounds(
    catalog: Catalog,
    change: Change,
    version: Version,
    earlier: Sequence[Stage],
    rest: Sequence[Stage] = (),
) -> tuple[Version | None, Version | None]:
    """Return the first and the last release in which something can come whose release is not named.

    It stands between the stages before and after it. What is still to come is not in a release that is out;
    what has come is in one that is, and what is still to come may be in one that nobody has heard of yet.
    """
    if not version.is_major_only:
        return None, None
    major = version.major
    coming = _is_coming(catalog, change, rest[0] if rest else None)
    known = sorted(release.version for release in catalog.releases if release.version.major == major)
    out = {release.version for release in catalog.releases if release.status == "released"}
    before = [stage.version for stage in earlier if not stage.version.is_major_only]
    after = [stage.version for stage in rest if not stage.version.is_major_only]
    possible = [
        release
        for release in known
        if (not before or release >= before[-1]) and (not after or release <= after[0])
    ]
    fitting = [release for release in possible if (release not in out) == coming]
    beyond = Version((major, known[-1].numbers[1] + 1))
    first = fitting[0] if fitting else beyond
    if not coming:
        return first, fitting[-1] if fitting else None
    return first, after[0] if after and after[0].major == major else None


def _is_coming(catalog: Catalog, change: Change, stage: Stage | None) -> bool:
    """Whether something is still to come as of the data's date."""
    as_of = catalog.portal.data_as_of.end
    if stage and stage.date and as_of:
        return stage.date.start > as_of
    return change.status == "planned"
