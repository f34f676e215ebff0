"""A comparison as a comment on a pull request, in the Markdown of GitHub, for people who review it."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from portal.history.difference import Break, Difference, EntryDifference, FeedNews
from portal.history.wording import feed_lines, feed_name, file_lists, news, same_news, summary
from portal.problems import Problem, one_line, printable
from portal.prose import escape_markdown
from portal.words import counted

# The first line, by which the comment is found again when there is a newer one
MARK = "<!-- portal-diff -->"
_CELL = 400
# So that an entry of any length fits beside others
_ROWS = 18_000
_LISTED = 5
_NAMED = 40
_SIGNS = {"+": "new", "~": "updated", "-": "gone"}
_NO_WIDTH = "\u200b"
# Begins a list or a heading where it stands first
_FIRST = re.compile(r"\A(\d*)(?=[-+=](?!\d)|[.)]\s)")
# Notifies somebody, or shows up in the issue that is named: @name, #1, GH-1, https://…, www.…
_MEANT = re.compile(r"(?<=[@#])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=gh)(?=-)", re.IGNORECASE)


class _Section(NamedTuple):
    """A part of the comment: what it lists, called by a `noun` where it is cut to the `most` characters.

    All that is cut to is less than the 65,536 characters that a comment can have.
    """

    title: str
    noun: str
    most: int
    blocks: list[str]
    about: str = ""


def render_markdown(
    difference: Difference, *, preview: str | None = None, stale: Sequence[Problem] = ()
) -> str:
    """Return the comparison as Markdown, which fits into one comment and says what was cut to make it so.

    `preview` is the address where the pages can be seen; `stale` are facts that have gone stale.
    """
    text, left = _head(difference, preview), []
    for section in _sections(difference, stale):
        kept, rest = _fitting(section)
        if section.blocks:
            about = f"{section.about}\n\n" if section.about else ""
            text += f"\n### {section.title}\n\n{about}{kept.rstrip()}\n"
        if rest:
            left.append(counted(rest, section.noun))
    if left:
        text += f"\n**Cut to fit into a comment:** {', '.join(left)}. `portal diff` shows all.\n"
    return text


def _fitting(section: _Section) -> tuple[str, int]:
    """Return the blocks that fit as a text, and how many are left."""
    text = ""
    for number, block in enumerate(section.blocks):
        if len(text) + len(block) > section.most:
            return text, len(section.blocks) - number
        text += f"{block}\n"
    return text, 0


def _head(difference: Difference, preview: str | None) -> str:
    count = len(difference.breaks)
    verdict = {
        "same": "Nothing differs",
        "differs": "The contract is kept",
        "breaks": f"The contract is broken in {counted(count, 'place')}",
    }[difference.verdict]
    link = f" [Look at the pages](<{preview}>)." if preview else ""
    return f"{MARK}\n## {verdict}\n\nCompared with {code(difference.old)}: {summary(difference)}{link}\n"


def _sections(difference: Difference, stale: Sequence[Problem]) -> Iterator[_Section]:
    entries = difference.entries
    yield _Section("Breaks of the contract", "break", 10_000, [_break(found) for found in difference.breaks])
    yield _Section("To look at", "remark", 6_000, [*_untold(entries), *map(_stale, stale)])
    yield _Section("What readers will see", "entry", 28_000, [_entry(entry) for entry in entries])
    yield _Section("Ids", "line", 4_000, list(_ids(entries)), "A published id stays as it is for ever.")
    yield _Section(
        "What subscribers receive",
        "group of feeds",
        8_000,
        ["\n".join(_feeds(group)) for group in same_news(difference.feeds)],
        "Each feed is there as JSON, RSS and Atom.",
    )
    for title, texts in file_lists(difference):
        noun = "field" if "fields" in title else "file"
        yield _Section(title, noun, 1_000, [f"- {code(text)}" for text in texts])
    yield _Section("Not compared", "note", 1_500, [f"- {plain(note)}" for note in difference.notes])


def _break(found: Break) -> str:
    place = f"{found.where}: {found.field}" if found.field else found.where
    hint = f" To do: {plain(found.hint)}." if found.hint else ""
    return f"- {code(place)}: {plain(found.message)} (`{found.rule}`).{hint}"


def _untold(entries: Sequence[EntryDifference]) -> Iterator[str]:
    for entry in entries:
        if entry.untold:
            fields = plain(", ".join(entry.untold))
            yield (
                f"- {code(entry.file)}: {fields} without a new event, so that readers are not told. "
                "Right for a mended typo; for a corrected fact add `corrected` to `history`."
            )


def _stale(problem: Problem) -> str:
    place = code(f"{problem.path}:{problem.line}")
    return f"- {place}: {plain(problem.message)}. To do: {plain(problem.hint)}."


# --- entries


def _entry(entry: EntryDifference) -> str:
    return "\n".join(_entry_lines(entry))


def _entry_lines(entry: EntryDifference) -> Iterator[str]:
    state = "New" if entry.is_new else "Gone" if entry.is_gone else "Changed"
    yield from (f"#### {state}: {plain(entry.title)}", "")
    yield from (f"{code(f'{entry.kind} {entry.id}')}, edited in {code(entry.file)}", "")
    if entry.is_new or entry.is_gone:
        yield from ("| field | says |" if entry.is_new else "| field | said |", "|---|---|")
    else:
        yield from ("| field | said | says |", "|---|---|---|")
    rows, left = list(_rows(entry)), _ROWS
    while rows and left > 0:
        left -= len(rows[0])
        yield rows.pop(0)
    yield from _more(len(rows), 0, "\nAnd {} more fields.")
    if entry.events:
        yield ""
        yield from (f"- Event: {plain(event)}" for event in entry.events[:_LISTED])
        yield from _more(len(entry.events), _LISTED, "- And {} more events.")
    yield ""


def _rows(entry: EntryDifference) -> Iterator[str]:
    for said in entry.said:
        before, after = _cell(said.before, said.after), _cell(said.after, said.before)
        if entry.is_new or entry.is_gone:
            cells = after if entry.is_new else before
        else:
            cells = f"{before} | {'as before' if said.before == said.after else after}"
        yield f"| {plain(said.field, 100)} | {cells} |"


def _cell(text: str | None, other: str | None) -> str:
    """Return a text; of a long one what differs from the other, with a little of what is before it."""
    if text is None:
        return "nothing"
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other or "", strict=False)))
    start = max(0, same - 40) if len(text) > _CELL // 2 else 0
    return ("… " if start else "") + plain(text[start:], _CELL)


def _ids(entries: Sequence[EntryDifference]) -> Iterator[str]:
    groups = {
        "New": [entry for entry in entries if entry.is_new],
        "Changed": [entry for entry in entries if not entry.is_new and not entry.is_gone],
        "Gone": [entry for entry in entries if entry.is_gone],
    }
    for name, group in groups.items():
        if group:
            ids = ", ".join(code(entry.id, 60) for entry in group[:_NAMED])
            yield f"- {name}: {ids}" + "".join(_more(len(group), _NAMED, " and {} more"))


# --- feeds


def _feeds(group: Sequence[FeedNews]) -> Iterator[str]:
    names = ", ".join(code(feed_name(feed), 100) for feed in group[:_LISTED])
    more = "".join(_more(len(group), _LISTED, " and {} more"))
    yield f"- {names}{more}: {news(group[0])}"
    lines = [f"  - {_SIGNS[sign]}: {plain(title)}" for sign, title in feed_lines(group[0])]
    yield from lines[:_LISTED]
    yield from _more(len(lines), _LISTED, "  - and {} more")


def _more(count: int, most: int, words: str) -> list[str]:
    return [words.format(count - most)] if count > most else []


# --- text from data: nothing but text, whatever is in it. GitHub looks for names, numbers and addresses in
# the finished text, where a backslash no longer helps: a space of no width parts them.


def plain(text: str, most: int = 200) -> str:
    """Return a text on one line, without markup, links and notifications, cut to about `most` characters."""
    return _MEANT.sub(_NO_WIDTH, _FIRST.sub(r"\1\\", _cut(text, most, _escaped)))


def code(text: str, most: int = 200) -> str:
    """Return a name as code, in which GitHub looks for nothing."""
    return f"`{one_line(_cut(text, most, printable)).replace('`', chr(39)) or '?'}`"


def _cut(text: str, most: int, escape: Callable[[str], str]) -> str:
    """Escape a text by the letter, so that what is cut is never half of an escape."""
    out = ""
    for letter in " ".join(text.split()):
        piece = escape(letter)
        if len(out) + len(piece) > most:
            return f"{out}…"
        out += piece
    return out


def _escaped(letter: str) -> str:
    # `&lt;` is no letter here, and `$x$` no formula
    return f"\\{letter}" if letter in "&$" else escape_markdown(printable(letter))
