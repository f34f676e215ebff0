"""The HTML of an entry: clean, well formed, with full addresses only."""

from functools import lru_cache
from html.parser import HTMLParser

from portal.prose import TAGS
from tests.oracles.feeds.findings import Say, check_address

_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_REFERENCES = {"amp", "lt", "gt", "quot", "nbsp"}
_EMPTY = {"br"}
# What can hold text at the outermost level, and what holds only items
_BLOCKS = {"p", "ul", "ol", "pre", "blockquote"}


def check_markup(html: str, where: str, say: Say) -> None:
    """Expect paragraphs, lists and so on, and nothing that a reader's program would have to repair."""
    for what in _problems(html):
        say(where, what)


@lru_cache(maxsize=1_000_000)
def _problems(html: str) -> tuple[str, ...]:
    """Return what is wrong with a text. Each stands in several feeds and formats, and is read once."""
    if not html.strip():
        return ("is empty",)
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return (*parser.problems, *(f"<{tag}> is not closed" for tag in reversed(parser.open)))


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._say(f"<{tag}> is not allowed")
        if tag in _BLOCKS and "p" in self.open:
            self._say(f"<{tag}> stands in a paragraph")
        if tag == "li" and not (self.open and self.open[-1] in {"ul", "ol"}):
            self._say("<li> stands outside of a list")
        for name, value in attrs:
            if name not in _ATTRIBUTES.get(tag, set()):
                self._say(f"<{tag}> has the attribute {name}, which is not allowed")
            if name == "href":
                check_address(value or "", "", lambda _, what: self._say(what))
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self._say(f"</{tag}> closes nothing that is open")

    def handle_data(self, data: str) -> None:
        for sign in "<&":
            if sign in data:
                self._say(f"has a bare {sign}")
        if data.strip() and not self.open:
            self._say("has text outside of a paragraph")

    def handle_entityref(self, name: str) -> None:
        if name not in _REFERENCES:
            self._say(f"&{name}; is not a reference that every reader knows")

    def handle_charref(self, name: str) -> None:
        self._say(f"&#{name}; is a character that could be written as it is")

    def handle_comment(self, data: str) -> None:
        self._say("has a comment")

    def handle_decl(self, decl: str) -> None:
        self._say("has a declaration")

    def handle_pi(self, data: str) -> None:
        self._say("has a processing instruction")

    def _say(self, what: str) -> None:
        self.problems.append(what)
