"""An output of the table, and the envelope that all JSON files of the API share."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.fields import Fields, ages_fields, date_fields, json_text
from portal.model import Catalog, Portal, ages_of
from portal.model.dates import When
from portal.reading.structure import Schemas

JSON = "application/json"
SCHEMA_VERSION = "1.0"
Render = Callable[[Portal, Sequence[Fields]], str]
# The path from the site's root, and the content
Files = Iterable[tuple[str, bytes]]


def envelope(portal: Portal, items: Sequence[Fields], **more: object) -> Fields:
    """Return what a JSON file holds. It changes only when a fact does, so that polling stays cheap.

    `ages` is the range of the ages of its items: a newer source of something else makes none look fresher.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "data_as_of": date_fields(portal.data_as_of),
        **ages_fields(ages_of(When.parse(item["age"]["value"]) for item in items if "age" in item)),
        "generated_from": {"name": portal.name, "url": portal.url, "repository": portal.repository},
        **more,
        "count": len(items),
        "items": list(items),
    }


def render_json(portal: Portal, items: Sequence[Fields]) -> str:
    """Return items as JSON in their envelope."""
    return json_text(envelope(portal, items))


@dataclass(frozen=True)
class Output:
    """One file for machines, or one file an item where `path` has the name of a field in braces.

    `path` starts at the site's root; `schema` is the name of the published schema. `items` returns what is in
    it, for `render` to write. Where a file is no list of items, `made` returns it whole; it gets no schemas
    where an earlier edition has none.
    """

    path: str
    about: str
    schema: str | None = None
    items: Callable[[Catalog], list[Fields]] | None = None
    media_type: str = JSON
    render: Render = render_json
    made: Callable[[Catalog, Schemas | None], Files] | None = None

    @property
    def key(self) -> str | None:
        """The field of an item that its file is named after; None where all items are in one file."""
        found = re.search(r"\{(\w+)\}", self.path)
        return found[1] if found else None

    def fits(self, path: str) -> str | None:
        """Return what a path has in place of the braces; None where it is no path of this output."""
        found = re.fullmatch(re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(self.path)), path)
        return found[found.lastindex or 0] if found else None

    def count(self, catalog: Catalog) -> int | None:
        """How many items it has, or how many files; None for what has no items."""
        if self.items:
            return len(self.items(catalog))
        return len(self.named(catalog)) if self.key else None

    def named(self, catalog: Catalog) -> list[str]:
        """Return what the path has in place of the braces, a text a file."""
        return [self.fits(path) or "" for path, _ in self.files(catalog, None)] if self.key else []

    def files(self, catalog: Catalog, schemas: Schemas | None) -> Iterator[tuple[str, bytes]]:
        """Return the path and the content of every file."""
        if self.made:
            yield from self.made(catalog, schemas)
        elif self.items and self.key:
            for item in self.items(catalog):
                text = self.render(catalog.portal, [item])
                yield self.path.format(**{self.key: item[self.key]}), text.encode()
        elif self.items:
            yield self.path, self.render(catalog.portal, self.items(catalog)).encode()
