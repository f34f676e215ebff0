"""Changes, products, areas and links as items of the API."""

from portal.addresses import absolute, change_path, change_uri, edition_path
from portal.fields import Fields, change_fields, date_fields, note_fields, present
from portal.model import Area, Catalog, Change, Link, Phase, Product
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
    return [_product(product) for product in catalog.products]


def area_items(catalog: Catalog) -> list[Fields]:
    """Return every area."""
    return [_area(area) for area in catalog.areas]


def link_items(catalog: Catalog) -> list[Fields]:
    """Return every named link."""
    return [_link(link) for link in catalog.links]


def _editions(catalog: Catalog, change: Change) -> list[Fields]:
    """Return where the change stands as it was said earlier."""
    return [
        {"id": edition.id, "url": absolute(catalog.portal, edition_path(edition.id))}
        for edition in catalog.editions
        if change.id in edition.change_by_id
    ]


def _product(product: Product) -> Fields:
    support = [_phase(phase) for phase in product.support]
    notes = [note_fields(note) for note in product.notes]
    return {
        "id": product.id,
        "name": product.name,
        "kind": product.kind,
        **present(support=support, notes=notes),
    }


def _phase(phase: Phase) -> Fields:
    begin = {"from": date_fields(phase.from_)} if phase.from_ else {}
    focus = present(focus=phase.focus)
    return {
        **begin,
        "until": date_fields(phase.until),
        "track": phase.track,
        "gets": list(phase.gets),
        **focus,
    }


def _area(area: Area) -> Fields:
    printed = present(printed=list(area.printed))
    return {"id": area.id, "name": area.name, "description": area.description, **printed}


def _link(link: Link) -> Fields:
    notes = present(notes=[note_fields(note) for note in link.notes])
    return {
        "id": link.id,
        "name": link.name,
        "about": link.about,
        "kind": link.kind,
        "url": link.url,
        **notes,
    }
