"""A device as its own answers, or a row of a list, tell of it."""

from dataclasses import dataclass
from typing import Literal

# What the files of a device can hold: an absent one is not known, and never a pass
Part = Literal["identity", "settings", "applications", "disks"]


@dataclass(frozen=True)
class Setting:
    """A parameter without `root.`, as the device writes it, and its value."""

    name: str
    value: str


@dataclass(frozen=True)
class Application:
    """An application that is installed: its name for people, and what the list of applications shows.

    `signed` is the state of its signature as the device writes it, None where it does not. `ranges` are the
    pairs of the lowest and the highest version that it declares, each empty where it has none; None where the
    answer shows them of no application, which says nothing.
    """

    name: str
    signed: str | None = None
    ranges: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Device:
    """A device. `label` names it without anything private: "device 7", or "row 12" of a list.

    `model` is as the device prints it, without `AXIS `; `version` in full; both empty where no file has it.
    `own` are pairs of what only its owner should see: what it is (name, address, serial, file), and its
    value. `settings` are those that somebody wants to know of; that it `holds` settings says that all of them
    were in the files, and not only some groups.
    """

    label: str
    model: str = ""
    version: str = ""
    architecture: str = ""
    chip: str = ""
    settings: tuple[Setting, ...] = ()
    applications: tuple[Application, ...] = ()
    holds: frozenset[Part] = frozenset()
    own: tuple[tuple[str, str], ...] = ()
