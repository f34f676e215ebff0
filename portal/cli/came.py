"""`portal came`: a change has come with a release, also late, and also another."""

import argparse

from portal.cli.outside.editing import add_options, add_told, amend
from portal.writing.amendments import come


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "came",
        help="say that a change, or a step of it, has come with a release",
        description="Set a change to applied, in the release that it came with, and add the one event that "
        "says so. The release has to be out, and need not be the one that it was planned for. "
        "Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("id", metavar="ID", help="the change: the name of its file without .yml")
    parser.add_argument(
        "version",
        metavar="VERSION",
        help="the release that it came with, such as 12.1; 12 where no source names it",
    )
    parser.add_argument(
        "--stage", metavar="VERSION", help="the step that it is about, by its version in `stages`"
    )
    add_told(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    return amend(
        "came",
        options,
        lambda desk, told: come(desk, options.id, options.version, told, options.stage),
        f"came with {options.version}",
    )
