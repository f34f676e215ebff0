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
# What a list of disks shows, too
_FILE_SYSTEM = "Storage.S#.FileSystem"
_SIGNATURE, _RANGES = "signature", "acapPackageConf.setup.compatibleOsVersions"
_HIGHEST = f"{_RANGES}.*.max"
# More of them stand for one another: one for each view or disk
_MOST_SAID = 3
# What the list of applications shows, and how it is said; with nothing in it, the second text
_SHOWN = {
    _SIGNATURE: ("has the signature status {}", "has no signature status"),
    _RANGES: ("declares {}", "does not declare which versions of AXIS OS it supports"),
    _HIGHEST: ("declares a maximum of {}", "declares no maximum"),
}
# What answers show, by the name of a rule: values, none where there are none
_Shown = Mapping[str, Sequence[Setting]]


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


class _Look(NamedTuple):
    """What answers show of a name, for an application or the device itself; None where they do not."""

    change: ScanChange
    name: ScanName
    of: str
    shown: Sequence[Setting] | None


class DeviceRules:
    """What all changes say of the settings and applications of devices."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._ways: dict[tuple[Version, Version], tuple[tuple[ScanChange, ScanName], ...]] = {}

    def touched(self, device: Device, start: Version, target: Version) -> tuple[Touch, ...]:
        """Return what an upgrade of the device meets, in the order of the changes."""
        looks = ((look, _says(look, target)) for look in self._looks(device, start, target))
        return tuple(
            Touch(look.change, look.name, look.of, said, look.name.effect == "indicator")
            for look, said in looks
            if said
        )

    def unknown(self, device: Device, start: Version, target: Version) -> tuple[Unseen, ...]:
        """Return what of the way the device's answers do not show, by the part that would."""
        looks = [*self._looks(device, start, target)]
        # Where its settings say whether a change concerns a device, its applications need not
        settled = {look.change.id for look in looks if look.name.is_setting and look.shown is not None}
        missing: dict[Part, dict[str, None]] = {part: {} for part in PARTS}
        for look in looks:
            if look.shown is None and (look.name.is_setting or look.change.id not in settled):
                missing[_part(look.name)][look.change.id] = None
        return tuple(Unseen(part, tuple(changes)) for part, changes in missing.items() if changes)

    def _looks(self, device: Device, start: Version, target: Version) -> Iterator[_Look]:
        """Return what the device's answers show of each name on the way."""
        if (start, target) not in self._ways:
            self._ways[start, target] = tuple(_on_way(self._names, start, target))
        settings: dict[str, list[Setting]] = {}
        for setting in device.settings:
            settings.setdefault(_key(setting.name), []).append(setting)
        if device.architecture:  # which other answers tell too
            settings[_key(_ARCHITECTURE)] = [Setting(_ARCHITECTURE, device.architecture)]
        applications = [(one.name, _shown_of(one)) for one in device.applications]
        if "applications" not in device.holds:
            applications.append(("", {}))
        for change, name in self._ways[start, target]:
            if name.is_setting:
                none = () if _part(name) in device.holds else None
                yield _Look(change, name, "", settings.get(_key(name.name), none))
            else:
                for of, shown in applications:
                    yield _Look(change, name, of, shown.get(name.name))


@lru_cache(20_000)
def _key(name: str) -> str:
    """Return what the names of a setting have in common, whatever their case and the indexes of groups."""
    return re.sub(r"\d+(?=\.)", "#", name.lower())


def _part(name: ScanName) -> Part:
    """Return which part of the answers shows a name."""
    if name.is_setting:
        return "disks" if name.name == _FILE_SYSTEM else "settings"
    return "applications"


def _on_way(names: Names, start: Version, target: Version) -> Iterator[tuple[ScanChange, ScanName]]:
    """Return the names of what the upgrade brings: a step before a change's version breaks nothing yet."""
    for change in names.changes if start != target else ():
        ways = [way for way in change.between if way.is_on(start, target) and way.since >= change.version]
        for name in change.names:
            here = [way for way in ways if name.stage in (None, way.since)]
            if name.is_declared and here:
                yield change.at(here), name


def _shown_of(application: Application) -> _Shown:
    """Return what an answer shows of an application. A highest version that is none shows nothing."""
    shown = {} if application.signed is None else {_SIGNATURE: [Setting(_SIGNATURE, application.signed)]}
    if application.ranges is not None:
        shown[_RANGES] = highest = [Setting(_HIGHEST, last) for _, last in application.ranges]
        if all(re.fullmatch(r"[\d.]*", one.value) for one in highest):
            shown[_HIGHEST] = highest
    return shown


def _says(look: _Look, target: Version) -> str:
    """Return what answers say that a name is about, empty where it is not."""
    name, shown = look.name, look.shown
    if shown is None:
        return ""
    if name.is_setting:  # one that is empty is as good as none
        shown = [one for one in shown if one.value]
    held = [one for one in shown if not name.absent and holds(name, one.value, target)]
    # One range of several is enough
    if shown if name.absent else not held or (name.below == "target" and len(held) < len(shown)):
        return ""
    if not name.is_setting:
        filled, none = _SHOWN[name.name]
        value = ", ".join(printable(one.value, 40) for one in held if one.value)
        return filled.format(value) if value else none
    said = list(dict.fromkeys(_said(name, one) for one in held)) or [f"no {name.name}"]
    more = [f"{len(said) - _MOST_SAID} more"] if len(said) > _MOST_SAID else []
    return ", ".join([*said[:_MOST_SAID], *more])


def _said(name: ScanName, setting: Setting) -> str:
    """Return what a setting says: its value only where that is no more than what the rule asks for."""
    if name.is_ is not None or name.below is not None:
        return f"{setting.name}={setting.value}"
    if name.is_not is not None:
        return f"{setting.name} is not {name.is_not}"
    return f"{setting.name} has {name.has}" if name.has else setting.name
