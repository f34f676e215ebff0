"""An application's package, `.eap`: a tar packed with gzip, read in one pass and never unpacked onto a disk.

Whatever is wrong with a package ends as a sentence. Time and memory have bounds, however it is made.
"""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from typing import BinaryIO

from portal.problems import printable
from portal.scanner.declared import ARCHITECTURE, CONF, MANIFEST, Declaration, Fact, NotSound, declaration

LARGEST_PACKAGE = 250_000_000
_BLOCK = 512
_CHUNK = 65_536
_MOST_UNPACKED = 500_000_000
_LARGEST_TEXT, _LARGEST_PROGRAM = 1_000_000, 64_000_000
_MOST_TEXT = 16_000_000
_MOST_MEMBERS = 10_000
_MOST_READS = 2_000_000
_MOST_SAID = 20
# Programs and models take a fifth of their size at best. Only a trap gets below this.
_HIGHEST_RATIO, _RATIO_FROM = 200, 10_000_000
_ELF = b"\x7fELF"
_HARD_FLOAT = 0x400  # in e_flags: EF_ARM_ABI_FLOAT_HARD
_ARCHITECTURES = {"EM_ARM": "armv7hf", "EM_AARCH64": "aarch64", "EM_MIPS": "mipsisa32r2el"}


class _Broken(Exception):
    """A package that cannot be read on; the text says why."""


class Package:
    """What was read of a package: what its files declare, its scripts, and what is to be said of it.

    `broken` says why it was not read to its end, `unknown` what its files leave open.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.files: list[Declaration] = []
        self.scripts: list[tuple[str, bytes]] = []
        self.remarks: list[str] = []
        self.unknown: list[str] = []
        self.broken = ""
        self.is_one = False
        self.size = 0
        self.reads_left = _MOST_READS


class _Unpacked:
    """The unpacked bytes, in order and up to a bound."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._stream = gzip.GzipFile(fileobj=packed)
        self._count = 0

    def read(self, size: int) -> bytes:
        """Return so many bytes. Raises `_Broken` where there are less."""
        data = self.read_most(size)
        if len(data) < size:
            raise _Broken("it is cut off")
        return data

    def read_most(self, size: int) -> bytes:
        """Return so many bytes, or what is left of them."""
        self._count += size
        if self._count > _MOST_UNPACKED:
            raise _Broken(f"it unpacks to more than {_MOST_UNPACKED // 1_000_000} MB")
        if self._count > _RATIO_FROM and self._count > _HIGHEST_RATIO * self._packed.tell():
            raise _Broken("it unpacks to far more than an application does")
        return self._stream.read(size)

    def skip(self, size: int) -> None:
        """Read on past so many bytes."""
        for at in range(0, size, _CHUNK):
            self.read(min(_CHUNK, size - at))


def read_package(packed: BinaryIO, path: str) -> Package:
    """Return what is in a package."""
    package = Package(path)
    odd: dict[str, list[str]] = {}
    unpacked = _Unpacked(packed)
    try:
        for member in _members(unpacked):
            strange = _strange(member)
            if strange:
                odd.setdefault(strange, []).append(member.name)
            _take(package, member, unpacked, is_strange=bool(strange))
    except _Broken as broken:
        package.broken = str(broken)
    except EOFError:
        package.broken = "it is cut off"
    except tarfile.HeaderError:
        package.broken = "it is no sound tar archive"
    except (gzip.BadGzipFile, zlib.error):
        package.broken = "it is not packed with gzip, or is damaged"
    package.size = packed.seek(0, SEEK_END)
    if package.unknown[_MOST_SAID:]:
        package.unknown[_MOST_SAID:] = [f"{len(package.unknown) - _MOST_SAID} more things of this sort"]
    for what, names in odd.items():
        more = f", and {len(names) - 1} more" if names[1:] else ""
        package.remarks.append(f"{what} in the package is not looked at: {printable(names[0], 100)}{more}")
    return package


def _members(unpacked: _Unpacked) -> Iterator[tarfile.TarInfo]:
    """Return the header of each member; whoever takes it reads its bytes."""
    for _ in range(_MOST_MEMBERS):
        head = unpacked.read_most(_BLOCK)
        if not head.strip(b"\0"):
            return
        member = tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
        if not 0 <= member.size <= _MOST_UNPACKED:
            raise _Broken("it has a file larger than an application has")
        if member.isdir() or member.issym() or member.islnk() or member.isdev():
            member.size = 0
        yield member
    raise _Broken(f"it has more than {_MOST_MEMBERS:,} files")


