"""Later facts, written over a copy of the data of June 2024, and what each output then says of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from macros.after.entries import entry_pages
from macros.calls import CALLS
from macros.view import View
from portal.model import Catalog
from portal.outputs.outputs import files_of
from portal.planner import Request, facts_of, make_plan, render_text
from portal.problems import Refused
from portal.reading.catalog import load_catalog
from portal.scanner import names_of, scan_text
from tests.vectors import TODAY

DAY = "2026-12-01"
SOURCES = [
    {"id": "vendor", "publisher": "vendor", "date": "2025-10", "edition": "T1_2510"},
    {"id": "manual", "publisher": "vendor-documentation", "date": "2026-07"},
    {"id": "ruleset", "publisher": "third-party", "date": "2026-11"},
]


# --- what is written


class Data:
    """The files of `data/` in a checkout: read, changed and written."""

    def __init__(self, root: Path) -> None:
        self.root = root / "data"
        self._files: dict[str, Any] = {}

    def file(self, path: str, new: Mapping[str, Any] | None = None) -> Any:
        """Return what stands in a file, to be changed. `new`: what begins one that is not there."""
        if path not in self._files:
            file = self.root / path
            text = file.read_text("utf-8") if file.exists() else yaml.safe_dump(new)
            self._files[path] = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - makes nothing but text, lists and groups
        return self._files[path]

    def list_of(self, name: str) -> Any:
        return self.file(f"{name}.yml")[name]

    def change(self, name: str) -> Any:
        return self.file(f"changes/{name}.yml", {"id": name})

    def changes(self) -> Iterator[Any]:
        for file in sorted((self.root / "changes").glob("*.yml")):
            yield self.change(file.stem)

    def write(self) -> None:
        for path, value in self._files.items():
            (self.root / path).write_text(yaml.dump(_typed(value), Dumper=_Quoted, sort_keys=False), "utf-8")

    @property
    def next_date(self) -> str:
        """The number of a new date of a release or track."""
        texts = [*self._files.values()]
        texts += [yaml.safe_load(file.read_text("utf-8")) for file in self.root.glob("releases/*.yml")]
        texts.append(yaml.safe_load((self.root / "tracks.yml").read_text("utf-8")))
        return str(1 + max(int(number) for text in texts for number in _numbers(text)))


class _Quoted(yaml.SafeDumper):
    """Writes every text in quotes, so that none is taken for a number."""


_Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def _typed(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _typed(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    is_bool = key in {"upcoming", "tentative", "unknown", "inferred", "offered"} and value in {
        "true",
        "false",
    }
    return value == "true" if is_bool else value


def _numbers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "recorded" in value and "id" in value:
            yield value["id"]
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from _numbers(one)


Edit = Callable[[Data], None]


def comes(version: str, state: str, date: str | None = None, /, track: str = "active", **more: Any) -> Edit:
    """A date of a release is written down. Where it is out, nobody knows what of its plans came."""

    def edit(data: Data) -> None:
        release = data.file(f"releases/{version}.yml", {"version": version, "schedule": []})
        update = more.pop("update", None)
        rows = [row for row in release["schedule"] if (row["track"], row.get("update")) == (track, update)]
        if not rows:
            rows = [{"track": track, **({"update": update} if update else {}), "dates": []}]
            release["schedule"] += rows
        (row,) = rows
        if state != "scheduled":
            row.pop("upcoming", None)
        entry = {"id": data.next_date, "recorded": DAY, "state": state, "sources": ["manual"]}
        if date:
            entry["date"] = date
        if row["dates"]:
            entry["because"] = "A later source says it."
        row["dates"].append(entry)
        release.update(more)
        if state == "released" and track == "active":
            for change in data.changes():
                if (change["version"], change["status"]) == (version, "planned"):
                    change["status"] = "unconfirmed"
                    add_event(change, "unconfirmed", because="It was due, and no source has it.")

    return edit


def release(version: str, /, **fields: Any) -> Edit:
    """A release that is known has other fields."""
    return lambda data: data.file(f"releases/{version}.yml").update(fields)


def add_event(change: Any, event: str, *sources: str, **more: Any) -> None:
    """Put an event to the end of a history."""
    change["history"].append({"date": DAY, "event": event, **more, "sources": list(sources) or ["vendor"]})


def event(name: str, kind: str, *sources: str, fields: Mapping[str, Any] | None = None, **more: Any) -> Edit:
    """An event happens to a change; `fields` are what it says from then on."""

    def edit(data: Data) -> None:
        change = data.change(name)
        change.update(fields or {})
        add_event(change, kind, *sources, **{key.rstrip("_"): value for key, value in more.items()})

    return edit


def has(name: str, /, **fields: Any) -> Edit:
    """A change has other fields."""
    return lambda data: data.change(name).update(fields)


def new(name: str, version: str, status: str = "planned", *sources: str, **fields: Any) -> Edit:
    """A change is recorded that was not known in June 2024."""

    def edit(data: Data) -> None:
        recorded = {"date": DAY, "event": "recorded", "version": version, "status": status}
        silent = {"unknown": "true", "note": "The source does not say."}
        data.change(name).update(
            {
                "title": name.replace("-", " ").capitalize(),
                "summary": "Something changes.",
                "area": "api",
                "kind": "removal",
                "status": status,
                "version": version,
                "applies_to": "upgrade",
                "why": silent,
                "impact": "Software fails.",
                "action": silent,
                **fields,
                "history": [recorded | {"sources": list(sources) or ["vendor"]}],
            }
        )

    return edit


def add(name: str, /, **entry: Any) -> Edit:
    """A list has one more entry."""
    return lambda data: data.list_of(name).append(entry)


def also(name: str, entry: str, /, **fields: Any) -> Edit:
    """An entry of a list has other fields."""

    def edit(data: Data) -> None:
        next(one for one in data.list_of(name) if one["id"] == entry).update(fields)

    return edit


def ends(track: str, state: str, date: str) -> Edit:
    """The end of a track's support is written down."""

    def edit(data: Data) -> None:
        entry = {"id": data.next_date, "recorded": DAY, "state": state, "date": date, "sources": ["vendor"]}
        also("tracks", track, support_end=[entry])(data)

    return edit


