"""Edits: a data file as it was and as it will be, and how it gets there."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from secrets import token_hex

from portal.problems import InvalidData, Refusal, Refused
from portal.reading.opening import UNWRITTEN, read_file


@dataclass(frozen=True)
class Edit:
    """What a file will hold. `before` is None for a new one."""

    path: str
    before: bytes | None
    after: bytes

    def diff(self) -> str:
        """Return the difference as people read it."""
        before, after = _lines(self.before or b""), _lines(self.after)
        lines = unified_diff(before, after, self.path, self.path, lineterm="")
        return "".join(f"{line}\n" for line in lines)


def write_edits(root: Path, edits: Iterable[Edit]) -> None:
    """Write all files or none: each is written beside the old one, and then takes its place.

    Raises `Refused` where what is there is not what was read, or stands outside of `data/`, and `OSError`;
    every file is then what it was, or the refusal says which one is not.
    """
    targets = {edit: _target(root, edit.path) for edit in edits}
    done: dict[Edit, Path] = {}
    with ExitStack() as stack:
        beside = {edit: stack.enter_context(write_beside(to, edit.after)) for edit, to in targets.items()}
        for edit in targets:
            if _on_disk(root, edit.path) != edit.before:
                raise _changed(edit)
        try:
            for edit, target in targets.items():
                if edit.before is None:
                    target.hardlink_to(beside[edit])  # which fails if there is one now
                else:
                    beside[edit].replace(target)
                done[edit] = target
        except BaseException as error:
            stack.close()  # first, since the disk may be full
            write_back(done)
            if isinstance(error, FileExistsError):
                raise _changed(edit) from None
            raise


def write_back(done: Mapping[Edit, Path]) -> None:
    """Return files what they had before, or take away those that were not there. Raises `Refused`."""
    kept: list[Refusal] = []
    for edit, target in done.items():
        try:
            if edit.before is None:
                target.unlink()
            else:
                write_file(target, edit.before)
        except OSError as error:
            message = f"is written, other files are not, and it cannot be undone: {error.strerror}"
            kept.append(Refusal(edit.path, message, "look at it with git diff"))
    if kept:
        raise Refused(*kept)


def write_file(target: Path, data: bytes) -> None:
    """Write a file as a whole or not at all. Raises `OSError`."""
    with write_beside(target, data) as beside:
        beside.replace(target)


@contextmanager
def write_beside(target: Path, data: bytes) -> Iterator[Path]:
    """Write what a file will hold into one of its own beside it, which is gone in the end."""
    beside = target.with_name(f".{target.name}.{token_hex(8)}{UNWRITTEN}")
    with _naming(target):
        beside.touch(exist_ok=False)  # never through a link that somebody put there
    try:
        with _naming(target):
            beside.write_bytes(data)
            with suppress(FileNotFoundError):
                shutil.copymode(target, beside)
        yield beside
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _naming(target: Path) -> Iterator[None]:
    """Let an `OSError` name the file that people know."""
    try:
        yield
    except OSError as error:
        error.filename = str(target)
        raise


def _target(root: Path, path: str) -> Path:
    """Return where a data file stands in fact, which can be behind a link. Raises `Refused`."""
    with suppress(RuntimeError):  # a link to itself
        target = (root / path).resolve()
        if target.is_relative_to((root / "data").resolve()):
            return target
    hint = "put the file itself in place of the link"
    raise Refused(Refusal(path, "is behind a link that leads out of data/; nothing is written", hint))


def _on_disk(root: Path, path: str) -> bytes | None:
    try:
        return read_file(root, path)
    except InvalidData:
        return None


def _changed(edit: Edit) -> Refused:
    what = "is there now, and was not" if edit.before is None else "is not any more what it was"
    message = f"{what} when this command read it; nothing is written"
    return Refused(Refusal(edit.path, message, "give the command once more"))


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()
