"""`portal apply`, `came`, `move`, `unconfirmed`, `withdraw`: what became of a planned change."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import Ending, Telling, end, move
from portal.writing.desk import Desk
from portal.writing.edits import Edit

_EXIT_CODES = "Exit code 0: done; 2: wrong use, and nothing is written."


@dataclass(frozen=True)
class _Verb:
    """A verb: its help, what `make` returns of it, and what to say when that `done` is written.

    `version` says what the version is for, None where it takes none.
    """

    help: str
    about: str
    make: Callable[[Desk, argparse.Namespace, Telling], Edit]
    done: str
    version: str | None = None
    stage: bool = False
    reason: bool = True


_VERBS = {
    "apply": _Verb(
        "say that a planned change has come with its release",
        "Set a planned change to applied and add the event to its history. Its release has to be out.",
        lambda desk, options, told: end(desk, options.id, Ending("applied"), told),
        "applied",
        reason=False,
    ),
    "came": _Verb(
        "say that a change, or a step of it, has come with a release",
        "Set a change to applied, in the release that it came with, and add the one event that says so. The "
        "release has to be out, and need not be the one that it was planned for.",
        lambda desk, options, told: end(
            desk, options.id, Ending("applied", options.stage, options.version), told
        ),
        "came with {version}",
        version="the release that it came with, such as 12.1; 12 where no source names it",
        stage=True,
    ),
    "move": _Verb(
        "move a planned change to another version",
        "Give a planned change another version and add the event to its history: moved, or specified where "
        "12 turns out to be 12.1.",
        lambda desk, options, told: move(desk, options.id, options.version, told),
        "moved to {version}",
        version="the version that it moves to, such as 13.0",
    ),
    "unconfirmed": _Verb(
        "say that a change was due, and that no source says whether it came",
        "Set a planned change to unconfirmed and add the event to its history. It then counts as may have "
        "come. Sources are those that were looked at.",
        lambda desk, options, told: end(desk, options.id, Ending("unconfirmed", options.stage), told),
        "unconfirmed",
        stage=True,
    ),
    "withdraw": _Verb(
        "say that a planned change will not happen",
        "Set a planned change to withdrawn and add the event to its history. The entry stays, as a record.",
        lambda desk, options, told: end(desk, options.id, Ending("withdrawn", options.stage), told),
        "withdrawn",
        stage=True,
    ),
}


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    for name, verb in _VERBS.items():
        parser = verbs.add_parser(name, help=verb.help, description=f"{verb.about} {_EXIT_CODES}")
        parser.add_argument("id", metavar="ID", help="the change: the name of its file without .yml")
        if verb.version:
            parser.add_argument("version", metavar="VERSION", help=verb.version)
        if verb.stage:
            parser.add_argument(
                "--stage", metavar="VERSION", help="the step that it is about, by its version in `stages`"
            )
        add_told(parser)
        add_options(parser)
        parser.set_defaults(run=run, verb=name)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    verb = _VERBS[options.verb]
    return amend(
        options.verb,
        options,
        lambda desk, told: verb.make(desk, options, told),
        verb.done.format_map(vars(options)),
        reason=verb.reason,
    )
