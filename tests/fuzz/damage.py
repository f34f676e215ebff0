"""A checkout with neighbours, and what can be wrong with it: a hostile name, text or file at some place."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from portal.cli.ids import write_offered
from portal.reading.catalog import load_catalog
from tests.checkout import small_checkout
from tests.conftest import REPOSITORY
from tests.edited import publish
from tests.repository import commit_all

Damage = Callable[[Path, str, int], object]  # of a checkout, with a text, at one of the places for it
CHANGE = "data/changes/network-filter-removal.yml"
USES = "SMB 1.0 and axis-cgi/date.cgi"
FORGED = "::error file=forged.py,line=1::FORGED"
HOSTILE = (
    "", " ", "-", "--", "-x", "\udcff", "a" * 300, FORGED, f"x\n{FORGED}", f"x\r{FORGED}", f"\u2028{FORGED}",
    "x ##[error]FORGED", "\x1b[31mred", "\u202egnp", "ü 日本", "0", "-1", "nan", "1e999", "9" * 5000,
    "0001-01-01", "9999-12-31", "13.999999999", "null", "~", "..", "/", ".", "*", "%s{0}$(x)", "<script>",
    "[x](javascript:alert(1))", "/dev/full", "/dev/zero", "/proc/self/mem", "pipe", "loop", "data", CHANGE,
    "http://127.0.0.1:9/", "file:///", "*a*a*a*a*a*a*a*b", "(a+)+$", "data: &a [*a, *a]", "x: [" * 400,
    "\ud800",
)  # fmt: skip


def _release(version: str, state: str) -> str:
    """Return a release's file, with one date of it."""
    return f"""\
version: "{version}"
schedule:
  - track: active
    dates:
      - id: "90"
        recorded: "2026-11-26"
        state: {state}
        sources: [portal-2024-06]
"""


@cache
def _whole() -> Path:
    """Return what every case gets a copy of: a checkout, what it publishes, and folders of others."""
    space = Path(mkdtemp(prefix="fuzz-"))
    root = small_checkout(REPOSITORY, space / "checkout").root
    (root / "schema").unlink()  # a link, and `portal ids` writes there
    shutil.copytree(REPOSITORY / "schema", root / "schema")
    (root / "data/releases/13.0.yml").write_text(_release("13.0", "scheduled"), "utf-8")
    write_offered(load_catalog(root), root)
    (root / "code").mkdir()
    (root / "code/x.c").write_text(f"{USES}\n")
    (root / "baseline.json").write_text('{"schema_version": "1.0", "accepted": []}')
    commit_all(root, "All")
    (root / "loop").symlink_to("loop")
    publish(root, space / "published")
    for folder in ("home", "tmp", "neighbour"):
        (space / folder).mkdir()
    shutil.copy(root / CHANGE, space / "neighbour/own.yml")
    return space


def copy_whole(space: Path) -> Path:
    """Make the folders of a case, and return its checkout."""
    shutil.copytree(_whole(), space, symlinks=True)
    os.mkfifo(space / "checkout/pipe")
    return space / "checkout"


def look(space: Path) -> dict[str, str | bytes]:
    """Return all that is below a folder but for Git's, each with what it is: bytes, or where a link leads."""
    found: dict[str, str | bytes] = {}
    for folder, folders, files in os.walk(space):
        folders[:] = [name for name in folders if name != ".git"]
        for path in (Path(folder) / name for name in (*folders, *files)):
            kind: str | bytes = "folder" if path.is_dir() else "no file"
            if path.is_symlink():
                kind = f"link to {path.readlink()}"
            elif path.is_file():
                kind = path.read_bytes() if os.access(path, os.R_OK) else "closed"
            found[path.relative_to(space).as_posix()] = kind
    return found


def _name(folder: str, ending: str) -> Damage:
    def write(root: Path, text: str, _: int) -> None:
        name = os.fsencode(text.replace("/", "_").replace("\ud800", "_"))[: 250 - len(ending)]
        (root / folder / f"{os.fsdecode(name)}{ending}").write_text(f"{USES}\n")

    return write


def _text(path: str, pattern: str = "{}", most: int = 0) -> Damage:
    def write(root: Path, text: str, number: int) -> None:
        whole = pattern.format(text) * (1 + min(number, most))
        (root / path).write_bytes(whole.encode("utf-8", "surrogatepass"))

    return write


