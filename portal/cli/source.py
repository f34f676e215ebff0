"""`portal source`: a source was read again."""

import argparse

from portal.cli.outside.clock import day
from portal.cli.outside.editing import add_options, edit
from portal.writing.amendments import read_again


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "source",
        help="say that a source was read again",
        description="Set the day on which a source was last read. A new edition of it is a new source: "
        "portal new source. Exit code 0: done; 2: wrong use, and nothing is written.",
    )
    parser.add_argument("id", metavar="ID", help="the source: an id of data/sources.yml")
    parser.add_argument("--seen", type=day, metavar="YYYY-MM-DD", help="the day (default: today)")
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Edit, say what was done, and return the exit code."""
    return edit(
        "source",
        options,
        lambda desk: [read_again(desk, options.id, options.seen or desk.today)],
        lambda _, edits: f"{edits[0].path}: {options.id} was read again\nNext: make check\n",
    )
