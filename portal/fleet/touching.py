"""What of a device's settings and applications changes touch on the way to a version, and what is not seen.

The rules are names of the surface, as `portal scan` has them: `setting` by the value on the device;
`manifest` and `package` by what the device's list of applications shows of each. None here names a change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from portal.fleet.device import PARTS, Application, Device, Part, Setting
from portal.model.versions import Version
from portal.problems import printable
from portal.scanner import Names, ScanChange, ScanName, holds

_ARCHITECTURE = "Properties.System.Architecture"
_RANGES = "acapPackageConf.setup.compatibleOsVersions"
_FILE_SYSTEM = "storage.s.filesystem"
_DIGITS = str.maketrans("", "", "#0123456789")
# More of them stand for one another: one for each view or disk
_MOST_SAID = 3
# What the list of applications shows, and how it is said; with nothing in it, the second text
_SHOWN: Mapping[tuple[str, str], tuple[str, str]] = {
    ("package", "signature"): ("has the signature status {}", "has no signature status"),
    ("manifest", _RANGES): ("declares {}", "does not declare which versions of AXIS OS it supports"),
    ("manifest", f"{_RANGES}.*.max"): ("declares a maximum of {}", "declares no maximum"),
}


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
    number: int
    change: ScanChange
    name: ScanName


class _Way(NamedTuple):
    """The rules of an upgrade. Settings have the key of their names, and are `spelled` so."""

    settings: Mapping[str, tuple[_Rule, ...]]
    applications: tuple[_Rule, ...]


class DeviceRules:
    """What all changes say of the settings and applications of devices."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._order = {change.id: number for number, change in enumerate(names.changes)}
        self._spelled = {
            name.name: re.compile(re.escape(name.name).replace(r"\#", "[0-9]+"), re.IGNORECASE)
            for change in names.changes
            for name in change.names
            if name.is_setting
        }
        self._ways: dict[tuple[Version, Version], _Way] = {}

    @property
    def settings(self) -> tuple[str, ...]:
        """The names of the settings that are looked at, with `#` for an index."""
        return tuple(self._spelled)

    def touched(self, device: Device, start: Version, target: Version) -> tuple[Touch, ...]:
        """Return what an upgrade of the device meets, in the order of the changes."""
        way = self._way(start, target)
        found = [*self._settings(device, way), *_applications(device, way, target)]
        return tuple(sorted(found, key=lambda touch: self._order[touch.change.id]))

    def unknown(self, device: Device, start: Version, target: Version) -> tuple[Unseen, ...]:
        """Return what of the way the device's answers do not show, by the part that would."""
        way = self._way(start, target)
        there = {_key(setting.name) for setting in _all_settings(device)}
        missing: dict[Part, dict[str, None]] = {part: {} for part in PARTS}
        seen: set[str] = set()
        for _, change, name in chain.from_iterable(way.settings.values()):
            part = _part(name)
            if part in device.holds or _key(name.name) in there:
                seen.add(change.id)
            else:
                missing[part][change.id] = None
        shown = [_shown_of(one) for one in device.applications]
        if "applications" not in device.holds:
            shown.append({})
        # Where its settings say whether a change concerns a device, its applications need not
        for _, change, name in way.applications:
            if change.id not in seen and any((name.kind, name.name) not in one for one in shown):
                missing["applications"][change.id] = None
        return tuple(Unseen(part, tuple(changes)) for part, changes in missing.items() if changes)

    def _way(self, start: Version, target: Version) -> _Way:
        if (start, target) not in self._ways:
            settings: dict[str, list[_Rule]] = {}
            applications = []
            for rule in _on_way(self._names, start, target):
                if rule.name.is_setting:
                    settings.setdefault(_key(rule.name.name), []).append(rule)
                else:
                    applications.append(rule)
            by_key = {key: tuple(rules) for key, rules in settings.items()}
            self._ways[start, target] = _Way(by_key, tuple(applications))
        return self._ways[start, target]

    def _settings(self, device: Device, way: _Way) -> Iterator[Touch]:
        """Return what settings touch. One that is empty is as good as none."""
        there: dict[int, list[Setting]] = {}
        for setting in _all_settings(device):
            for rule in way.settings.get(_key(setting.name), ()):
                if setting.value and self._spelled[rule.name.name].fullmatch(setting.name):
                    there.setdefault(rule.number, []).append(setting)
        for number, change, name in chain.from_iterable(way.settings.values()):
            found = there.get(number, [])
            said = list(dict.fromkeys(_said(name, one) for one in found if holds(name, one.value)))
            if name.absent:
                said = [f"no {name.name}"] if not found and _part(name) in device.holds else []
            if said:
                more = [f"{len(said) - _MOST_SAID} more"] if len(said) > _MOST_SAID else []
                yield _touch(change, name, "", ", ".join([*said[:_MOST_SAID], *more]))


def _on_way(names: Names, start: Version, target: Version) -> Iterator[_Rule]:
    """Return the rules of what the upgrade brings: a step before a change's version breaks nothing yet."""
    number = 0
    for change in names.changes if start != target else ():
        ways = [way for way in change.between if way.is_on(start, target) and way.since >= change.version]
        for name in change.names if ways else ():
            here = [way for way in ways if name.stage in (None, way.since)]
            if name.is_declared and here:
                number += 1
                yield _Rule(number, change.at(here), name)


def _applications(device: Device, way: _Way, target: Version) -> Iterator[Touch]:
    for application in device.applications:
        shown = _shown_of(application)
        for _, change, name in way.applications:
            values = shown.get((name.kind, name.name))
            if values is None:
                continue
            # One range of several is enough
            enough = all if name.below == "target" else any
            if not values if name.absent else values and enough(holds(name, one, target) for one in values):
                filled, none = _SHOWN[name.kind, name.name]
                value = ", ".join(printable(one, 40) for one in values if one)
                yield _touch(change, name, application.name, filled.format(value) if value else none)


def _touch(change: ScanChange, name: ScanName, of: str, said: str) -> Touch:
    return Touch(change, name, of, said, name.effect == "indicator")


def _shown_of(application: Application) -> dict[tuple[str, str], Sequence[str]]:
    """Return what an answer shows of an application, by kind and name: values, none where it has none.

    A maximum that is no version shows nothing.
    """
    shown: dict[tuple[str, str], Sequence[str]] = {}
    if application.signed is not None:
        shown["package", "signature"] = [application.signed]
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


def _all_settings(device: Device) -> Iterator[Setting]:
    """Return its settings, and its architecture, which other answers tell too."""
    yield from device.settings
    if device.architecture:
        yield Setting(_ARCHITECTURE, device.architecture)


def _said(name: ScanName, setting: Setting) -> str:
    """Return what a setting says: its value only where that is no more than what the rule asks for."""
    if name.is_ is not None or name.below is not None:
        return f"{setting.name}={setting.value}"
    if name.is_not is not None:
        return f"{setting.name} is not {name.is_not}"
    return f"{setting.name} has {name.has}" if name.has else setting.name


def _key(name: str) -> str:
    """Return what all names have in common that differ in their indexes and in case."""
    return name.lower().translate(_DIGITS)


def _part(name: ScanName) -> Part:
    """Return what of a device's answers shows a setting: a list of disks shows file systems."""
    return "disks" if _key(name.name) == _FILE_SYSTEM else "settings"