def _value(path: str) -> Damage:
    """Put a text into one of the values of a file of JSON."""

    def put(root: Path, text: str, number: int) -> None:
        whole = json.loads((root / path).read_bytes())
        places = list(_places(whole))
        holder, key = places[number % len(places)]
        holder[key] = f"{holder[key]}{text}" if number % 2 else text
        (root / path).write_text(json.dumps(whole))

    return put


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, below in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(below, dict | list):
            yield from _places(below)


def _line(path: str) -> Damage:
    """Put a text, quoted, in the place of one of the values of a data file."""

    def put(root: Path, text: str, number: int) -> None:
        lines = (root / path).read_text("utf-8").split("\n")
        key = lines[number % len(lines)].partition(":")[0]
        lines[number % len(lines)] = f"{key}: {json.dumps(text)}"
        (root / path).write_text("\n".join(lines), "utf-8")

    return put


def _instead(path: str, make: Callable[[Path], object]) -> Damage:
    def put(root: Path, _: str, __: int) -> None:
        with suppress(FileNotFoundError):
            (root / path).unlink()
        (root / path).parent.mkdir(exist_ok=True)
        make(root / path)

    return put


def _link(path: str, target: str) -> Damage:
    return _instead(path, lambda file: file.symlink_to(target))


def _editor(root: Path, *_: object) -> None:
    for name in (
        ".network-filter-removal.yml.swp",
        "network-filter-removal.yml~",
        ".DS_Store",
        "#network-filter-removal.yml#",
    ):
        (root / "data/changes" / name).write_bytes(b"\0\xff")
    (root / "data/changes/.#network-filter-removal.yml").symlink_to("somebody@host.1:2")


DAMAGE: dict[str, Damage] = {
    "name in data": _name("data/changes", ".yml"),
    "name in code": _name(".", ".c"),
    "long name in code": lambda root, *_: _name("code", ".c")(root, "a" * 80, 0),
    "text as data": _text(CHANGE),
    "text in data": _line(CHANGE),
    "text in products": _line("data/products.yml"),
    "text in code": _text("code/x.c", f"{{0}} {USES} {{0}}\n"),
    "text to ignore": _text(".gitignore", "{}\n", most=999),
    "text in scan.json": _value("../published/api/v1/scan.json"),
    "text in plan.json": _value("../published/api/v1/plan.json"),
    "text in support.json": _value("../published/api/v1/support.json"),
    "text in the manifest": _value("../published/api/v1/manifest.json"),
    "text in the baseline": _value("baseline.json"),
    "release that is out": _text("data/releases/12.0.yml", _release("12.0", "released")),
    "large data": _text(CHANGE, "x" * 300_000),
    "editor's files": _editor,
    "device in data": _link("data/changes/z.yml", "/dev/zero"),
    "device as data": _link("data/products.yml", "/dev/zero"),
    "device in code": _link("code/z.c", "/dev/zero"),
    "pipe in data": _instead("data/changes/z.yml", os.mkfifo),
    "pipe as data": _instead("data/tracks.yml", os.mkfifo),
    "pipe in code": _instead("code/z.c", os.mkfifo),
    "folder as data": _instead("data/changes/z.yml", Path.mkdir),
    "loop in data": _link("data/changes/z.yml", "z.yml"),
    "loop as site": _link("site", "site"),
    "somebody's site": _link("site", "../neighbour"),
    "file as site": _text("site"),
    "data outside": _link(CHANGE, "../../../neighbour/own.yml"),
    "link to write through": _link(
        "data/changes/.network-filter-removal.yml.new", "../../../neighbour/own.yml"
    ),
    "lock outside": _link("build/lock", "../../neighbour/own.yml"),
    "unreadable data": lambda root, *_: (root / CHANGE).chmod(0),
    "unreadable code": lambda root, *_: (root / "code/x.c").chmod(0),
    "unwritable data": lambda root, *_: (root / "data/changes").chmod(0o500),
    "no data": lambda root, *_: shutil.rmtree(root / "data"),
    "no schemas": lambda root, *_: shutil.rmtree(root / "schema"),
    "no git": lambda root, *_: shutil.rmtree(root / ".git"),
}
