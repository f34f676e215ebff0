"""Entries made from the authored schemas: sound ones with any of the fields, and the same with a fault.

A value has the form that its schema asks for. What a schema cannot say is put right here: ids that lead
somewhere, and a history that leads to the entry as it is.
"""

import copy
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from portal.model.change import DECLARED
from tests.hostile import PAYLOADS, TEXTS, Text, definition
from tests.payloads import FORBIDDEN, INVISIBLE

# What the sample's data knows, by the field that refers to it
KNOWN = {
    "area": ("security", "edge-storage", "api"),
    "track": ("active", "lts-2024"),
    "products": ("s3008", "t6101"),
    "only": ("s3008", "t6101"),
    "without": ("s3008", "t6101"),
    "links": ("vapix-library", "technical-support"),
    "sources": ("portal-2024-06", "library-2024", "forum-2024"),
    "source": ("portal-2024-06", "library-2024", "forum-2024"),
    "related": ("date-cgi-removal", "smb1-removal", "password-rule", "network-filter-removal"),
    "change": ("date-cgi-removal", "smb1-removal"),
}
# Version and status that go together in the sample
STANDS = (
    ("11.0", "applied"),
    ("12.0", "planned"),
    ("12", "planned"),
    ("12.0", "withdrawn"),
    ("11.0", "withdrawn"),
)
FORMS = {
    "version": st.sampled_from(["11.0", "11.11", "12.0", "12"]),
    "when": st.sampled_from(
        ["2024", "2024-07", "2024-07-15", "2024-35~", "2024-08/2024-09", "2024/..", "../2024-10-21"]
    ),
    "url": st.sampled_from(["https://www.axis.com/", "http://a.test:8080/?q=%20#x"]),
    "spelling": st.sampled_from(
        ["date.cgi", "root.Network.", "Image.I#.X", "query=list", "smbVersion", "<abc>"]
    ),
}
WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=8)


def text(form: str, limit: int) -> SearchStrategy[str]:
    """Texts that a field takes: words of any script, or a payload."""
    place = Text((0,), form, limit)
    payloads = [payload for payload in PAYLOADS if place.takes(payload)]
    joint = st.sampled_from([" ", " ", "\n", "\n\n- "] if form in ("prose", "sample") else [" "])
    words = st.tuples(st.just("a"), joint, WORD, joint, WORD).map("".join)
    return st.sampled_from(payloads) | words.filter(lambda found: len(found) <= limit)


def values(schema: dict[str, Any], defs: dict[str, Any], field: str = "") -> SearchStrategy[Any]:
    """Values of the form that a schema asks for; `field` is the name of the field that they are for."""
    name = definition(schema, defs)
    found = {**defs.get(name, {}), **schema}
    if field in KNOWN:
        known = st.sampled_from(KNOWN[field])
        made: SearchStrategy[Any] = (
            st.lists(known, min_size=1, max_size=2, unique=True) if name == "ids" else known
        )
    elif name in FORMS:
        made = FORMS[name]
    elif name in TEXTS:
        made = text("line" if name == "cell" else name, schema.get("maxLength", TEXTS[name]))
    elif name == "statement":
        made = text("prose", TEXTS["prose"]) | values(defs["unknown"], defs)
    elif "const" in found or "enum" in found:
        made = st.sampled_from(found.get("enum", [found.get("const")]))
    elif found.get("type") == "array":
        unique = repr if found.get("uniqueItems") else None
        inner = values(found["items"], defs, field)
        fewest = found.get("minItems", 1)
        made = st.lists(inner, min_size=fewest, max_size=min(found["maxItems"], 2), unique_by=unique)
    elif found.get("type") == "object":
        fields = {key: values(below, defs, key) for key, below in found["properties"].items() if below}
        needed = {key: fields.pop(key) for key in found.get("required", ())}
        made = st.fixed_dictionaries(needed, optional=fields)
        if "minProperties" in found:
            made = made.filter(bool)
    else:  # true or false, or what is put right below
        made = st.booleans() if found.get("type") == "boolean" else st.just("x")
    return made


