"""The page that puts kept editions beside today: what was planned then, and what has become of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal import words
from portal.model import Catalog, Change, KeptEdition
from portal.model.sources import Sureness
from portal.model.sureness import came, standing
from portal.model.versions import Version

# What can have become of a change that was planned, in the order of the page
_GROUPS = {
    "came": "Came with the version that was planned",
    "came-otherwise": "Came with another version",
    "part": "Came in part",
    "moved": "Moved to another version",
    "planned": "Still planned",
    "withdrawn": "Withdrawn",
    "unconfirmed": "Was due, and no source says whether it came",
}
# How many each is true of, in the order of the sentence; the vendor's documentation counts as its word
_COUNTED = {
    "vendor": "the vendor confirms that {} came",
    "likely": "{} likely came (the vendor bears that out in part, or two third parties agree)",
    "third-party": "a third party alone reports {}",
    "part": "{} came in part",
    "moved": "{} moved to another version",
    "planned": "{} stayed planned",
    "withdrawn": "{} got withdrawn",
    "unconfirmed": "of {} no source says whether they came",
}


class Fate(NamedTuple):
    """A change as an edition has it and as it is now; who says what became of it, and how sure that is.

    `ahead` has the versions of its steps that are still planned.
    """

    kept: Change
    now: Change
    because: str | None
    sources: tuple[str, ...]
    sureness: Sureness | None
    is_likely: bool
    ahead: str


class Comparison(NamedTuple):
    """An edition beside today: what became of what was planned then, and which texts were others."""

    edition: KeptEdition
    counts: tuple[tuple[int, int, str], ...]
    groups: Mapping[str, tuple[str, list[Fate]]]
    had_come: int
    reworded: tuple[tuple[Change, str], ...]
    added: tuple[Change, ...]


def fates(view: View) -> str:
    """Return each kept edition beside what is known today."""
    return render("fates", view, comparisons=[_compared(view.catalog, one) for one in view.catalog.editions])


def _compared(catalog: Catalog, edition: KeptEdition) -> Comparison:
    both = [(edition.change_by_id[one.id], one) for one in catalog.changes if one.id in edition.change_by_id]
    planned = [(kept, now) for kept, now in both if kept.is_ahead]
    groups = {
        name: (heading, [_fate(catalog, *pair) for pair in planned if _group(*pair) == name])
        for name, heading in _GROUPS.items()
    }
    return Comparison(
        edition,
        counts=tuple(_counts(catalog, planned)),
        groups={name: (heading, fates) for name, (heading, fates) in groups.items() if fates},
        had_come=sum(kept.status == "applied" for kept, _ in both),
        reworded=tuple((now, told) for kept, now in both if (told := _reworded(kept, now))),
        added=tuple(change for change in catalog.changes if change.id not in edition.change_by_id),
    )


def _counts(catalog: Catalog, planned: list[tuple[Change, Change]]) -> Iterator[tuple[int, int, str]]:
    """Return each major version, most changes first: how many it was to bring, and their fates."""
    for major, total in Counter(kept.major for kept, _ in planned).most_common():
        found = Counter(_counted_as(catalog, kept, now) for kept, now in planned if kept.major == major)
        parts = [said.format(found[name]) for name, said in _COUNTED.items() if found[name]]
        yield major, total, _listed(parts)


def _counted_as(catalog: Catalog, kept: Change, now: Change) -> str:
    """Return what a change counts as, as a key of `_COUNTED`."""
    group = _group(kept, now)
    if group not in ("came", "came-otherwise"):
        return group
    if _is_likely(catalog, now):
        return "likely"
    return "third-party" if came(catalog, now) == "third-party" else "vendor"


def _is_likely(catalog: Catalog, change: Change) -> bool:
    """Whether it has come as is concluded, or as third parties say that do not depend on one another."""
    sure = came(catalog, change)
    events = [step.event for step in change.steps if step.event.event == "applied"]
    origins = {catalog.source_by_id[name].origin for event in events for name in event.sources}
    return sure == "inferred" or (sure == "third-party" and len(origins) > 1)


def _group(kept: Change, now: Change) -> str:
    """Return what became of a change that was planned, as a key of `_GROUPS`."""
    if now.status in ("withdrawn", "unconfirmed"):
        return now.status
    whole = Version((now.major,))
    as_planned = kept.version == now.version or (
        kept.major == now.major and whole in (kept.version, now.version)
    )
    if now.status == "applied":
        return "came" if as_planned else "came-otherwise"
    since = now.history[len(kept.history) :]
    if any(event.stage and event.event == "applied" for event in since):
        return "part"
    return "planned" if as_planned else "moved"


def _fate(catalog: Catalog, kept: Change, now: Change) -> Fate:
    """Return a change's fate, as it is told by what was written down after the edition, or else before."""
    since = [event for event in now.history[len(kept.history) :] if event.event != "corrected"]
    since = [event for event in since if not event.stage] or since
    told = since or list(now.history)
    return Fate(
        kept,
        now,
        because=since[-1].because if since and now.status != "unconfirmed" else None,
        sources=tuple(dict.fromkeys(name for event in told for name in event.sources)),
        sureness=None if now.status == "unconfirmed" else standing(catalog, now),
        is_likely=_is_likely(catalog, now),
        ahead=", ".join(str(step.version) for step in now.stages if step.status == "planned"),
    )


def _reworded(kept: Change, now: Change) -> str:
    """Return the names of the statements that were others then, separated by commas."""
    return ", ".join(
        label for name, label in words.STATEMENTS.items() if kept.statements[name] != now.statements[name]
    )


def _listed(parts: list[str]) -> str:
    """Say some things one after the other."""
    if len(parts) < 3:
        return " and ".join(parts)
    return f"{', '.join(parts[:-1])}, and {parts[-1]}"
