"""An application's package, `.eap`: a tar packed with gzip, read in one pass and never unpacked onto a disk.

Whatever is wrong with a package ends as a sentence. Time and memory have bounds, however it is made.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator
from io import SEEK_END, BytesIO, FileIO
from typing import BinaryIO

from portal.problems import printable
from portal.scanner.accepting import Remark, not_known
from portal.scanner.code_files import ELF
from portal.scanner.declared import ARCHITECTURE, DECLARING, Fact, declaration
from portal.scanner.page import CodePage

_CHUNK = 65_536
_LARGEST = 250_000_000
_MOST_UNPACKED = 500_000_000
_LARGEST_PROGRAM = 64_000_000
_MOST_TEXT = 16_000_000
_MOST_MEMBERS = 10_000
_MOST_READS = 2_000_000
_MOST_SAID = 20
# Programs and models take a fifth of their size at best. Only a trap gets below this.
_HIGHEST_RATIO, _RATIO_FROM = 200, 10_000_000
_HARD_FLOAT = 0x400  # in e_flags: EF_ARM_ABI_FLOAT_HARD
_ARCHITECTURES = {"EM_ARM": "armv7hf", "EM_AARCH64": "aarch64", "EM_MIPS": "mipsisa32r2el"}


class BrokenArchive(Exception):
    """An archive that cannot be read on; the text says why."""


class Package:
    """What was read of a package: what its files declare, its scripts, and remarks.

    `broken` says why not all of it is known; `is_one` whether it has what makes it an application.
    """

    def __init__(self, path: str, size: int) -> None:
        self.path, self.size = path, size
        self.facts: list[Fact] = []
        self.scripts: list[CodePage] = []
        self.remarks: list[Remark] = []
        self.broken = ""
        self.is_one = False
        self.text_left, self.reads_left = _MOST_TEXT, _MOST_READS

    def leave_open(self, name: str, what: str) -> None:
        """Say what is not known of a file. What one may declare is not absent."""
        self.remarks.append(not_known(self.path, what))
        if name in DECLARING:
            self.broken = self.broken or f"its {name} cannot be read"


class Unpacked:
    """The unpacked bytes, in order and at most so many. `count` says how many were read."""

    def __init__(self, packed: BinaryIO, most: int) -> None:
        self._packed, self._most = packed, most
        self._stream = gzip.GzipFile(fileobj=packed)
        self.count = 0

    def read(self, size: int) -> bytes:
        """Return so many bytes. Raises `EOFError` where there are less."""
        self.count += size
        if self.count > self._most:
            raise BrokenArchive(f"it unpacks to more than {self._most // 1_000_000:,} MB")
        if self.count > _RATIO_FROM and self.count > _HIGHEST_RATIO * self._packed.tell():
            raise BrokenArchive("it unpacks to far more than such a file does")
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError
        return data

    def skip_to(self, count: int) -> None:
        """Read on until so many bytes were read."""
        while self.count < count:
            self.read(min(_CHUNK, count - self.count))


def read_package(descriptor: int, path: str) -> Package:
    """Return what is in a package, read by the descriptor of its file."""
    packed = FileIO(descriptor, closefd=False)
    package = Package(path, packed.seek(0, SEEK_END))
    packed.seek(0)
    try:
        if package.size > _LARGEST:
            raise BrokenArchive(f"it is larger than {_LARGEST // 1_000_000} MB")
        unpacked = Unpacked(packed, _MOST_UNPACKED)
        for member in members_of(unpacked, _MOST_MEMBERS):
            _take(package, member, unpacked)
    except BrokenArchive as broken:
        package.broken = str(broken)
    except EOFError:
        package.broken = "it is cut off"
    except tarfile.HeaderError:
        package.broken = "it is no sound tar archive"
    except (gzip.BadGzipFile, zlib.error):
        package.broken = "it is not packed with gzip, or is damaged"
    if more := package.remarks[_MOST_SAID:]:
        package.remarks[_MOST_SAID:] = [not_known(path, f"{len(more)} more things of this sort")]
    if package.broken:
        package.remarks.append(not_known(path, f"what else is in it: {package.broken}"))
    return package


def members_of(unpacked: Unpacked, most: int) -> Iterator[tarfile.TarInfo]:
    """Return the header of each member. What nobody reads of its bytes is passed over."""
    name = ""
    for _ in range(most):
        head = unpacked.read(tarfile.BLOCKSIZE)
        if not head.strip(b"\0"):
            return
        member = tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
        if not 0 <= member.size <= _MOST_UNPACKED:
            raise BrokenArchive("it has a file larger than an application has")
        if member.isdir() or member.issym() or member.islnk() or member.isdev():
            member.size = 0
        end = unpacked.count + member.size + -member.size % tarfile.BLOCKSIZE
        if member.type in {tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE} and member.size < _CHUNK:
            name = _long_name(unpacked.read(member.size))
        else:
            member.name, name = name or member.name, ""
            yield member
        unpacked.skip_to(end)
    raise BrokenArchive(f"it has more than {most:,} files")


def _long_name(data: bytes) -> str:
    """Return the name of the member that follows: POSIX has it as a record of what is said, GNU alone."""
    found = re.search(rb"(?:^|\n)\d+ path=([^\n]*)\n", data)
    name = found[1] if found else b"" if b"=" in data else data.rstrip(b"\0")
    return name.decode("utf-8", "surrogateescape")


def leads_out(place: str) -> bool:
    """Whether a path leads out of the archive that has it."""
    return place.startswith("/") or ".." in place.split("/")


def is_strange(member: tarfile.TarInfo) -> bool:
    """Whether nobody needs it: a device, a pipe, or a path or link that leads out of the archive."""
    return member.isdev() or leads_out(member.name) or leads_out(member.linkname)


def _take(package: Package, member: tarfile.TarInfo, unpacked: Unpacked) -> None:
    """Read a member as far as it is of use, and keep that."""
    name = member.name.removeprefix("./")
    shown = printable(name, 100)
    if is_strange(member):
        said = f"a device, or what leads out of the package, is not looked at: {shown}"
        package.remarks.append(Remark(package.path, 1, 1, said))
        return
    if not member.isreg():
        return
    begin = unpacked.read(min(member.size, len(ELF)))
    is_text = name in DECLARING or begin.startswith(b"#!")
    if not is_text and begin != ELF:
        return
    package.is_one |= name in DECLARING
    if member.size > (package.text_left if is_text else _LARGEST_PROGRAM):
        package.leave_open(name, f"what {shown} has: it is too large to be read")
        return
    page = CodePage(f"{package.path}/{name}", begin + unpacked.read(member.size - len(begin)))
    if not is_text:
        take_program(package, name, page)
        return
    package.text_left -= member.size
    if name in DECLARING:
        _take_declaration(package, name, page)
    else:
        package.scripts.append(page)


def _take_declaration(package: Package, name: str, page: CodePage) -> None:
    facts = declaration(page) or Remark(page.path, 1, 1, "declares no application")
    if isinstance(facts, Remark):
        package.leave_open(name, f"what {name} declares: it {facts.message}")
    else:
        package.facts = [fact for fact in package.facts if fact.path != page.path] + [*facts]


def take_program(package: Package, name: str, page: CodePage) -> None:
    """Read what a program or library says of itself, and keep that."""
    shown = printable(name, 100)
    try:
        facts, has_stack = _program(page.path, _Reads(page.data, package))
    except Exception as error:  # noqa: BLE001 - whatever a hostile program leads the reader to
        why = printable(str(error) or type(error).__name__, 100)
        package.leave_open(name, f"which libraries {shown} needs: it is no sound ELF file: {why}")
        return
    package.facts += facts
    if not has_stack:
        why = "it does not say, so the device decides"
        package.leave_open(name, f"whether {shown} gets an executable stack: {why}")


class _Reads(BytesIO):
    """A program, read a bounded number of times a package: a table can say that it has any number of rows."""

    def __init__(self, data: bytes, package: Package) -> None:
        super().__init__(data)
        self._package = package

    def read(self, size: int | None = -1, /) -> bytes:
        self._package.reads_left -= 1
        if self._package.reads_left < 0:
            raise BrokenArchive("its programs have too many parts")
        return super().read(size)


def _program(path: str, data: BytesIO) -> tuple[tuple[Fact, ...], bool]:
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
        facts.append(Fact(path, "package", ARCHITECTURE, architecture, f"is built for {architecture}"))
    has_stack = False
    for segment in elf.iter_segments():
        if isinstance(segment, DynamicSegment):
            needed = (printable(vars(tag)["needed"], 200) for tag in segment.iter_tags("DT_NEEDED"))
            facts += [Fact(path, "needed-library", one, "", f"needs {one}") for one in needed]
        if segment["p_type"] == "PT_GNU_STACK":
            has_stack = True
            if segment["p_flags"] & P_FLAGS.PF_X:
                facts.append(Fact(path, "package", "executable-stack", "", "asks for an executable stack"))
    return tuple(facts), has_stack
