"""How a command ends: with its own exit code, or with a sentence on standard error and code 2."""

import argparse
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from portal.cli.outside.terminal import Unwritable, finish, open_streams, show, tell
from portal.problems import InvalidData, one_line, printable

# Looked, and nothing is recorded; something is; wrong use, or nothing could be read; something is not known
DONE, FOUND, FAILED, NOT_KNOWN = 0, 1, 2, 3
STOPPED = 130  # 128 and the number of the signal, as shells have it


class Parser(argparse.ArgumentParser):
    """What reads the arguments of a command."""

    def print_help(self, file: Any = None) -> None:
        """Print the help, and do not hide that it cannot be printed."""
        show(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with what was typed, which may come from elsewhere, on one line."""
        super().error(one_line(message))


def run_command(name: str, run: Callable[[], int]) -> int:
    """Run a command and return its exit code. Whatever else ends it is said in a sentence.

    Where nobody reads on, the code says what was found, as ever.
    """
    if not open_streams():
        tell(f"{name}: standard output is closed, so that nothing could be said: nothing is done")
        return FAILED
    try:
        try:
            return run()
        finally:
            finish()
    except SystemExit as end:  # of argparse
        return end.code if isinstance(end.code, int) else FAILED if end.code else 0
    except KeyboardInterrupt:
        tell(f"{name}: stopped")
        return STOPPED
    except InvalidData as invalid:
        tell(*str(invalid).split("\n"))
    except Unwritable as error:
        tell(f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 - a traceback says nothing to who runs it, and 1 would be a finding
        tell(f"{name}: {reason(error)}")
    return FAILED


def reason(error: Exception) -> str:
    """Say why something failed, and where in the program if it is the program's own fault."""
    if isinstance(error, OSError) and error.strerror:
        return (
            f"{printable(str(error.filename), 500)}: {error.strerror}" if error.filename else error.strerror
        )
    if isinstance(error, UnicodeError):
        return f"something is not text in UTF-8: {printable(str(error), 200)}"
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = printable(f"{type(error).__name__}: {error}".removesuffix(": "), 200)
    return f"a fault of this program, please report it: {said} ({Path(last.filename).name}:{last.lineno})"
