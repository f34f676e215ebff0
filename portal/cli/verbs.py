"""The verbs of the command: a module each, or a few alike in one."""

import argparse
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.cli.outside.ending import Parser
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


def run_verb(arguments: Sequence[str]) -> int:
    """Run the verb that the arguments name, and return its exit code."""
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
