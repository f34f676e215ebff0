"""Looks at a finished site before anybody else does: links, counts, files for machines, foreign requests."""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import icalendar
from lxml import etree

from macros.after.finished import PAGE, FinishedPage, files_below, read_pages
from macros.after.llms import LLMS
from macros.after.manifest import manifest_problems
from macros.after.twins import links_in
from macros.view import TWIN, root_of
from portal.addresses import MACHINE_FOLDERS, absolute, change_path, major_path, release_path
from portal.model import Catalog
from portal.outputs import schema_list
from portal.outputs.calendar import calendars
from portal.outputs.feeds import feeds_of
from portal.outputs.outputs import API_OUTPUTS
from portal.reading.structure import Schemas

_HOST = "https://site.invalid/"


def verify(catalog: Catalog, schemas: Schemas, site: Path) -> list[str]:
    """Return everything that is wrong with the finished site, one sentence each."""
    return [*_wrong_pages(catalog, site), *_wrong_files(catalog, schemas, site)]


def broken_links(site: Path) -> list[str]:
    """Return what is wrong with the links between the pages of a preview; its other files are older."""
    pages = {page.path: page for page in read_pages(site)}
    twins = {path.removesuffix(PAGE) + TWIN for path in pages}
    return [
        text
        for target, text in _broken_links(pages, site)
        if target not in twins and target.partition("/")[0] not in MACHINE_FOLDERS
    ]


def _wrong_pages(catalog: Catalog, site: Path) -> Iterator[str]:
    """Check what people read, and the Markdown beside it."""
    pages = {page.path: page for page in read_pages(site)}
    twins = {twin.path: twin for twin in _twins(catalog, pages.values(), site)}
    yield from _missing_twins(pages.values(), site)
    yield from (text for _, text in _broken_links(pages | twins, site))
    yield from _foreign_requests(pages)
    yield from _missing_entries(catalog, pages)


def _wrong_files(catalog: Catalog, schemas: Schemas, site: Path) -> list[str]:
    """Check what machines read."""
    return [
        *_wrong_feeds(catalog, schemas, site),
        *_wrong_calendars(catalog, site),
        *_wrong_api(catalog, schemas, site),
        *_wrong_counts(catalog, site),
        *manifest_problems(site),
        *_wrong_schema_list(catalog, site),
    ]


def _broken_links(pages: dict[str, FinishedPage], site: Path) -> Iterator[tuple[str, str]]:
    """Return the file that a link does not find, and what is wrong with the link."""
    files = frozenset(files_below(site))
    for page in pages.values():
        if page.path == "404.html":
            continue  # served for any address, so its links start at the site's root as deployed
        for link in dict.fromkeys((*page.links, *page.fetched)):
            target, fragment = _target(page.path, link)
            if target is None:
                continue
            if target not in files:
                yield target, f"{page.path}: the link {link} leads nowhere"
            elif fragment and target in pages and fragment not in pages[target].anchors:
                yield target, f"{page.path}: the link {link} leads to a page without the anchor #{fragment}"


def _target(page: str, link: str) -> tuple[str | None, str]:
    """Return the file below the site's root that a link leads to, None for other hosts, and the fragment."""
    if link.startswith("#"):
        return page, unquote(link[1:])
    base = root_of(page)
    # Most links begin with the way to the root, and lead to the same place from everywhere.
    return _resolve("", f"./{link.removeprefix(base)}") if link.startswith(base) else _resolve(page, link)


@lru_cache(maxsize=100_000)
def _resolve(page: str, link: str) -> tuple[str | None, str]:
    address, fragment = urldefrag(urljoin(_HOST + page, link))
    if not address.startswith(_HOST):
        return None, ""
    path = unquote(urlsplit(address).path.lstrip("/"))
    return f"{path}index.html" if not path or path.endswith("/") else path, unquote(fragment)


def _foreign_requests(pages: dict[str, FinishedPage]) -> Iterator[str]:
    for page in pages.values():
        for address in page.fetched:
            if urlsplit(address).netloc:
                yield f"{page.path}: a browser would fetch {address} from another host"


def _missing_entries(catalog: Catalog, pages: dict[str, FinishedPage]) -> Iterator[str]:
    for path in (
        *(change_path(change.id) for change in catalog.changes),
        *(release_path(release) for release in catalog.releases),
        *map(major_path, catalog.listed_majors),
    ):
        if f"{path}index.html" not in pages:
            yield f"{path}: the entry has no page"
    for major in catalog.majors:
        listing = f"{major_path(major)}index.html"
        links = pages[listing].links if listing in pages else ()
        listed = {_target(listing, link)[0] for link in links}
        for change in catalog.changes:
            if change.major == major and f"{change_path(change.id)}index.html" not in listed:
                yield f"{listing}: does not list {change.id}"


def _twins(catalog: Catalog, pages: Iterable[FinishedPage], site: Path) -> Iterator[FinishedPage]:
    """Return the Markdown of the site as pages: what is beside each has its anchors."""
    anchors = {page.path.removesuffix(PAGE) + TWIN: page.anchors for page in pages}
    for path in (LLMS, *(path for path in anchors if (site / path).is_file())):
        root, text = absolute(catalog.portal, ""), (site / path).read_text("utf-8")
        links = tuple(link.replace(root, root_of(path)) for link in links_in(text))
        yield FinishedPage(path, anchors.get(path, frozenset()), links, ())


