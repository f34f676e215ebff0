"""Gives a search index the same bytes for every build of the same pages.

Pagefind writes the filters of an index, and the values of a filter, in the order of hash maps, which differs
from run to run (https://github.com/Pagefind/pagefind/issues/638). It names these files after their content,
so their names differ too. Here they are sorted, and named anew. Decision 0009 says what form they have.
"""

import gzip
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

import cbor2

ENTRY = "pagefind-entry.json"
# What each packed file begins with
_SIGNATURE = b"pagefind_dcd"


class IndexFormatError(Exception):
    """A file of the index is not as known. Its text names the file."""


def put_in_order(index: Path) -> None:
    """Sort the filters of the index in the folder `index`, and rename their files.

    Raises `IndexFormatError`; the index is then of no use.
    """
    try:
        entry = json.loads((index / ENTRY).read_bytes())
        for language in entry["languages"].values():
            language["hash"] = _order_filters(index, language["hash"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFormatError(f"{ENTRY}: cannot be followed: {error!r}") from None
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    (index / ENTRY).write_text(text, "utf-8", newline="\n")


def _order_filters(index: Path, name: str) -> str:
    """Order all filters of a language, and the list of them in its file `name`. Gives the file's new name."""
    file = index / f"pagefind.{name}.pf_meta"
    meta = _unpack(file)
    match meta:
        case [str(), list(), list(), list(filters), list(), list()]:
            meta[3] = sorted([*_named(file, item), _order_values(index, item[1])] for item in filters)
        case _:
            raise _unknown(file)
    return _replace(file, name, meta)


def _named(file: Path, item: Any) -> list[str]:
    """Give the name of a filter, out of the pair of its name and its file's."""
    match item:
        case [str(name), str()]:
            return [name]
    raise _unknown(file)


def _order_values(index: Path, name: str) -> str:
    """Order the values of a filter in its file `name`, and the pages of each. Gives the file's new name."""
    file = index / "filter" / f"{name}.pf_filter"
    match _unpack(file):
        case [str(title), list(values)]:
            ordered = sorted(_value(file, item) for item in values)
        case _:
            raise _unknown(file)
    return _replace(file, name, [title, ordered])


def _value(file: Path, item: Any) -> list[Any]:
    match item:
        case [str(value), list(pages)] if all(type(page) is int for page in pages):
            return [value, sorted(pages)]
    raise _unknown(file)


def _unpack(file: Path) -> Any:
    try:
        content = gzip.decompress(file.read_bytes())
        value = cbor2.loads(content.removeprefix(_SIGNATURE))
    except (OSError, EOFError, zlib.error, cbor2.CBORDecodeError) as error:
        raise IndexFormatError(f"{file.name}: cannot be read: {error}") from None
    if content != _pack(value):
        raise _unknown(file)
    return value


def _pack(value: Any) -> bytes:
    return _SIGNATURE + cbor2.dumps(value)


def _replace(file: Path, name: str, value: list[Any]) -> str:
    """Write `value` in place of a file, under a name after its new content. Gives that name."""
    content = _pack(value)
    language = name.rpartition("_")[0]
    new = f"{language}_{hashlib.sha256(content).hexdigest()[:10]}"
    file.unlink()
    file.with_name(file.name.replace(name, new)).write_bytes(gzip.compress(content, mtime=0))
    return new


def _unknown(file: Path) -> IndexFormatError:
    return IndexFormatError(f"{file.name}: has another form than Pagefind 1.5 gives it; see decision 0009")
