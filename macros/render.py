"""The one Jinja environment: all HTML of the site that is not the theme's comes out of `templates/`."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight as color
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from macros.view import View
from portal import words
from portal.prose import to_html, to_inline_html, to_text

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, view: View, **values: Any) -> str:
    """Give the HTML of `templates/<template>.html.jinja` for a page."""
    return render_alone(template, view=view, catalog=view.catalog, **values)


def render_alone(template: str, **values: Any) -> str:
    """Give the HTML of a template that needs no facts."""
    return _environment().get_template(f"{template}.html.jinja").render(**values)


def beside_markdown(html: str) -> str:
    """Give HTML to stand inside a sentence of Markdown, whose own signs are written as references."""
    return "".join(f"&#{ord(char)};" if char in "\\`*_{}[]()#+!|:~^" else char for char in html.strip())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    environment.filters["inline"] = _inline
    environment.filters["plain"] = to_text
    environment.filters["highlight"] = highlight
    environment.globals["words"] = words
    return environment


def highlight(code: str, language: str) -> Markup:
    """Give a sample's text as HTML with its tokens marked."""
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return Markup(color(code, lexer, HtmlFormatter(nowrap=True)))  # noqa: S704 - Pygments escapes the text


def _prose(markdown: str) -> Markup:
    return Markup(to_html(markdown))  # noqa: S704 - cleaned by portal.prose


def _inline(markdown: str) -> Markup:
    return Markup(to_inline_html(markdown))  # noqa: S704 - cleaned by portal.prose