def _missing_twins(pages: Iterable[FinishedPage], site: Path) -> Iterator[str]:
    for path in (page.path for page in pages if page.path.endswith(PAGE)):
        if not (site / path).with_name(TWIN).is_file():
            yield f"{path}: has no {TWIN} beside it"


def _wrong_feeds(catalog: Catalog, schemas: Schemas, site: Path) -> Iterator[str]:
    """Check that every feed has its entries, each once over all its pages, and that JSON keeps its schema."""
    sound: set[str] = set()  # an entry stands in several feeds
    for feed in feeds_of(catalog):
        first = site / feed.path
        pages = [first, *first.with_suffix("").glob(f"[0-9]*{first.suffix}")]
        wanted = [entry.uri for entry in feed.subject.entries(catalog)]
        try:
            ids = [name for page in pages for name in _entry_ids(page)]
        except (OSError, ValueError, LookupError, etree.XMLSyntaxError) as error:
            yield f"{feed.path}: cannot be read: {error}"
            continue
        if sorted(ids) != sorted(wanted):
            yield f"{feed.path}: has not the {len(wanted)} entries that it should have"
        for page in pages if first.suffix == ".json" else ():
            value = json.loads(page.read_bytes())
            texts = {feed.subject.schema + json.dumps(item): item for item in value["items"]}
            value["items"] = [item for text, item in texts.items() if text not in sound]
            sound |= texts.keys()
            for problem in schemas.broken(feed.subject.schema, value):
                yield f"{page.relative_to(site).as_posix()}: {problem}"


def _entry_ids(page: Path) -> list[str]:
    """Return the ids of the entries on a page of a feed."""
    if page.suffix == ".json":
        return [item["id"] for item in json.loads(page.read_bytes())["items"]]
    feed = etree.fromstring(page.read_bytes())
    names = *feed.iterfind("channel/item/guid"), *feed.iterfind("{*}entry/{*}id")
    return [str(name.text) for name in names]


def _wrong_calendars(catalog: Catalog, site: Path) -> Iterator[str]:
    """Check that every calendar has its entries."""
    for calendar in calendars(catalog):
        wanted = [entry.uid for entry in calendar.entries]
        try:
            events = icalendar.Calendar.from_ical((site / calendar.path).read_bytes()).walk("VEVENT")
        except (OSError, ValueError) as error:
            yield f"{calendar.path}: cannot be read: {error}"
            continue
        if sorted(str(event.get("UID")) for event in events) != sorted(wanted):
            yield f"{calendar.path}: has not the {len(wanted)} entries that it should have"


def _wrong_schema_list(catalog: Catalog, site: Path) -> Iterator[str]:
    """Check that the list for editors leads to schemas of this site."""
    for entry in json.loads((site / schema_list.PATH).read_bytes())["schemas"]:
        path = entry["url"].removeprefix(absolute(catalog.portal, ""))
        if not (site / path).is_file():
            yield f"{schema_list.PATH}: the schema {entry['url']} is not there"


def _wrong_api(catalog: Catalog, schemas: Schemas, site: Path) -> Iterator[str]:
    """Check that every file of the API is there and keeps its schema, or has what its list has."""
    lists: dict[str, Any] = {}
    for output in API_OUTPUTS:
        files = sorted(site.glob(re.sub(r"\{\w+\}", "*", output.path)))
        if not files and not (output.key and not output.named(catalog)):
            yield f"{output.path}: is not there"
        if not output.schema:
            continue
        values = ((file.relative_to(site).as_posix(), json.loads(file.read_bytes())) for file in files)
        if output.items and output.key:
            whole = lists.get(output.schema, {"items": []})  # that it is not there is said already
            items = {item[output.key]: item for item in whole["items"]}
            for path, value in values:
                one = {"count": 1, "items": [items.get(output.fits(path))], "ages": value.get("ages")}
                if value != whole | one:
                    yield f"{path}: says something else than {output.schema}.json"
            continue
        for path, value in values:
            if output.items:
                lists[output.schema] = value
            for problem in schemas.broken(output.schema, value):
                yield f"{path}: {problem}"


def _wrong_counts(catalog: Catalog, site: Path) -> Iterator[str]:
    """Check that the API has the entries that pages and feeds have, in each of its forms."""
    changes = {change.id for change in catalog.changes}
    releases = {str(release.version) for release in catalog.releases}
    for name, key, wanted in (("changes", "id", changes), ("releases", "version", releases)):
        whole = site / "api/v1" / f"{name}.json"
        if not whole.is_file():
            continue  # said already
        value = json.loads(whole.read_bytes())
        with whole.with_suffix(".csv").open(encoding="utf-8", newline="") as table:
            rows = [row[key] for row in csv.DictReader(table)]
        found = {
            f"{name}.json": [item[key] for item in value["items"]],
            f"{name}.csv": rows,
            f"{name}/": [file.stem for file in whole.with_suffix("").glob("*.json")],
        }
        for form, ids in found.items():
            if sorted(ids) != sorted(wanted):
                yield f"api/v1/{form}: has not the {len(wanted)} entries that it should have"
        if value["count"] != len(wanted):
            yield f"api/v1/{name}.json: says that it has {value['count']} entries"
