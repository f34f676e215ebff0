"""What a rule looks at: the records, where each stands, and the day to judge by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.model import Catalog, Change, DateEntry, Release
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

    def date_lists(self) -> Iterator[tuple[str, FieldPath, tuple[DateEntry, ...]]]:
        """Return each list of dates with its file's path and its field."""
        for path, release in self.releases():
            for number, row in enumerate(release.schedule):
                yield path, ("schedule", number, "dates"), row.dates
        for number, track in enumerate(self.catalog.tracks.tracks):
            yield "data/tracks.yml", ("tracks", number, "support_end"), track.support_end

    def dates(self) -> Iterator[tuple[str, FieldPath, DateEntry]]:
        """Return each entry of them, with its place."""
        for path, field, entries in self.date_lists():
            for number, entry in enumerate(entries):
                yield path, (*field, number), entry

    def known(self, folder: str) -> set[str]:
        """Return the names of all files in a folder of entries, broken ones too, without their ending."""
        prefix = f"data/{folder}/"
        paths = [*self.documents, *self.broken]
        return {path[len(prefix) : -len(".yml")] for path in paths if path.startswith(prefix)}

    def problem(self, rule: str, path: str, field: FieldPath, message: str, hint: str = "") -> Problem:
        """Return a problem at a field of a file."""
        place = self.documents[path].place(field)
        return Problem(path, *place, field_name(field), message, hint, rule)
