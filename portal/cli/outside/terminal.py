"""The standard streams: what is printed, or read by whatever stands there, and questions to the editor.

Questions go to standard error, so that what is printed can be kept.
"""

import io
import os
import sys
import textwrap
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from portal.problems import one_line

_WIDTH = 90


def is_bold() -> bool:
    """Whether headings are shown in bold."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


class Unwritable(Exception):
    """Standard output takes nothing, as on a full disk. Its text says so, and what is done all the same."""


def open_streams() -> bool:
    """Let there be all three standard streams; return whether standard output was open."""
    is_open = sys.stdout is not None
    # A file that is opened later must not become a standard stream, and get what is said
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - until the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return is_open


def show(text: str, done: str = "") -> None:
    """Print what can be shown of a text, and stop quietly when nobody reads on.

    Raises `Unwritable`, which also says what is `done`.
    """
    try:
        sys.stdout.write(text)
    except OSError as error:
        _give_up(error, done)
    finish(done)


def finish(done: str = "") -> None:
    """Write out what was printed. Raises `Unwritable`."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _give_up(error, done)


def tell(*lines: str) -> None:
    """Say something to whoever runs the command, on standard error."""
    try:
        print(*map(one_line, lines), sep="\n", file=sys.stderr, flush=True)
    except OSError:
        _discard(sys.stderr)


def _give_up(error: OSError, done: str) -> None:
    _discard(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        said = f"standard output cannot be written: {error.strerror}"
        raise Unwritable(f"{said}, but {done}" if done else said) from None


def _discard(stream: TextIO) -> None:
    """Send what is left in a stream nowhere, of which Python would complain at its end."""
    with suppress(OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def is_text(text: str) -> bool:
    """Whether it was readable as UTF-8. Python keeps bytes that are not as lone surrogates."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


class Stopped(Exception):
    """The editor does not want to answer any more."""


def can_ask() -> bool:
    """Whether an editor sits at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    name: str, about: str, fault: Callable[[str], str], *, default: str = "", required: bool = True
) -> str:
    """Return the answer to a question, asked again while `fault` says what is wrong with it.

    `about` can have further lines, one for each choice. Enter alone gives the default. Raises `Stopped`
    where the editor ends it with Ctrl-C or Ctrl-D.
    """
    first, *choices = f"{name}: {about}".split("\n")
    tell("", *_filled(first, ""), *(line for choice in choices for line in _filled(choice, "    ")))
    hint = f" [{default}]" if default else "" if required else " (Enter: none)"
    while True:
        answer = _read(f"{hint} > ".lstrip()) or default
        if not answer and required:
            tell("    an answer is needed; Ctrl-C stops, and nothing is written")
        elif not is_text(answer):
            tell("    it has bytes that are not UTF-8; type it anew")
        elif problem := answer and fault(answer):
            tell(*f"    {problem}".split("\n"))
        else:
            return answer


def _filled(text: str, indent: str) -> list[str]:
    inside = indent + "    "
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=inside, break_on_hyphens=False
    )


def _read(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    if isinstance(sys.stdin, io.TextIOWrapper) and sys.stdin.errors != "surrogateescape":
        sys.stdin.reconfigure(errors="surrogateescape")
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        raise Stopped from None
    if not line:
        raise Stopped
    return line.strip()
