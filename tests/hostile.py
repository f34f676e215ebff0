"""Data files whose every text is hostile, whatever their schema: found by walking the schema."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from portal.problems import FieldPath
from portal.prose import html_tags
from portal.reading.structure import Schemas
from portal.reading.yamltext import read_yaml
from tests.payloads import ELSEWHERE, HARMLESS, LITERAL

# What formats by tags is refused; each other is taken where its form fits: a line takes no line break.
ALL = (*LITERAL, *HARMLESS, *ELSEWHERE)
FORMATTED = tuple(payload for payload in ALL if html_tags(payload))
PAYLOADS = tuple(payload for payload in ALL if payload not in FORMATTED)
# The definitions of schemas that free text has, and how long each may be
TEXTS = {"line": 400, "prose": 6000, "sample": 20_000, "cell": 400, "spelling": 200}
# A page explains versions by these
PRINTED = {("tags", number, "examples", place) for number in range(9) for place in range(9)}


@dataclass(frozen=True)
class Text:
    """A place of a document that has free text: where, in which form, and how long it may be."""

    path: FieldPath
    form: str
    limit: int

    def takes(self, text: str) -> bool:
        """Whether a text has the form that is asked for here."""
        if self.form == "spelling":
            # Spellings of one list differ
            return text.isascii() and text.isprintable() and "alert" in text and self.path[-1] == 0
        many = self.form in ("prose", "sample")
        return len(text) <= self.limit and (many or ("\n" not in text and text == text.strip()))


def texts(schema: dict[str, Any], value: Any) -> Iterator[Text]:
    """Return every text of a document that its schema lets people write freely."""
    yield from _texts(schema["$defs"], schema, value, ())


def definition(schema: dict[str, Any], defs: dict[str, Any]) -> str:
    """Return the name of the definition that a schema refers to in the end, or nothing."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    further = defs.get(name, {})
    return definition(further, defs) if "$ref" in further else name


