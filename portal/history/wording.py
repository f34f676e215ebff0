"""A comparison in words, the same for a terminal and for a pull request."""

from collections.abc import Iterator, Sequence

from portal.history.difference import Difference, EntryDifference, EntryNews, FeedNews
from portal.problems import one_line, printable
from portal.words import counted

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


def summary(difference: Difference) -> str:
    """Return in a sentence how a comparison ended."""
    if difference.verdict == "same":
        return "Nothing differs."
    count, facts = len(difference.breaks), sum(len(entry.news) for entry in difference.entries)
    kept = f"{counted(count, 'break')} of the contract" if count else "No break of the contract"
    files = len(difference.changed_files) + len(difference.added_files)
    if not difference.is_whole:
        return f"{kept}; {counted(files, 'file')} new or different."
    return (
        f"{kept}; {counted(facts, 'difference')} between facts, {counted(len(difference.feeds), 'feed')} "
        f"with news, {counted(files, 'file')} new or different."
    )


def groups(difference: Difference) -> Iterator[tuple[str, list[str]]]:
    """Return the differences between entries under their headings, a line each."""
    for what, heading in _HEADINGS.items():
        lines = [
            f"{entry.kind} {entry.id}: {_line(entry, news)}"
            for entry in difference.entries
            for news in entry.news
            if news.what == what
        ]
        if lines:
            yield heading, lines


def _line(entry: EntryDifference, news: EntryNews) -> str:
    match news.what:
        case "moved" | "status":
            said = f"{news.before or 'none'} → {news.after or 'none'}"
            return said if news.field in ("version", "status") else f"{news.field} {said}"
        case "event":
            return f"{news.field} on {news.after}"
        case "reworded":
            return ", ".join(news.fields)
    return entry.title


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
    """Return how many entries of a feed are new, updated and gone, in words."""
    counts = {"new": feed.added, "updated": feed.updated, "gone": feed.removed}
    said = [f"{len(steps)} {word}" for word, steps in counts.items() if steps]
    return ", ".join([*(["a new feed"] if feed.is_new else []), *said])


def feed_lines(feed: FeedNews) -> Iterator[tuple[str, str]]:
    """Return the entries of a feed that have news: a sign and the title."""
    for sign, steps in (("+", feed.added), ("~", feed.updated), ("-", feed.removed)):
        yield from ((sign, step.title) for step in steps)


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
        yield from (f"  {_safe(line)}" for line in lines)
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
    return one_line(printable(text, _LONGEST))
