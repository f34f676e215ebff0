"""What is text, and in which encoding: from the bytes of a file alone."""

import codecs

_LOOKED_AT = 4096
# UTF-32 first: its little-endian mark begins like that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def wide_encoding(data: bytes) -> str | None:
    """Return the encoding of a text whose letters take two or four bytes; else None."""
    head = data[:_LOOKED_AT]
    if b"\0" not in head:
        return None
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    for encoding, blank in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        # Most letters of code are ASCII, so that every other byte is zero.
        if len(head) >= 4 and blank.count(0) >= 0.7 * len(blank) and head.count(0) <= 0.55 * len(head):
            return encoding
    return None


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text: they have a zero byte, and are in no wide encoding."""
    return b"\0" in data[:_LOOKED_AT] and wide_encoding(data) is None


def encoding(data: bytes) -> str:
    """Return the encoding of a text: UTF-8 where valid, else Latin-1, where every byte is a letter."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def decode(data: bytes) -> str:
    """Return the text of bytes."""
    return data.decode(encoding(data))
