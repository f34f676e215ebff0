"""Categories: what readers of a feed can filter its entries by, each under the address of its scheme.

Terms are the values of the field of the same name. Labels stand in people's filters, since RSS and the
`tags` of JSON Feed have nothing else: they stay as they are, like terms.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portal import words
from portal.model import Catalog, Change
from portal.model.change import Status
from portal.model.sources import Sureness
from portal.model.versions import Version


class Category(NamedTuple):
    """One category: the name of its scheme, the term for machines, and the label for people."""

    scheme: str
    term: str
    label: str


class Scheme(NamedTuple):
    """What a scheme says of an entry, and its labels by term: none where each version or area is one."""

    about: str
    labels: Mapping[str, str] = {}


def _capitalized(labels: Mapping[str, str]) -> dict[str, str]:
    return {term: label.capitalize() for term, label in labels.items()}


_RELEASE = {term: label for term, label in words.RELEASE.items() if term != "due"}
SCHEMES = {
    "event": Scheme("What happened, in the feed of events.", words.EVENT | words.DATE_EVENT),
    "about": Scheme(
        "What it happened to, in the feed of events.",
        {"change": "Breaking change", "release": "Release", "support-end": "End of support"},
    ),
    "major": Scheme("The major version, such as `12`."),
    "area": Scheme("The part of the product: an id of `/api/v1/areas.json`."),
    "status": Scheme(
        "How far a change or a release has come; of an event, after it.", words.STATUS | _RELEASE
    ),
    "kind": Scheme("What sort of change it is.", words.KIND),
    "consequence": Scheme(
        "What becomes of whoever does nothing.",
        words.CONSEQUENCE_SHORT | {"unknown": "Consequence not known"},
    ),
    "audience": Scheme(
        "Who has to act; there can be several.",
        _capitalized(words.AUDIENCE | {"unknown": "audience not known"}),
    ),
    "applies_to": Scheme("Which devices it affects.", _capitalized(words.DEVICES)),
    "sureness": Scheme(
        "How sure it is that a change came, or else its version; an event; the date of a release.",
        _capitalized(words.SURENESS),
    ),
}


def category(scheme: str, term: str) -> Category:
    """Return a category of a scheme that has labels."""
    return Category(scheme, term, SCHEMES[scheme].labels[term])


def major_category(version: Version) -> Category:
    """Return the category of a major version."""
    return Category("major", str(version.major), words.product_name(Version((version.major,))))


def change_categories(
    catalog: Catalog, change: Change, version: Version, status: Status, sure: Sureness
) -> Iterator[Category]:
    """Return the categories of a change, or of an event that led to this version and this status."""
    yield major_category(version)
    yield Category("area", change.area, catalog.area_by_id[change.area].name)
    yield category("status", status)
    yield category("kind", change.kind)
    yield category("consequence", change.consequence)
    yield from (category("audience", one) for one in change.audience or ("unknown",))
    yield category("applies_to", change.applies_to)
    yield category("sureness", sure)
