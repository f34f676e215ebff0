"""`portal apply`: a planned change has come with its release."""

import argparse

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import apply


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "apply",
        help="say that a planned change has come with its release",
        description="Set a planned change to applied and add the event to its history. Its release has to be "
        "out. Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("id", metavar="ID", help="the change: the name of its file without .yml")
    add_told(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    return amend(
        "apply",
        options,
        lambda desk, told: apply(desk, options.id, told),
        "applied",
        reason=False,
    )
