"""A change, its stages and the line of a track name only releases that `data/releases/` lists.

A major version alone needs at least one listed release of it.

Passes:

```yaml
# data/changes/date-cgi-removal.yml
version: "11.11"
```

Fails:

```yaml
# data/changes/date-cgi-removal.yml
version: "11.7"
```
"""

from collections.abc import Iterator
from contextlib import suppress

from portal.model.versions import Version
from portal.problems import FieldPath, Problem
from portal.reading.rules.review import Review

ID = "unknown-release"


def check(review: Review) -> Iterator[Problem]:
    """Return each version that no release file stands for."""
    known = sorted(_known(review))
    majors = {version.major for version in known}
    for path, field, version in _versions(review):
        listed = version.major in majors if version.is_major_only else version in known
        if not listed:
            what = "a major version with releases" if version.is_major_only else "a release"
            yield review.problem(ID, path, field, f"{version} is not {what}", releases_near(version, known))


def _known(review: Review) -> set[Version]:
    """Return the releases that have a file, a broken one too, unless its name is no version."""
    known = set(review.catalog.release_by_version)
    for name in review.known("releases"):
        with suppress(ValueError):
            known.add(Version.parse(name))
    return known


def _versions(review: Review) -> Iterator[tuple[str, FieldPath, Version]]:
    for path, change in review.changes():
        yield path, ("version",), change.version
        for number, stage in enumerate(change.stages):
            yield path, ("stages", number, "version"), stage.version
    for number, track in enumerate(review.catalog.tracks.tracks):
        if track.line:
            yield "data/tracks.yml", ("tracks", number, "line"), track.line


def releases_near(version: Version, known: list[Version]) -> str:
    """Return a hint that names the known releases, in order, before and after a version that is none."""
    if version.release in known:
        return f"write {version.release}"
    first = f"{version}.0" if version.is_major_only else str(version.release)
    before = [str(release) for release in known if release < version][-2:]
    after = [str(release) for release in known if release > version][:2]
    return (
        f"known releases near it: {', '.join([*before, *after])}; a new one needs data/releases/{first}.yml"
    )
