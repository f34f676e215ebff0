"""What every report says: the findings by change, a summary, what was searched and what not, exit code."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.model.dates import When
from portal.problems import printable
from portal.scanner.code_files import Skipped, Why
from portal.scanner.places import PLACES, Place
from portal.scanner.scan_names import LEVELS, Level, ScanChange
from portal.scanner.scanning import Finding, Scan
from portal.words import CONSEQUENCE, counted

# So many lines of one name in one file are shown
SHOWN = 3
NO_ACTION = "What to do is not known."
# What everybody expects to be left out is counted; the rest is listed.
_COUNTED: dict[Why, tuple[str, str]] = {
    "binary": ("binary file", "binary files"),
    "link": ("link", "links"),
    "ignored": ("ignored by .gitignore", "ignored by .gitignore"),
    "excluded": ("left out by --exclude", "left out by --exclude"),
    "vendored": ("folder of others' code", "folders of others' code"),
}
# For each value of --fail-on the levels that count
FAIL_ON: dict[str, tuple[Level, ...]] = {
    "applied": ("applied",),
    "planned": ("applied", "planned"),
    "any": LEVELS,
    "none": (),
}
_MEMBER = re.compile(r"(?<=\.eap)/.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class ScanGroup:
    """A change with its findings in order."""

    change: ScanChange
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """The level of what matters most."""
        return max((finding.level for finding in self.findings), key=LEVELS.index)


@dataclass(frozen=True)
class ScanReport:
    """A scan with what its readers have to know.

    `paths` were asked for; `versions` says which changes count, empty for all; `doubts` say where that leaves
    what the facts cover; `site` is the portal's address, `version` that of the program. `today` is the day,
    where that is said. Exit code 1 is for what counts: levels by `fail_on`, the places to `count`, and if
    `reported` also what only a third party says. `is_whole` unless what was named could not be searched.
    """

    scan: Scan
    paths: tuple[str, ...]
    site: str
    version: str
    versions: str = ""
    doubts: tuple[str, ...] = ()
    today: date | None = None
    fail_on: str = "planned"
    count: tuple[Place, ...] = ("code",)
    reported: bool = False
    is_whole: bool = True

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why the exit code is not 0. The first reason decides."""
        if self.fail_on == "none":
            return () if self.is_whole else ("not-searched",)
        found, remarks = self.scan.findings, self.scan.remarks
        others = [item for item in found if item.where in self.count and not self.counts(item)]
        said = self.fail_on == "any" and not all(remark.is_unknown for remark in remarks)
        holds = {
            "not-searched": not self.is_whole,
            "found": said or any(map(self.counts, found)),
            "unconfirmed": any(item.level == "unconfirmed" for item in others),
            "third-party": any(item.level in FAIL_ON[self.fail_on] for item in others),
            "not-known": any(remark.is_unknown for remark in remarks),
            "unreadable": any(item.why == "unreadable" for item in self.scan.skipped),
            "versions": bool(self.doubts),
        }
        return tuple(reason for reason, is_so in holds.items() if is_so)

    @property
    def exit_code(self) -> int:
        """The exit code: 3 where nothing counts and something is not known."""
        return {(): 0, ("found",): 1, ("not-searched",): 2}.get(self.reasons[:1], 3)

    def counts(self, finding: Finding) -> bool:
        """Whether a finding is of what exit code 1 is for."""
        is_meant = finding.level in FAIL_ON[self.fail_on] and finding.where in self.count
        return is_meant and (finding.change.is_sure or self.reported)

    @cached_property
    def groups(self) -> tuple[ScanGroup, ...]:
        """The findings by change: what matters most first, by place, level and consequence."""
        found: dict[str, list[Finding]] = {}
        for finding in sorted(self.scan.findings, key=lambda finding: _PLACES.index(finding.where)):
            found.setdefault(finding.change.id, []).append(finding)
        groups = [
            ScanGroup(found[change.id][0].change, tuple(found[change.id]))
            for change in self.scan.names.changes
            if change.id in found
        ]
        return tuple(sorted(groups, key=_weight))

    @property
    def levels(self) -> Counter[Level]:
        """How many uses each level has."""
        return Counter(finding.level for finding in self.scan.findings for _ in finding.uses)

    @property
    def places(self) -> Counter[Place]:
        """How many uses each sort of place has."""
        return Counter(use.where for use in self.scan.uses)

    @property
    def listed(self) -> tuple[Skipped, ...]:
        """What was not searched although one might expect it."""
        return tuple(skipped for skipped in self.scan.skipped if skipped.why not in _COUNTED)

    def summary(self) -> str:
        """Say in a sentence what was found."""
        if not self.scan.files:
            return "Nothing was searched."
        if not self.scan.findings:
            return f"Nothing found{' between these versions' if self.versions else ''}."
        files = len({_MEMBER.sub("", finding.path) for finding in self.scan.findings})
        places, levels = self.places, self.levels
        uses = ", ".join(
            f"{counted(places[place], 'use')} {many}" for place, (_, many) in PLACES.items() if places[place]
        )
        by_level = ", ".join(f"{levels[level]:,} {said}" for level, said in _LEVEL.items() if levels[level])
        return f"{uses}. {counted(len(self.groups), 'change')} in {counted(files, 'file')}: {by_level}."

    def searched(self) -> Iterator[str]:
        """Say what was searched, for what, and what was left out, a sentence each."""
        names = self.scan.names
        changes = sum(bool(change.names) for change in names.changes)
        where = ", ".join(printable(path, 200) for path in self.paths)
        if self.today:
            yield f"Searched on {When.parse(self.today.isoformat())}."
        yield (
            f"Searched {counted(self.scan.files, 'file')} ({_size(self.scan.size)}) in {where} "
            f"for {names.count} names of {changes} changes. Data as of {names.data_as_of}."
        )
        if names.ages:
            yield f"Newest source of each change: {names.ages.words}."
        if self.versions:
            yield self.versions
        if self.scan.accepted:
            yield f"{counted(self.scan.accepted, 'use')} accepted by suppressions or the baseline."
        counts = Counter(skipped.why for skipped in self.scan.skipped)
        left = [
            f"{counts[why]} {one if counts[why] == 1 else many}"
            for why, (one, many) in _COUNTED.items()
            if counts[why]
        ]
        if left:
            yield f"Left out: {', '.join(left)}."


