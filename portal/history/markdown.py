"""A comparison as a comment on a pull request, in the Markdown of GitHub."""

from collections.abc import Iterator, Sequence

from portal.history.difference import Break, Difference, FeedNews
from portal.history.wording import Line, addresses, feed_lines, file_lists, groups, news, summary
from portal.problems import printable
from portal.prose import escape_markdown

# The first line, by which the comment is found again when there is a newer one
MARK = "<!-- portal-diff -->"
_LONGEST = 200
# A comment can have 65,536 characters
_MOST = 60_000
_ROWS = 30
_STEPS = 5
_FEEDS = 20


def render_markdown(difference: Difference) -> str:
    """Give the comparison as Markdown, which fits into one comment."""
    text, left = "", _MOST
    for line in _difference(difference):
        left -= len(line) + 1
        if left < 0:
            return f"{text}\nThere is more: see `portal diff`.\n"
        text += f"{line}\n"
    return text


def _difference(difference: Difference) -> Iterator[str]:
    yield MARK
    yield f"## What changes from {_code(difference.old)}"
    yield from ("", summary(difference))
    if difference.breaks:
        yield from ("", "### Breaks of the contract", "")
        yield from _cut([_break(found) for found in difference.breaks])
    for title, lines in groups(difference):
        yield from ("", f"### {title}", "")
        yield from _cut([_line(line) for line in lines])
    if difference.feeds:
        yield from ("", "### Feeds with news", "")
        yield from _cut(["\n".join(_feed(feed)) for feed in difference.feeds], _FEEDS)
    for title, texts in file_lists(difference):
        yield from ("", f"### {title}", "")
        yield from _cut([f"- {_code(text)}" for text in texts])
    if difference.notes:
        yield from ("", "### Not compared", "")
        yield from (f"- {_plain(note)}" for note in difference.notes)


def _break(found: Break) -> str:
    place = f"{found.where}: {found.field}" if found.field else found.where
    return f"- {_code(place)}: {_plain(found.message)} ({_plain(found.hint)}) `{found.rule}`"


def _line(line: Line) -> str:
    said = f": {_plain(line.said)}" if line.said else ""
    return f"- {_plain(line.title)} ({_code(line.name)}){said}"


def _feed(feed: FeedNews) -> Iterator[str]:
    yield f"- {_code(addresses(feed))}: {news(feed)}"
    signs = {"+": "new", "~": "updated", "-": "gone"}
    lines = [f"  - {signs[sign]}: {_plain(title)}" for sign, title in feed_lines(feed)]
    yield from _cut(lines, _STEPS, "  ")


def _cut(lines: Sequence[str], most: int = _ROWS, indent: str = "") -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"{indent}- and {len(lines) - most} more"


def _code(text: str) -> str:
    """Give a name as code, whatever is in it."""
    safe = printable(text, _LONGEST).replace("`", "'")
    return f"`{safe}`"


def _plain(text: str) -> str:
    """Give text that is nothing but text: no markup, and nobody is notified of it."""
    return escape_markdown(printable(text, _LONGEST)).replace("@", "@\u200b")
