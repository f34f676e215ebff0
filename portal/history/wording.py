"""A comparison in words, the same for a terminal and for a pull request."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal.history.difference import Difference, Entry, FeedNews
from portal.problems import printable

_HEADINGS = {
    "added": "New",
    "removed": "Gone",
    "moved": "Moved",
    "status": "Status",
    "event": "Events",
    "reworded": "Reworded or corrected",
}
_LONGEST = 300
_STEPS = 10


class Line(NamedTuple):
    """A line about an entry: its name for machines, its title, and what is said of it."""

    name: str
    title: str
    said: str


def summary(difference: Difference) -> str:
    """Say in a sentence how it ended."""
    if difference.verdict == "same":
        return "Nothing differs."
    count, entries = len(difference.breaks), len(difference.entries)
    kept = f"{counted(count, 'break')} of the contract" if count else "No break of the contract"
    files = len(difference.changed_files) + len(difference.added_files)
    return (
        f"{kept}; {counted(entries, 'difference')} between facts, {counted(len(difference.feeds), 'feed')} "
        f"with news, {counted(files, 'file')} new or different."
    )


def counted(count: int, noun: str) -> str:
    """Return a number of things: `1 feed`, `2 entries`, `3 groups of feeds`."""
    first, of, rest = noun.partition(" ")
    many = f"{first[:-1]}ies" if first.endswith("y") else f"{first}s"
    return f"{count} {first if count == 1 else many}{of}{rest}"


def groups(difference: Difference) -> Iterator[tuple[str, list[Line]]]:
    """Return the differences between facts under their headings."""
    for what, heading in _HEADINGS.items():
        lines = [_line(entry) for entry in difference.entries if entry.what == what]
        if lines:
            yield heading, lines


def file_lists(difference: Difference) -> Iterator[tuple[str, list[str]]]:
    """Return what else differs, under its heading: files, and fields of schemas."""
    # Other files differ because the facts do, which is said already.
    changed = [
        path for path in difference.changed_files if path.startswith("schema/") or not difference.entries
    ]
    lists = {
        "New files": list(difference.added_files),
        "Files that are gone": list(difference.removed_files),
        "Files that differ": changed,
        "New fields in schemas": [f"{schema}: {field}" for schema, field in difference.added_fields],
    }
    yield from ((heading, texts) for heading, texts in lists.items() if texts)


def addresses(feed: FeedNews) -> str:
    """Return the addresses of a feed as one: `feeds/changes.{json,rss,atom}`."""
    stems, ends = zip(*(path.rsplit(".", 1) for path in feed.addresses), strict=True)
    return f"{stems[0]}.{{{','.join(ends)}}}"


def feed_name(feed: FeedNews) -> str:
    """Return the address of a feed without its format."""
    return feed.addresses[0].rsplit(".", 1)[0]


def same_news(feeds: Sequence[FeedNews]) -> list[list[FeedNews]]:
    """Return the feeds in groups: those of a group send the same to their readers."""
    groups: dict[object, list[FeedNews]] = {}
    for feed in feeds:
        groups.setdefault((feed.is_new, feed.added, feed.updated, feed.removed), []).append(feed)
    return list(groups.values())


def news(feed: FeedNews) -> str:
    """Say how many entries of a feed are new, updated and gone."""
    counts = {"new": feed.added, "updated": feed.updated, "gone": feed.removed}
    said = [f"{len(steps)} {word}" for word, steps in counts.items() if steps]
    return ", ".join([*(["a new feed"] if feed.is_new else []), *said])


def feed_lines(feed: FeedNews) -> Iterator[tuple[str, str]]:
    """Return the entries of a feed that have news: a sign and the title."""
    for sign, steps in (("+", feed.added), ("~", feed.updated), ("-", feed.removed)):
        yield from ((sign, step.title) for step in steps)


def _line(entry: Entry) -> Line:
    name = f"{entry.kind} {entry.id}"
    if entry.what in ("moved", "status"):
        said = f"{entry.before or 'none'} → {entry.after or 'none'}"
        return Line(
            name, entry.title, said if entry.field in ("version", "status") else f"{entry.field} {said}"
        )
    if entry.what == "event":
        return Line(name, entry.title, f"{entry.field} on {entry.after}")
    return Line(name, entry.title, ", ".join(entry.fields))


# --- for a terminal


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
