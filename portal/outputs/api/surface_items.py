"""The surface as items of the API: every name, with what becomes of it."""

from portal.addresses import absolute
from portal.fields import Fields, match_fields, present
from portal.model import Catalog
from portal.model.once import once
from portal.model.surface import Mention, surface_names, surface_path


@once
def surface_items(catalog: Catalog) -> list[Fields]:
    """Return every name, by kind, in the order of the page."""
    return [
        {
            "id": name.anchors[0],
            "url": absolute(catalog.portal, surface_path(name.item)),
            "kind": name.item.kind,
            "name": name.item.name,
            **present(of=name.item.of),
            "changes": [_mention(mention) for mention in name.mentions],
        }
        for names in surface_names(catalog).values()
        for name in names
    ]


def _mention(mention: Mention) -> Fields:
    change, item = mention.change, mention.item
    return {
        "id": change.id,
        "version": str(change.version),
        "status": change.status,
        "name": item.name,
        "effect": item.effect,
        **present(replaced_by=item.replaced_by),
        **match_fields(item),
    }
