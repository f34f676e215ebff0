"""`portal ids`: keep what editors offer while somebody types true to `data/`."""

import argparse

from portal.cli.outside.editing import add_root
from portal.cli.outside.offered import PATH, render_offered, write_offered
from portal.reading.catalog import load_catalog


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "ids",
        help="tell editors of the ids in data/",
        description=f"Write the ids of data/ into {PATH}, from which editors complete and check references. "
        "Exit code 0: it is up to date now; 1: with --check, it is not; 2: wrong use, or data with problems.",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, and say whether it is up to date"
    )
    add_root(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file where it is not up to date, say so, and return the exit code."""
    catalog = load_catalog(options.root)
    file = options.root / PATH
    if file.is_file() and file.read_text("utf-8") == render_offered(catalog):
        return 0
    if options.check:
        print(f"{PATH}: does not have the ids that data/ has now; `make check` writes it anew; commit it too")
        return 1
    write_offered(catalog, options.root)
    print(f"{PATH}: written anew, since the ids in data/ have changed; commit it too")
    return 0
