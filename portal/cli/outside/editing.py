"""What commands that edit data have in common: options, the check before anything is written, and words."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.cli.outside.clock import day, today
from portal.cli.outside.ending import STOPPED
from portal.cli.outside.terminal import Stopped, ask, can_ask, is_text, show, tell
from portal.problems import InvalidData, Refusal, Refused, format_text
from portal.reading.opening import refuse_read_only
from portal.writing.amendments import Telling, Told
from portal.writing.desk import Desk, WouldBreak
from portal.writing.edits import Edit, write_edits
from portal.writing.mentions import still_said
from portal.writing.questions import newest_sources, split_ids

if sys.platform != "win32":
    import fcntl

WRONG_USE = 2
NEXT = "Next: make check, make serve\n"
_REASON = "the reason, in a sentence; readers of the feeds see it"
_SOURCE = "who says so: an id of data/sources.yml"


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


def add_told(parser: argparse.ArgumentParser) -> None:
    """Add the options that say of an event why it is, who says so, and when it happened."""
    parser.add_argument("--because", metavar="TEXT", help=_REASON)
    parser.add_argument("--source", action="append", metavar="ID", help=_SOURCE + "; once for each")
    parser.add_argument(
        "--happened", metavar="DATE", help="when it happened, where that is known and not today: 2024-11"
    )


def told(options: argparse.Namespace, desk: Desk, *, reason: bool = True) -> Told:
    """Return what is told of an event, asked for and kept where it is not given. Raises `Refused`."""
    missing = []
    if options.because is None and reason:
        missing.append(Refusal("--because", "is missing", f"give {_REASON}"))
    if not options.source:
        missing.append(Refusal("--source", "is missing", f"name {_SOURCE}"))
    if missing and not can_ask():
        raise Refused(*missing)
    if options.because is None and reason:
        options.because = ask("because", _REASON, lambda _: "")
    if not options.source:
        options.source = split_ids(ask("source", _choices(desk), lambda text: _wrong_source(desk, text)))
    _refuse_sources(desk, options.source)
    return Told(tuple(options.source), options.because, getattr(options, "happened", None))


def _choices(desk: Desk) -> str:
    return "\n".join([f"{_SOURCE}; several with a comma", *newest_sources(desk)])


def _wrong_source(desk: Desk, text: str) -> str:
    """Say what is wrong with an answer that names sources; nothing where all is well."""
    found = [fault for fault in map(desk.unknown_source, split_ids(text)) if fault]
    return f"{found[0].message}\n    {found[0].hint}" if found else ""


def _refuse_sources(desk: Desk, sources: Sequence[str]) -> None:
    found = [fault for fault in map(desk.unknown_source, sources) if fault]
    if found:
        raise Refused(*(Refusal("--source", fault.message, fault.hint) for fault in found))


def amend(
    verb: str,
    options: argparse.Namespace,
    make: Callable[[Desk, Telling], Edit],
    what: str,
    *,
    reason: bool = True,
) -> int:
    """Add an event to the history of a change, say `what` was done, and give the exit code."""
    return edit(
        verb,
        options,
        lambda desk: [make(desk, lambda: told(options, desk, reason=reason))],
        lambda desk, edits: f"{edits[0].path}: {what}\n{still_said(desk, edits)}{NEXT}",
    )


def edit(
    verb: str,
    options: argparse.Namespace,
    make: Callable[[Desk], Sequence[Edit]],
    done: Callable[[Desk, Sequence[Edit]], str],
) -> int:
    """Make edits, check the data with them, write or show them, say what is `done`; give the exit code.

    Answers that `make` asks for and keeps in the options are shown again where they have led to nothing.
    """
    given = {**vars(options)}
    code = _edit(verb, options, make, done)
    answers = {name: text for name, text in vars(options).items() if text != given[name]}
    if answers and code == WRONG_USE:
        typed = " ".join(part for name, answer in answers.items() for part in _typed(name, answer))
        tell(f"    your answers, to give with it: {typed}")
    return code


def _edit(
    verb: str,
    options: argparse.Namespace,
    make: Callable[[Desk], Sequence[Edit]],
    done: Callable[[Desk, Sequence[Edit]], str],
) -> int:
    try:
        _refuse_other_bytes(options)
        desk = Desk.at(options.root, options.today or today())
        edits = make(desk)
        with alone(options.root):
            desk.check(edits)
            if not options.dry_run:
                write_writable(options.root, edits)
        if options.dry_run:
            show("".join(map(_shown, edits)))
        else:
            show(done(desk, edits), f"this is written: {', '.join(one.path for one in edits)}")
    except Stopped:
        _fail(verb, "stopped; nothing is written")
        return STOPPED
    except Refused as refused:
        return _fail(verb, *map(str, refused.refusals))
    except InvalidData as invalid:
        tell(*format_text(invalid.problems).split("\n"))
        would = isinstance(invalid, WouldBreak)
        why = "that would not pass the check" if would else "mend what is wrong there already"
        return _fail(verb, f"nothing is written: {why}")
    except OSError as error:
        return _fail(verb, f"nothing is written: {error.filename}: {error.strerror}")
    return 0


def write_writable(root: Path, edits: Sequence[Edit]) -> None:
    """Write edits, of files that their owner did not make read-only. Raises as `write_edits`."""
    for one in edits:
        refuse_read_only(root / one.path)
    write_edits(root, edits)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let no other command write, and wait for one that does. The folder is the lock: none can be left."""
    if sys.platform == "win32":
        yield
        return
    folder = os.open(root / "data", os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _refuse_other_bytes(options: argparse.Namespace) -> None:
    """Raise `Refused` for arguments that are no text, which Python keeps as lone surrogates."""
    for name, value in vars(options).items():
        texts = value if isinstance(value, list) else [value]
        if not all(is_text(text) for text in texts if isinstance(text, str)):
            raise Refused(Refusal(_option(name), "has bytes that are not UTF-8", "type it anew"))


def _typed(name: str, answer: object) -> Iterator[str]:
    """Return an answer as options."""
    for given in answer if isinstance(answer, list) else [answer]:
        if isinstance(given, list):
            yield f"{_option(name)} {shlex.join([str(part) for part in given])}"
        else:
            yield f"{_option(name)}={shlex.quote(str(given))}"


def _option(name: str) -> str:
    """Return how an argument is given on the command line."""
    positional = name in {"id", "version"}
    return name if positional else "--" + name.removeprefix("answer_").replace("_", "-")


def _shown(one: Edit) -> str:
    return one.after.decode("utf-8") if one.before is None else one.diff()


def _fail(verb: str, *lines: str) -> int:
    for line in lines:
        tell(*f"portal {verb}: {line}".split("\n"))
    return WRONG_USE
