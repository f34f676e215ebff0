"""Changes, products, areas and links as items of the API."""

from portal.addresses import absolute, change_path, change_uri, edition_path
from portal.fields import Fields, change_fields, present, to_fields
from portal.model import Catalog, Change
from portal.model.once import once


@once
def change_items(catalog: Catalog) -> list[Fields]:
    """Return every change, latest version first."""
    return [
        {
            "uri": change_uri(catalog.portal, change),
            "url": absolute(catalog.portal, change_path(change.id)),
            **change_fields(change),
            **present(editions=_editions(catalog, change)),
        }
        for change in catalog.changes
    ]


def product_items(catalog: Catalog) -> list[Fields]:
    """Return every product."""
    return list(to_fields(catalog.products))


def area_items(catalog: Catalog) -> list[Fields]:
    """Return every area."""
    return list(to_fields(catalog.areas))


def link_items(catalog: Catalog) -> list[Fields]:
    """Return every named link."""
    return list(to_fields(catalog.links))


def _editions(catalog: Catalog, change: Change) -> list[Fields]:
    """Return where the change stands as it was said earlier."""
    return [
        {"id": edition.id, "url": absolute(catalog.portal, edition_path(edition.id))}
        for edition in catalog.editions
        if change.id in edition.change_by_id
    ]
