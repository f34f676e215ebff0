"""The surface as items of the API: every name, with what becomes of it."""

from portal.addresses import absolute
from portal.fields import Fields, present, to_fields
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
    """Return what becomes of a name by a change; kind and owner are said above it."""
    change, named = mention.change, to_fields(mention.item)
    of_change = {"id": change.id, "version": str(change.version), "status": change.status}
    return of_change | {name: value for name, value in named.items() if name not in ("kind", "of")}
