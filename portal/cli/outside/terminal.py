"""The terminal: what is printed, or read by whatever stands there, and questions to the editor.

Questions go to standard error, so that what is printed can be kept.
"""

import io
import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

_WIDTH = 90


def is_bold() -> bool:
    """Whether headings are shown in bold."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show(text: str) -> None:
    """Print what can be shown of a text, and stop quietly when nobody reads on."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


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

    Enter alone gives the default. Raises `Stopped` where the editor ends it with Ctrl-C or Ctrl-D.
    """
    text = textwrap.fill(f"{name}: {about}", _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    _tell(f"\n{text}")
    hint = f" [{default}]" if default else "" if required else " (Enter: none)"
    while True:
        answer = _read(f"{hint} > ".lstrip()) or default
        if not answer and required:
            _tell("    an answer is needed; Ctrl-C stops, and nothing is written")
        elif not is_text(answer):
            _tell("    it has bytes that are not UTF-8; type it anew")
        elif problem := answer and fault(answer):
            _tell(f"    {problem}")
        else:
            return answer


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


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
