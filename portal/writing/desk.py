"""The desk: the data as it stands, for commands that edit it, and the check that an edit has to pass."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from portal.addresses import change_file
from portal.model.versions import Version
from portal.problems import InvalidData, Problem, Refusal, Refused, printable
from portal.reading.catalog import Report, check_data, kind_of, read_schemas
from portal.reading.opening import read_file
from portal.reading.rules.unknown_release import releases_near
from portal.reading.structure import Schemas
from portal.writing.edits import Edit
from portal.writing.shape import Shape
from portal.writing.yaml_source import SourceText, read_source


class WouldBreak(InvalidData):
    """The data is sound, and would not be so with an edit."""


@dataclass(frozen=True)
class Desk:
    """The data of the checkout at `root` on the day that is `today`."""

    root: Path
    today: date
    report: Report
    schemas: Schemas

    @classmethod
    def at(cls, root: Path, today: date) -> "Desk":
        """Read all data. Raises `InvalidData` where a list is broken that all entries rely on."""
        report = check_data(root, today=today)
        broken = [problem for problem in report.problems if _is_broken_list(problem, report)]
        if broken:
            raise InvalidData(broken)
        return cls(root, today, report, read_schemas(root))

    def shape(self, kind: str) -> Shape:
        """Return the shape of a kind of file."""
        return Shape.of(self.schemas.schema(kind))

    def files(self, kind: str) -> list[str]:
        """Return the paths of the files of a kind that are sound by themselves."""
        return [path for path in self.report.documents if kind_of(path) == kind]

    def value(self, path: str) -> dict[str, Any]:
        """Return what a sound file says."""
        value = self.report.documents[path].value
        return value if isinstance(value, dict) else {}

    def source(self, path: str) -> SourceText:
        """Return a file that is sound by itself, to be edited. Raises `InvalidData`."""
        if path not in self.report.documents:
            raise InvalidData(problem for problem in self.report.problems if problem.path == path)
        return read_source(read_file(self.root, path), path)

    def change(self, change_id: str) -> SourceText:
        """Return the file of a change. Raises `Refused` with the ids that were probably meant."""
        path = change_file(change_id)
        if path in self.report.files:
            return self.source(path)
        ids = [Path(file).stem for file in self.report.files if kind_of(file) == "change"]
        hint = meant(change_id, ids) or "ids are the names of the files in data/changes/"
        raise Refused(Refusal("id", f'"{printable(change_id)}" is not a change', hint))

    def listed(self, kind: str) -> list[dict[str, Any]]:
        """Return the items of a file that is a list, such as `sources`."""
        items: list[dict[str, Any]] = self.value(f"data/{kind}.yml").get(kind, [])
        return items

    def unknown_source(self, source_id: str) -> Refusal | None:
        """Return what is wrong with the id of a source, with the ids that were probably meant."""
        ids = [one["id"] for one in self.listed("sources")]
        if source_id in ids:
            return None
        hint = meant(source_id, ids) or f"one of: {', '.join(ids[-8:])}; a new one: make new ARGS=source"
        return Refusal("source", f'"{printable(source_id)}" is not a source of data/sources.yml', hint)

    @property
    def releases(self) -> list[Version]:
        """The releases that have a file, in order."""
        return sorted(Version.parse(self.value(path)["version"]) for path in self.files("release"))

    def version(self, text: str) -> Version:
        """Return a version that a change can have. Raises `Refused` with the releases near it."""
        try:
            version = Version.parse(text)
        except ValueError:
            message = f'"{printable(text)}" is not a version'
            raise Refused(Refusal("version", message, "versions look like 11.10, 12.0 or 12")) from None
        known = self.releases
        if version in known or (version.is_major_only and version.major in {one.major for one in known}):
            return version
        hint = releases_near(version, known)
        hint += " (make new ARGS=release)" if "needs" in hint else ""
        raise Refused(Refusal("version", f"{version} is not a release", hint))

    def is_out(self, version: Version) -> bool:
        """Whether a release is out; for a major version alone, whether any of its releases is."""
        of_it = [one for one in self.releases if version in (one, Version((one.major,)))]
        rows = (self.value(f"data/releases/{one}.yml")["schedule"][0] for one in of_it)
        return any(row["dates"][-1]["state"] == "released" for row in rows)

    @property
    def next_number(self) -> str:
        """The number of the next date of a release or track."""
        logs = [row["dates"] for path in self.files("release") for row in self.value(path)["schedule"]] + [
            track.get("support_end", []) for track in self.listed("tracks")
        ]
        return str(1 + max((int(entry["id"]) for log in logs for entry in log), default=0))

    def after(self, edits: Iterable[Edit]) -> "Desk":
        """Return the desk as it is with edits of other files. Raises `WouldBreak` where one is not sound."""
        edited = {edit.path: edit.after for edit in edits}
        report = check_data(self.root, today=self.today, edited=edited)
        if not edited.keys() <= report.documents.keys():
            raise WouldBreak(problem for problem in report.problems if problem.path in edited)
        return replace(self, report=report)

    def check(self, edits: Iterable[Edit]) -> None:
        """Check that all data is as sound with the edits as before, and the files edited wholly so.

        Raises `InvalidData` for files that have problems already, and `WouldBreak` for new problems.
        """
        edited = {edit.path: edit.after for edit in edits}
        known = {_key(problem) for problem in self.report.problems}
        after = check_data(self.root, today=self.today, edited=edited)
        bad = [one for one in after.problems if one.path in edited or _key(one) not in known]
        if any(_key(one) in known for one in bad):
            raise InvalidData(bad)
        if bad:
            raise WouldBreak(bad)


def meant(asked: str, ids: list[str]) -> str:
    """Say which ids were probably meant; empty where none is near."""
    asked = asked.lower()
    close = [*get_close_matches(asked, ids, 3, 0.5), *(name for name in ids if asked and asked in name)]
    names = ", ".join([*dict.fromkeys(close)][:5])
    return f"did you mean {names}?" if names else ""


def _is_broken_list(problem: Problem, report: Report) -> bool:
    """Whether a problem keeps the rules from being checked."""
    is_list = problem.path in report.files and problem.path.count("/") == 1
    return is_list and problem.path not in report.documents


def _key(problem: Problem) -> tuple[str, ...]:
    """Return what a problem is known by, wherever it stands now."""
    return problem.path, problem.field, problem.rule, problem.message
