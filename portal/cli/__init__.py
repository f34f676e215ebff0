"""The command `portal`: a module a verb, or a few alike, and this dispatcher."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.cli.outside.ending import Parser, run_command
from portal.cli.outside.terminal import show

# Verb -> the module that it is in
VERBS = {
    "apply": "amending", "came": "amending", "check": "check", "diff": "diff", "fleet": "fleet",
    "format": "format", "ids": "ids", "move": "amending", "new": "new", "plan": "plan", "release": "let_out",
    "scan": "scan", "source": "source", "support": "support", "unconfirmed": "amending",
    "withdraw": "amending",
}  # fmt: skip


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
    for module in dict.fromkeys(VERBS[verb] for verb in [*filter(VERBS.get, arguments[:1])] or VERBS):
        import_module(f"portal.cli.{module}").add_to(verbs)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code
