"""`portal withdraw`: a planned change will not happen."""

import argparse

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import withdraw


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "withdraw",
        help="say that a planned change will not happen",
        description="Set a planned change to withdrawn and add the event to its history. The entry stays, as "
        "a record. Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("id", metavar="ID", help="the change: the name of its file without .yml")
    parser.add_argument(
        "--stage", metavar="VERSION", help="the step that it is about, by its version in `stages`"
    )
    add_told(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    return amend(
        "withdraw",
        options,
        lambda desk, told: withdraw(desk, options.id, told, options.stage),
        "withdrawn",
    )
