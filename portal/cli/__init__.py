"""The command `portal`: one verb a module, and this dispatcher."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.cli.outside.ending import Parser, run_command
from portal.cli.outside.terminal import show

VERBS = (
    "apply", "came", "check", "diff", "format", "ids", "move", "new", "plan", "release", "scan", "source",
    "unconfirmed", "withdraw",
)  # fmt: skip
# Where the module of that name is another
_MODULES = {"release": "let_out"}


class _ShowVersion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        show(import_module("portal.cli.outside.carried").version_line(Path()) + "\n")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 wrong use or failed, 130 stopped."""
    given = sys.argv[1:] if arguments is None else arguments
    return run_command("portal", lambda: _run(given))


def _run(arguments: Sequence[str]) -> int:
    parser = Parser(prog="portal", description="Check and use the facts of the AXIS OS portal.")
    parser.add_argument(
        "--version", action=_ShowVersion, nargs=0, help="show the version, and how old the facts are"
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # To load them all takes longer than most of them run.
    for verb in [verb for verb in arguments[:1] if verb in VERBS] or VERBS:
        import_module(f"portal.cli.{_MODULES.get(verb, verb)}").add_to(verbs)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code
