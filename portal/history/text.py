"""A comparison for a terminal."""

from collections.abc import Iterator, Sequence

from portal.history.difference import Difference
from portal.history.wording import addresses, feed_lines, file_lists, groups, news, summary
from portal.problems import printable

_LONGEST = 300
_STEPS = 10


def render_text(difference: Difference, *, bold: bool = False) -> str:
    """Return the comparison in lines; headings are bold where that is wanted."""
    return "\n".join(_difference(difference, bold=bold)) + "\n"


def _difference(difference: Difference, *, bold: bool) -> Iterator[str]:
    def heading(text: str) -> Iterator[str]:
        yield from ("", f"\033[1m{text}\033[0m" if bold else text)

    yield f"From {_safe(difference.old)} to {_safe(difference.new)}"
    yield summary(difference)
    if difference.breaks:
        yield from heading("Breaks of the contract")
    for found in difference.breaks:
        place = f"{found.where}: {found.field}" if found.field else found.where
        yield f"  {_safe(place)}: {_safe(found.message)}"
        yield f"      {_safe(found.hint)}   [{found.rule}]"
    for title, lines in groups(difference):
        yield from heading(title)
        yield from ("  " + _safe(f"{line.name}: {line.said or line.title}") for line in lines)
    if difference.feeds:
        yield from heading("Feeds with news")
    for feed in difference.feeds:
        yield f"  {_safe(addresses(feed))}: {news(feed)}"
        yield from _cut([f"    {sign} {_safe(title)}" for sign, title in feed_lines(feed)], _STEPS, "    ")
    for title, texts in file_lists(difference):
        yield from heading(title)
        yield from _cut([f"  {_safe(text)}" for text in texts], 2 * _STEPS, "  ")
    if difference.notes:
        yield from heading("Not compared")
        yield from (f"  {_safe(note)}" for note in difference.notes)


def _cut(lines: Sequence[str], most: int, indent: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"{indent}and {len(lines) - most} more"


def _safe(text: str) -> str:
    return printable(text, _LONGEST)