@st.composite
def changes(draw: DrawFn, schema: dict[str, Any], number: int) -> dict[str, Any]:
    """A sound change, told apart from others by its number."""
    value: dict[str, Any] = draw(values(schema, schema["$defs"]))
    value["id"] = f"generated-{number}"
    value["title"] = f"{value['title'][:90]} {number}"
    value["version"], value["status"] = draw(st.sampled_from(STANDS))
    value["history"] = draw(histories(value["version"], value["status"]))
    for place, item in enumerate(value.get("surface", ())):
        item["name"] = f"{item['name'][:150]} {number} {place}"
        if {"from", "to"} & item.keys():
            item.setdefault("sources", [KNOWN["sources"][0]])
        if item["kind"] == "argument":
            item.setdefault("of", "storage.cgi")
        _name_declared(item, f"{number}_{place}")
        if item.pop("stage", None) and item["kind"] == "setting" and value.get("stages"):
            item["stage"] = value["version"]
        _drop_what_stands_alone(item)
    for item in value.get("replacement", []):
        if "request" not in item:
            item.pop("changes_device", None)
    for stage in value.get("stages", ()):
        stage["version"] = value["version"]
        stage.pop("status", None)  # which events of the stage would have to give
    for table in value.get("tables", ()):
        table["rows"] = [(row * len(table["columns"]))[: len(table["columns"])] for row in table["rows"]]
    _name_sources(value)
    if value["applies_to"] == "unknown":
        value.setdefault(
            "notes", [{"kind": "gap", "text": "The source does not say.", "sources": ["portal-2024-06"]}]
        )
    return value


def _name_declared(item: dict[str, Any], number: str) -> None:
    """Let what is declared have a name of its kind, and one condition of it; another name none."""
    conditions = [key for key in ("is", "is_not", "below", "has", "absent") if key in item]
    if item["kind"] in DECLARED:
        for key in ("of", "match"):
            item.pop(key, None)
        item["name"] = f"KEY_{number}"
        fitting = [key for key in conditions if key != "has" or item["kind"] == "setting"]
        if item.get("below") == "target" and item["kind"] != "manifest":
            item["below"] = "12"
        conditions = [key for key in conditions if item["kind"] == "needed-library" or key not in fitting[:1]]
    for key in conditions:
        del item[key]


def _drop_what_stands_alone(item: dict[str, Any]) -> None:
    """Take away how spellings are met, and near what, where there are none."""
    for needed, field in (("match", "match_as"), ("match", "near"), ("near", "and_near")):
        if needed not in item:
            item.pop(field, None)


@st.composite
def histories(draw: DrawFn, version: str, status: str) -> list[dict[str, Any]]:
    """Events that lead to a version and a status."""
    because = text("prose", 500)
    moved = draw(st.booleans())
    recorded = {
        "version": "11.11" if moved else version,
        "status": "applied" if status == "applied" and not moved else "planned",
    }
    events: list[dict[str, Any]] = [{"event": "recorded", **recorded}]
    if moved:
        events += [{"event": "moved", "from": "11.11", "to": version, "because": draw(because)}]
    if moved and status == "applied":
        events += [{"event": "applied"}]
    if status == "withdrawn":
        events += [{"event": "withdrawn", "because": draw(because)}]
    if draw(st.booleans()):
        events += [{"event": "corrected", "because": draw(because)}]
    named = st.lists(st.sampled_from(KNOWN["sources"]), min_size=1, max_size=2, unique=True)
    return [
        {"date": f"2026-11-{23 + day}", "sources": draw(named), **event} for day, event in enumerate(events)
    ]


@st.composite
def releases(draw: DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    """A sound release that no date is known of."""
    value: dict[str, Any] = draw(values(schema, schema["$defs"]))
    _name_sources(value)
    known = {"id": "90", "recorded": "2026-11-23", "state": "released", "sources": ["portal-2024-06"]}
    return value | {"version": "11.1", "schedule": [{"track": "active", "dates": [known]}]}


def _name_sources(value: dict[str, Any]) -> None:
    """Let each note have either sources or claims of sources."""
    for note in value.get("notes", ()):
        if "claims" in note:
            note.pop("sources", None)
        else:
            note.setdefault("sources", [KNOWN["sources"][0]])


# --- faults

ODD = st.sampled_from(
    [
        *FORBIDDEN.values(),
        *INVISIBLE,
        "",
        "x" * 30_000,
        "../x",
        "1.2.3.4.5",
        "2024-13",
        "9999-99-99",
        "javascript:x",
    ]
)


@st.composite
def faulty(draw: DrawFn, sound: SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """A sound entry in which one thing is other than it was; it may even be sound still."""
    value = copy.deepcopy(draw(sound))
    holders = [holder for holder in _holders(value) if len(holder)]
    holder = draw(st.sampled_from(holders))
    key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    what = draw(st.integers(0, 4))
    if what == 0:
        del holder[key]
    elif what == 1 and isinstance(holder, dict):
        holder[draw(ODD | WORD)] = holder[key]
    else:
        others = (ODD, st.booleans(), st.lists(ODD, max_size=2), st.dictionaries(WORD, ODD, max_size=2))
        holder[key] = draw(st.one_of(others))
    return value


def _holders(value: Any) -> list[Any]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict | list) else []
    return own + [holder for inner in below for holder in _holders(inner)]
