"""What scanning needs of the facts: the changes with the names that code would use, and how each is found.

What devices are set to is there too, for those who look at devices.

A field with a default is left out where the default holds, in the published file too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Literal, get_args

from portal import model
from portal.addresses import absolute, change_path
from portal.model import Catalog, Statement, Surface
from portal.model import sureness as sureness_of
from portal.model.change import DECLARED, Audience, Below, Consequence, MatchAs, Status
from portal.model.dates import When
from portal.model.sources import Ages, Sureness
from portal.model.versions import Version
from portal.problems import printable
from portal.words import AUDIENCE, how_sure, status_line

Level = Literal["applied", "planned", "unconfirmed", "note"]
# From what matters least to what matters most
LEVELS: tuple[Level, ...] = ("note", "unconfirmed", "planned", "applied")
_KINDS: Mapping[str, MatchAs] = {kind: kind for kind in get_args(MatchAs)}
_MOST_SPELLINGS = 20
# As the authored schema has it: on one line, with enough in a row to search for
_SPELLING = re.compile(r"(?=.*[A-Za-z0-9]{3})[^\n]{4,200}")
# In `near`: one of the words by which code shows that it speaks to a device of AXIS
DEVICE = "<device>"
# Names whose use breaks nothing: what is new, and what only tells whether a change is in force
_HARMLESS = {"added", "indicator"}


@dataclass(frozen=True)
class ScanName:
    """A name with the spellings that code has for it.

    One of `near` has to be in the same file, and one of `and_near`; `DEVICE` stands for the words of a
    device. One that is declared has no spellings. Its condition is that of `Surface`.
    """

    kind: str
    name: str
    effect: str
    match: tuple[str, ...] = ()
    match_as: MatchAs = "text"
    of: str = ""
    replaced_by: str = ""
    near: tuple[str, ...] = ()
    and_near: tuple[str, ...] = ()
    is_: str | None = None
    is_not: str | None = None
    below: Below | None = None
    has: str | None = None
    absent: bool = False
    stage: Version | None = None

    @property
    def is_declared(self) -> bool:
        """Whether it is looked up in packages, manifests and settings, and not searched for in code."""
        return self.kind in DECLARED

    @property
    def is_setting(self) -> bool:
        """Whether it is looked up in what a device is set to."""
        return self.kind == "setting"

    @property
    def is_searched(self) -> bool:
        """Whether code or a package shows it: neither knows of a device, nor which version it gets."""
        return not self.is_setting and self.below != "target"


@dataclass(frozen=True)
class Between:
    """Upgrades that bring a change: those that start before `behind` and end at `since` or later.

    Without `behind` no version has it for certain. `status` and `when` are those of the stage that comes,
    where the change comes in several.
    """

    since: Version
    behind: Version | None = None
    status: Status | None = None
    when: str = ""

    def is_on(self, start: Version, target: Version) -> bool:
        """Whether the upgrade from one release to another is one of these."""
        return (self.behind is None or start < self.behind) and self.since <= target


@dataclass(frozen=True)
class ScanChange:
    """A change that is not withdrawn.

    `when` says in a line what happens, in which version, whom it hits, what becomes of whoever does nothing,
    and how sure that is. `between` has one item, or one for each stage. `limited` ones concern some products.
    `due`, as ISO 8601 has it, is the last day on which the version of a planned one was to be out.
    """

    id: str
    title: str
    url: str
    kind: str
    version: Version
    when: str
    status: Status
    consequence: Consequence
    sureness: Sureness
    action: Statement
    between: tuple[Between, ...]
    audience: tuple[Audience, ...] = ()
    due: str = ""
    limited: bool = False
    names: tuple[ScanName, ...] = ()

    def level(self, name: ScanName) -> Level:
        """How much a use of the name matters: `applied` most, a `note` breaks nothing by itself."""
        if self.kind == "addition" or name.effect in _HARMLESS:
            return "note"
        return _as_level(self.status)

    def at(self, ways: Sequence[Between]) -> "ScanChange":
        """Return the change as it comes on some of its ways: as the stage that has come furthest."""
        way = max(ways, key=lambda way: LEVELS.index(_as_level(way.status or self.status)))
        return replace(self, status=way.status or self.status, when=way.when or self.when)

    @property
    def is_sure(self) -> bool:
        """Whether the vendor says so."""
        return self.sureness.startswith("vendor")


@dataclass(frozen=True)
class Names:
    """All that is searched for, as of `data_as_of`. Changes are in the catalog's order.

    `ages` say how old what the facts say of them is. `device_words` are what `DEVICE` stands for.
    """

    data_as_of: When
    changes: tuple[ScanChange, ...]
    ages: Ages | None = None
    device_words: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many names are searched for."""
        return sum(name.is_searched for change in self.changes for name in change.names)

    def between(self, start: Version, target: Version) -> dict[str, ScanChange]:
        """Return the changes that an upgrade from one release to another brings, by id.

        Of one that comes in stages, that stage is said which has come furthest.
        """
        found: dict[str, ScanChange] = {}
        for change in self.changes:
            here = [way for way in change.between if start != target and way.is_on(start, target)]
            if here:
                found[change.id] = change.at(here)
        return found


