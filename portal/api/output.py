"""What the API is made of: one output a row of a table, and the envelope that all JSON files share."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from portal.fields import Fields, date_fields
from portal.jsontext import json_text
from portal.model import Catalog, Portal

JSON = "application/json"
SCHEMA_VERSION = "1.0"
Render = Callable[[Portal, Sequence[Fields]], str]


def envelope(portal: Portal, items: Sequence[Fields], **more: object) -> Fields:
    """Give what a JSON file holds. It changes only when a fact does, so that polling stays cheap."""
    return {
        "schema_version": SCHEMA_VERSION,
        "data_as_of": date_fields(portal.data_as_of),
        "generated_from": {"name": portal.name, "url": portal.url, "repository": portal.repository},
        **more,
        "count": len(items),
        "items": list(items),
    }


def render_json(portal: Portal, items: Sequence[Fields]) -> str:
    """Give items as JSON in their envelope."""
    return json_text(envelope(portal, items))


@dataclass(frozen=True)
class Output:
    """One file of the API, or one file an item where `path` has the name of a field in braces.

    `path` starts at the site's root; `schema` is the name of the published schema; `items` gives what is in
    it, and is None for what another room writes. If that is one file an item, `names` gives what stands in
    `path` for the braces.
    """

    path: str
    about: str
    schema: str | None
    items: Callable[[Catalog], list[Fields]] | None
    media_type: str = JSON
    render: Render = render_json
    names: Callable[[Catalog], list[str]] | None = None

    @property
    def key(self) -> str | None:
        """The field of an item that its file is named after; None where all items are in one file."""
        found = re.search(r"\{(\w+)\}", self.path)
        return found[1] if found else None

    def count(self, catalog: Catalog) -> int | None:
        """How many items it has, or how many files; None for what has no items."""
        counted = self.items or self.names
        return len(counted(catalog)) if counted else None

    def named(self, catalog: Catalog) -> list[str]:
        """Give what the path has in place of the braces, a text a file."""
        if self.names:
            return self.names(catalog)
        return [item[self.key] for item in self.items(catalog)] if self.key and self.items else []

    def files(self, catalog: Catalog) -> Iterator[tuple[str, str]]:
        """Give the path and the text of every file."""
        items = self.items(catalog) if self.items else []
        if self.key:
            for item in items:
                yield self.path.format(**{self.key: item[self.key]}), self.render(catalog.portal, [item])
        elif self.items:
            yield self.path, self.render(catalog.portal, items)
