"""The check of all feeds: every page in every format is there, leads to the others, and says the same."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import pairwise

from portal.addresses import absolute
from portal.model import Catalog, Portal
from tests.oracles.feeds.document import MEDIA_TYPES, check_document
from tests.oracles.feeds.findings import Document, Expected, Item
from tests.oracles.feeds.wanted import wanted_dates, wanted_ids

# A page of a feed has at most so many entries
PAGE_SIZE = 100


@dataclass(frozen=True)
class _Place:
    """A page of a feed: the subject's name, the end of the file's name, and which of how many it is."""

    name: str
    extension: str
    number: int
    count: int

    @property
    def path(self) -> str:
        return self.path_of(self.number)

    def path_of(self, number: int) -> str:
        further = f"/{number}" if number > 1 else ""
        return f"feeds/{self.name}{further}.{self.extension}"

    def links(self) -> dict[str, str]:
        """Return the paths of the pages that it has to lead to, by relation (RFC 5005)."""
        if self.count == 1:
            return {"self": self.path}
        numbers = {"first": 1, "previous": self.number - 1, "self": self.number, "next": self.number + 1}
        numbers["last"] = self.count
        return {
            relation: self.path_of(number)
            for relation, number in numbers.items()
            if 1 <= number <= self.count
        }


def check_feeds(
    catalog: Catalog, paths: Iterable[str], read: Callable[[str], bytes], size: int = PAGE_SIZE
) -> Iterator[str]:
    """Return what is wrong with the feeds of a site, a sentence each.

    `paths` are all files below `feeds/`, from the site's root; `read` gives a file's bytes.
    """
    there, known, latest = frozenset(paths), set(), _latest(catalog)
    dates = wanted_dates(catalog)
    for name, wanted in wanted_ids(catalog).items():
        count = max(1, -(-len(wanted) // size))
        whole: dict[str, tuple[Item, ...]] = {}
        for extension in MEDIA_TYPES:
            problems: list[str] = []
            places = [_Place(name, extension, number, count) for number in range(1, count + 1)]
            known |= {place.path for place in places}
            pages = [
                _read_page(place, read, problems, catalog.portal, (latest, dates[name]))
                for place in places
                if place.path in there
            ]
            yield from problems
            yield from (f"{place.path}: is missing" for place in places if place.path not in there)
            found = [page for page in pages if page]
            if len(found) == count:
                yield from _wrong_together(places[0].path, found, wanted, size)
                whole[extension] = tuple(item for page in found for item in page.items)
        for one, other in pairwise(whole):
            for difference in _differences(whole[one], whole[other]):
                yield f"feeds/{name}: {one} and {other} differ in {difference}"
    yield from (f"{path}: is no page of a feed" for path in sorted(there - known))


def _read_page(
    place: _Place,
    read: Callable[[str], bytes],
    problems: list[str],
    portal: Portal,
    days: tuple[datetime, str],
) -> Document | None:
    """Return a page as read; `days` are the last moment of all, and how old the entries are."""
    latest, facts_date = days
    links = {relation: absolute(portal, path) for relation, path in place.links().items()}
    expected = Expected(
        links=links | ({"hub": portal.hub} if portal.hub else {}),
        media_type=MEDIA_TYPES[place.extension],
        authority=portal.id_authority,
        latest=latest,
        facts_date=facts_date,
        schemes=absolute(portal, "partners/feeds/fields/#category-"),
    )

    def say(where: str, what: str) -> None:
        problems.append(f"{place.path}: {where}: {what}")

    return check_document(read(place.path), place.extension, expected, say)


def _latest(catalog: Catalog) -> datetime:
    """The end of the last day of which anything is known."""
    days = [change.updated.day for change in catalog.changes]
    days += [entry.recorded.day for entry in catalog.milestones]
    day = max([*days, catalog.portal.data_as_of.day])
    return datetime.combine(day, time.max, UTC)


def _wrong_together(path: str, pages: list[Document], wanted: frozenset[str], size: int) -> Iterator[str]:
    """Return what is wrong with the pages of a feed taken together."""
    if len({(page.title, page.home, page.about) for page in pages}) > 1:
        yield f"{path}: its pages say different things of the feed"
    if any(len(page.items) != size for page in pages[:-1]) or len(pages[-1].items) > size:
        yield f"{path}: its pages have {[len(page.items) for page in pages]} entries, not {size} each"
    items = [item for page in pages for item in page.items]
    ids = [item.id for item in items]
    yield from (f"{path}: lacks {uri}" for uri in sorted(wanted - set(ids)))
    yield from (f"{path}: has the unknown entry {uri}" for uri in sorted(set(ids) - wanted))
    if len(set(ids)) != len(ids):
        yield f"{path}: has an entry twice"
    for before, after in pairwise(items):
        if before.updated and after.updated and before.updated <= after.updated:
            yield f"{path}: {after.id} was not updated before {before.id}, which stands before it"


def _differences(here: tuple[Item, ...], there: tuple[Item, ...]) -> Iterator[str]:
    """Return in what two formats differ, of what both can say."""
    if [item.id for item in here] != [item.id for item in there]:
        yield "their entries or in the order of these"
        return
    for one, other in zip(here, there, strict=True):
        for field in ("title", "url", "html", "tags"):
            if getattr(one, field) != getattr(other, field):
                yield f"the {field} of {one.id}"
        if one.categories and other.categories and one.categories != other.categories:
            yield f"the categories of {one.id}"
        if _to_the_second(one.published) != _to_the_second(other.published):
            yield f"the date of {one.id}"


def _to_the_second(moment: datetime | None) -> datetime | None:
    """RSS knows no fractions."""
    return moment.replace(microsecond=0) if moment else None
