"""Calls of pages about changes: a list to choose from, and every name that they touch."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from macros.render import render
from macros.view import View
from portal import words
from portal.model import Catalog, Change, Statement
from portal.model.sources import Sureness
from portal.model.sureness import standing
from portal.model.surface import KINDS, TOUCHED, surface_names, touched_by
from portal.model.versions import Version
from portal.outputs.feeds import Feed, feeds_of
from portal.prose import to_text

# Whatever ends a sentence, unless a small letter follows ("e.g. a script") or no space (`param.cgi`, 12.0)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_SORT = (
    ("", "Latest first"),
    ("earliest", "Earliest first"),
    ("title", "Title"),
    ("area", "Area"),
)


class ChangeGroup(NamedTuple):
    """Changes of one consequence, under its heading."""

    id: str
    heading: str
    changes: tuple[Change, ...]


class ExplorerRow(NamedTuple):
    """A change, its action in a line if known, how sure it is, what a text looks through, its names."""

    change: Change
    action: str | None
    sureness: Sureness
    text: str
    touched: tuple[str, ...]


class Section(NamedTuple):
    """The changes of one version, and when that is to come or came."""

    version: Version
    when: str
    rows: tuple[ExplorerRow, ...]


class Control(NamedTuple):
    """A control of the explorer's form: values with their texts, the first for no choice."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    is_rare: bool = False


class FeedGroup(NamedTuple):
    """Feeds of the same changes, `size` many.

    `filter` is what the explorer's address has after `?` for them. Two values of one name are either.
    """

    filter: str
    title: str
    feeds: tuple[Feed, ...]
    size: int


def change_explorer(view: View) -> str:
    """Return all changes, latest version first, with a form to find some of them."""
    return render(
        "change_explorer",
        view,
        sections=tuple(_sections(view.catalog)),
        controls=tuple(_controls(view.catalog)),
        feed_groups=feed_groups(view.catalog),
    )


def major_links(view: View) -> str:
    """Return links to the major versions' pages of changes, for use inside a sentence of a page."""
    return render("major_links", view).strip()


def surface_index(view: View) -> str:
    """Return every name that a change touches, by kind, with what becomes of it."""
    return render("surface_index", view, titles=KINDS, names=surface_names(view.catalog))


def by_consequence(catalog: Catalog, changes: Sequence[Change]) -> Iterator[ChangeGroup]:
    """Return changes by what becomes of who does nothing, then by area; those that do not happen are last."""
    areas = [area.id for area in catalog.areas]
    ordered = sorted(changes, key=lambda change: areas.index(change.area))
    for name, heading in {**words.CONSEQUENCE_HEADING, "withdrawn": words.STATUS["withdrawn"]}.items():
        members = tuple(
            one for one in ordered if name == ("withdrawn" if one.status == "withdrawn" else one.consequence)
        )
        if members:
            yield ChangeGroup(name, heading, members)


def feed_groups(catalog: Catalog) -> list[FeedGroup]:
    """Return the feeds of changes that a list can show, one in each format together, the widest last."""
    filters = {"changes": ""}
    filters |= {f"areas/{area.id}": f"area={area.id}" for area in catalog.areas}
    filters |= {f"touches/{name}": f"touches={name}" for name in TOUCHED}
    for major in catalog.majors:
        filters[f"majors/{major}"] = own = f"from={major}&to={major}"
        filters[f"majors/{major}/upgrade"] = f"{own}&applies-to=upgrade&applies-to=unknown"
    groups = [
        FeedGroup(filters[subject.name], subject.title, tuple(feeds), len(subject.entries(catalog)))
        for subject, feeds in groupby(feeds_of(catalog), key=lambda feed: feed.subject)
        if subject.name in filters
    ]
    return sorted(groups, key=lambda group: (not group.filter, group.size))


def action_line(action: Statement) -> str | None:
    """Return the first sentence of what to do as plain text, or None if there is nothing known to do."""
    if action.text is None:
        return None
    return _SENTENCE_END.split(to_text(_PARAGRAPH_END.split(action.text.strip())[0]))[0]


def _controls(catalog: Catalog) -> Iterator[Control]:
    """Return the controls. A control's name is a row's data attribute, and part of the address."""
    named = {product for change in catalog.changes for product in change.products}
    products = [(item.id, item.name) for item in catalog.products if item.id in named]
    reach = [(value, _capitalized(text)) for value, text in words.APPLIES_TO.items()]
    consequence = [(value, _capitalized(text)) for value, text in words.CONSEQUENCE.items()]
    versions = tuple(_version_options(catalog))
    yield Control("from", "Introduced in", (("", "Any version"), *versions))
    yield Control("to", "Up to", (("", "Any version"), *versions))
    yield Control("area", "Area", (("", "Any area"), *((area.id, area.name) for area in catalog.areas)))
    yield Control("consequence", words.CONSEQUENCE_OF, (("", "Anything"), *consequence))
    yield Control("status", "Status", (("", "Any status"), *words.STATUS.items()), is_rare=True)
    sureness = [(value, _capitalized(text)) for value, text in words.SURENESS.items()]
    yield Control("sureness", "How sure", (("", "However sure"), *sureness), is_rare=True)
    yield Control("kind", "Kind", (("", "Any kind"), *words.KIND.items()), is_rare=True)
    yield Control("applies-to", words.REACH, (("", "Any device"), *reach), is_rare=True)
    touched = [(name, name.capitalize()) for name in TOUCHED]
    yield Control("touches", "Names in code", (("", "Any or none"), *touched), is_rare=True)
    some = ("named", "Only if it names products")
    yield Control("product", "Product", (("", "Any product"), some, *products), is_rare=True)
    decided = (("", "Decided or not"), ("no", "Decided"), ("yes", "Not decided"))
    yield Control("tentative", "Version or date", decided, is_rare=True)
    yield Control("sort", "Sort by", _SORT, is_rare=True)


def _capitalized(text: str) -> str:
    return text[0].upper() + text[1:]


def _version_options(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Return the versions of all changes, and each major version after its releases, latest first."""
    majors = {Version((major,)) for major in catalog.majors}
    for version in sorted(majors | {change.version for change in catalog.changes}, reverse=True):
        yield str(version), f"{version}, any release" if version.is_major_only else str(version)


def _sections(catalog: Catalog) -> Iterator[Section]:
    for version, changes in groupby(catalog.changes, key=lambda change: change.version):
        yield Section(version, _when(catalog, version), tuple(_row(catalog, change) for change in changes))


def _when(catalog: Catalog, version: Version) -> str:
    """Say when a version comes or came, as far as that is known."""
    if version.is_major_only:
        return words.RELEASE_NOT_STATED
    release = catalog.release_by_version.get(version.release)
    if not release or not release.date:
        return ""
    due = catalog.outlook(release) == "due"
    return words.was_due(release.date) if due else str(release.date)


def _row(catalog: Catalog, change: Change) -> ExplorerRow:
    names = [name for item in change.surface for name in (item.name, item.of or "", *item.spellings)]
    names += [catalog.product_by_id[product].name for product in change.products]
    text = to_text(change.summary).lower()
    for name in map(str.lower, names):
        if name not in text:
            text += f" {name}"
    sure = standing(catalog, change)
    return ExplorerRow(change, action_line(change.action), sure, text, touched_by(change))
