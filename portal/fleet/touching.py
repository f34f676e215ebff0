"""What of a device's settings and applications changes touch on the way to a version, and what is not seen.

The rules are names of the surface, as `portal scan` has them: `setting` by the value on the device;
`manifest` and `package` by what the device's list of applications shows of each. None here names a change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from portal.fleet.device import Application, Device, Part
from portal.model.change import Consequence
from portal.model.versions import Version
from portal.problems import printable
from portal.scanner import Names, ScanChange
from portal.scanner.declared import holds
from portal.scanner.scan_names import ScanName

# The worst first: `VERDICT` of portal/words.py says them
FleetVerdict = Literal["blocked", "breaks", "unknown", "defaults", "nothing"]
VERDICTS: tuple[FleetVerdict, ...] = get_args(FleetVerdict)
_VERDICT_OF: Mapping[Consequence, FleetVerdict] = {
    "upgrade-fails": "blocked",
    "app-breaks": "breaks",
    "integration-breaks": "breaks",
    "unknown": "unknown",
    "default-changes": "defaults",
    "nothing-to-do": "nothing",
}


@lru_cache(20_000)
def _key(name: str) -> str:
    """Return what names have in common, whatever their case and the indexes of groups."""
    return re.sub(r"\d+(?=\.)", "#", name.lower())


_ARCHITECTURE = _key("Properties.System.Architecture")
# What the list of applications shows, and how it is said
_SIGNATURE, _RANGES = _key("signature"), _key("acapPackageConf.setup.compatibleOsVersions")
_HIGHEST = f"{_RANGES}.*.max"
_SHOWN = {_SIGNATURE: "has the signature status", _RANGES: "declares", _HIGHEST: "declares a maximum of"}
_NO_RANGES = "does not declare which versions of AXIS OS it supports"
# A change, without its names, and a name of it
Rule: TypeAlias = tuple[ScanChange, ScanName]
# Ids of changes that could not be looked at, by the part that answers do not show, or not all of it
Unseen: TypeAlias = Mapping[Part, tuple[str, ...]]


@dataclass(frozen=True)
class Touch:
    """A change, without its names, that touches so many devices, and by what: no value that may be private.

    `verdict` is what it alone makes of them. With a `hint`, files only show that somebody should look.
    """

    change: ScanChange
    said: str
    verdict: FleetVerdict
    count: int
    hint: bool = False

    @property
    def as_hint(self) -> "Touch":
        """The same where nobody knows for certain."""
        return replace(self, verdict="unknown", hint=True)


def rules_between(names: Names, start: Version, target: Version) -> Iterator[Rule]:
    """Return the rules of what an upgrade brings: a step before a change's version breaks nothing yet."""
    for change in names.changes if start < target else ():
        ways = [way for way in change.between if way.is_on(start, target) and way.since >= change.version]
        for name in change.names:
            here = [way for way in ways if name.stage in (None, way.since)]
            if name.is_declared and here:
                yield replace(change.at(here), names=()), name


def look(device: Device, rules: Iterable[Rule], target: Version) -> tuple[tuple[Touch, ...], Unseen]:
    """Return what touches a device that gets a version, each once, and what its answers do not show."""
    settings = [("", _settings_of(device))]
    applications = [(f"{one.name}: ", _shown_of(one)) for one in device.applications]
    applications += [] if "applications" in device.holds else [("", {})]
    touches: dict[Touch, None] = {}
    seen, missing = defaultdict[Part, dict[str, None]](dict), defaultdict[Part, dict[str, None]](dict)
    for change, name in rules:
        part: Part = "settings" if name.is_setting else "applications"
        none = () if name.is_setting and part in device.holds else None
        for of, shown in settings if name.is_setting else applications:
            found = shown.get(_key(name.name), none)
            (missing if found is None else seen)[part][change.id] = None
            if (held := _held(name, found, target)) is not None:
                verdict = "unknown" if change.status == "unconfirmed" else _VERDICT_OF[change.consequence]
                touch = Touch(change, of + _says(name, held), verdict, 1)
                touches[touch.as_hint if name.effect == "indicator" else touch] = None
    # What is met is seen. Where settings say whether a change concerns a device, its applications need not
    met = {touch.change.id for touch in touches}
    needless = {"settings": met, "applications": met | seen["settings"].keys()}
    left = ((part, tuple(one for one in ids if one not in needless[part])) for part, ids in missing.items())
    sure = {touch.change for touch in touches if not touch.hint}  # which leaves nothing to look at
    told = tuple(touch for touch in touches if not touch.hint or touch.change not in sure)
    return told, {part: ids for part, ids in left if ids}


def _settings_of(device: Device) -> Mapping[str, Sequence[str]]:
    """Return the values of its settings, none that is empty; its architecture other answers tell too."""
    shown: dict[str, list[str]] = {}
    for setting in device.settings:
        shown.setdefault(_key(setting.name), []).extend(filter(None, [setting.value]))
    return shown | ({_ARCHITECTURE: [device.architecture]} if device.architecture else {})


def _shown_of(application: Application) -> Mapping[str, Sequence[str]]:
    """Return what an answer shows of an application. A highest version that is none shows nothing."""
    shown = {} if application.signed is None else {_SIGNATURE: [application.signed or "none"]}
    if application.ranges is not None:
        shown[_RANGES] = highest = [last for _, last in application.ranges]
        if all(re.fullmatch(r"[\d.]*", last) for last in highest):
            shown[_HIGHEST] = highest
    return shown


def _held(name: ScanName, found: Sequence[str] | None, target: Version) -> Sequence[str] | None:
    """Return by which of the values that are shown a name is touched, None where it is not."""
    if found is None or name.absent:
        return None if found else found
    held = [value for value in found if holds(name, value, target)]
    is_enough = "*" not in name.name or len(held) == len(found)  # one range of several is enough
    return held if held and is_enough else None


def _says(name: ScanName, held: Sequence[str]) -> str:
    """Return what a device or an application is touched by: of settings what the rule asks for alone."""
    if not name.is_setting:
        value = ", ".join(printable(one, 40) for one in held)
        return f"{_SHOWN[_key(name.name)]} {value}" if value else _NO_RANGES
    asked = {"=": name.is_, " is not ": name.is_not, " has ": name.has, " below ": name.below}
    said = [f"{sign}{value}" for sign, value in asked.items() if value is not None]
    return f"{'no ' if name.absent else ''}{name.name}{''.join(said)}"
