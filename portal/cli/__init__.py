"""The command `portal`: one verb a module, and this dispatcher."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.problems import InvalidData

STOPPED = 130  # 128 and the number of the signal, as shells have it
VERBS = ("apply", "check", "diff", "format", "ids", "move", "new", "plan", "scan", "withdraw")


class _ShowVersion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(import_module("portal.cli.outside.carried").version_line(Path()))
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 wrong use, 130 stopped."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except InvalidData as invalid:
        print(invalid, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("portal: stopped", file=sys.stderr)
        return STOPPED


def _run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="portal", description="Check and use the facts of the AXIS OS portal."
    )
    parser.add_argument(
        "--version", action=_ShowVersion, nargs=0, help="show the version, and how old the facts are"
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # To load them all takes longer than most of them run.
    for verb in [verb for verb in arguments[:1] if verb in VERBS] or VERBS:
        import_module(f"portal.cli.{verb}").add_to(verbs)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code
