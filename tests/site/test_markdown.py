"""What is put into Markdown: read back by other readers, it says what it said, and nothing of it is alive."""

from pathlib import Path
from typing import Any

import markdown
import pytest
from lxml import html
from markdown_it import MarkdownIt

from macros import render
from macros.after.twins import page_twin
from macros.marking import prose, text
from macros.view import View
from portal.model import Catalog
from portal.prose import to_html
from tests.payloads import HARMLESS, LITERAL

READER = MarkdownIt("commonmark").enable("table")  # raw HTML is let through, so that it can be found


def made(template: str, **values: Any) -> str:
    return render.markdown().from_string(template).render(**values)


# Texts that would mean something in Markdown: each has to come back as it was
TEXTS = [
    *LITERAL,
    *(text for text in HARMLESS if "\n" not in text and "    " not in text),
    *(
        "# a", "#", "1. a", "1) a", "12.", "- a", "-", "+ a", "* a", "> a", ">a", "---", "===", "***",
        "___", "- - -",
    ),
    *(
        "```", "~~~", "`a", "a`b`", "*a*", "**a", "_a_", "a_b_", "__a__", "\\", "\\*", "a\\", "a\\|b",
        "|---|", ":--|",
    ),
    *(
        "&amp;", "&lt;", "&#60;", "&copy", "R&D", "a & b", "a&", "!", "a!", "[a]", "![a](b)", "a](b)",
        "<a>", "a < b",
    ),
    *("http://a.test/<b>", "x@y.test", "{#id}", "[^1]", "[ ] a", "$a$", "a|b", "a  ", "11. 10", "C#", "a #"),
]  # fmt: skip
PLACES = {
    "a paragraph": "{{ said }}",
    "after text": "x {{ said }}",
    "before a link": "{{ said }}{{ 'l' | link('https://a.test') }}",
    "after code": "{{ 'c' | code }}{{ said }}",
    "a link": "{{ said | link('https://a.test') }}",
    "important": "x **a {{ said }} b** y",
    "code": "{{ said | code }}",
    "a block of code": "{{ said | fence('sh') }}",
    "an item": "- {{ said }}",
    "a cell": "{{ head('a', said) }}\n{{ row(said, 'b') }}",
    "code in a cell": "{{ head('a') }}\n{{ row(said | code) }}",
    "a heading": "## {{ said }}",
    "a quotation": "> {{ said }}",
    "a term": "{{ term(said, said) }}",
    "a macro": "{% macro twice(x) %}{{ x }} {{ x }}{% endmacro %}{{ twice(said) }}",
    "a part of the template": "{% set x %}{{ said }}{% endset %}{{ x }}",
}


def shape(page: str) -> tuple[str, list[str]]:
    """Return the text of HTML without space, and its elements in turn."""
    root = html.fragment_fromstring(page, create_parent="div")
    return "".join(str(root.text_content()).split()), [str(element.tag) for element in root.iter()]


@pytest.mark.parametrize("place", PLACES)
def test_any_text_reads_as_it_was(place: str) -> None:
    wrong = {}
    plain, wanted = shape(READER.render(made(PLACES[place], said="QQ")))
    for one in TEXTS:
        marked = made(PLACES[place], said=one)
        said, elements = shape(READER.render(marked))
        if elements != wanted or said != plain.replace("QQ", "".join(one.split())):
            wrong[one] = marked
    assert wrong == {}


def test_text_is_one_line() -> None:
    assert text("a\n\n# b\r\n- c") == "a \\# b - c"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.test", "//a.test"]
)
def test_an_address_that_may_not_lead_is_no_link(address: str) -> None:
    assert made("{{ 'a' | link(address) }}", address=address) == "a"


def test_an_address_keeps_to_its_place() -> None:
    link = made("{{ 'a' | link('https://a.test/(x)|?a=1&b=2 c') }}")
    assert link == "[a](https://a.test/%28x%29%7C?a=1&amp;b=2%20c)"


# --- texts of the data that are Markdown


@pytest.mark.parametrize(
    "source", [*LITERAL, *HARMLESS, "# a", "---", "a\n===", "| a |\n|---|", "~~~\na\n~~~"]
)
def test_what_is_markdown_says_what_pages_show(source: str) -> None:
    assert shape(READER.render(prose(source))) == shape(to_html(source))


@pytest.mark.parametrize("source", [*LITERAL, *HARMLESS])
def test_nothing_that_was_cleaned_comes_alive_in_another_reader(source: str) -> None:
    """Python-Markdown knows fewer escapes than CommonMark, and lets all HTML through."""
    read = markdown.markdown(prose(source), extensions=["fenced_code", "tables"])
    root = html.fragment_fromstring(read, create_parent="div")
    assert {str(element.tag) for element in root.iter()} <= {
        *("div", "p", "a", "code", "em", "strong", "ul", "ol", "li", "pre", "blockquote", "br")
    }
    for element in root.iter():
        assert set(element.attrib) <= {"href", "title", "start"}
        assert str(element.get("href", "https:")).startswith("https:")


# --- pages that are written

# Links of content/x/y.md -> what its twin has
LINKS = {
    "z.md": "https://portal.example/x/z/index.md",
    "../w/index.md#b": "https://portal.example/w/index.md#b",
    "../index.md": "https://portal.example/index.md",
    "index.md": "https://portal.example/x/index.md",
    "#b": "#b",
    "https://a.test/b.md": "https://a.test/b.md",
}


def twin(source: str, catalog: Catalog, root: Path) -> str:
    """Return what is below the title and what stands there of each twin."""
    page = page_twin(View(root, catalog).in_markdown(), source, "x/y.md")
    title, front, strip, below = page.split("\n\n", 3)
    assert (title, front) == ("# T", "Page: https://portal.example/x/y/ · This site is unofficial.")
    assert strip.startswith("Unofficial · As of about June 2024 · [3 sources]")
    return below


@pytest.mark.parametrize("link", LINKS)
def test_links_of_a_source_are_whole_and_lead_to_twins(link: str, sample: Catalog, tmp_path: Path) -> None:
    source = f"# T\n\n[a\nb]({link}) `[a](z.md)`\n\n```md\n[a](z.md)\n\n\n\n```\n"
    assert twin(source, sample, tmp_path) == source[5:-1].replace(f"]({link})", f"]({LINKS[link]})", 1)


def test_boxes_and_names_of_files_become_plain(sample: Catalog, tmp_path: Path) -> None:
    source = """# T

!!! note "A box"
    One
    two.

    - three

```sh title="a.sh"
x
```
"""
    wanted = "> **A box**\n>\n> One\n> two.\n>\n> - three\n\na.sh\n\n```sh\nx\n```"
    assert twin(source, sample, tmp_path) == wanted


def test_calls_are_made_where_a_page_asks_for_them(sample: Catalog, tmp_path: Path) -> None:
    source = "---\ntitle: T\nrender_macros: true\n---\n\n# T\n\nSee {{ major_links() }}.\n"
    made = twin(source, sample, tmp_path)
    assert made.startswith("See [AXIS OS ")
    assert "](https://portal.example/changes/12/index.md)" in made
    assert "{{ x }}" in twin("---\ntitle: T\n---\n# T\n\n`{{ x }}`\n", sample, tmp_path)
