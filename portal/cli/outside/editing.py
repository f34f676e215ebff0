"""What commands that edit data have in common: options, the check before anything is written, and words."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from portal.cli import STOPPED
from portal.cli.outside.clock import day, today
from portal.cli.outside.terminal import Stopped, ask, can_ask, show
from portal.problems import InvalidData, Refusal, Refused, format_text
from portal.writing.desk import Desk, WouldBreak
from portal.writing.edits import Edit, write_edits

WRONG_USE = 2
_REASON = "the reason, in a sentence; readers of the feeds see it"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that all these commands have."""
    parser.add_argument("--dry-run", action="store_true", help="show what would be written")
    parser.add_argument(
        "--today", type=day, metavar="YYYY-MM-DD", help="the day to record (default: by this machine's clock)"
    )
    add_root(parser)


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the data is."""
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the checkout with data/ and schema/ (default: here)",
    )


def add_reason(parser: argparse.ArgumentParser) -> None:
    """Add the option that says why."""
    parser.add_argument("--because", metavar="TEXT", help=_REASON)


def reason(options: argparse.Namespace) -> str:
    """Return the reason, asked for where it is not given. Raises `Refused` where nobody can be asked."""
    if options.because is not None:
        return str(options.because).strip()
    if not can_ask():
        raise Refused(Refusal("--because", "is missing", f"give {_REASON}"))
    return ask("because", _REASON, lambda _: "")


def edit(
    verb: str,
    options: argparse.Namespace,
    make: Callable[[Desk], Sequence[Edit]],
    done: Callable[[Sequence[Edit]], str],
) -> int:
    """Make edits, check the data with them, write or show them, say what is `done`; give the exit code."""
    try:
        desk = Desk.at(options.root, options.today or today())
        edits = make(desk)
        desk.check(edits)
        if options.dry_run:
            show("".join(_shown(one) for one in edits))
        else:
            write_edits(options.root, edits)
            show(done(edits))
    except Stopped:
        _fail(verb, "stopped; nothing is written")
        return STOPPED
    except Refused as refused:
        return _fail(verb, *map(str, refused.refusals))
    except InvalidData as invalid:
        print(format_text(invalid.problems), file=sys.stderr)
        would = isinstance(invalid, WouldBreak)
        why = "that would not pass the check" if would else "mend what is wrong there already"
        return _fail(verb, f"nothing is written: {why}")
    except OSError as error:
        return _fail(verb, f"nothing is written: {error.filename}: {error.strerror}")
    return 0


def _shown(one: Edit) -> str:
    return one.after.decode("utf-8") if one.before is None else one.diff()


def _fail(verb: str, *lines: str) -> int:
    for line in lines:
        print(f"portal {verb}: {line}", file=sys.stderr)
    return WRONG_USE
