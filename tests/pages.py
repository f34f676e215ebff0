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


def fields_of(section: html.HtmlElement) -> dict[str, html.HtmlElement]:
    """Return the row of each field by its path: a heading above a table is the group that they are in."""
    found = {}
    for table in section.find_class("table-scroll"):
        group = "".join(
            f"{text_of(heading)}." for heading in table.xpath("preceding-sibling::*[1][self::h3]")
        )
        for row in table.iterfind(".//tbody/tr"):
            found[f"{group}{text_of(row.xpath('th/code')[0])}"] = row
    return found
