"""What of a device's settings and applications changes touch on the way to a version, and what is not seen.

The rules are names of the surface, as `portal scan` has them: `setting` by the value on the device;
`manifest` and `package` by what the device's list of applications shows of each. None here names a change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from portal.fleet.device import PARTS, Application, Device, Part, Setting
from portal.model.versions import Version
from portal.problems import printable
from portal.scanner import Names, ScanChange
from portal.scanner.declared import holds
from portal.scanner.scan_names import ScanName

_ARCHITECTURE = "Properties.System.Architecture"
_RANGES = "acapPackageConf.setup.compatibleOsVersions"
# What a list of disks shows, too
_FILE_SYSTEM = "storage.s.filesystem"
_DIGITS = str.maketrans("", "", "#0123456789")
# More of them stand for one another: one for each view or disk
_MOST_SAID = 3
# What the list of applications shows, and how it is said; with nothing in it, the second text
_SHOWN = {
    ("package", "signature"): ("has the signature status {}", "has no signature status"),
    ("manifest", _RANGES): ("declares {}", "does not declare which versions of AXIS OS it supports"),
    ("manifest", f"{_RANGES}.*.max"): ("declares a maximum of {}", "declares no maximum"),
}


# What the list of applications shows of one, by kind and name: values, none where it has none
_Shown = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True)
class Touch:
    """A change that touches a device, or its application `of`.

    `said` is what the device's answer says, with no value that may be private. A hint only shows that
    somebody should look.
    """

    change: ScanChange
    name: ScanName
    of: str
    said: str
    is_hint: bool


@dataclass(frozen=True)
class Unseen:
    """Ids of changes on the way that could not be looked at: the files have no such part, or not all of it.

    Where there are applications, it is what their answer does not show of one of them. Disks are told by
    their settings, `Storage.S0.FileSystem`, whichever answer they come from.
    """

    part: Part
    changes: tuple[str, ...]


class _Rule(NamedTuple):
    """A name of a change, the part of the answers that shows it, and the key of a setting."""

    change: ScanChange
    name: ScanName
    part: Part
    key: str


class DeviceRules:
    """What all changes say of the settings and applications of devices."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._spelled = {
            name.name: re.compile(re.escape(name.name).replace(r"\#", "[0-9]+"), re.IGNORECASE)
            for change in names.changes
            for name in change.names
            if name.is_setting
        }
        self._ways: dict[tuple[Version, Version], tuple[_Rule, ...]] = {}

    @property
    def settings(self) -> tuple[str, ...]:
        """The names of the settings that are looked at, with `#` for an index."""
        return tuple(self._spelled)

    def touched(self, device: Device, start: Version, target: Version) -> tuple[Touch, ...]:
        """Return what an upgrade of the device meets, in the order of the changes."""
        there, found = _by_key(device), []
        shown = [(one.name, _shown_of(one)) for one in device.applications]
        for rule in self._way(start, target):
            if rule.key:
                is_there = rule.key in there or rule.name.absent
                says = [("", self._setting_says(rule, there, device))] if is_there else []
            else:
                says = [(of, _application_says(rule.name, facts, target)) for of, facts in shown]
            is_hint = rule.name.effect == "indicator"
            found += [Touch(rule.change, rule.name, of, said, is_hint) for of, said in says if said]
        return tuple(found)

    def unknown(self, device: Device, start: Version, target: Version) -> tuple[Unseen, ...]:
        """Return what of the way the device's answers do not show, by the part that would."""
        way, there = self._way(start, target), _by_key(device)
        shown = [_shown_of(one) for one in device.applications]
        if "applications" not in device.holds:
            shown.append({})
        missing: dict[Part, dict[str, None]] = {part: {} for part in PARTS}
        seen = {one.change.id for one in way if one.key and (one.part in device.holds or one.key in there)}
        for change, name, part, key in way:
            if key:
                is_seen = part in device.holds or key in there
            else:  # where its settings say whether a change concerns a device, its applications need not
                is_seen = change.id in seen or all((name.kind, name.name) in one for one in shown)
            if not is_seen:
                missing[part][change.id] = None
        return tuple(Unseen(part, tuple(changes)) for part, changes in missing.items() if changes)

    def _way(self, start: Version, target: Version) -> tuple[_Rule, ...]:
        if (start, target) not in self._ways:
            self._ways[start, target] = tuple(_on_way(self._names, start, target))
        return self._ways[start, target]

    def _setting_says(self, rule: _Rule, there: Mapping[str, Sequence[Setting]], device: Device) -> str:
        """Return what settings say that a name is about. One that is empty is as good as none."""
        name, spelled = rule.name, self._spelled[rule.name.name]
        found = [one for one in there.get(rule.key, ()) if one.value and spelled.fullmatch(one.name)]
        said = list(dict.fromkeys(_said(name, one) for one in found if holds(name, one.value)))
        if name.absent:
            said = [f"no {name.name}"] if not found and rule.part in device.holds else []
        more = [f"{len(said) - _MOST_SAID} more"] if len(said) > _MOST_SAID else []
        return ", ".join([*said[:_MOST_SAID], *more])


def _on_way(names: Names, start: Version, target: Version) -> Iterator[_Rule]:
    """Return the rules of what the upgrade brings: a step before a change's version breaks nothing yet."""
    for change in names.changes if start != target else ():
        ways = [way for way in change.between if way.is_on(start, target) and way.since >= change.version]
        for name in change.names:
            here = [way for way in ways if name.stage in (None, way.since)]
            if name.is_declared and here:
                key = _key(name.name) if name.is_setting else ""
                part: Part = "disks" if key == _FILE_SYSTEM else "settings" if key else "applications"
                yield _Rule(change.at(here), name, part, key)


def _by_key(device: Device) -> dict[str, list[Setting]]:
    """Return its settings, and its architecture, which other answers tell too."""
    found: dict[str, list[Setting]] = {}
    architecture = (Setting(_ARCHITECTURE, device.architecture),) if device.architecture else ()
    for setting in (*device.settings, *architecture):
        found.setdefault(_key(setting.name), []).append(setting)
    return found


@lru_cache(20_000)
def _key(name: str) -> str:
    """Return what all names have in common that differ in their indexes and in case."""
    return name.lower().translate(_DIGITS)


def _said(name: ScanName, setting: Setting) -> str:
    """Return what a setting says: its value only where that is no more than what the rule asks for."""
    if name.is_ is not None or name.below is not None:
        return f"{setting.name}={setting.value}"
    if name.is_not is not None:
        return f"{setting.name} is not {name.is_not}"
    return f"{setting.name} has {name.has}" if name.has else setting.name


def _shown_of(application: Application) -> _Shown:
    """Return what an answer shows of an application. A highest version that is none shows nothing."""
    shown = {} if application.signed is None else {("package", "signature"): [application.signed]}
    if application.ranges is not None:
        shown["manifest", _RANGES] = highest = [last for _, last in application.ranges]
        if all(not one or _is_version(one) for one in highest):
            shown["manifest", f"{_RANGES}.*.max"] = highest
    return shown


def _is_version(text: str) -> bool:
    try:
        return bool(Version.parse(text))
    except ValueError:
        return False


def _application_says(name: ScanName, shown: _Shown, target: Version) -> str:
    values = shown.get((name.kind, name.name))
    if values is None:
        return ""
    # One range of several is enough
    enough = all if name.below == "target" else any
    if values if name.absent else not (values and enough(holds(name, one, target) for one in values)):
        return ""
    filled, none = _SHOWN[name.kind, name.name]
    value = ", ".join(printable(one, 40) for one in values if one)
    return filled.format(value) if value else none
