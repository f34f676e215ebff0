"""What a check finds, and what it expects of values wherever they stand: texts, addresses, ids, moments."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

# Called with the place and what is wrong there
Say = Callable[[str, str], None]

# The schemes of categories that every entry has, and those of some by how their names begin
_ALWAYS = {"sureness"}
_SCHEMES = {
    "changes/": {"major", "area", "status", "kind", "consequence", "audience", "applies_to"},
    "releases/": {"major", "status"},
}
# What RFC 3986 allows in an address, with a host
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*)?"
)
_RFC3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|\+00:00)")
_RFC2822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} \+0000"
)


@dataclass(frozen=True)
class Expected:
    """What is known of a page of a feed beforehand.

    `links` are full addresses by relation; `authority` is the one of every id (RFC 4151); nothing may be
    dated after `latest`, in UTC; `facts_date` is how old its entries are (EDTF). Addresses of schemes of
    categories begin with `schemes`.
    """

    links: dict[str, str]
    media_type: str
    authority: str
    latest: datetime
    facts_date: str
    schemes: str


@dataclass(frozen=True)
class Item:
    """An entry as read. `html` is its text; `categories` have a scheme and a label, None without schemes."""

    id: str
    title: str
    url: str
    html: str
    tags: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    categories: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True)
class Document:
    """A page of a feed as read."""

    title: str
    home: str
    about: str
    items: tuple[Item, ...]


def check_text(value: str, where: str, say: Say) -> None:
    """Expect some text."""
    if not value.strip():
        say(where, "is empty")
    elif value != value.strip():
        say(where, "has space around it")


def check_address(value: str, where: str, say: Say) -> None:
    """Expect a full web address."""
    if not _is_address(value):
        say(where, f"{value!r} is not a full web address")


def check_id(value: str, expected: Expected, where: str, say: Say) -> None:
    """Expect a `tag:` URI of our authority."""
    if not re.fullmatch(rf"tag:{re.escape(expected.authority)}:[a-z0-9./-]+", value):
        say(where, f"{value!r} is not a tag: URI of {expected.authority}")


def check_categories(
    found: tuple[tuple[str, str], ...], uri: str, expected: Expected, where: str, say: Say
) -> None:
    """Expect of an entry every scheme that fits it, and no other."""
    schemes = {scheme.removeprefix(expected.schemes) for scheme, _ in found}
    name = uri.rpartition(":")[2]
    wanted = _ALWAYS | next((own for begin, own in _SCHEMES.items() if name.startswith(begin)), set())
    wanted |= {"event", "about"} if "/history/" in name else set()
    for scheme in sorted(wanted - schemes):
        say(where, f"has no category of the scheme {scheme}")
    for scheme in sorted(schemes - wanted - {"major"}):  # a date can be of no version
        say(where, f"has a category of the unknown scheme {scheme}")


def read_rfc3339(value: str, expected: Expected, where: str, say: Say) -> datetime | None:
    """Expect a moment in UTC as RFC 3339 asks."""
    try:
        moment = datetime.fromisoformat(value) if _RFC3339.fullmatch(value) else None
    except ValueError:
        moment = None
    if moment is None:
        say(where, f"{value!r} is not a moment in UTC as RFC 3339 asks")
    else:
        _check_latest(moment, expected, where, say)
    return moment


def read_rfc2822(value: str, expected: Expected, where: str, say: Say) -> datetime | None:
    """Expect a moment in UTC as RFC 2822 asks, with the right day of the week."""
    try:
        moment = parsedate_to_datetime(value).astimezone(UTC) if _RFC2822.fullmatch(value) else None
    except ValueError:
        moment = None
    if moment and format_datetime(moment) != value:
        say(where, f"{value!r} names the wrong day of the week: {moment:%a}")
    if moment is None:
        say(where, f"{value!r} is not a moment in UTC as RFC 2822 asks")
    else:
        _check_latest(moment, expected, where, say)
    return moment


def check_items(items: tuple[Item, ...], name: str, say: Say) -> None:
    """Expect ids that differ, and entries that were updated one after the other, the newest first."""
    seen: dict[str, int] = {}
    for number, item in enumerate(items):
        if item.id in seen:
            say(f"{name}[{number}]", f"has the id of {name}[{seen[item.id]}]: {item.id}")
        seen.setdefault(item.id, number)
        if item.published and item.updated and item.published > item.updated:
            say(f"{name}[{number}]", "is published after it was updated")
        before = items[number - 1].updated if number else None
        if before and item.updated == before:
            say(f"{name}[{number}]", f"was updated at the same moment as {name}[{number - 1}]")
        elif before and item.updated and item.updated > before:
            say(f"{name}[{number}]", f"was updated after {name}[{number - 1}]: the newest come first")


@lru_cache(maxsize=1_000_000)  # each stands in several feeds and formats
def _is_address(value: str) -> bool:
    try:
        return bool(_ADDRESS.fullmatch(value) and urlsplit(value).hostname)
    except ValueError:
        return False


def _check_latest(moment: datetime, expected: Expected, where: str, say: Say) -> None:
    if moment > expected.latest:
        say(where, f"{moment:%Y-%m-%d} is later than anything that is known: {expected.latest:%Y-%m-%d}")
