"""The baseline: what a version published, as far as later versions are held to it, in one file.

It is an edition without what nobody is promised: texts, and facts that may differ. So a checkout alone knows
what it must not break, without git and without the network.
"""

import re
from typing import Any

from portal.fields import Fields, from_fields, to_fields
from portal.history.edition import CLE, Edition, is_compared, is_schema
from portal.model import Milestone
from portal.problems import as_json
from portal.reading.json_schema import without_words

# What the contract asks of an entry of any list
_KEPT = (
    *("id", "uri", "path", "media_type", "kind", "area", "status", "version", "date", "schedule"),
    *("support_ends", "applies_to", "surface", "history"),
)
_SHAPE = (("version", str), ("promised", list), ("files", list), ("log", list), ("documents", dict))
_UID = re.compile(r"^UID:.+$", re.MULTILINE)


def render_baseline(edition: Edition, version: str) -> str:
    """Return the text of the baseline that an edition makes, when it is the one of this version."""
    value: Fields = {
        "description": "What this version published, for `portal diff`. Made by `make baseline`.",
        "version": version,
        "promised": sorted(edition.promised),
        "files": sorted(edition.sums),
        "log": to_fields(edition.milestones),
        # The log has the dates of CLE
        "documents": {
            path: _kept(path, document) for path, document in edition.documents.items() if path != CLE
        },
    }
    return _spread(value, 2) + "\n"


def baseline_edition(value: Any, name: str) -> Edition | None:
    """Return the edition that a baseline keeps, or None if the value is none. Raises `InvalidData`."""
    if not isinstance(value, dict) or not all(isinstance(value.get(key), kind) for key, kind in _SHAPE):
        return None
    return Edition(
        name=f"version {value['version']} ({name})",
        sums=dict.fromkeys(map(str, value["files"]), ""),
        documents={path: one for path, one in value["documents"].items() if is_compared(path)},
        milestones=from_fields(value["log"], tuple[Milestone, ...], name),
        promised=frozenset(map(str, value["promised"])),
        notes=("A baseline has only what later versions are held to: what else differs is not shown.",),
        is_whole=False,
    )


def _spread(value: Any, depth: int) -> str:
    """Return JSON with a line for each member of what is no deeper, so that two versions can be compared."""
    if not depth or not isinstance(value, dict | list):
        return as_json(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(_spread(one, depth - 1) for one in value) + "\n]"
    return (
        "{\n" + ",\n".join(f"{as_json(key)}: {_spread(one, depth - 1)}" for key, one in value.items()) + "\n}"
    )


def _kept(path: str, document: Any) -> Any:
    """Return of a document what the contract asks for."""
    if path.endswith(".csv"):
        return document.partition("\n")[0]
    if path.endswith(".ics"):
        return "\n".join(_UID.findall(document))
    if is_schema(path):
        return without_words(document)
    return {"items": [{name: item[name] for name in _KEPT if name in item} for item in document["items"]]}
