"""The surface: every name that code or configuration would use, with the changes that touch it.

Each name has an anchor, so that a ticket can point at `/surface/#root.https.allowtls1`. The rule:

- The name in lower case. Whatever is not a letter, a digit, `.` or `_` becomes a hyphen, several in a row
  become one, and none stays at the ends: `/axis-cgi/a.cgi?action=list` is `axis-cgi-a.cgi-action-list`.
- What belongs to something else comes after it, always, so that a second one elsewhere never moves the
  first: `sensor` of `dynamicoverlay.cgi` is `dynamicoverlay.cgi-sensor`.
- A parameter is found with and without `root.`, whichever the source prints.
- A name that is declared has its kind before it: `needed-library-libmdb`, as code may have a `libmdb` too.

Spellings that differ only in case, in spaces, in slashes at the ends or in that `root.` are one name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from portal.model import Catalog, Change, Surface
from portal.model.change import DECLARED, Status
from portal.model.knowledge import once
from portal.model.versions import Version

# Kinds in the order of the page, with their headings
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "endpoint": "Endpoints",
        "parameter": "Parameters",
        "argument": "Arguments",
        "library": "Libraries",
        "protocol": "Protocols",
        "format": "Formats",
        "application": "Applications",
        "header": "Headers",
        "value": "Values",
        "hardware": "Hardware",
        "manifest": "Fields of a manifest",
        "package": "Keys and properties of a package",
        "needed-library": "Libraries that a program needs",
        "setting": "Settings of a device",
    }
)
# What somebody's code or package has, each with its kinds of names: what there are feeds of
TOUCHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "endpoints": ("endpoint", "argument", "header"),
        "parameters": ("parameter", "setting"),
        "protocols": ("protocol",),
        "libraries": ("library", "needed-library"),
        "packages": ("package", "manifest", "needed-library"),
        "applications": ("application",),
        "formats": ("format",),
        "values": ("value",),
        "hardware": ("hardware",),
    }
)
# What the data calls the manifest of a package, where a name belongs to it
_MANIFEST = "acap manifest"
_NOT_IN_ANCHORS = re.compile(r"[^\w.]+")
_ROOT = "root."


@dataclass(frozen=True)
class Mention:
    """One change that names something, and what it says of it: `change.surface[index]`."""

    change: Change
    index: int

    @property
    def item(self) -> Surface:
        """What the change says of the name."""
        return self.change.surface[self.index]

    @property
    def version(self) -> Version:
        """The release that it is said of: that of its step, or of the change."""
        return self.item.stage or self.change.version

    @property
    def status(self) -> Status:
        """How far that has come."""
        step = next((one for one in self.change.stages if one.version == self.item.stage), None)
        return self.change.status_of(step) if step and self.change.may_come else self.change.status


@dataclass(frozen=True)
class SurfaceName:
    """One name with all that is said of it, earliest version first. The first of its anchors is its own."""

    mentions: tuple[Mention, ...]
    anchors: tuple[str, ...]

    @property
    def item(self) -> Surface:
        """The name, its kind, and what it belongs to, as the earliest change prints them."""
        return self.mentions[0].item


def touched_by(change: Change) -> tuple[str, ...]:
    """Return what a change touches, as ids of `TOUCHED`."""
    kinds = {_kind(change, item) for item in change.surface}
    return tuple(name for name, own in TOUCHED.items() if not kinds.isdisjoint(own))


def _kind(change: Change, item: Surface) -> str:
    """Return the kind of a name. What belongs to the manifest of a package is a field of that."""
    if not item.of:
        return item.kind
    owner = _folded(item.of)
    further = [_folded(one.of or "") for one in change.surface if _folded(one.name).endswith(owner)]
    return "manifest" if any(name.startswith(_MANIFEST) for name in (owner, *further)) else item.kind


def surface_path(item: Surface) -> str:
    """The address of a name, relative to the site's root."""
    return f"surface/#{quote(anchor(item))}"


def anchor(item: Surface) -> str:
    """The anchor of a name as it is printed."""
    owner = item.kind if item.kind in DECLARED else item.of
    whole = f"{owner} {item.name}" if owner else item.name
    return _NOT_IN_ANCHORS.sub("-", whole.lower()).strip("-")


def surface_names(catalog: Catalog) -> dict[str, tuple[SurfaceName, ...]]:
    """Return all names by kind, both in the order of the page."""
    names = sorted_names(catalog)
    by_kind = {kind: tuple(name for name in names if name.item.kind == kind) for kind in KINDS}
    return {kind: members for kind, members in by_kind.items() if members}


@once
def sorted_names(catalog: Catalog) -> list[SurfaceName]:
    """Return all names, each once, by kind and spelling."""
    mentions = [Mention(change, index) for change in catalog.changes for index in range(len(change.surface))]
    # A stable sort: changes of one version stay in the catalog's order.
    mentions.sort(key=lambda mention: mention.version)
    found: dict[tuple[str, str, str], list[Mention]] = {}
    for mention in mentions:
        found.setdefault(_identity(mention.item), []).append(mention)
    return [
        SurfaceName(
            tuple(members), tuple(dict.fromkeys(way for member in members for way in _ways(member.item)))
        )
        for _, members in sorted(found.items())
    ]


def _identity(item: Surface) -> tuple[str, str, str]:
    """Return what two spellings of one name have in common. It sorts the names within their kind."""
    name = _folded(item.name)
    if item.kind == "parameter":
        name = name.removeprefix(_ROOT)
    return item.kind, name, _folded(item.of or "")


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).strip("/")


def _ways(item: Surface) -> tuple[str, ...]:
    """Return the anchors that lead to a printed name, its own first."""
    own = anchor(item)
    if item.kind != "parameter" or item.of:
        return (own,)
    return (own, own.removeprefix(_ROOT) if own.startswith(_ROOT) else _ROOT + own)
