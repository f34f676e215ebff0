"""Names in use: whether what somebody's code or configuration names is what a change names.

Both are cut into parts: runs of letters, digits, `_`, `-` and `#`, in lower case, without a query and a
leading `root.`. A change is named

- where the parts in use are a run of the recorded ones: `getbrand.cgi`, `Network.Filter`, `TLS`;
- where a recorded endpoint or parameter ends or begins those in use: `/axis-cgi/vaconfig.cgi` with a device's
  address before it, `root.PTZ` and `root.PTZ.Preset.P0`.

A recorded `#` stands for a number: `Image.I#.RateControl` is `Image.I0.RateControl`.
"""

import re
from collections.abc import Mapping, Sequence

from portal.planner.plan_facts import Arrival

_PART = re.compile(r"[a-z0-9_#-]+")
_NUMBER = re.compile(r"[0-9]+")


class Name:
    """A name in use, `asked` as somebody wrote it; `is_empty` if it has no part.

    `recorded_parts` has the parts of every recorded name that has any.
    """

    def __init__(self, asked: str, recorded_parts: Mapping[str, str]) -> None:
        self.asked = asked
        self._recorded_parts = recorded_parts
        parts = parts_of(asked).split()
        self.is_empty = not parts
        within = f"(?:^| ){_run(parts)}(?: |$)"
        ends = {_run(parts[at:]) for at in range(len(parts))} | {
            _run(parts[:at]) for at in range(1, len(parts))
        }
        self._within = re.compile(within)
        self._around = re.compile(f"{within}|^(?:{'|'.join(sorted(ends))})$")

    def recorded(self, *arrivals: Arrival) -> tuple[str, ...]:
        """Return the names of some changes that it means, as recorded, each once."""
        found: dict[str, None] = {}
        for arrival in arrivals:
            found |= self._matching(self._around, arrival.calls) | self._matching(self._within, arrival.names)
        return tuple(found)

    def _matching(self, pattern: re.Pattern[str], names: Sequence[str]) -> dict[str, None]:
        return dict.fromkeys(name for name in names if pattern.search(self._recorded_parts.get(name, "")))


def parts_of(name: str) -> str:
    """Return the parts of a name with spaces between."""
    return " ".join(_PART.findall(name.partition("?")[0].lower().strip().removeprefix("root.")))


def _run(parts: Sequence[str]) -> str:
    """Return the pattern of some parts in use, as they can be recorded: no character of a part is special."""
    return _NUMBER.sub(r"(?:\g<0>|#)", " ".join(parts))
