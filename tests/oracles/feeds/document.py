"""The check of one page of a feed in one format."""

import re

from tests.oracles.feeds import atom, json_feed, rss
from tests.oracles.feeds.findings import Document, Expected, Say, check_items

# The media type of each format, by the end of its files' names
MEDIA_TYPES = {"json": "application/feed+json", "rss": "application/rss+xml", "atom": "application/atom+xml"}
# The check of each, and what it calls an entry
_CHECKS = {"json": (json_feed.check, "items"), "rss": (rss.check, "item"), "atom": (atom.check, "entry")}
# Control characters but line feed and tab, what turns the direction of text, and what no text may have
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# How XML and JSON write one; in JSON `&#7;` is the text of it
_ESCAPED = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-9]|2[0-9]|3[01]|12[7-9]|1[345][0-9])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_JSON_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u00(?:[01][0-9a-fA-F]|7[fF]|[89][0-9a-fA-F])")


def check_document(data: bytes, extension: str, expected: Expected, say: Say) -> Document | None:
    """Check a page as it is published. Gives what was read, or None where it cannot be read."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        say("document", f"is not UTF-8 at byte {error.start}")
        return None
    if hidden := _hidden(text, extension):
        line = text.count("\n", 0, hidden.start()) + 1
        say(f"line {line}", f"has a hidden character: {hidden[0]!a}")
        return None
    check, entry = _CHECKS[extension]
    document = check(text, expected, say)
    if document:
        check_items(document.items, entry, say)
    return document


def _hidden(text: str, extension: str) -> re.Match[str] | None:
    """Find the first hidden character. Most texts have none, which is seen sooner than where one is."""
    is_printable = text.replace("\n", "").replace("\t", "").isprintable()
    hidden = None if is_printable else _HIDDEN.search(text)
    return hidden or (_JSON_ESCAPED if extension == "json" else _ESCAPED).search(text)
