"""The only door to `data/`: reads every file, checks all of it, and gives one immutable catalog."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from cattrs import BaseValidationError, Converter
from cattrs.gen import make_dict_structure_fn

from portal.fields import renamed_fields
from portal.model import (
    Area,
    Catalog,
    Change,
    Event,
    KeptEdition,
    Link,
    Phase,
    Policy,
    Portal,
    Product,
    Question,
    Release,
    Source,
    Statement,
    Surface,
    Tracks,
    ages_of,
)
from portal.model.change import Below
from portal.model.dates import When
from portal.model.versions import Version
from portal.problems import InvalidData, Problem
from portal.reading.editions import FOLDER, read_editions
from portal.reading.opening import CHECKOUT, SCHEMAS, UNWRITTEN, is_folder, is_nobodys, read_file
from portal.reading.rules import RULES
from portal.reading.rules.review import Review
from portal.reading.structure import Schemas, missing_schema
from portal.reading.yamltext import Document, Value, read_yaml

# Kinds of which each entry has a file of its own: folder -> kind of schema
_FOLDERS = {"changes": "change", "releases": "release"}
_FILES = ("areas", "links", "policy", "portal", "products", "questions", "sources", "tracks")
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True)
class Report:
    """What a check found: `problems` sorted by place, the `files` read, and the catalog if it is sound.

    `documents` are the files that are sound by themselves, by path, for commands that edit them.
    """

    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    catalog: Catalog | None
    documents: Mapping[str, Document]

    def count(self, folder: str) -> int:
        """How many entries a folder of `data/` has."""
        return sum(path.startswith(f"data/{folder}/") for path in self.files)


def load_catalog(root: Path) -> Catalog:
    """Return the catalog of the checkout at `root`. Raises `InvalidData` with every problem found."""
    report = check_data(root)
    if report.catalog is None:
        raise InvalidData(report.problems)
    return report.catalog


def load_earlier(root: Path) -> Catalog:
    """Return the catalog of an earlier checkout, held to its schemas and no rule. Raises `InvalidData`."""
    problems: list[Problem] = []
    sound, _ = _read_all(root, _schemas_of_checkout(root), problems)
    values = {path: document.value for path, document in sound.items()}
    try:
        catalog = _build(values, read_editions(root, problems))
    except BaseValidationError:
        catalog = None
        problems.append(Problem("data", 1, 1, "", "has another shape than this version of the portal reads"))
    if problems or catalog is None:
        raise InvalidData(problems)
    return catalog


def check_data(
    root: Path,
    as_of: date | None = None,
    today: date | None = None,
    *,
    edited: Mapping[str, bytes] = _NOTHING,
) -> Report:
    """Check all of `root/data` against the schemas and the rules, and never stop at the first problem.

    With `as_of`, also report what has gone stale by that day; with `today`, what was recorded after it.
    Files in `edited`, by path, count as if they were written already.
    """
    schemas = _schemas_of_checkout(root)
    problems: list[Problem] = []
    sound, broken = _read_all(root, schemas, problems, edited)
    values = {path: document.value for path, document in sound.items()}
    catalog = _build(values, read_editions(root, problems))
    if catalog is not None:
        review = Review(catalog, sound, broken, as_of, today)
        for rule in RULES:
            problems.extend(rule.check(review))
    files = (*sound, *sorted(broken))
    return Report(tuple(sorted(problems)), files, None if problems else catalog, MappingProxyType(sound))


def read_schemas(root: Path) -> Schemas:
    """Return the schemas of the checkout at `root`, for pages that explain them."""
    return Schemas(root / SCHEMAS)


def data_files(root: Path) -> tuple[str, ...]:
    """Return the paths of all data files of the checkout at `root`. Raises `InvalidData` if it is none."""
    _schemas_of_checkout(root)
    return tuple(path for path, _ in _expected(root, []))


def kind_of(path: str) -> str:
    """Return the kind of a data file: the name of its schema."""
    _, _, name = path.partition("data/")
    folder, _, file = name.rpartition("/")
    return _FOLDERS[folder] if folder else file.removesuffix(".yml")


def _schemas_of_checkout(root: Path) -> Schemas:
    """Return the schemas. Raises `InvalidData` where `root` has not all that a checkout has."""
    for folder in CHECKOUT:
        if not is_folder(root / folder):
            hint = "run it in a checkout, which has data/ and schema/, or name one with --root DIR"
            raise InvalidData(
                [Problem((root / folder).as_posix(), 1, 1, "", "there is no such folder", hint)]
            )
    schemas = Schemas(root / SCHEMAS)
    missing = {*_FILES, *_FOLDERS.values()} - {*schemas.kinds}
    if missing:
        raise InvalidData(missing_schema(root / SCHEMAS / f"{kind}.schema.json") for kind in missing)
    return schemas


def _read_all(
    root: Path, schemas: Schemas, problems: list[Problem], edited: Mapping[str, bytes] = _NOTHING
) -> tuple[dict[str, Document], frozenset[str]]:
    """Read every file; give the sound documents by path, and the others' paths."""
    sound: dict[str, Document] = {}
    broken: set[str] = set()
    on_disk = dict(_expected(root, problems))
    for path, kind in (on_disk | {path: kind_of(path) for path in edited}).items():
        try:
            data = edited[path] if path in edited else read_file(root, path)
            document = read_yaml(data, path)
            found = list(schemas.problems(kind, document, path))
        except InvalidData as invalid:
            found = list(invalid.problems)
        if found:
            broken.add(path)
            problems.extend(found)
        else:
            sound[path] = document
    return sound, frozenset(broken)


