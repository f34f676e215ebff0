"""Packages of applications, made for tests: tar archives packed with gzip, and ELF files of a few bytes."""

import gzip
import io
import json
import struct
import tarfile
from typing import Any

CONF = (
    'PACKAGENAME="App"\nAPPNAME="app"\nAPPTYPE="aarch64"\nAPPUSR="sdk"\nAPPGRP="sdk"\nPOSTINSTALLSCRIPT=""\n'
)
READ, WRITE, EXECUTE = 4, 2, 1
_ARM, _ARM_64 = 40, 183


def manifest(**setup: Any) -> str:
    """A manifest that AXIS OS 13 takes, but for what is given; None leaves a field out."""
    fields = {
        "appName": "app",
        "vendorId": "0123",
        "architecture": "aarch64",
        "compatibleOsVersions": {"min": "12.11", "max": "13"},
        "user": {"username": "sdk", "group": "sdk"},
    } | setup
    kept = {name: value for name, value in fields.items() if value is not None}
    return json.dumps({"schemaVersion": "2.1.0", "acapPackageConf": {"setup": kept}}, indent=2)


def packed(*members: tuple[str | tarfile.TarInfo, bytes | str], end: bytes | None = None) -> bytes:
    """A package with these members; with `end`, these bytes stand for what ends a tar archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member, content in members:
            data = content.encode() if isinstance(content, str) else content
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = info.size or len(data)
            archive.addfile(info, io.BytesIO(data) if data else None)
        size = archive.offset
    return gzip.compress(made.getvalue() if end is None else made.getvalue()[:size] + end)


def special(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    """A member that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def elf(*needed: str, stack: int | None = READ | WRITE, bits: int = 64) -> bytes:
    """A library that needs others, for ARM; `stack` are the flags of GNU_STACK."""
    wide = bits == 64
    head_size, row_size, rows = (64, 56, 3) if wide else (52, 32, 3)
    names, tags, at = b"\0", [], head_size + row_size * rows
    for name in needed:
        tags.append((1, len(names)))
        names += name.encode() + b"\0"
    tags += [(5, at), (10, len(names)), (0, 0)]
    dynamic = b"".join(struct.pack("<qQ" if wide else "<iI", *tag) for tag in tags)
    whole = at + len(names) + len(dynamic)

    def row(kind: int, offset: int, size: int, flags: int) -> bytes:
        if wide:
            return struct.pack("<IIQQQQQQ", kind, flags, offset, offset, offset, size, size, 8)
        return struct.pack("<IIIIIIII", kind, offset, offset, offset, size, size, flags, 4)

    table = row(1, 0, whole, READ | EXECUTE) + row(2, at + len(names), len(dynamic), READ | WRITE)
    table += row(0, 0, 0, 0) if stack is None else row(0x6474E551, 0, 0, stack)
    machine, flags = (_ARM_64, 0) if wide else (_ARM, 0x5000400)
    head = b"\x7fELF" + bytes([2 if wide else 1, 1, 1]) + bytes(9)
    layout = "<HHIQQQIHHHHHH" if wide else "<HHIIIIIHHHHHH"
    head += struct.pack(layout, 3, machine, 1, 0, head_size, 0, flags, head_size, row_size, rows, 0, 0, 0)
    return head + table + names + dynamic
