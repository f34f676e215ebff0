"""The command `portal`. Nothing else is imported before Ctrl-C is heard, which stops it with a word."""

import sys
from importlib import import_module


def main(arguments: list[str] | tuple[str, ...] | None = None) -> int:
    """Run the command and return its exit code: 0 clean, 1 findings, 2 wrong use or failed, 130 stopped."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        run_command = import_module("portal.cli.outside.ending").run_command
        code: int = run_command("portal", lambda: import_module("portal.cli.verbs").run_verb(given))
    except KeyboardInterrupt:
        print("portal: stopped", file=sys.stderr)
        return 130
    return code