def _as_level(status: Status) -> Level:
    return "note" if status == "withdrawn" else status


def wrong_names(names: Names) -> Iterator[str]:
    """Return what a scan cannot use of names from elsewhere; each text ends with ` @ ` and its place."""
    for number, change in enumerate(names.changes):
        if not change.between:
            yield f"says of no upgrade that it brings the change @ changes[{number}].between"
        for index, name in enumerate(change.names):
            spelled = {"match": name.match, "near": name.near, "and_near": name.and_near}
            for key, spellings in spelled.items():
                place = f"changes[{number}].names[{index}].{key}"
                missing = key == "match" and not spellings and not name.is_declared
                if len(spellings) > _MOST_SPELLINGS or missing:
                    yield f"has {len(spellings)} spellings, not 1 to {_MOST_SPELLINGS} @ {place}"
                for spelling in spellings:
                    if not _SPELLING.fullmatch(spelling):
                        yield f"{printable(spelling)} is no spelling that code can be searched for @ {place}"


def names_of(catalog: Catalog, between: Mapping[str, tuple[Between, ...]] = MappingProxyType({})) -> Names:
    """Return what scanning needs of a catalog: names without a spelling for code are left out.

    `between` has the upgrades that bring a change, by its id; only a search between versions needs it.
    """
    return Names(
        data_as_of=catalog.portal.data_as_of,
        changes=tuple(
            _change(catalog, change, between.get(change.id, ()))
            for change in catalog.changes
            if change.may_come
        ),
        ages=catalog.ages(change for change in catalog.changes if change.may_come),
        device_words=catalog.portal.device_words,
    )


def _change(catalog: Catalog, change: model.Change, between: tuple[Between, ...]) -> ScanChange:
    return ScanChange(
        id=change.id,
        title=change.title,
        url=absolute(catalog.portal, change_path(change.id)),
        kind=change.kind,
        version=change.version,
        when=" · ".join(_when(catalog, change)),
        status=change.status,
        consequence=change.consequence,
        sureness=sureness_of.version(catalog, change),
        audience=change.audience,
        due=str(catalog.due(change.version) or "") if change.is_ahead else "",
        action=change.action,
        between=between,
        limited=bool(change.products or change.platforms),
        names=tuple(_name(item) for item in change.surface if item.match or item.kind in DECLARED),
    )


def _when(catalog: Catalog, change: model.Change) -> Iterator[str]:
    yield status_line(change)
    if change.audience:
        yield f"for {', '.join(AUDIENCE[one] for one in change.audience)}"
    sure, came = sureness_of.version(catalog, change), sureness_of.came(catalog, change)
    if said := how_sure(change.version, sure, came):
        yield said


def _name(item: Surface) -> ScanName:
    same = {field.name: getattr(item, field.name) for field in fields(ScanName)}
    match_as = item.match_as or _KINDS.get(item.kind, "text")
    return ScanName(
        **same | {"match_as": match_as, "of": item.of or "", "replaced_by": item.replaced_by or ""}
    )
