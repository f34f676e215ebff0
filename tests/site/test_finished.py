"""Finished pages as verification reads them: in parts, and yet as a whole parse of them says."""

from pathlib import Path

import pytest
from lxml import html

from macros.after.finished import CONTENT, read_page, read_pages, split_page
from macros.after.verify import _target

HEAD = '<html><head><link rel="icon" href="i.svg"><script src="a.js"></script></head>'
BEFORE = '<body><a id="top" href="../">Up</a><div id="frame">'
INSIDE = (
    f'{CONTENT} x"><h1 id="title">T</h1><article><a name="old" href="#title">x</a></article><img src="p.png">'
)
AFTER = '</article></div><a href="../end/">End</a><script src="b.js"></script></body></html>'
PAGE = HEAD + BEFORE + INSIDE + AFTER


def whole(text: str) -> tuple[set[str], set[str], set[str]]:
    """Return anchors, links and fetched addresses as one parse of all of a page finds them."""
    root = html.document_fromstring(text)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    anchors = {element.get("id") for element in elements} | {e.get("name") for e in elements if e.tag == "a"}
    links = {element.get("href") for element in elements if element.tag == "a"}
    fetched = {element.get("src") for element in elements}
    fetched |= {
        element.get("href")
        for element in elements
        if element.tag == "link" and element.get("rel") in {"stylesheet", "icon", "preload", "preconnect"}
    }
    none = {None, ""}
    return anchors - none, links - none, fetched - none  # type: ignore[return-value]


def test_a_page_is_cut_into_its_own_and_the_themes_parts() -> None:
    assert split_page(PAGE) == (HEAD, BEFORE, INSIDE, AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p id=a>text</p>",
        PAGE.replace("</head>", ""),
        PAGE.replace(CONTENT, "<article"),
        PAGE + PAGE,
        PAGE.replace(INSIDE, INSIDE + INSIDE),
        f"{CONTENT}'></article><head></head>",
        f"<!-- {HEAD} -->{PAGE}",
    ],
)
def test_what_is_no_such_page_is_read_as_a_whole(text: str) -> None:
    assert split_page(text) == (text, "", "", "")


@pytest.mark.parametrize("text", [PAGE, PAGE.replace("frame", "other"), PAGE.replace("</head>", "")])
def test_parts_say_what_the_whole_says(text: str) -> None:
    page = read_page(text, "a/index.html")
    assert (set(page.anchors), set(page.links), set(page.fetched)) == whole(text)
    assert all((page.anchors, page.links, page.fetched))


def test_every_page_of_the_site_says_in_parts_what_the_whole_says(real_site: Path) -> None:
    pages = list(read_pages(real_site))
    assert len(pages) > 100
    for page in pages:
        assert (set(page.anchors), set(page.links), set(page.fetched)) == whole(
            (real_site / page.path).read_text("utf-8")
        ), page.path


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../../links/", ("links/index.html", "")),
        ("../..", ("index.html", "")),
        ("../../", ("index.html", "")),
        ("../../#a%20b", ("index.html", "a b")),
        ("../../a/../b/c.json?d#e", ("b/c.json", "e")),
        ("../../a:b", ("a:b", "")),
        ("../../https://x/", ("https:/x/index.html", "")),
        ("../other/", ("changes/other/index.html", "")),
        ("#why", ("changes/one/index.html", "why")),
        ("", ("changes/one/index.html", "")),
        ("/a%C3%BC", ("aü", "")),
        ("https://elsewhere.example/x", (None, "")),
        ("//elsewhere.example/x", (None, "")),
        ("mailto:a@b.example", (None, "")),
    ],
)
def test_a_link_leads_where_a_browser_would_go(link: str, target: tuple[str | None, str]) -> None:
    assert _target("changes/one/index.html", link) == target
