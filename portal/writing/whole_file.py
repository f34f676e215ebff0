"""A file that is written as a whole or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from portal.reading.opening import UNWRITTEN


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
