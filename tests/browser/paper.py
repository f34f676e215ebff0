"""The text of each sheet of a PDF as Chromium prints it: ISO 32000-1, sections 7.3, 9.4.3 and 9.10.3.

Chromium writes every object by itself, every font with a map to Unicode, and characters as two bytes each.
"""

import re
import zlib
from unicodedata import normalize

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<(\w+)> Tj")
_RANGE = re.compile(rb"<(\w{4})> <(\w{4})> <(\w+)>")
_CHARACTER = re.compile(rb"<(\w{4})> <(\w+)>")


def sheets(pdf: bytes) -> list[str]:
    """Return the text of each sheet, in order, without space: where a line ends is not written."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    return [_text(body, objects) for body in objects.values() if b"/Type /Page\n" in body]


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = {name: _characters(objects[int(number)], objects) for name, number in _FONT.findall(page)}
    (contents,) = re.findall(rb"/Contents (\d+) 0 R", page)
    said: list[str] = []
    font: dict[int, str] = {}
    for name, codes in _SHOWN.findall(_stream(objects[int(contents)])):
        font = fonts[name] if name else font
        said += [font.get(int(codes[at : at + 4], 16), "") for at in range(0, len(codes), 4)]
    return "".join(normalize("NFKC", "".join(said)).split())


def _characters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """Return the text of each code of a font."""
    (number,) = re.findall(rb"/ToUnicode (\d+) 0 R", font)
    found: dict[int, str] = {}
    names = _stream(objects[int(number)])
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", names, re.DOTALL):
        for first, last, text in _RANGE.findall(part):
            codes = range(int(first, 16), int(last, 16) + 1)
            found |= {code: chr(int(text, 16) + at) for at, code in enumerate(codes)}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", names, re.DOTALL):
        for code, text in _CHARACTER.findall(part):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _stream(body: bytes) -> bytes:
    (stream,) = _STREAM.findall(body)
    return zlib.decompress(stream) if b"/FlateDecode" in body else stream