def _strange(member: tarfile.TarInfo) -> str:
    """Say what no application needs, nothing of an ordinary member."""
    if member.isdev():
        return "a device or pipe"
    if _leads_out(member.name):
        return "a path that leads out of it"
    if (member.issym() or member.islnk()) and _leads_out(member.linkname):
        return "a link that leads out of it"
    return ""


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/")


def _take(package: Package, member: tarfile.TarInfo, unpacked: _Unpacked, *, is_strange: bool) -> None:
    """Read a member, and keep what is of use."""
    name, size = member.name.removeprefix("./"), member.size
    path = f"{package.path}/{name}"
    begin = unpacked.read(min(size, len(_ELF))) if member.isreg() and not is_strange else b""
    is_text = name in {CONF, MANIFEST} or begin.startswith(b"#!")
    largest = _LARGEST_TEXT if is_text else _LARGEST_PROGRAM if begin == _ELF else -1
    if not begin or size > largest:
        unpacked.skip(size - len(begin))
        if name in {CONF, MANIFEST} and begin:
            package.is_one, package.broken = True, package.broken or f"its {name} cannot be read"
        if begin and largest > 0:
            package.unknown.append(
                f"what {printable(name, 100)} has: it is larger than {largest // 1_000_000} MB"
            )
    elif is_text:
        _take_text(package, name, path, begin + unpacked.read(size - len(begin)))
    else:
        _take_program(package, path, name, begin + unpacked.read(size - len(begin)))
    unpacked.skip(-size % _BLOCK)


def _take_text(package: Package, name: str, path: str, data: bytes) -> None:
    if name not in {CONF, MANIFEST}:
        if sum(len(script) for _, script in package.scripts) + len(data) <= _MOST_TEXT:
            package.scripts.append((path, data))
        else:
            package.unknown.append(f"what {printable(name, 100)} has: there are too many scripts")
        return
    package.is_one = True
    found = declaration(path, data)
    if isinstance(found, Declaration):
        package.files = [file for file in package.files if file.path != path] + [found]
    else:
        why = found.message if isinstance(found, NotSound) else "declares no application"
        package.unknown.append(f"what {name} declares: it {why}")
        # What it may declare is not absent.
        package.broken = package.broken or f"its {name} cannot be read"


def _take_program(package: Package, path: str, name: str, data: bytes) -> None:
    try:
        facts, has_stack = _program(_Reads(data, package))
    except _Broken:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a hostile program leads the reader to
        why = printable(str(error) or type(error).__name__, 100)
        package.unknown.append(
            f"which libraries {printable(name, 100)} needs: it is no sound ELF file: {why}"
        )
        return
    package.files.append(Declaration(path, facts))
    if not has_stack:
        package.unknown.append(
            f"whether {printable(name, 100)} gets an executable stack: it does not say, so the device decides"
        )


class _Reads(BytesIO):
    """A program, read a bounded number of times a package: a table can say that it has any number of rows."""

    def __init__(self, data: bytes, package: Package) -> None:
        super().__init__(data)
        self._package = package

    def read(self, size: int | None = -1, /) -> bytes:
        self._package.reads_left -= 1
        if self._package.reads_left < 0:
            raise _Broken("its programs have too many parts")
        return super().read(size)


def _program(data: BytesIO) -> tuple[tuple[Fact, ...], bool]:
    """Return what a program or library says of itself, and whether it says anything of its stack.

    Raises anything for what is no sound ELF file.
    """
    # Most scans meet no package, and loading this takes longer than the rest of a small scan.
    from elftools.elf.constants import P_FLAGS  # noqa: PLC0415
    from elftools.elf.dynamic import DynamicSegment  # noqa: PLC0415
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415

    elf = ELFFile(data)
    if elf["e_type"] not in {"ET_EXEC", "ET_DYN"}:
        return (), True
    facts = []
    architecture = _ARCHITECTURES.get(elf["e_machine"], "")
    if architecture != "armv7hf" or elf["e_flags"] & _HARD_FLOAT:
        facts.append(Fact("package", ARCHITECTURE, architecture, f"is built for {architecture}"))
    has_stack = False
    for segment in elf.iter_segments():
        if isinstance(segment, DynamicSegment):
            needed = (printable(vars(tag)["needed"], 200) for tag in segment.iter_tags("DT_NEEDED"))
            facts += [Fact("needed-library", one, "", f"needs {one}") for one in needed]
        if segment["p_type"] == "PT_GNU_STACK":
            has_stack = True
            if segment["p_flags"] & P_FLAGS.PF_X:
                facts.append(Fact("package", "executable-stack", "", "asks for an executable stack"))
    return tuple(facts), has_stack