def _texts(defs: dict[str, Any], schema: dict[str, Any], value: Any, path: FieldPath) -> Iterator[Text]:
    name = definition(schema, defs)
    if name in TEXTS:
        if value:  # "" is an empty cell
            yield Text(path, name, schema.get("maxLength", TEXTS[name]))
        return
    if name == "statement":
        name = "unknown" if isinstance(value, dict) else "prose"
        yield from _texts(defs, {"$ref": f"#/$defs/{name}"}, value, path)
        return
    found = {**defs.get(name, {}), **schema}
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _texts(defs, found["properties"].get(key, {}), below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from _texts(defs, found["items"], below, (*path, number))


def replace_text(value: Any, path: FieldPath, text: str) -> None:
    """Put a text at a place of a document."""
    for part in path[:-1]:
        value = value[part]
    value[path[-1]] = text


def read_file(file: Path) -> Any:
    """Return a data file's value, to be changed."""
    return read_yaml(file.read_bytes(), file.name).value


class _Written(yaml.SafeDumper):
    """Writes out what several places have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_file(file: Path, value: Any) -> None:
    """Write a data file; characters that YAML would take for the end of a line are written as escapes."""
    text = yaml.dump(value, Dumper=_Written, allow_unicode=True, sort_keys=False, width=100_000)
    if re.search("[\x85\u2028\u2029]", text):
        text = yaml.dump(value, Dumper=_Written, sort_keys=False, width=100_000)
    file.write_text(text, "utf-8")


def data_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Return every data file of a checkout with the kind of its schema."""
    for file in sorted((root / "data").rglob("*.yml")):
        folder = file.parent.name
        yield file, {"changes": "change", "releases": "release"}.get(folder, file.stem)


def rewrite_texts(root: Path, give: Callable[[str, Text, str], str]) -> None:
    """Put another text in the place of every text of every data file.

    `give` gets the file's path, the place and the text that is there.
    """
    schemas = Schemas(root / "schema/authored")
    for file, kind in data_files(root):
        value = read_file(file)
        for text in list(texts(schemas.schema(kind), value)):
            there = value
            for part in text.path:
                there = there[part]
            replace_text(value, text.path, give(file.relative_to(root).as_posix(), text, there))
        write_file(file, value)


def poison(root: Path, template: Path) -> dict[str, str]:
    """Make every text of a checkout's data a payload, and add a change for each; give its id -> payload.

    The file `template` has a change with every field; what it refers to is in the data.
    """
    turn = cycle(PAYLOADS)
    count = 0

    def next_payload(path: str, text: Text, there: str) -> str:
        nonlocal count
        count += 1
        if text.form == "spelling" or text.path in PRINTED:
            return there
        found = next(payload for payload in turn if text.takes(payload + " 99999"))
        # Titles and names are told apart, and so is everything else
        return found if text.form in ("prose", "sample") else f"{found} {count}"

    _add_late_texts(root)
    rewrite_texts(root, next_payload)
    _poison_reasons(root)
    schema = Schemas(root / "schema/authored").schema("change")
    entries = {}
    for number, payload in enumerate(PAYLOADS):
        value = read_file(template)
        value["id"] = f"payload-{number}"
        formed = {("surface", place, "name") for place in _formed(value)}
        for text in list(texts(schema, value)):
            if text.takes(payload) and text.path not in formed:
                replace_text(value, text.path, payload)
        _tell_apart(value, number)
        write_file(root / f"data/changes/{value['id']}.yml", value)
        entries[value["id"]] = payload
    return entries


def _add_late_texts(root: Path) -> None:
    """Give the data of June 2024 the texts that it has no place for: what was only written down later."""
    sources = ["portal-2024-06"]
    claims = [{"source": sources[0], "says": "This."}, {"source": sources[0], "says": "That."}]
    notes = [{"kind": "contradiction", "claims": claims, "text": "We read this."}]
    kit = {"name": "Kit", "version": "1", "manifest_schemas": ["1"], "requires": "12.0.1", "sources": sources}
    rule = {"text": "This.", "sources": sources}
    # The change of the template names a second source
    post = {"id": "forum-2024", "title": "A post", "publisher": "third-party", "date": "2024-04-03"}
    post |= {"seen": "2026-11-23", "read": "whole"}
    late = {
        "links": {"notes": notes},
        "policy.majors": {"also_reported": [{"text": "This, too.", "sources": sources}], "notes": notes},
        "policy.upgrade_rules": {"notes": notes},
        "changes/password-complexity-enforced": {"unsearchable": "This."},
        "portal": {
            "device_words": ["Word"],
            "not_found": ["That."],
            "synonyms": [{"typed": ["This"], "page": "about"}],
        },
        "products": {"aliases": ["Alias"], "notes": notes},
        "questions": {"notes": notes},
        "releases/12.0": {"previews": [{"name": "Alpha", "sources": sources}], "kits": [kit], "notes": notes},
        "sources": {"edition": "T1", "fingerprint": "etag", "note": "A part."},
        "tracks.kinds": {"lasts": {**rule, "about_years": "5"}, "supports": rule, "notes": notes},
        "tracks.tags": {"notes": notes},
        "tracks.tracks": {"notes": notes},
    }
    for place, fields in late.items():
        name, _, key = place.partition(".") if "/" not in place else (place, "", "")
        file = root / f"data/{name}.yml"
        value = read_file(file)
        (value if "/" in place or name == "portal" else value[key or name][0]).update(fields)
        if name == "sources":
            value[name].append(post)
        write_file(file, value)


def _poison_reasons(root: Path) -> None:
    """Let two releases and the end of a support have moved to and fro, once for each payload that fits."""
    reason = Text((), "line", 400)
    moves = [payload for payload in PAYLOADS if reason.takes(payload)]
    places = {
        "releases/11.11": ("schedule", 0, "dates"),
        "releases/12.0": ("schedule", 0, "dates"),
        "tracks": ("tracks", -1, "support_end"),
    }
    share = len(moves) // 6 * 2  # even, so that each ends where it was
    for turn, (path, place) in enumerate(places.items()):
        file = root / f"data/{path}.yml"
        value = read_file(file)
        log = value
        for part in place:
            log = log[part]
        last = log[-1]
        for number in range(turn * share, (turn + 1) * share):
            date = last["date"] if number % 2 else "2031"
            log.append({**last, "id": str(100 + number), "date": date, "because": moves[number]})
        write_file(file, value)


def _tell_apart(value: dict[str, Any], number: int) -> None:
    value["title"] += f" {number}"
    for place in set(range(len(value["surface"]))) - _formed(value):
        value["surface"][place]["name"] += f" {number} {place}"


def _formed(value: dict[str, Any]) -> set[int]:
    """Return the places of the items whose name is no free text: a path in a manifest, a key of a package."""
    return {place for place, item in enumerate(value["surface"]) if item["kind"] in ("manifest", "package")}
