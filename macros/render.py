"""What templates make: all HTML of the site that is not the theme's, and all Markdown beside its pages.

Data is text in both: each value is escaped for the form that it is put into.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight as color
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from macros import marking
from macros.view import View
from portal import words
from portal.model import sureness
from portal.model.dates import When
from portal.prose import breakable, to_html, to_inline_html, to_text

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, view: View, **values: Any) -> str:
    """Return what `templates/<template>.html.jinja` makes for a page, or `.md.jinja` in Markdown."""
    if not view.markdown:
        return render_alone(template, view=view, catalog=view.catalog, **values)
    made = markdown().get_template(f"{template}.md.jinja").render(view=view, catalog=view.catalog, **values)
    return marking.tidied(made)


def render_alone(template: str, **values: Any) -> str:
    """Return the HTML of a template that needs no facts."""
    return breakable(_environment().get_template(f"{template}.html.jinja").render(**values))


@cache
def markdown() -> Environment:
    """Return the environment in which values are escaped for Markdown, where they are not Markdown yet."""
    environment = _plain_environment(finalize=marking.text)
    environment.filters["code"] = marking.code
    environment.filters["fence"] = marking.fence
    environment.filters["inline"] = marking.inline
    environment.filters["link"] = marking.link
    environment.filters["prose"] = marking.prose
    environment.filters["quote"] = marking.quote
    environment.globals.update(head=marking.head, row=marking.row, term=marking.term)
    return environment


@cache
def _environment() -> Environment:
    environment = _plain_environment()
    environment.globals["machine_date"] = machine_date
    environment.filters["prose"] = _prose
    environment.filters["inline"] = _inline
    environment.filters["plain"] = to_text
    environment.filters["highlight"] = highlight
    return environment


def _plain_environment(finalize: Callable[[object], Markup] | None = None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=words, surely=sureness)
    return environment


def machine_date(when: When) -> str:
    """Return a date as the attribute of a `time` element can have it, which knows no quarters and no ranges.

    Source: https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-time-element
    """
    plain = when.precision in ("day", "month", "year")
    return when.text.rstrip("~") if plain else when.known[1].isoformat()


def highlight(code: str, language: str) -> Markup:
    """Return a sample's text as HTML with its tokens marked."""
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return Markup(color(code, lexer, HtmlFormatter(nowrap=True)))  # noqa: S704 - Pygments escapes the text


def _prose(markdown: str) -> Markup:
    return Markup(to_html(markdown))  # noqa: S704 - cleaned by portal.prose


def _inline(markdown: str) -> Markup:
    return Markup(to_inline_html(markdown))  # noqa: S704 - cleaned by portal.prose