def severity(level: Level, where: Place = "code") -> str:
    """Return `error`, `warning` or `note`, for programs that know these. What is not in code is a note."""
    if level == "note" or where != "code":
        return "note"
    return "error" if level == "applied" else "warning"


def note(where: Place, gap: str = " ") -> str:
    """Say where a use or a finding is, in brackets, unless it is in code."""
    return "" if where == "code" else f"{gap}({PLACES[where][0]})"


def is_absent(finding: Finding) -> bool:
    """Whether a manifest or package is found by what it lacks."""
    return finding.uses[0].text == f"no {finding.name}"


def about(finding: Finding) -> str:
    """Say what is found or missing, where it is, and how many lines it has beside the first."""
    said = f"no {finding.name}" if is_absent(finding) else finding.name
    more = f" and {counted(len(finding.uses) - 1, 'more line')}" if finding.uses[1:] else ""
    return f"{said}{note(finding.where)}{more}"


def _weight(group: ScanGroup) -> tuple[int, int, int]:
    place = _PLACES.index(group.findings[0].where)
    return place, -LEVELS.index(group.level), _CONSEQUENCES.index(group.change.consequence)


_PLACES = tuple(PLACES)
_CONSEQUENCES = tuple(CONSEQUENCE)
_LEVEL: dict[Level, str] = {
    "applied": "of what is out or was due",
    "planned": "of what is planned",
    "unconfirmed": "of what may have come (not confirmed)",
    "note": "to know of",
}


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB" if count >= 1_000_000 else f"{count / 1000:.1f} kB"