def _expected(root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Return each data file's path and kind; report files that nothing reads, so that none is lost."""
    data = root / "data"
    for name in _FILES:
        yield f"data/{name}.yml", name
    for folder, kind in _FOLDERS.items():
        for file in sorted((data / folder).glob("*.yml")):
            if not is_nobodys(file.name):
                yield f"data/{folder}/{file.name}", kind
    known = {f"{name}.yml" for name in _FILES} | {*_FOLDERS, FOLDER.rpartition("/")[2]}
    strays = [path for path in data.iterdir() if path.name not in known]
    strays += [path for folder in _FOLDERS for path in (data / folder).glob("*") if path.suffix != ".yml"]
    for stray in sorted(strays):
        if is_nobodys(stray.name) and not stray.name.endswith(UNWRITTEN):
            continue
        path = stray.relative_to(root).as_posix()
        message = "is not read by anything"
        hint = "entries are data/changes/<id>.yml and data/releases/<version>.yml"
        if stray.name.endswith(UNWRITTEN):
            message = "was left by a command that was ended while it wrote"
            hint = "take over from it what the file of its name does not have, and delete it"
        problems.append(Problem(path, 1, 1, "", message, hint))


def _build(values: Mapping[str, Value], editions: tuple[KeptEdition, ...]) -> Catalog | None:
    """Return the catalog of the sound entries, or None where a file that all need is not sound."""
    single = {name: f"data/{name}.yml" for name in _FILES}
    if not values.keys() >= {*single.values()}:
        return None
    value: dict[str, Any] = {name: values[path] for name, path in single.items()}
    areas = to_record(value["areas"]["areas"], tuple[Area, ...])
    changes = [to_record(values[path], Change) for path in values if path.startswith("data/changes/")]
    releases = [to_record(values[path], Release) for path in values if path.startswith("data/releases/")]
    sources = to_record(value["sources"]["sources"], tuple[Source, ...])
    newest = ages_of(source.date for source in sources)
    as_of = {"data_as_of": newest.newest.text} if newest else {}
    order = {area.id: number for number, area in enumerate(areas)}
    changes.sort(key=lambda change: (order.get(change.area, len(order)), change.title.lower()))
    changes.sort(key=lambda change: change.version, reverse=True)
    return Catalog(
        changes=tuple(changes),
        releases=tuple(sorted(releases, key=lambda release: release.version, reverse=True)),
        tracks=to_record(value["tracks"], Tracks),
        areas=areas,
        products=to_record(value["products"]["products"], tuple[Product, ...]),
        links=to_record(value["links"]["links"], tuple[Link, ...]),
        questions=to_record(value["questions"]["questions"], tuple[Question, ...]),
        policy=to_record(value["policy"], Policy),
        sources=sources,
        portal=to_record(value["portal"] | as_of, Portal),
        editions=editions,
    )


T = TypeVar("T")


def to_record(value: Value, record: type[T]) -> T:
    """Return the record that a value of a sound document stands for."""
    return _CONVERTER.structure(value, record)


def _statement(value: Any, _: type) -> Statement:
    return Statement(value) if isinstance(value, str) else Statement(None, value["note"])


def _converter() -> Converter:
    converter = Converter()
    converter.register_structure_hook(Version, lambda text, _: Version.parse(text))
    converter.register_structure_hook(
        Below | None, lambda text, _: text if text == "target" else Version.parse(text)
    )
    converter.register_structure_hook(When, lambda text, _: When.parse(text))
    converter.register_structure_hook(Statement, _statement)
    for record in (Event, Phase, Surface):
        hook = make_dict_structure_fn(record, converter, **renamed_fields(record))
        converter.register_structure_hook(record, hook)
    return converter


_CONVERTER = _converter()
