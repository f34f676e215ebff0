"""`portal move`: a planned change comes in another version."""

import argparse

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import move


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "move",
        help="move a planned change to another version",
        description="Give a planned change another version and add the event to its history: moved, or "
        "specified where 12 turns out to be 12.1. Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("id", metavar="ID", help="the change: the name of its file without .yml")
    parser.add_argument("version", metavar="VERSION", help="the version that it moves to, such as 13.0")
    add_told(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    return amend(
        "move",
        options,
        lambda desk, told: move(desk, options.id, options.version, told),
        f"moved to {options.version}",
    )
