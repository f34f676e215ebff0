"""Calls of pages that list changes."""

from collections.abc import Iterator
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal.model import Area, Change
from portal.versions import Version


class AreaGroup(NamedTuple):
    """An area with its changes."""

    area: Area
    changes: tuple[Change, ...]


def change_table(view: View) -> str:
    """All changes as one table, latest version first."""
    return render("change_table", view, changes=view.catalog.changes)


def change_cards(view: View, major: int) -> str:
    """All changes of a major version in full, grouped by area, with links to the areas."""
    changes = tuple(change for change in view.catalog.changes if change.major == major)
    if not changes:
        raise ValueError(f"there are no changes of AXIS OS {major}")
    return render("change_cards", view, groups=tuple(_by_area(view, changes)))


def major_introduction(view: View, major: int) -> str:
    """What a reader should know before the list of a major version's changes."""
    known = {item.major: item for item in view.catalog.policy.majors}
    return render("major_introduction", view, major=known[Version((major,))])


def _by_area(view: View, changes: tuple[Change, ...]) -> Iterator[AreaGroup]:
    for area in view.catalog.areas:
        members = tuple(change for change in changes if change.area == area.id)
        if members:
            yield AreaGroup(area, members)
