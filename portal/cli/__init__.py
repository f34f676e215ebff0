"""The command `portal`: one verb a module, and this dispatcher."""

import argparse
import sys
from collections.abc import Sequence

from portal.cli import (
    apply,
    check,
    diff,
    format,  # noqa: A004
    ids,
    links,
    move,
    new,
    plan,
    scan,
    withdraw,
)
from portal.problems import InvalidData

VERBS = (apply, check, diff, format, ids, links, move, new, plan, scan, withdraw)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 clean, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="portal", description="Check and use the facts of the AXIS OS portal."
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for verb in VERBS:
        verb.add_to(verbs)
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except InvalidData as invalid:
        print(invalid, file=sys.stderr)
        return 2
    return code