def write_later(root: Path, edits: Iterable[Edit]) -> Catalog:
    """Write what is known later into a checkout, and return its catalog."""
    data = Data(root)
    data.list_of("sources").extend(
        {"title": f"The {one['id']}", "seen": "2026-11-29", "read": "excerpt", **one} for one in SOURCES
    )
    for edit in edits:
        edit(data)
    data.write()
    return load_catalog(root)


# --- what is said


@dataclass(frozen=True)
class Said:
    """What each output says, as text whose spaces are all alike."""

    root: Path
    catalog: Catalog

    def by(self, asked: str) -> str:
        """Return what an output says: `page ID`, `api PATH`, `plan FROM TO` and so on."""
        output, _, rest = asked.partition(" ")
        said: str = getattr(self, output)(rest)
        return " ".join(said.split())

    @cached_property
    def _files(self) -> dict[str, str]:
        return {path: content.decode() for path, content in files_of(self.catalog, None)}

    def page(self, path: str) -> str:
        """The Markdown of the page of a change or a release."""
        view = View(self.root, self.catalog).in_markdown()
        return next(page.body for page in entry_pages(view) if page.path.split("/")[1] == path)

    def call(self, name: str) -> str:
        """What a page calls for, as Markdown."""
        return CALLS[name](View(self.root, self.catalog).in_markdown())

    def api(self, path: str) -> str:
        """A file of the API: a line each value, `history.0.event: recorded`."""
        return "\n".join(_lines(json.loads(self._files[f"api/v1/{path}.json"])))

    def csv(self, asked: str) -> str:
        """The row of a table that begins with something."""
        name, _, start = asked.partition(" ")
        return next(row for row in self._files[f"api/v1/{name}.csv"].splitlines() if row.startswith(start))

    def feed(self, asked: str) -> str:
        """An item of a JSON feed, or all its titles."""
        name, _, part = asked.partition(" ")
        items = json.loads(self._files[f"feeds/{name}.json"])["items"]
        if not part:
            return "\n".join(item["title"] for item in items)
        return "\n".join(_lines(next(item for item in items if item["id"].endswith(f"/{part}"))))

    def calendar(self, name: str) -> str:
        return self._files[f"calendar/{name}.ics"].replace("\r\n ", "").replace("\\,", ",")

    def cle(self, _: str) -> str:
        return self._files["api/v1/lifecycle/cle.json"]

    def openeox(self, track: str) -> str:
        return self._files[f"api/v1/lifecycle/openeox/{track}.json"]

    def plan(self, asked: str) -> str:
        """The text of a plan, or why there is none: `plan FROM TO [web] [PRODUCT]`."""
        start, target, *rest = asked.split(" ", 2)
        web = rest[:1] == ["web"]
        products = () if web else tuple(rest)
        try:
            plan = make_plan(facts_of(self.catalog), Request(start, target, web=web, products=products))
        except Refused as refused:
            return "\n".join(f"{one.field}: {one.message}\n{one.hint}" for one in refused.refusals)
        return render_text(plan, 1000, TODAY)

    def scan(self, asked: str) -> str:
        """What is found in code between two versions: `scan FROM TO CODE`."""
        _, _, code = asked.split(" ", 2)
        found = scan_text(names_of(self.catalog), "code.py", code).findings
        return "\n".join(f"{item.level}: {item.change.id}: {item.change.when}" for item in found)


def _lines(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _lines(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _lines(one, f"{path}.{at}")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value};"
