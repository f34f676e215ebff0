"""The baseline: a file of the uses that were there on a day, so that only later ones are reported.

A use is the same while its file, change, name and line of code are. The number of the line may change.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.fields import from_fields, read_fields
from portal.problems import printable
from portal.scanner.search import Use
from portal.scanner.suppression import Remark

SCHEMA_VERSION = "1.0"
_HINT = "write it with portal scan --write-baseline FILE"


@dataclass(frozen=True, order=True)
class Accepted:
    """A use that is accepted, as often as `count` says."""

    path: str
    change: str
    name: str
    text: str
    count: int = 1


@dataclass(frozen=True)
class Baseline:
    """The uses that a file accepts."""

    accepted: tuple[Accepted, ...]


def read_baseline(data: bytes, where: str) -> Baseline:
    """Return a baseline from its file. Raises `InvalidData`."""
    return from_fields(read_fields(data, where, "a baseline", SCHEMA_VERSION, _HINT), Baseline, where)


def render_baseline(found: Iterable[tuple[str, Use]]) -> str:
    """Return the file that accepts these uses, in an order in which a new use changes few lines."""
    counts = Counter(_key(path, use) for path, use in found)
    fields = [
        {
            "path": path,
            "change": change,
            "name": name,
            "text": text,
            **({"count": count} if count > 1 else {}),
        }
        for (path, change, name, text), count in sorted(counts.items())
    ]
    return (
        json.dumps({"schema_version": SCHEMA_VERSION, "accepted": fields}, ensure_ascii=False, indent=1)
        + "\n"
    )


def accept_baseline(
    found: Iterable[tuple[str, Use]], baseline: Baseline, where: str, below: Sequence[str] = (".",)
) -> tuple[tuple[tuple[str, Use], ...], tuple[Remark, ...]]:
    """Return the uses that a baseline does not accept, and a remark for each of its uses that is gone.

    `below` are the paths that were searched; a use outside them is not called gone.
    """
    left = Counter[tuple[str, str, str, str]]()
    for item in baseline.accepted:
        left[item.path, item.change, item.name, item.text] += item.count
    new = []
    for path, use in found:
        if left[_key(path, use)] > 0:
            left[_key(path, use)] -= 1
        else:
            new.append((path, use))
    gone = (
        f"the baseline accepts a use of {printable(change)} in {printable(path, 500)} that is gone"
        + (f", {count} times" if count > 1 else "")
        for (path, change, _, _), count in sorted(left.items())
        if count > 0 and any(_is_below(path, top) for top in below)
    )
    return tuple(new), tuple(Remark(where, 1, 1, f"{said}: write it anew") for said in gone)


def _is_below(path: str, top: str) -> bool:
    return top in {".", path} or path.startswith(f"{top.rstrip('/')}/")


def _key(path: str, use: Use) -> tuple[str, str, str, str]:
    # Printable, as a path can hold bytes that are no text, and JSON cannot.
    return printable(path, 5000), use.change, use.name, printable(" ".join(use.text.split()), 500)
