"""Finished pages, as tests read them."""

from pathlib import Path

from lxml import html


def read_page(file: Path) -> html.HtmlElement:
    """Return the root of a page."""
    return html.fromstring(file.read_bytes().decode("utf-8"))


def article_of(page: html.HtmlElement) -> html.HtmlElement:
    """Return what a page has of its own, without what the theme puts around it."""
    article: html.HtmlElement
    (article,) = page.xpath("//article[@data-article]")
    return article


def text_of(element: html.HtmlElement) -> str:
    """Return the text that an element shows, each white space as one space."""
    return " ".join(str(element.text_content()).split())
