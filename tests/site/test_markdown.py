"""What Markdown becomes of elements: read back by other readers, it says what the elements said."""

from html import escape

import markdown
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from macros.twins import TwinError, twin_of
from macros.twins.walk import Writer
from portal.model import Catalog
from portal.prose import to_html
from tests.payloads import HARMLESS, LITERAL

READER = MarkdownIt("commonmark").enable("table")  # raw HTML is let through, so that it can be found


def twin(page: str) -> str:
    body = etree.fromstring(f"<body>{page}</body>", etree.HTMLParser())[0]
    return "\n\n".join(Writer(lambda link: link if link.startswith("https:") else None).blocks(body))


FOOT = (
    "<table><caption>C</caption><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>1</th>"
    "<td>x|y<br>z</td></tr></tbody><tfoot><tr><td colspan=2>foot</td></tr></tfoot></table>"
)
SPANS = (
    "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody><tr><td>1</td>"
    "<td rowspan=3>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr><tr><td>6</td></tr>"
    "<tr><td colspan=2>7</td><td>8</td></tr></tbody></table>"
)
CASES = {
    "paragraphs": ("<p>One\n two.</p><p>Three.</p>", "One two.\n\nThree."),
    "text beside blocks": ("<div>a <b>b</b><p>c</p>d</div>", "a **b**\n\nc\n\nd"),
    "a break": ("<p>a<br>- b</p>", "a\\\n\\- b"),
    "a break at the end": ("<p>a<br></p>", "a"),
    "emphasis keeps the space around it": ("<p>a<em> b </em>c</p>", "a *b* c"),
    "a link": (
        '<p><a href="https://a.test/(x)?a=1&amp;b=2">x</a></p>',
        "[x](https://a.test/%28x%29?a=1&amp;b=2)",
    ),
    "a link that may not lead": ('<p><a href="javascript:x">x</a></p>', "x"),
    "a link of code": ('<p><a href="https://a.test/"><code>a`b</code></a></p>', "[``a`b``](https://a.test/)"),
    "code with ticks at its ends": ("<p><code>`a`</code></p>", "`` `a` ``"),
    "a heading": ('<h2>A <a class="headerlink" href="#a">¶</a></h2>', "## A"),
    "a heading that ends with its mark": ("<h2>a #</h2>", "## a \\#"),
    "a list": ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "numbers": ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
    "a list in a list": ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n\n  - b"),
    "code in a list": (
        "<ol><li><pre><code>a\n\nb\n</code></pre></li></ol>",
        "1. ```\n   a\n\n   b\n   ```",
    ),
    "a language": ('<pre><code class="x language-c++">a</code></pre>', "```c++\na\n```"),
    "a language of the box": ('<div class="language-sh y"><pre><code>a</code></pre></div>', "```sh\na\n```"),
    "code with a fence in it": ("<pre><code>```\na</code></pre>", "````\n```\na\n````"),
    "terms": (
        "<dl><div><dt>A</dt><dd>b</dd></div><dt>C</dt><dd><p>d</p><p>e</p></dd><dt>F</dt><dd></dd></dl>",
        "- **A:** b\n\n- **C:** d\n\n  e\n\n- **F:**",
    ),
    "a term with a list": (
        "<dl><dt>A</dt><dd><ul><li>b</li></ul></dd></dl>",
        "- **A:**\n\n  - b",
    ),
    "a table": (
        FOOT,
        "**C**\n\n| a | b |\n| --- | --- |\n| 1 | x\\|y; z |\n\nfoot",
    ),
    "cells over rows and columns": (
        SPANS,
        "| a | b | c |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n| 4 | 2 | 5 |\n| 6 | 2 |  |\n| 7 |  | 8 |",
    ),
    "blocks in a cell": (
        "<table><tr><th>a</th></tr><tr><td><p>b</p><ul><li>c</li><li>d</li></ul></td></tr></table>",
        "| a |\n| --- |\n| b; c; d |",
    ),
    "sentences in a cell": (
        "<table><tr><th>a</th></tr><tr><td>B.<ul><li><b>c</b>: D.</li><li>e</li></ul></td></tr></table>",
        "| a |\n| --- |\n| B. **c**: D. e |",
    ),
    "a row that is longer than the head": (
        "<table><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
        "| a |  |\n| --- | --- |\n| b | c |",
    ),
    "a box set apart": ('<div class="unknown"><p>a</p><p>b</p></div>', "> a\n>\n> b"),
    "a box with nothing in it": ('<div class="unknown"></div><p>a</p>', "a"),
    "its title": ('<div class="admonition note"><p class="admonition-title">A</p></div>', "> **A**"),
    "a quotation": ("<blockquote><p>a</p></blockquote>", "> a"),
    "a folded part": ("<details><summary>A</summary><p>b</p></details>", "**A**\n\nb"),
    "a picture": (
        '<figure><svg role="img"><title>A</title><desc>b</desc><text>c</text></svg></figure>',
        "Picture: A. b",
    ),
    "what is drawn beside its name": ('<p>a <svg aria-hidden="true"><rect/></svg> b</p>', "a b"),
    "what is not for readers": (
        "<nav>a</nav><form>b</form><p hidden>c</p><template><p>d</p></template><script>e</script><p>f</p>",
        "f",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_elements_become_markdown(name: str) -> None:
    page, wanted = CASES[name]
    assert twin(page) == wanted


@pytest.mark.parametrize("page", ["<meter>1</meter>", "<p>a <b>b <q>c</q></b></p>"])
def test_an_element_without_a_form_is_an_error_not_a_loss(page: str) -> None:
    with pytest.raises(TwinError, match=r"a (meter|q) element"):
        twin(page)


# Links of the page at x/y/ of the sample -> what its twin has
LINKS = {
    "../../x/z/": "[a](https://portal.example/x/z/index.md)",
    "../z/#b": "[a](https://portal.example/x/z/index.md#b)",
    "../../": "[a](https://portal.example/index.md)",
    "../../feeds/changes.rss": "[a](https://portal.example/feeds/changes.rss)",
    "../../plan/?to=12.0": "[a](https://portal.example/plan/?to=12.0)",
    "#b": "[a](#b)",
    "https://a.test/b/": "[a](https://a.test/b/)",
    "javascript:alert(1)": "a",
    "data:text/html,x": "a",
    "mailto:a@b.test": "a",
}


@pytest.mark.parametrize("link", LINKS)
def test_links_are_whole_and_lead_to_twins(link: str, sample: Catalog) -> None:
    page = f'<article class="md-content__inner"><h1>T</h1><p><a href="{link}">a</a></p></article>'
    marked = twin_of(page, "x/y/", sample.portal, "Said.")
    assert marked == f"# T\n\nPage: https://portal.example/x/y/ · Said.\n\n{LINKS[link]}\n"


@pytest.mark.parametrize("page", ["<main></main>", '<article class="md-content__inner"><p>a</p></article>'])
def test_a_page_without_article_or_title_has_no_twin(page: str, sample: Catalog) -> None:
    with pytest.raises(TwinError, match=r"has no article|does not begin with its title"):
        twin_of(page, "x/", sample.portal, "Said.")


# Texts that would mean something in Markdown: each has to come back as it was
TEXTS = [
    *LITERAL,
    *(text for text in HARMLESS if "\n" not in text and "    " not in text),
    *(
        "# a",
        "#",
        "1. a",
        "1) a",
        "12.",
        "- a",
        "-",
        "+ a",
        "* a",
        "> a",
        ">a",
        "---",
        "===",
        "***",
        "___",
        "- - -",
    ),
    *(
        "```",
        "~~~",
        "`a",
        "a`b`",
        "*a*",
        "**a",
        "_a_",
        "a_b_",
        "__a__",
        "\\",
        "\\*",
        "a\\",
        "a\\|b",
        "|---|",
        ":--|",
    ),
    *(
        "&amp;",
        "&lt;",
        "&#60;",
        "&copy",
        "R&D",
        "a & b",
        "a&",
        "!",
        "a!",
        "[a]",
        "![a](b)",
        "a](b)",
        "<a>",
        "a < b",
    ),
    *("http://a.test/<b>", "x@y.test", "{#id}", "[^1]", "[ ] a", "$a$", "a|b", "a  ", "11. 10", "C#", "a #"),
]
PLACES = {
    "a paragraph": "<p>{}</p>",
    "after a break": "<p>x<br>{}</p>",
    "before a link": "<p>{}<a href='https://a.test'>l</a></p>",
    "after code": "<p><code>c</code>{}</p>",
    "a link": "<p><a href='https://a.test'>{}</a></p>",
    "important": "<p>x <strong>{}</strong> y</p>",
    "code": "<p><code>{}</code></p>",
    "a block of code": "<pre><code>{}</code></pre>",
    "an item": "<ul><li>{}</li></ul>",
    "a cell": "<table><tr><th>{}</th></tr><tr><td>{}</td></tr></table>",
    "code in a cell": "<table><tr><th>a</th></tr><tr><td><code>{}</code></td></tr></table>",
    "a heading": "<h2>{}</h2>",
    "a box": '<div class="unknown"><p>{}</p></div>',
    "a term": "<dl><dt>{}</dt><dd>{}</dd></dl>",
}


def shape(page: str) -> tuple[str, list[str]]:
    """Give the text of HTML without space, and its elements in turn."""
    root = html.fragment_fromstring(page, create_parent="div")
    return "".join(str(root.text_content()).split()), [str(element.tag) for element in root.iter()]


@pytest.mark.parametrize("place", PLACES)
def test_any_text_reads_as_it_was(place: str) -> None:
    wrong = {}
    for text in TEXTS:
        page, plain = (PLACES[place].replace("{}", one) for one in (escape(text), "x"))
        marked = twin(page)
        said, elements = shape(READER.render(marked))
        before, _ = shape(page)
        _, wanted = shape(READER.render(twin(plain)))
        if elements != wanted or said.replace(":", "") != before.replace(":", ""):  # a term has one more
            wrong[text] = marked
    assert wrong == {}


@pytest.mark.parametrize("source", [*LITERAL, *HARMLESS])
def test_nothing_that_was_cleaned_comes_alive_in_another_reader(source: str) -> None:
    """Python-Markdown knows fewer escapes than CommonMark, and lets all HTML through."""
    read = markdown.markdown(twin(to_html(source)), extensions=["fenced_code", "tables"])
    root = html.fragment_fromstring(read, create_parent="div")
    assert {str(element.tag) for element in root.iter()} <= {
        *("div", "p", "a", "code", "em", "strong", "ul", "ol", "li", "pre", "blockquote", "br"),
    }
    for element in root.iter():
        assert set(element.attrib) <= {"href", "title", "start"}
        assert str(element.get("href", "https:")).startswith("https:")
