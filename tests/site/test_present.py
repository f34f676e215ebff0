"""Nothing is said to be so now without a date beside it: a page is read long after it was written."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from macros.calls.changes import change_explorer
from macros.calls.releases import at_a_glance, current_and_next
from macros.view import View
from portal import words
from portal.model import Catalog
from tests.conftest import REPOSITORY
from tests.dated import dated

TEMPLATES = REPOSITORY / "macros/templates"
READERS = ("index.md", "about.md", "changes", "releases", "surface", "plan", "lifecycle", "components")
PRESENT = re.compile(r"\b(?:current|currently|latest|newest|nowadays|now|today|at present|will be)\b", re.I)
DATED = re.compile(r"as of|\bof June 2024\b|\b(?:19|20)\d\d\b", re.I)
# What has no date in its sentence, and why it needs none
ALLOWED = (
    "<h3>Now</h3>",  # its first sentence has the date
    "### Now",
    "## Now, next and later",
    "## Latest and next release",
    "always the latest",  # a rule, not a fact of a day
    "Values today",  # of the schemas that this site publishes
    "data-today-key hidden",  # a script shows it, on the day that it is true
    "which has the newest features",  # what a kind of track is for
    "the newest features, and an LTS track",
    "stop something that works today",  # the reader's today
    'which "latest" version',  # the word itself
    '"latest" always means',
    "One of its pointers has lost its target",  # what the document of June 2024 calls its parts
    "the latest updates in your feed reader",
)


def shown(template: str) -> str:
    """Return what a template says, without what it does: its names and its comments."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}", " ", text)
    text = re.sub(r"\{\{ *(?:catalog\.portal\.data_as_of|words\.dated).*?\}\}", "as of a day", text)
    text = re.sub(r"\{\{.*?\}\}", lambda found: " ".join(re.findall(r'(?<!\[)"([^"]*)"', found[0])), text)
    return re.sub(r'(?<!key) (?:class|data-[a-z]+|id|href)="[^"]*"', "", text)


def undated(lines: Iterator[str] | list[str]) -> list[str]:
    return [
        line.strip()
        for line in lines
        if PRESENT.search(line) and not DATED.search(line) and not any(part in line for part in ALLOWED)
    ]


@pytest.mark.parametrize("file", sorted(TEMPLATES.iterdir()), ids=lambda file: file.name)
def test_templates_give_a_date_to_what_is_so_now(file: Path) -> None:
    assert undated(shown(file.read_text("utf-8")).splitlines()) == []


def test_pages_for_readers_give_a_date_to_what_is_so_now() -> None:
    for name in READERS:
        place = REPOSITORY / "content" / name
        for file in [place] if place.is_file() else sorted(place.rglob("*.md")):
            text = re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", "", file.read_text("utf-8"))
            paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n- ", text)]
            assert undated(paragraphs) == [], file.name


def test_shared_words_say_nothing_of_the_present() -> None:
    tables = [table for table in vars(words).values() if isinstance(table, Mapping)]
    assert len(tables) > 10
    assert undated([str(text) for table in tables for text in table.values()]) == []


@pytest.mark.parametrize("call", [at_a_glance, current_and_next, change_explorer])
def test_a_page_is_the_same_whatever_the_day(call: object, june: Catalog) -> None:
    """Only the date of the facts decides what is next, due or out."""
    assert callable(call)
    view = View(Path(), june)
    assert call(view) == call(view)
    assert call(view) != call(View(Path(), dated(june, "2026-11")))


def test_the_test_finds_what_it_looks_for() -> None:
    assert undated(["AXIS OS 11.10 is the current version."]) != []
    assert undated(["As of June 2024, AXIS OS 11.10 is the latest release."]) == []
    assert "current" in shown("<p>The {{ name }} is current.</p>")
    assert "latest" not in shown('{% if latest %}{{ latest.version }}{% endif %}<p data-latest="">')
