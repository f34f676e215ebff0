"""What no data file may have is refused in every place that takes text, and every message says where."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.fields import from_fields
from portal.problems import InvalidData, format_github, format_json, format_text
from portal.reading.catalog import check_data
from portal.reading.structure import Schemas
from tests.checkout import june_checkout
from tests.conftest import TESTS
from tests.hostile import (
    FORMATTED,
    TEXTS,
    Text,
    data_files,
    definition,
    poison,
    read_file,
    rewrite_texts,
    texts,
    write_file,
)
from tests.payloads import FORBIDDEN, INVISIBLE

CHANGE = "data/changes/smb1-removal.yml"


@pytest.fixture
def full_root(sample_root: Path) -> Path:
    """The sample with every field that a schema has."""
    for case in TESTS.glob("good/*/everything.yml"):
        target = sample_root / case.read_text("utf-8").split("\n", 1)[0].removeprefix("# ")
        target.write_bytes(case.read_bytes())
    return sample_root


def places(root: Path, give: Callable[[Text, str], str]) -> set[tuple[str, str]]:
    """Rewrite all texts, and give the places of those that are another now."""
    changed = set()

    def rewrite(path: str, text: Text, there: str) -> str:
        given = give(text, there)
        if given != there:
            changed.add((path, re.sub(r"\.(\d+)", r"[\1]", ".".join(map(str, text.path)))))
        return given

    rewrite_texts(root, rewrite)
    return changed


def refused(root: Path) -> set[tuple[str, str]]:
    """Return the places of all problems, each of which an editor can act on."""
    problems = check_data(root).problems
    for problem in problems:
        lines = (root / problem.path).read_bytes().decode("utf-8").split("\n")
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
    for form in (format_text, format_github, format_json):
        assert all(char.isprintable() or char == "\n" for char in form(problems))
    assert format_github(problems).count("\n") == len(problems) - 1
    return {(problem.path, problem.field) for problem in problems}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_it_is_refused_in_every_text(name: str, full_root: Path) -> None:
    def give(text: Text, there: str) -> str:
        middle = len(there) // 2
        return there[:middle] + FORBIDDEN[name] + there[middle:]

    changed = places(full_root, give)
    assert len(changed) > 100
    assert refused(full_root) == changed
    assert all("U+" in problem.message for problem in check_data(full_root).problems)


@pytest.mark.parametrize("text", INVISIBLE)
def test_prose_that_shows_nothing_is_refused(text: str, full_root: Path) -> None:
    changed = places(full_root, lambda place, there: text if place.form == "prose" else there)
    assert len(changed) > 30
    assert refused(full_root) == changed


@pytest.mark.parametrize("text", FORMATTED)
def test_a_tag_that_formats_is_refused(text: str, full_root: Path) -> None:
    changed = places(full_root, lambda place, there: text if place.form == "prose" else there)
    assert len(changed) > 30
    assert refused(full_root) == changed


def test_space_at_the_ends_of_a_line_is_refused(full_root: Path) -> None:
    changed = places(full_root, lambda place, there: f"{there} " if place.form in ("line", "cell") else there)
    assert len(changed) > 50
    assert refused(full_root) == changed


def test_a_text_that_is_too_long_is_refused_everywhere(full_root: Path) -> None:
    def too_long(text: Text, there: str) -> str:
        is_second_spelling = text.form == "spelling" and text.path[-1] != 0
        return there if is_second_spelling else "x" * (text.limit + 1)

    changed = places(full_root, too_long)
    assert len(changed) > 100
    assert refused(full_root) == changed


IDS = [
    "..",
    "../smb1-removal",
    "a/b",
    "a\\b",
    "/etc/passwd",
    "C:x",
    "a%2fb",
    "a b",
    "A",
    "é",
    "а",
    "-a",
    "a-",
    "a--b",
    ".hidden",
    "a.b",
    "a.yml",
    "a\nb",
    "~",
    "*",
    "$(x)",
    "`x`",
    "<b>",
    "x" * 81,
    "",
    "__proto__",
    "a?b#c",
]


@pytest.mark.parametrize("value", IDS)
def test_an_id_that_is_no_plain_name_is_refused(value: str, full_root: Path) -> None:
    def replace_ids(there: Any) -> Any:
        if isinstance(there, dict):
            return {
                key: value if key in ("id", "area") else replace_ids(below) for key, below in there.items()
            }
        return [*map(replace_ids, there)] if isinstance(there, list) else there

    for name in ("areas", "links", "products", "questions", "changes/smb1-removal"):
        file = full_root / f"data/{name}.yml"
        write_file(file, replace_ids(read_file(file)))
    found = refused(full_root)
    assert {(CHANGE, "id"), (CHANGE, "area")} <= found
    assert {f"data/{name}.yml" for name in ("areas", "links", "products", "questions")} <= {
        path for path, _ in found
    }


def test_every_text_that_a_schema_has_is_made_hostile(repository: Path, tmp_path: Path) -> None:
    root = june_checkout(repository, tmp_path / "checkout").root
    poison(root, repository / "tests/good/change/everything.yml")
    schemas = Schemas(root / "schema/authored")
    wanted, found = set(), set()
    for file, kind in data_files(root):
        schema = schemas.schema(kind)
        wanted |= {(kind, place) for place in _places_of_texts(schema["$defs"], schema)}
        found |= {
            (kind, tuple(part for part in text.path if isinstance(part, str)))
            for text in texts(schema, read_file(file))
        }
    assert len(wanted) > 90
    assert wanted - found == set()


def _places_of_texts(defs: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    name = definition(schema, defs)
    if name in TEXTS or name == "statement":
        yield ()
    whole = {**defs.get(name, {}), **schema}
    for key, below in whole.get("properties", {}).items():
        yield from ((key, *rest) for rest in _places_of_texts(defs, below))
    if "items" in whole:
        yield from _places_of_texts(defs, whole["items"])


ADDRESSES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "//evil.example/", "https:evil", "https://", "https:///x", "https://www.axis.com@evil.example/",
    "https://www.аxis.com/", "https://www.axis.com\\@evil.example/", "https://a.test/ onclick=x",
    'https://a.test/"onclick=x', "ftp://a.test/", "file:///etc/passwd", "https://a.test/\u202e",
    "https://a.test/<script>", "HTTPS://A.TEST/", "https://[::1]/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_leads_elsewhere_than_it_seems_is_refused(address: str, sample_root: Path) -> None:
    file = sample_root / "data/links.yml"
    value = read_file(file)
    for link in value["links"]:
        link["url"] = address
    write_file(file, value)
    assert refused(sample_root) == {
        ("data/links.yml", f"links[{number}].url") for number in range(len(value["links"]))
    }


@pytest.mark.parametrize(
    "char", ["\r", "\v", "\f", "\x1b", "\x1c", "\x85", "\x9b", "\u2028", "\u202e", "\u2066", "\ufeff"]
)
def test_a_published_file_with_a_character_that_a_terminal_obeys_is_refused(char: str) -> None:
    with pytest.raises(InvalidData, match="has a control character"):
        from_fields([f"a{char}b"], tuple[str, ...], "facts.json")


def test_a_published_file_has_spaces_and_lines() -> None:
    text = "a b\u00a0c\n\td"
    assert from_fields([text], tuple[str, ...], "facts.json") == (text,)
