"""How a text is written in YAML: plain, in quotes, or as a block below its key.

Which way depends on nothing but the text and the room that it has, so that a text is always written alike.
"""

import io
import json
import re
import textwrap
from dataclasses import dataclass

from yaml import ScalarNode
from yaml.emitter import Emitter
from yaml.resolver import Resolver

WIDTH = 100
# In quotes always, so that nobody has to know why `1.0.11` would be text without them and `1.0` not.
_VERSION_OR_DATE = re.compile(r"\d+[./-]\d|\d{4}~")
# JSON leaves these as they are; YAML cannot.
_NEEDS_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# These cannot stand outside quotes at all, but for a line feed and a tab.
_NEEDS_QUOTES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A line of a block may end where one space stands between two words: the reader makes a space of the end.
_FOLD = re.compile(r"(?<=[^ \t]) (?=[^ \t])")
_INDENT = 2


@dataclass(frozen=True)
class Rendered:
    """A text as it stands in a file: what follows the key, and the lines of a block, without their indent."""

    head: str
    block: tuple[str, ...] = ()


def render_text(value: str, room: int, indent: int, *, is_sample: bool = False) -> Rendered:
    """Return a text that has `room` columns beside its key, or else begins at `indent` below it.

    A sample is a block, line by line, whatever room there is.
    """
    inline = render_inline(value)
    if is_sample or "\n" in value:
        is_long = any(len(line) + indent > WIDTH for line in value.split("\n"))
        if is_long and not is_sample and _can_fold(value):
            return _folded(value, indent)
        return _literal(value) if _can_be_literal(value) else Rendered(inline)
    if len(inline) > room and _can_fold(value) and _FOLD.search(value):
        return _folded(value, indent)
    return Rendered(inline)


def render_inline(value: str) -> str:
    """Return a text in one line, such as the name of a field."""
    return value if _can_be_plain(value) else render_quoted(value)


def render_quoted(value: str) -> str:
    """Return a text in double quotes, which can hold every text."""
    return _NEEDS_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _can_be_plain(value: str) -> bool:
    if _VERSION_OR_DATE.match(value) or not _emitter.analyze_scalar(value).allow_block_plain:
        return False
    tag: str = _resolver.resolve(ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return tag == "tag:yaml.org,2002:str"


def _can_fold(value: str) -> bool:
    """Whether the lines of a text can be broken and put together again without loss."""
    if _NEEDS_QUOTES.search(value) or not value:
        return False
    return all(line == line.strip(" \t") for line in value.split("\n")) and value == value.strip("\n")


def _can_be_literal(value: str) -> bool:
    """Whether a text can stand line by line: spaces that nobody sees get lost too easily."""
    if _NEEDS_QUOTES.search(value) or value.endswith("\n\n") or not value.strip():
        return False
    return all(line.strip() or not line for line in value.split("\n"))


def _folded(value: str, indent: int) -> Rendered:
    lines: list[str] = []
    for number, paragraph in enumerate(value.split("\n")):
        # An end of a line in the text is one more in the block.
        lines += [""] * (number > 0)
        lines += _filled(paragraph, max(WIDTH - indent, 1)) if paragraph else []
    return Rendered(">-", tuple(lines))


def _filled(paragraph: str, width: int) -> list[str]:
    lines = [""]
    for word in _FOLD.split(paragraph):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _literal(value: str) -> Rendered:
    begins_deeper = re.match(r"\n*[ \t]", value)
    head = "|" + (str(_INDENT) if begins_deeper else "") + ("" if value.endswith("\n") else "-")
    return Rendered(head, tuple(value.removesuffix("\n").split("\n")))


def render_comment(text: str) -> list[str]:
    """Return a text as lines of comments."""
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH - 2, break_on_hyphens=False)]


_emitter = Emitter(io.StringIO(), allow_unicode=True)
_resolver = Resolver()
