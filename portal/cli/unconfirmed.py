"""`portal unconfirmed`: a change was due, and no source says whether it came."""

import argparse

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import leave_open


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "unconfirmed",
        help="say that a change was due, and that no source says whether it came",
        description="Set a planned change to unconfirmed and add the event to its history. It then counts as "
        "may have come. Sources are those that were looked at. "
        "Exit code 0: done; 2: wrong use, and nothing is written.",
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
        "unconfirmed",
        options,
        lambda desk, told: leave_open(desk, options.id, told, options.stage),
        "unconfirmed",
    )
