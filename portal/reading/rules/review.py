"""What a rule looks at: the records, where each stands, and the day to judge by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.model import Catalog, Change, Release
from portal.problems import FieldPath, Problem
from portal.reading.yamltext import Document, field_name


@dataclass(frozen=True)
class Review:
    """All sound records with their documents.

    `broken` are the paths of files that could not be read: their ids count as known, so that one mistake
    is reported once. `as_of` is the day to judge staleness by, `today` the last day on which anything can
    have been recorded; None leaves that out.
    """

    catalog: Catalog
    documents: Mapping[str, Document]
    broken: frozenset[str]
    as_of: date | None
    today: date | None

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Return each change with its file's path, in the order of the files."""
        for path, document in self.documents.items():
            if path.startswith("data/changes/") and isinstance(document.value, dict):
                change = self.catalog.change_by_id[str(document.value["id"])]
                yield path, change

    def releases(self) -> Iterator[tuple[str, Release]]:
        """Return each release with its file's path."""
        versions = {str(release.version): release for release in self.catalog.releases}
        for path, document in self.documents.items():
            if path.startswith("data/releases/") and isinstance(document.value, dict):
                yield path, versions[str(document.value["version"])]

    def known(self, folder: str) -> set[str]:
        """Return the names of all files in a folder of entries, broken ones too, without their ending."""
        prefix = f"data/{folder}/"
        paths = [*self.documents, *self.broken]
        return {path[len(prefix) : -len(".yml")] for path in paths if path.startswith(prefix)}

    def problem(self, rule: str, path: str, field: FieldPath, message: str, hint: str = "") -> Problem:
        """Return a problem at a field of a file."""
        place = self.documents[path].place(field)
        return Problem(path, *place, field_name(field), message, hint, rule)
