"""Names in use: whether what somebody's code or configuration names is what a change names.

Both are cut into parts: runs of letters, digits, `_`, `-` and `#`, in lower case, without a query and a
leading `root.`. A change is named

- where the parts in use are a run of the recorded ones: `getbrand.cgi`, `Network.Filter`, `TLS`;
- where a recorded endpoint ends the name in use: `/axis-cgi/vaconfig.cgi` of a device's address;
- where a recorded parameter begins it: `root.PTZ` and `root.PTZ.Preset.P0`.

A recorded `#` stands for a number: `Image.I#.RateControl` is `Image.I0.RateControl`.
"""

import re
from collections.abc import Sequence

from portal.planner.facts import Change

_PART = re.compile(r"[a-z0-9_#-]+")

Parts = tuple[str, ...]


def parts(text: str) -> Parts:
    """Cut a name into its parts."""
    return tuple(_PART.findall(text.partition("?")[0].lower().strip().removeprefix("root.")))


def recorded(change: Change, used: Parts) -> tuple[str, ...]:
    """Give the names of a change that a name in use means, as recorded."""
    found = [name for name in change.endpoints if _within(used, parts(name)) or _ends(used, parts(name))]
    found += [name for name in change.parameters if _within(used, parts(name)) or _begins(used, parts(name))]
    found += [name for name in change.names if _within(used, parts(name))]
    return tuple(dict.fromkeys(found))


def known(changes: Sequence[Change], used: Parts) -> bool:
    """Whether any of these changes names it."""
    return any(recorded(change, used) for change in changes)


def _within(used: Parts, name: Parts) -> bool:
    size = len(used)
    return size > 0 and any(_same(name[at : at + size], used) for at in range(len(name) - size + 1))


def _ends(used: Parts, name: Parts) -> bool:
    return 0 < len(name) <= len(used) and _same(name, used[len(used) - len(name) :])


def _begins(used: Parts, name: Parts) -> bool:
    return 0 < len(name) <= len(used) and _same(name, used[: len(name)])


def _same(name: Parts, used: Parts) -> bool:
    return all(_part(recorded, part) for recorded, part in zip(name, used, strict=True))


def _part(name: str, used: str) -> bool:
    if name == used:
        return True
    head, mark, tail = name.partition("#")
    number = used[len(head) : len(used) - len(tail)]
    return bool(mark) and used == head + number + tail and re.fullmatch(r"[0-9]+", number) is not None
